import { withoutComments } from '../node/nodePorts';
import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';
import type { ReadVariable } from './readVariable';

/** Names of the functions of a Go project that read the environment variable whose name they are given first. */
export function goReadersIn(sources: readonly SourceText[]): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { file, text } of sources) {
        for (const [, name, parameter, body] of file.endsWith('.go')
            ? text.matchAll(/\bfunc\s+(\w+)\(\s*(\w+)(?:\s*,\s*\w+)*\s+string[^)]*\)[^{\n]*\{([\s\S]*?)\n\}/g)
            : []) {
            if (new RegExp(String.raw`os\.(?:Getenv|LookupEnv)\(\s*${parameter ?? ''}\s*\)`).test(body ?? '')) {
                names.add(name ?? '');
            }
        }
    }
    return names;
}

/** What one Go file asks those functions for. */
export function goHelperVariables(file: string, text: string, readers: ReadonlySet<string>): ReadVariable[] {
    if (readers.size === 0 || !file.endsWith('.go')) {
        return [];
    }
    const code = withoutComments(text);
    const call = new RegExp(String.raw`\b(?:${[...readers].join('|')})\(\s*"([A-Za-z_]\w*)"\s*(?:,\s*"([^"]*)")?`, 'g');
    return [...code.matchAll(call)].map(([, name, fallback], at, all) => ({
        name: name ?? '',
        how: fallback === undefined ? ('asked' as const) : ('optional' as const),
        ...(fallback !== undefined && { default: fallback }),
        file,
        line: lineAt(code, all[at]?.index ?? 0),
    }));
}
