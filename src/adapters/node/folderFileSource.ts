import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../base/failure';
import type { FailureCode } from '../../core/failureCode';
import type { FileSource } from '../../core/project/fileSource';
import { normalizeName } from '../../core/requirements/normalizeName';

/** Never the app's own source, whatever is in them. */
const skipped = new Set(
    '.git .hg .svn node_modules bower_components jspm_packages __pycache__ __pypackages__ .venv venv .tox .nox .mypy_cache .pytest_cache .ruff_cache .hypothesis .ipynb_checkpoints .eggs site-packages .next .nuxt .output .svelte-kit .astro .turbo .parcel-cache .cache .yarn .pnpm-store .gradle .mvn .terraform .idea .vs .vscode-test .serverless .aws-sam .angular .dart_tool .bundle'.split(
        ' ',
    ),
);

/** Build output and fetched code, by the manifest that makes it. */
const skippedBeside: readonly (readonly [RegExp, readonly string[]])[] = [
    [/^Cargo\.toml$|^pom\.xml$|^build\.sbt$/, ['target']],
    [/\.(cs|fs|vb)proj$/, ['bin', 'obj']],
    [/^composer\.json$|^go\.mod$/, ['vendor']],
    [/^build\.gradle(\.kts)?$/, ['build']],
];

const mostBytes = 1024 * 1024;
const mostFiles = 200_000;

/** The files of a folder on this machine. Lists each folder once and reads each file once; stays inside the folder whatever links and paths say. */
export function folderFileSource(root: string): FileSource {
    const texts = new Map<string, Promise<string | undefined>>();
    let listing: Promise<readonly string[]> | undefined;
    const realRoot = realpath(root);
    return {
        list: () => (listing ??= list(root)),
        read: (file) => {
            let text = texts.get(file);
            if (text === undefined) {
                text = read(root, realRoot, file);
                texts.set(file, text);
            }
            return text;
        },
        installed: (folder) =>
            isInside(folder) || folder === '' ? installed(path.join(root, folder)) : Promise.resolve(new Map<string, string>()),
        exists: async (file) => isInside(file) && (await stat(path.join(root, file)).then(() => true, () => false)), // prettier-ignore
    };
}

/** Read from the names of the dist-info folders, `NAME-VERSION.dist-info`, which pip writes in that form. */
async function installed(folder: string): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const environment of ['.venv', 'venv', 'env']) {
        const lib = path.join(folder, environment, 'lib');
        const versions = (await entriesOf(lib))
            .filter((entry) => entry.name.startsWith('python'))
            .map((entry) => path.join(lib, entry.name));
        for (const place of [...versions, path.join(folder, environment, 'Lib')]) {
            for (const entry of await entriesOf(path.join(place, 'site-packages'))) {
                const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry.name) ?? [];
                if (name !== undefined && version !== undefined) {
                    found.set(normalizeName(name), version);
                }
            }
        }
    }
    return found;
}

function isInside(file: string): boolean {
    return !path.isAbsolute(file) && !file.split(/[\\/]/).includes('..');
}

async function list(root: string): Promise<readonly string[]> {
    const found: string[] = [];
    let level = [''];
    while (level.length > 0 && found.length < mostFiles) {
        const listed = await Promise.all(
            level.map(async (directory) => ({ directory, entries: await entriesOf(path.join(root, directory)) })),
        );
        level = [];
        for (const { directory, entries } of listed) {
            const names = entries.map((entry) => entry.name);
            if (directory !== '' && (names.includes('pyvenv.cfg') || names.includes('conda-meta'))) {
                continue; // an environment under another name
            }
            const also = skippedBeside.flatMap(([manifest, folders]) => (names.some((name) => manifest.test(name)) ? folders : []));
            for (const entry of entries) {
                const inner = directory === '' ? entry.name : `${directory}/${entry.name}`;
                if (entry.isDirectory()) {
                    if (!skipped.has(entry.name) && !also.includes(entry.name) && !entry.name.endsWith('.egg-info')) {
                        level.push(inner);
                    }
                } else if (entry.isFile() || entry.isSymbolicLink()) {
                    found.push(inner);
                }
            }
        }
    }
    return found.sort();
}

/** A folder that may not be read has nothing to offer; detection goes on with the others. */
async function entriesOf(directory: string): Promise<Dirent[]> {
    try {
        return await readdir(directory, { withFileTypes: true });
    } catch {
        return [];
    }
}

function unreadable(file: string, reason: string, cause?: unknown): Failure<FailureCode> {
    return new Failure<FailureCode>('workspace/file-unreadable', { file, reason }, cause);
}

async function read(root: string, realRoot: Promise<string>, file: string): Promise<string | undefined> {
    if (!isInside(file)) {
        return undefined;
    }
    try {
        const real = await realpath(path.join(root, file));
        const home = await realRoot;
        if (real !== home && !real.startsWith(home + path.sep)) {
            throw unreadable(file, 'it is a link that leaves the folder');
        }
        const handle = await open(real, 'r');
        try {
            const { size } = await handle.stat();
            const buffer = Buffer.alloc(Math.min(size, mostBytes));
            const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
            return decode(file, buffer.subarray(0, bytesRead));
        } finally {
            await handle.close();
        }
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (error instanceof Failure) {
            throw error;
        }
        if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') {
            return undefined;
        }
        const reasons: Readonly<Record<string, string>> = {
            EACCES: 'permission denied',
            EPERM: 'permission denied',
            ELOOP: 'its links go in a circle',
        };
        throw unreadable(file, reasons[code ?? ''] ?? code ?? 'it cannot be read', error);
    }
}

function decode(file: string, bytes: Buffer): string {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) {
        return new TextDecoder('utf-16le').decode(bytes);
    }
    if (bytes[0] === 0xfe && bytes[1] === 0xff) {
        return new TextDecoder('utf-16be').decode(bytes);
    }
    if (bytes.includes(0)) {
        throw unreadable(file, 'it is not text');
    }
    return new TextDecoder('utf-8').decode(bytes);
}
