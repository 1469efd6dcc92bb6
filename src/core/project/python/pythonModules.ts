import { distributionOf } from '../../requirements/distributionOf';
import { standardModule } from '../../requirements/standardLibrary';
import type { Folder } from '../folder';
import { importedStatements, isMainGuard, walkStatements } from './expressions';
import { frameworkPackages } from './frameworks';
import { parsePython } from './parsePython';
import type { PyStatement } from './syntax';
import { joinPath } from './joinPath';

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

/** The project's Python files, parsed when first asked for. */
export class PythonModules {
    readonly #parsed = new Map<string, Promise<PyModule | undefined>>();
    readonly #directories = new Set<string>();
    readonly paths: readonly string[];

    constructor(
        readonly folder: Folder,
        /** Folders that an interpreter would import from because the project says so: where manage.py is, a src layout. */
        readonly roots: readonly string[],
        /** The dotted name under which the folder's code imports itself from outside. */
        readonly own?: string,
    ) {
        this.paths = folder.files.filter((path) => path.endsWith('.py'));
        for (const path of this.paths) {
            for (
                let directory = directoryOf(path);
                directory !== '' && !this.#directories.has(directory);
                directory = directoryOf(directory)
            ) {
                this.#directories.add(directory);
            }
        }
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

    /** The file of a dotted name when imports start at `root`. */
    findFrom(root: string, dotted: string): string | undefined {
        const inner = dotted.replaceAll('.', '/');
        // Where both are, Python imports the package.
        return [joinPath(root, `${inner}/__init__.py`), joinPath(root, `${inner}.py`)].find((path) => this.folder.has(path));
    }

    /** A dotted name, or `module:object`, as it is called inside of the folder: `main` of `backend.main`, where `backend` is the folder itself. */
    inside(dotted: string): string {
        return this.own !== undefined && dotted.startsWith(`${this.own}.`) ? dotted.slice(this.own.length + 1) : dotted;
    }

    /** True for a module that no import reaches, because a package of the same name stands beside it: it can only be run. */
    isShadowed(path: string): boolean {
        return this.folder.has(`${path.replace(/\.py$/, '')}/__init__.py`);
    }

    /** The file of a dotted name as `from` would import it: from a root, or from a folder above; undefined for what is not the project's own. */
    find(dotted: string, from?: string): string | undefined {
        const places = ['', ...this.roots];
        for (let directory = from === undefined ? '' : directoryOf(from); directory !== ''; directory = directoryOf(directory)) {
            places.push(directory);
        }
        for (const place of places) {
            const found = this.findFrom(place, dotted);
            if (found !== undefined) {
                return found;
            }
        }
        const inner = this.inside(dotted);
        return inner !== dotted ? this.findFrom('', inner) : dotted === this.own ? this.findFrom('', '__init__') : undefined;
    }

    /** The folder that the outermost package around a file is in, which FastAPI's own command imports from. */
    packageRoot(path: string): string {
        let directory = directoryOf(path);
        while (directory !== '' && this.folder.has(`${directory}/__init__.py`)) {
            directory = directoryOf(directory);
        }
        return directory;
    }

    /** True when a folder holds a module or package (also one without `__init__.py`) of this name. */
    private holds(directory: string, name: string): boolean {
        return this.folder.has(joinPath(directory, `${name}.py`)) || this.#directories.has(joinPath(directory, name));
    }

    /**
     * The folder that must be the working folder for a file's imports to resolve: '' where the project's own does. A root that holds the file wins, then
     * the outermost folder above it that holds the modules it imports.
     */
    baseOf(module: PyModule): string {
        const root = [...this.roots]
            .sort((a, b) => b.length - a.length)
            .find((candidate) => candidate !== '' && module.path.startsWith(`${candidate}/`));
        if (root !== undefined) {
            return root;
        }
        const above = foldersAbove(module.path);
        const imported = importedModules(module);
        // A package that imports itself by its name is imported from outside of it, whatever else it finds inside.
        const ownRoot = above
            .map(directoryOf)
            .find((directory, at) => imported.some((name) => this.isInside(directory, above[at] ?? '', name)));
        const missing = this.missingFrom('', imported);
        const found = ownRoot ?? above.find((directory) => missing.some((name) => this.holds(directory, name))) ?? '';
        // A package has its name from outside, also where it imports what stands inside beside it.
        return found !== '' && module.path === `${found}/__init__.py` ? directoryOf(found) : found;
    }

    /** The folder inside of `base` that a file's imports need beside it: of `import config` in `shop/main.py`, which also imports `shop.views`. */
    alsoFrom(base: string, module: PyModule): string | undefined {
        // What Python or a known distribution brings is not taken from the folder: it would be hidden from everybody else.
        const missing = this.missingFrom(base, importedModules(module)).filter(
            (name) => standardModule(name, '3.13') === 'no' && distributionOf(name) === undefined,
        );
        return foldersAbove(module.path).find(
            (directory) => directory.length > base.length && missing.some((name) => this.holds(directory, name)),
        );
    }

    /** True for the dotted name of something below `inside`, seen from the folder around it. */
    private isInside(around: string, inside: string, dotted: string): boolean {
        const [head, ...rest] = dotted.split('.');
        const path = joinPath(around, dotted.replaceAll('.', '/'));
        return joinPath(around, head ?? '') === inside && rest.length > 0 && (this.#directories.has(path) || this.folder.has(`${path}.py`));
    }

    private missingFrom(base: string, imported: readonly string[]): string[] {
        return imported
            .map((dotted) => dotted.split('.')[0] ?? '')
            .filter((name) => name !== '' && !this.holds(base, name) && !frameworkPackages.includes(name));
    }

    private async parse(path: string): Promise<PyModule | undefined> {
        const text = await this.folder.text(path);
        if (text === undefined) {
            return undefined;
        }
        const statements = parsePython(text);
        const imports = new Map<string, string>();
        const stars: string[] = [];
        const guarded = statements
            .filter(isMainGuard)
            .flatMap((guard) => [...importedStatements(guard.kind === 'block' ? guard.suites.flat() : [])]);
        for (const statement of [...guarded, ...importedStatements(statements)]) {
            if (statement.kind !== 'import') {
                continue;
            }
            const base = absolute(path, statement.module, statement.level);
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
}

/** The folders that a file is in, outermost first, without the project's own. */
function foldersAbove(path: string): string[] {
    const above: string[] = [];
    for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) {
        above.unshift(directory);
    }
    return above;
}

/** The dotted names of the modules that a file imports, but for relative ones. */
function importedModules({ statements }: PyModule): string[] {
    return [...walkStatements(statements)].flatMap((statement) =>
        statement.kind === 'import' && statement.level === 0 ? [statement.module] : [],
    );
}

/** A relative import as a dotted name from the project's root. */
export function absolute(path: string, module: string, level: number): string {
    if (level === 0) {
        return module;
    }
    let directory = directoryOf(path);
    for (let up = 1; up < level; up += 1) {
        directory = directoryOf(directory);
    }
    return [directory.replaceAll('/', '.'), module].filter((part) => part !== '').join('.');
}

/** The dotted name of a file when imports start at `base`. */
export function moduleName(path: string, base: string): string {
    return (base === '' ? path : path.slice(base.length + 1))
        .replace(/\.py$/, '')
        .replace(/(^|\/)__init__$/, '')
        .replaceAll('/', '.');
}

export function directoryOf(path: string): string {
    const at = path.lastIndexOf('/');
    return at < 0 ? '' : path.slice(0, at);
}
