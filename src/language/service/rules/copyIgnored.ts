import { judgePath } from '../../../core/dockerfile/ignore';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { joinPath, knownPaths } from '../paths';
import type { Rule } from '../rule';

export const copyIgnored: Rule<DockerfileDocument> = {
    code: 'dockerfile/copy-ignored',
    title: 'COPY names what .dockerignore hides',
    severity: 'error',
    why: 'The file is there, but it is not sent to the engine: the build stops with "not found" and a checksum error that does not mention .dockerignore.',
    fix: 'automatic',
    *check(document) {
        const ignore = document.ignore();
        const { paths } = document.snapshot;
        if (ignore === undefined || paths === undefined) {
            return;
        }
        const known = knownPaths(paths);
        for (const { word, source } of document.sources()) {
            const path = joinPath(document.root(), source);
            if (source === '' || /[*?[]/.test(source) || path === undefined || !known.has(path)) {
                continue;
            }
            const verdict = judgePath(ignore.rules, source);
            const { rule } = verdict;
            const comesBack = paths.some(
                (other) => other.startsWith(`${path}/`) && !judgePath(ignore.rules, other.slice(path.length - source.length)).ignored,
            );
            if (verdict.ignored && rule !== undefined && !comesBack) {
                const end = ignore.text.length;
                yield {
                    span: word,
                    message: `${source} is hidden by "${rule.text}" (${ignore.path}, line ${rule.line}): this COPY will fail.`,
                    fixes: [
                        {
                            title: `Let ${source} through in ${ignore.path}`,
                            standing: 'preferred',
                            edits: [
                                {
                                    path: ignore.path,
                                    span: { start: end, end },
                                    newText: `${/(^|\n)$/.test(ignore.text) ? '' : '\n'}!${source}\n`,
                                },
                            ],
                        },
                    ],
                };
            }
        }
    },
};
