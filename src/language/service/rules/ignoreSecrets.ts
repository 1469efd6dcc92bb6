import { judgePath } from '../../../core/dockerfile/ignore';
import { secretFile } from '../data/secretFiles';
import type { IgnoreDocument } from '../ignore/openIgnore';
import type { Rule } from '../rule';

export const ignoreSecrets: Rule<IgnoreDocument> = {
    code: 'dockerignore/secret-sent',
    title: 'A secret is not ignored',
    severity: 'warning',
    why: 'What is not ignored is sent to the engine, and by a build in Azure uploaded; COPY . . then puts it into the image, for everybody who can pull it.',
    fix: 'automatic',
    *check(document) {
        const rules = document.lines.map(({ rule }) => rule);
        const sent = (document.files() ?? []).filter((path) => secretFile(path) && !judgePath(rules, path).ignored);
        if (sent.length === 0) {
            return;
        }
        const newline = /(^|\n)$/.test(document.text) ? '' : '\n';
        const end = document.text.length;
        const line = document.text.search(/\r|\n|$/);
        yield {
            span: { start: 0, end: line },
            message: `Not ignored: ${sent.slice(0, 4).join(', ')}${sent.length > 4 ? ` and ${sent.length - 4} more` : ''}.`,
            fixes: [
                {
                    title: `Ignore ${sent.length === 1 ? (sent[0] ?? '') : `${sent.length} files`}`,
                    standing: 'preferred',
                    edits: [{ span: { start: end, end }, newText: `${newline}${sent.map((path) => `${path}\n`).join('')}` }],
                },
            ],
        };
    },
};
