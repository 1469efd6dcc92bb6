import { importedStatements } from '../../../core/project/python/expressions';
import { parsePython } from '../../../core/project/python/parsePython';
import type { PyStatement } from '../../../core/project/python/syntax';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix } from '../finding';
import { joinPath } from '../paths';
import type { Rule } from '../rule';
import { optionValues, within } from '../start/options';

const usualNames = ['app', 'application', 'api', 'server', 'asgi', 'wsgi', 'create_app', 'make_app'];

export const entryMissing: Rule<DockerfileDocument> = {
    code: 'dockerfile/entry-missing',
    title: 'CMD names a module or object that is not there',
    severity: 'error',
    why: 'The server starts, fails to import the app and stops; App Service restarts it until the start time limit is over.',
    fix: 'offered',
    *check(document) {
        const app = document.server()?.app;
        const { paths } = document.snapshot;
        const match = /^([\w.]+):(\w+)/.exec(app?.text ?? '');
        const [, module, object] = match ?? [];
        if (app === undefined || paths === undefined || module === undefined || object === undefined) {
            return;
        }
        const folders = moduleFolders(document);
        const file = moduleFile(folders, module, paths);
        const top = module.split('.')[0] ?? module;
        if (file === undefined) {
            // A module of an installed package is as good as one of the project's own, and .py files made in the build are not seen.
            const installed = document.packages();
            if (
                folders.length > 0 &&
                installed?.known === 'all' &&
                !installed.names.has(top.toLowerCase().replaceAll('_', '-')) &&
                !document.model.steps.some((step) => step.words().some(({ text }) => text.includes(`${top}.py`)))
            ) {
                yield {
                    span: within(document.text, app, module),
                    message: `There is no module ${module}: neither ${module.replaceAll('.', '/')}.py nor a package of that name is copied into the image.`,
                };
            }
            return;
        }
        const text = document.snapshot.read(file);
        const names = text === undefined ? undefined : topLevelNames(parsePython(text));
        if (names !== undefined && !names.has(object) && !names.has('*')) {
            yield {
                span: within(document.text, app, object),
                message: `${file} has no ${object} at its top level.`,
                fixes: renames(document, app.text, within(document.text, app, object), names),
            };
        }
    },
};

/** Folders of the workspace in which the server looks for modules: what is copied into its working directory, and src/. */
function moduleFolders(document: DockerfileDocument): readonly string[] {
    const directory =
        document.server()?.kind.program === 'gunicorn'
            ? optionValues(document.text, document.server()?.args ?? [], ['--chdir'])
            : optionValues(document.text, document.server()?.args ?? [], ['--app-dir']);
    const extra = directory.at(-1)?.text.replace(/^\/(app|code|src|usr\/src\/app|home\/site\/wwwroot)\//, '') ?? '';
    const folders = new Set<string>();
    for (const { source, destination } of document.sources()) {
        const target = joinPath('', destination.replace(/^\/[\w-]+\/?/, '')) ?? '';
        // A folder copied under its own name keeps its place; copied elsewhere, its content is what counts.
        const folder =
            target !== '' && source.endsWith(target)
                ? source.slice(0, -target.length)
                : source.includes('.py')
                  ? source.slice(0, Math.max(0, source.lastIndexOf('/')))
                  : source;
        for (const base of [folder, `${folder}/src`]) {
            const path = joinPath(document.root(), `./${base}/${extra}`);
            if (path !== undefined) {
                folders.add(path);
            }
        }
    }
    return [...folders];
}

function moduleFile(folders: readonly string[], module: string, paths: readonly string[]): string | undefined {
    const relative = module.replaceAll('.', '/');
    for (const folder of folders) {
        for (const candidate of [`${relative}.py`, `${relative}/__init__.py`, `${module.split('.').slice(1).join('/') || relative}.py`]) {
            const path = joinPath(folder, candidate);
            if (path !== undefined && paths.includes(path)) {
                return path;
            }
        }
    }
    return undefined;
}

function topLevelNames(statements: readonly PyStatement[]): ReadonlySet<string> {
    const names = new Set<string>();
    for (const statement of importedStatements(statements)) {
        switch (statement.kind) {
            case 'import':
                statement.names.forEach(({ name, alias }) => names.add(name === undefined ? (alias.split('.')[0] ?? alias) : alias));
                break;
            case 'assign':
                statement.targets.forEach((target) => target.kind === 'name' && names.add(target.name));
                break;
            case 'function':
            case 'class':
                names.add(statement.name);
                break;
            case 'return':
            case 'raise':
            case 'expression':
            case 'block':
                break;
        }
    }
    return names;
}

function renames(
    document: DockerfileDocument,
    app: string,
    span: { readonly start: number; readonly end: number },
    names: ReadonlySet<string>,
): readonly Fix[] {
    const gunicorn = document.server()?.kind.program === 'gunicorn';
    return usualNames
        .filter((name) => names.has(name))
        .map((name) => ({ name: /^(create|make)_app$/.test(name) && gunicorn && !app.includes('(') ? `${name}()` : name }))
        .map(({ name }) => ({ title: `Use ${name}`, standing: 'offered', edits: [{ span, newText: name }] }));
}
