import type { ReadVariable } from './readVariable';

/** Files that a project keeps to show which variables it wants. A `.env` itself is not read: it holds secrets. */
export const exampleFile =
    /(^|\/)(\.?env\.(example|sample|template|dist|defaults?)|\.env\.[\w-]+\.(example|sample|template)|(example|sample|template|development)\.env|\.?env[-_](example|sample|template))$/i;

/** The names and values of an example environment file; an empty value is one that must be filled in. */
export function exampleVariables(file: string, text: string): ReadVariable[] {
    return text.split(/\r?\n/).flatMap((line, at): ReadVariable[] => {
        const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\n]*?))\s*(?:\s#.*)?$/.exec(line);
        if (match === null) {
            return [];
        }
        const value = match[2] ?? match[3] ?? match[4] ?? '';
        return [
            value.trim() === ''
                ? { name: match[1] ?? '', how: 'asked', file, line: at + 1 }
                : { name: match[1] ?? '', how: 'optional', default: value.trim(), file, line: at + 1 },
        ];
    });
}
