import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../base/failure';
import type { FailureCode } from '../../core/failureCode';
import type { Caveat, FileSource } from '../../core/project/fileSource';
import { entriesOf } from './entriesOf';
import { pythonEnvironment } from './pythonEnvironment';

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
    let realRoot: Promise<string> | undefined;
    // What the listing found to be a file itself needs no look at where its path leads: no folder above it is a link either.
    const plain = new Set<string>();
    const seen: Seen = { folders: new Set(), names: new Set(), environments: new Set() };
    const unlisted: { folder: string; reason: string }[] = [];
    const caveats = new Map<string, Caveat>();
    const note = (file: string) => (caveat: Caveat) => caveats.set(file, caveat);
    return {
        caveat: (file) => caveats.get(file),
        list: () => (listing ??= list(root, plain, seen, unlisted)),
        unlisted: () => unlisted,
        read: (file) => {
            let text = texts.get(file);
            if (text === undefined) {
                text = plain.has(file)
                    ? readPlain(root, file, note(file))
                    : isAbsent(seen, file)
                      ? Promise.resolve(undefined)
                      : read(root, (realRoot ??= realpath(root)), file, note(file));
                texts.set(file, text);
            }
            return text;
        },
        installed: async (folder) => (isInside(folder) ? await pythonEnvironment(root, folder, seen.environments) : undefined),
        environments: () => [...seen.environments],
        exists: async (file) => isInside(file) && (await stat(path.join(root, file)).then(() => true, () => false)), // prettier-ignore
    };
}

function isInside(file: string): boolean {
    return !path.isAbsolute(file) && !file.split(/[\\/]/).includes('..');
}

/** What the listing has been through: folders, and the paths in them in lower case, since some file systems do not tell capitals apart. */
interface Seen {
    readonly folders: Set<string>;
    readonly names: Set<string>;
    /** Python environments under names of their own. */
    readonly environments: Set<string>;
}

/** True for what is asked for by a plain name in a folder that was listed, and was not in it. */
function isAbsent({ folders, names }: Seen, file: string): boolean {
    const slash = file.lastIndexOf('/');
    return /^[\w./-]+$/.test(file) && folders.has(slash < 0 ? '' : file.slice(0, slash)) && !names.has(file.toLowerCase());
}

async function list(
    root: string,
    plain: Set<string>,
    seen: Seen,
    unlisted: { folder: string; reason: string }[],
): Promise<readonly string[]> {
    const found: string[] = [];
    let level = [''];
    while (level.length > 0 && found.length < mostFiles) {
        const listed = await Promise.all(
            level.map(async (directory) => ({
                directory,
                entries: await entriesOf(path.join(root, directory), (reason) => unlisted.push({ folder: directory, reason })),
            })),
        );
        level = [];
        for (const { directory, entries } of listed) {
            const names = entries.map((entry) => entry.name);
            if (!unlisted.some(({ folder }) => folder === directory)) {
                seen.folders.add(directory);
            }
            if (directory !== '' && (names.includes('pyvenv.cfg') || names.includes('conda-meta'))) {
                seen.environments.add(directory);
                continue;
            }
            const also = skippedBeside.flatMap(([manifest, folders]) => (names.some((name) => manifest.test(name)) ? folders : []));
            for (const entry of entries) {
                const inner = directory === '' ? entry.name : `${directory}/${entry.name}`;
                seen.names.add(inner.toLowerCase());
                if (entry.isDirectory()) {
                    if (!skipped.has(entry.name) && !also.includes(entry.name) && !entry.name.endsWith('.egg-info')) {
                        level.push(inner);
                    }
                } else if (entry.isFile() || entry.isSymbolicLink()) {
                    found.push(inner);
                    if (entry.isFile()) {
                        plain.add(inner);
                    }
                }
            }
        }
    }
    return found.sort();
}

function unreadable(file: string, reason: string, cause?: unknown): Failure<FailureCode> {
    return new Failure<FailureCode>('workspace/file-unreadable', { file, reason }, cause);
}

type Note = (caveat: Caveat) => void;

async function read(root: string, realRoot: Promise<string>, file: string, note: Note): Promise<string | undefined> {
    if (!isInside(file)) {
        return undefined;
    }
    try {
        const real = await realpath(path.join(root, file));
        const home = await realRoot;
        if (real !== home && !real.startsWith(home + path.sep)) {
            throw unreadable(file, 'it is a link that leaves the folder');
        }
        return decode(file, await bytesOf(real), note);
    } catch (error) {
        return absentOr(file, error);
    }
}

async function readPlain(root: string, file: string, note: Note): Promise<string | undefined> {
    try {
        return decode(file, await bytesOf(path.join(root, file)), note);
    } catch (error) {
        return absentOr(file, error);
    }
}

/** undefined when a file is not there; throws for everything else that went wrong. */
function absentOr(file: string, error: unknown): string | undefined {
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

const page = 4096;
const firstBytes = 4 * page;

/**
 * The beginning of a file, at most 1 MiB. Most sources fit into the first read, which saves asking for the size; with callbacks, because hundreds of small
 * files are read at a time and a FileHandle for each costs as much as the reading. Non-blocking, so that a pipe without a writer is no file that waits.
 */
async function bytesOf(file: string): Promise<Buffer> {
    const fd = await new Promise<number>((resolve, reject) => {
        fs.open(file, fs.constants.O_RDONLY | (process.platform === 'win32' ? 0 : fs.constants.O_NONBLOCK), (error, opened) =>
            error === null ? resolve(opened) : reject(error),
        );
    });
    try {
        let buffer = Buffer.allocUnsafe(firstBytes);
        let length = await readInto(fd, buffer, 0);
        // A whole page may be a part: file systems over a network answer in pieces.
        while (length >= page && length < mostBytes) {
            if (length === buffer.length) {
                const larger = Buffer.allocUnsafe(Math.min(length * 8, mostBytes));
                buffer.copy(larger);
                buffer = larger;
            }
            const more = await readInto(fd, buffer, length);
            if (more === 0) {
                break;
            }
            length += more;
        }
        return buffer.subarray(0, length);
    } finally {
        fs.close(fd, () => undefined);
    }
}

async function readInto(fd: number, buffer: Buffer, at: number): Promise<number> {
    return await new Promise((resolve, reject) => {
        fs.read(fd, buffer, at, buffer.length - at, at, (error, count) => (error === null ? resolve(count) : reject(error)));
    });
}

function decode(file: string, bytes: Buffer, note: Note): string {
    const text = textOf(file, bytes, note);
    if (bytes.length === mostBytes) {
        note({ kind: 'cut', line: linesIn(text) });
    }
    return text;
}

function textOf(file: string, bytes: Buffer, note: Note): string {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) {
        return new TextDecoder('utf-16le').decode(bytes);
    }
    if (bytes[0] === 0xfe && bytes[1] === 0xff) {
        return new TextDecoder('utf-16be').decode(bytes);
    }
    if (bytes.includes(0)) {
        throw unreadable(file, 'it is not text');
    }
    const whole = bytes.length === mostBytes ? bytes.subarray(0, lastCharacter(bytes)) : bytes;
    const text = new TextDecoder('utf-8').decode(whole);
    const stated = statedEncoding(bytes);
    if (isUtf8(whole)) {
        return text;
    }
    if (stated !== undefined) {
        return decodedAs(stated, bytes);
    }
    note({ kind: 'encoding', line: linesIn(text.slice(0, text.indexOf('\ufffd'))) });
    // Nothing is lost: what is edited keeps its letters, and is UTF-8 afterwards.
    return new TextDecoder('windows-1252').decode(bytes);
}

/** Python and pip read the encoding from a comment on the first two lines. */
function statedEncoding(bytes: Buffer): string | undefined {
    return /^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*(?!utf)([-\w.]+)/i.exec(bytes.toString('latin1', 0, 200))?.[1];
}

/** By Python's name of an encoding; Windows-1252 where it has another name elsewhere. */
function decodedAs(stated: string, bytes: Buffer): string {
    const name = stated.toLowerCase().replaceAll('_', '-');
    for (const label of [name, name.replace(/^(latin|cp|windows)-?/, (_, family: string) => (family === 'latin' ? family : 'windows-'))]) {
        try {
            return new TextDecoder(label).decode(bytes);
        } catch {
            continue;
        }
    }
    return new TextDecoder('windows-1252').decode(bytes);
}

/** Where bytes that were cut anywhere end without the part of a character. */
function lastCharacter(bytes: Buffer): number {
    let at = bytes.length - 1;
    while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) {
        at -= 1;
    }
    return (bytes[at] ?? 0) < 0x80 ? bytes.length : at;
}

function linesIn(text: string): number {
    return text.split('\n').length;
}
