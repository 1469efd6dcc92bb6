import type { Folder } from '../folder';
import { importedStatements } from './expressions';
import { parsePython } from './parsePython';
import type { PyStatement } from './syntax';

export interface PyModule {
    /** Path relative to the folder. */
    readonly path: string;
    readonly text: string;
    readonly statements: readonly PyStatement[];
    /** What each imported name stands for, as a dotted name; `from . import x` is resolved to the project's own dotted name. */
    readonly imports: ReadonlyMap<string, string>;
    /** Dotted modules whose every name is imported. */
    readonly stars: readonly string[];
}

/** The project's Python files, parsed when first asked for. Dotted names are relative to `roots` (where an interpreter would look). */
export class PythonModules {
    readonly #parsed = new Map<string, Promise<PyModule | undefined>>();
    readonly paths: readonly string[];

    constructor(
        readonly folder: Folder,
        readonly roots: readonly string[],
    ) {
        this.paths = folder.files.filter((path) => path.endsWith('.py'));
    }

    /** Undefined when there is no such file or it cannot be read. */
    at(path: string): Promise<PyModule | undefined> {
        let module = this.#parsed.get(path);
        if (module === undefined) {
            module = this.parse(path);
            this.#parsed.set(path, module);
        }
        return module;
    }

    /** The file of a dotted name, seen from a root; undefined for what is not the project's own. */
    find(dotted: string, from?: string): string | undefined {
        const inner = dotted.replaceAll('.', '/');
        const own = from === undefined ? [] : [directoryOf(from)];
        for (const root of [...this.roots, ...own]) {
            for (const path of [join(root, `${inner}.py`), join(root, `${inner}/__init__.py`)]) {
                if (this.folder.has(path)) {
                    return path;
                }
            }
        }
        return undefined;
    }

    /** The dotted name by which a server imports a file, from the first root that holds it. */
    nameOf(path: string): string {
        const root =
            [...this.roots].sort((a, b) => b.length - a.length).find((candidate) => candidate === '' || path.startsWith(`${candidate}/`)) ??
            '';
        return dottedName(root === '' ? path : path.slice(root.length + 1));
    }

    private async parse(path: string): Promise<PyModule | undefined> {
        const text = await this.folder.text(path);
        if (text === undefined) {
            return undefined;
        }
        const statements = parsePython(text);
        const imports = new Map<string, string>();
        const stars: string[] = [];
        for (const statement of importedStatements(statements)) {
            if (statement.kind !== 'import') {
                continue;
            }
            const base = this.absolute(path, statement.module, statement.level);
            for (const { name, alias } of statement.names) {
                if (name === '*') {
                    stars.push(base);
                } else if (name === undefined) {
                    const first = alias.split('.')[0] ?? alias;
                    imports.set(alias.includes('.') ? first : alias, alias.includes('.') ? first : base);
                } else {
                    imports.set(alias, base === '' ? name : `${base}.${name}`);
                }
            }
        }
        return { path, text, statements, imports, stars };
    }

    private absolute(path: string, module: string, level: number): string {
        if (level === 0) {
            return module;
        }
        let directory = directoryOf(path);
        for (let up = 1; up < level; up += 1) {
            directory = directoryOf(directory);
        }
        const base = dottedName(directory === '' ? '__init__.py' : `${directory}/__init__.py`);
        const root = this.roots
            .filter((candidate) => candidate !== '' && `${directory}/`.startsWith(`${candidate}/`))
            .sort((a, b) => b.length - a.length)[0];
        const prefix = root === undefined ? base : base.split('.').slice(root.split('/').length).join('.');
        return [prefix, module].filter((part) => part !== '').join('.');
    }
}

function dottedName(path: string): string {
    return path
        .replace(/\.py$/, '')
        .replace(/(^|\/)__init__$/, '')
        .replaceAll('/', '.');
}

export function directoryOf(path: string): string {
    const at = path.lastIndexOf('/');
    return at < 0 ? '' : path.slice(0, at);
}

function join(root: string, path: string): string {
    return root === '' ? path : `${root}/${path}`;
}
