import { judgePath } from '../../../core/dockerfile/ignore';
import { secretFile } from '../data/secretFiles';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { joinPath } from '../paths';
import type { Rule } from '../rule';

export const secretCopied: Rule<DockerfileDocument> = {
    code: 'dockerfile/secret-copied',
    title: 'COPY takes a secret into the image',
    severity: 'error',
    why: 'A .env file, a private key or a cloud credential in a layer can be read by everybody who can pull the image, even when a later layer deletes it.',
    fix: 'automatic',
    *check(document) {
        const { paths } = document.snapshot;
        const root = document.root();
        const ignore = document.ignore();
        const prefix = root === '' ? '' : `${root}/`;
        for (const { word, source } of document.sources()) {
            const own = secretFile(source);
            const below = (paths ?? [])
                .filter((path) => path.startsWith(prefix) && (source === '' || path.startsWith(`${prefix}${source}/`)))
                .map((path) => path.slice(prefix.length));
            const sent = (own ? [source] : below.filter(secretFile)).filter(
                (path) => ignore === undefined || !judgePath(ignore.rules, path).ignored,
            );
            const [first] = sent;
            if (first === undefined) {
                continue;
            }
            const path = ignore?.path ?? joinPath(root, '.dockerignore') ?? '.dockerignore';
            const text = ignore?.text ?? '';
            const added = sent.map((name) => `${name}\n`).join('');
            yield {
                span: word,
                message: `${sent.slice(0, 3).join(', ')}${sent.length > 3 ? ` and ${sent.length - 3} more` : ''} would become part of the image.`,
                fixes: own
                    ? []
                    : [
                          {
                              title: `Hide ${sent.length === 1 ? first : `${sent.length} files`} in ${path}`,
                              standing: 'preferred',
                              edits: [
                                  {
                                      path,
                                      span: { start: text.length, end: text.length },
                                      newText: `${/(^|\n)$/.test(text) ? '' : '\n'}${added}`,
                                  },
                              ],
                          },
                      ],
            };
        }
    },
};
