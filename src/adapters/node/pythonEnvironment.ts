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
    const lib = path.join(environment, 'lib');
    const pythons = (await entriesOf(lib)).map(({ name }) => name).filter((name) => /^python3\.\d+$/.test(name));
    for (const place of [...pythons.map((name) => path.join(lib, name)), path.join(environment, 'Lib')]) {
        for (const entry of await entriesOf(path.join(place, 'site-packages'))) {
            const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry.name) ?? [];
            if (name !== undefined && version !== undefined) {
                versions.set(normalizeName(name), version);
            }
        }
    }
    if (versions.size === 0) {
        return undefined;
    }
    const stated = await readFile(path.join(environment, 'pyvenv.cfg'), 'utf8').catch(() => '');
    const python = pythons[0]?.slice('python'.length) ?? /^version(?:_info)?\s*=\s*(3\.\d+)/m.exec(stated)?.[1];
    return { versions, file: stated === '' ? 'conda-meta/history' : 'pyvenv.cfg', ...(python !== undefined && { python }) };
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
