import type { ProjectFinding, ProposedFile } from '../profile';
import type { Site } from '../stack';
import { lineAt } from '../textLines';

/** A file that may say where the app listens. `text` as it is; `code` of the same length, with what does not count blanked. */
export interface Listening {
    readonly file: string;
    readonly text: string;
    readonly code: string;
}

/** Addresses that only the container itself reaches, and those that everybody does. */
const opened: readonly (readonly [RegExp, string])[] = [
    [/^(127\.0\.0\.1|localhost)$/, '0.0.0.0'],
    [/^\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\]$/, '[0, 0, 0, 0]'],
    [/^LOCALHOST$/, 'UNSPECIFIED'],
];

/**
 * Where a server listens on localhost only, and the change that opens it: nothing in the image can do that for a program that is compiled. Each pattern's first
 * group is the address.
 */
export function findLoopbacks(
    { facts }: Site,
    files: readonly Listening[],
    patterns: readonly RegExp[],
): { readonly findings: readonly ProjectFinding[]; readonly edits: readonly ProposedFile[] } {
    for (const { file, text, code } of files) {
        for (const pattern of patterns) {
            const match = pattern.exec(code);
            const address = match?.[1] ?? '';
            const better = opened.find(([shape]) => shape.test(address))?.[1];
            if (match !== null && better !== undefined) {
                const at = match.index + match[0].lastIndexOf(address);
                const path = facts.locate(file);
                return {
                    findings: [
                        {
                            code: 'scaffold/loopback',
                            severity: 'warning',
                            message:
                                'The code listens on localhost, where nothing outside of the container reaches it. The proposed change lets it listen on all addresses.',
                            file: path,
                            line: lineAt(text, at),
                        },
                    ],
                    edits: [
                        {
                            path,
                            content: text.slice(0, at) + better + text.slice(at + address.length),
                            action: 'edit',
                            reason: 'Listens on all addresses, so that the container can be reached.',
                        },
                    ],
                };
            }
        }
    }
    return { findings: [], edits: [] };
}
