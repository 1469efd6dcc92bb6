import { judgePath } from '../../../core/dockerfile/ignore';
import type { IgnoreDocument } from '../ignore/openIgnore';
import { joinPath } from '../paths';
import type { Rule } from '../rule';

export const ignoreHidesNeeded: Rule<IgnoreDocument> = {
    code: 'dockerignore/hides-needed',
    title: 'A pattern hides what the build or the app needs',
    severity: 'error',
    why: 'The Dockerfile copies it, or the start command runs it, but it never reaches the engine: the build stops with "not found", or the container with an import error.',
    fix: 'automatic',
    *check(document) {
        const files = document.files();
        const rules = document.lines.map(({ rule }) => rule);
        const told = new Set<string>();
        for (const dockerfile of files === undefined ? [] : document.dockerfiles()) {
            for (const [path, why] of needed(dockerfile)) {
                const verdict =
                    files?.includes(path) === true || files?.some((file) => file.startsWith(`${path}/`)) === true
                        ? judgePath(rules, path)
                        : undefined;
                const at = document.lines.find(({ rule }) => rule === verdict?.rule);
                const back = files?.some((file) => file.startsWith(`${path}/`) && !judgePath(rules, file).ignored) === true;
                if (verdict?.ignored !== true || at === undefined || back || told.has(path)) {
                    continue;
                }
                told.add(path);
                const end = document.text.length;
                yield {
                    span: at.span,
                    message: `"${at.rule.text}" hides ${path}, which ${why}.`,
                    fixes: [
                        {
                            title: `Let ${path} through`,
                            standing: 'preferred',
                            edits: [{ span: { start: end, end }, newText: `${/(^|\n)$/.test(document.text) ? '' : '\n'}!${path}\n` }],
                        },
                    ],
                };
            }
        }
    },
};

/** Paths of the context with the reason. */
function* needed(dockerfile: ReturnType<IgnoreDocument['dockerfiles']>[number]): Generator<readonly [string, string]> {
    const { path } = dockerfile.snapshot;
    for (const { source } of dockerfile.sources()) {
        if (source !== '' && !/[*?[]/.test(source)) {
            yield [source, `${path} copies`];
        }
    }
    const wholeContext = dockerfile.sources().some(({ source }) => source === '');
    const module = /^([\w.]+):/.exec(dockerfile.server()?.app?.text ?? '')?.[1];
    const script = dockerfile.start()?.words.find(({ text }) => /^[\w./-]+\.(py|js|mjs)$/.test(text))?.text;
    const entry =
        module === undefined
            ? script === undefined
                ? undefined
                : joinPath('', script.replace(/^\/\w+\//, ''))
            : `${module.replaceAll('.', '/')}.py`;
    if (wholeContext && entry !== undefined) {
        yield [entry, `the start command of ${path} runs`];
    }
    // `pip install .` reads what pyproject.toml names.
    if (wholeContext && dockerfile.text.includes('pip install') && /pip install[^\n]* \.(\s|$)/.test(dockerfile.text)) {
        const text = dockerfile.snapshot.read(joinPath(dockerfile.root(), 'pyproject.toml') ?? 'pyproject.toml');
        const readme = /^readme\s*=\s*["']([^"']+)["']/m.exec(text ?? '')?.[1];
        if (readme !== undefined) {
            yield [readme, 'pyproject.toml names as readme'];
        }
    }
}
