import type { ReadVariable } from './readVariable';

/** Files that a project keeps to show which variables it wants. A `.env` itself is not read: it holds secrets. */
export const exampleFile =
    /(^|\/)(\.?env\.(example|sample|template|dist|defaults?)|\.env\.[\w-]+\.(example|sample|template)|(example|sample|template|development)\.env|\.?env[-_](example|sample|template))$/i;

/** The names and values of an example environment file; an empty value is one that must be filled in. */
export function exampleVariables(file: string, text: string): ReadVariable[] {
    return text.split(/\r?\n/).flatMap((line, at): ReadVariable[] => {
        const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)/.exec(line);
        const written = match?.[2] ?? '';
        const quoted = /^\s*(?:"([^"]*)"|'([^']*)')(?:\s+#.*|\s*)$/.exec(written);
        const bare = written.split(/\s#/)[0] ?? '';
        if (match === null || (quoted === null && bare.includes('#'))) {
            return [];
        }
        const value = quoted === null ? bare : (quoted[1] ?? quoted[2] ?? '');
        return [
            value.trim() === ''
                ? { name: match[1] ?? '', how: 'asked', file, line: at + 1 }
                : { name: match[1] ?? '', how: 'optional', default: value.trim(), file, line: at + 1 },
        ];
    });
}
