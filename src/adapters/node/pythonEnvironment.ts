import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PythonEnvironment } from '../../core/project/fileSource';
import { normalizeName } from '../../core/requirements/normalizeName';
import { entriesOf } from './entriesOf';

/** What people and tools call an environment beside the code, the likeliest first. */
const usual = ['.venv', 'venv', '.conda', 'env'];

/**
 * The environment of a folder: one inside it, whatever it is called, else the one that Poetry keeps for it elsewhere. Only names of files are read, and nothing
 * of it is run; undefined when there is none with a distribution in it.
 */
export async function pythonEnvironment(root: string, folder: string, found: ReadonlySet<string>): Promise<PythonEnvironment | undefined> {
    const base = path.join(root, folder);
    const others = [...found]
        .filter((each) => path.posix.dirname(each) === (folder === '' ? '.' : folder))
        .map((each) => path.posix.basename(each));
    for (const name of new Set([...usual, ...others])) {
        const inside = await readEnvironment(path.join(base, name));
        if (inside !== undefined) {
            return { ...inside, file: `${name}/${inside.file ?? ''}` };
        }
    }
    for (const elsewhere of await poetryEnvironments(base)) {
        const outside = await readEnvironment(elsewhere);
        if (outside !== undefined) {
            const { file, ...environment } = outside;
            return file === undefined ? outside : environment;
        }
    }
    return undefined;
}

/** Read from the names of the dist-info folders, `NAME-VERSION.dist-info`, which pip and conda write in that form. */
async function readEnvironment(environment: string): Promise<PythonEnvironment | undefined> {
    const versions = new Map<string, string>();
    const folders = new Map<string, string>();
    const lib = path.join(environment, 'lib');
    const pythons = (await entriesOf(lib)).map(({ name }) => name).filter((name) => /^python3\.\d+$/.test(name));
    for (const place of [...pythons.map((name) => path.join(lib, name)), path.join(environment, 'Lib')]) {
        const site = path.join(place, 'site-packages');
        for (const entry of await entriesOf(site)) {
            const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry.name) ?? [];
            if (name !== undefined && version !== undefined) {
                versions.set(normalizeName(name), version);
                folders.set(normalizeName(name), path.join(site, entry.name));
            }
        }
    }
    if (versions.size === 0) {
        return undefined;
    }
    const stated = await readFile(path.join(environment, 'pyvenv.cfg'), 'utf8').catch(() => '');
    const python = pythons[0]?.slice('python'.length) ?? /^version(?:_info)?\s*=\s*(3\.\d+)/m.exec(stated)?.[1];
    return {
        versions,
        file: stated === '' ? 'conda-meta/history' : 'pyvenv.cfg',
        ...(python !== undefined && { python }),
        broughtBy: async (modules) => await bringers(folders, new Set(modules)),
    };
}

/** What installed each module: `top_level.txt` names a distribution's own, and where there is none the paths in its RECORD begin with them. */
async function bringers(folders: ReadonlyMap<string, string>, modules: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const [name, folder] of folders) {
        if (found.size === modules.size) {
            break;
        }
        const text = async (file: string) => await readFile(path.join(folder, file), 'utf8').catch(() => undefined);
        const lines = ((await text('top_level.txt')) ?? (await text('RECORD')) ?? '').split('\n');
        for (const line of lines) {
            const module = /^[A-Za-z_]\w*/.exec(line)?.[0] ?? '';
            if (modules.has(module) && !found.has(module) && /^(?:\s*$|\/|[\w.-]*\.(?:py|so|pyd),)/.test(line.slice(module.length))) {
                found.set(module, name);
            }
        }
    }
    return found;
}

/** Poetry names an environment by the project and a hash of its real path: https://github.com/python-poetry/poetry, `EnvManager.generate_env_name`. */
async function poetryEnvironments(folder: string): Promise<string[]> {
    const real = await realpath(folder).catch(() => folder);
    const hash = createHash('sha256')
        .update(process.platform === 'win32' ? real.toLowerCase() : real)
        .digest('base64url')
        .slice(0, 8);
    const caches =
        process.platform === 'darwin'
            ? path.join(os.homedir(), 'Library/Caches/pypoetry')
            : process.platform === 'win32'
              ? path.join(process.env.LOCALAPPDATA ?? os.homedir(), 'pypoetry/Cache')
              : path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'pypoetry');
    const home = process.env.POETRY_VIRTUALENVS_PATH ?? path.join(process.env.POETRY_CACHE_DIR ?? caches, 'virtualenvs');
    return (await entriesOf(home))
        .map(({ name }) => name)
        .filter((name) => name.includes(`-${hash}-py`))
        .sort()
        .reverse()
        .map((name) => path.join(home, name));
}
