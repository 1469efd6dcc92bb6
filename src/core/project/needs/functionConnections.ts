import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';
import type { ReadVariable } from './readVariable';

/** The application settings that triggers and bindings of Azure Functions name as their connection: in `function.json` and in Python's decorators. */
export function functionConnections(sources: readonly SourceText[]): ReadVariable[] {
    return sources.flatMap(({ file, text }): ReadVariable[] => {
        const pattern = file.endsWith('function.json')
            ? /"connection(?:StringSetting)?"\s*:\s*"(\w+)"/g
            : file.endsWith('.py') && text.includes('azure.functions')
              ? /\bconnection(?:_string_setting)?\s*=\s*["'](\w+)["']/g
              : undefined;
        return pattern === undefined
            ? []
            : [...text.matchAll(pattern)].map((match) => ({
                  name: match[1] ?? '',
                  how: 'demanded' as const,
                  file,
                  line: lineAt(text, match.index),
              }));
    });
}
