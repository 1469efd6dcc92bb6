import { lineAt } from '../textLines';
import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

/** What gives the agents a key, or a model that is not OpenAI's. */
const otherwise = /\bset_default_openai_(key|client)\b|\bAsyncAzureOpenAI\b|\bopenai_client\s*=|\bLitellm(Model|Provider)\b|["']litellm\//;

/** OpenAI's agents ask its API with the key that they find themselves, where nothing gives them another. A project may have agents of its own. */
export function agentsKey(sources: readonly SourceText[], files: readonly string[]): ReadVariable[] {
    const found = sources.flatMap(({ file, text }): ReadVariable[] => {
        const match = file.endsWith('.py') ? /^[ \t]*from[ \t]+agents[ \t]+import\s[^\n]*\bRunner\b/m.exec(text) : null;
        return match === null ? [] : [{ name: 'OPENAI_API_KEY', how: 'demanded', file, line: lineAt(text, match.index) }];
    });
    const isOther =
        found.length > 0 &&
        (files.some((file) => /(^|\/)agents(\.py|\/[^/]+\.py)$/.test(file)) ||
            sources.some(({ file, text }) => file.endsWith('.py') && otherwise.test(text)));
    return isOther ? [] : found;
}
