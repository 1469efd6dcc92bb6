import type { ContextEntry } from './contextEntry';

/** Headers and padded contents are made of blocks of this size. */
export const tarBlockBytes = 512;
const nameBytes = 100;
const encoder = new TextEncoder();
/** The largest size that eleven octal digits hold. */
const largestOctal = 0o77777777777;
const typeFlags = { file: 0x30, symlink: 0x32, directory: 0x35, extension: 0x78 } as const;

/**
 * The header block (or blocks: what does not fit the old format goes into a pax record before it) of one entry. Owner is always root and no names are given,
 * so that the same tree makes the same bytes on every machine.
 */
export function tarHeader(entry: ContextEntry): Uint8Array {
    const name = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
    const target = entry.target ?? '';
    const records: [string, string][] = [];
    if (encoder.encode(name).length > nameBytes) {
        records.push(['path', name]);
    }
    if (encoder.encode(target).length > nameBytes) {
        records.push(['linkpath', target]);
    }
    if (entry.sizeBytes > largestOctal) {
        records.push(['size', String(entry.sizeBytes)]);
    }
    const header = new Uint8Array(tarBlockBytes);
    header.set(encoder.encode(name).subarray(0, nameBytes));
    header.set(encoder.encode(target).subarray(0, nameBytes), 157);
    finish(header, 0, typeFlags[entry.kind], entry.mode, entry.sizeBytes, entry.modifiedSeconds);
    return records.length === 0 ? header : withRecords(records, entry.modifiedSeconds, header);
}

/**
 * Writes the header of an entry into one block of `archive`, which may hold anything; false, with nothing promised about the block, when the entry needs
 * more than that. Nearly all entries of a context pass here, and none of them costs an object.
 */
export function writePlainHeader(entry: ContextEntry, archive: Uint8Array, offset: number): boolean {
    const { path, kind, target, sizeBytes } = entry;
    if (path.length >= nameBytes || target !== undefined || sizeBytes > largestOctal) {
        return false;
    }
    archive.fill(0, offset, offset + tarBlockBytes);
    for (let index = 0; index < path.length; index++) {
        const code = path.charCodeAt(index);
        if (code > 0x7f) {
            return false;
        }
        archive[offset + index] = code;
    }
    if (kind === 'directory') {
        archive[offset + path.length] = 0x2f;
    }
    finish(archive, offset, typeFlags[kind], entry.mode, sizeBytes, entry.modifiedSeconds);
    return true;
}

/** Zero bytes that follow `sizeBytes` of content. */
export function tarPadding(sizeBytes: number): number {
    return (tarBlockBytes - (sizeBytes % tarBlockBytes)) % tarBlockBytes;
}

/** Two empty blocks end an archive. */
export const tarEndBytes = 2 * tarBlockBytes;

/** Completes a block of zeros that has its names. */
function finish(header: Uint8Array, at: number, typeFlag: number, mode: number, sizeBytes: number, seconds: number): void {
    writeOctal(header, at + 100, 7, mode);
    writeOctal(header, at + 108, 7, 0);
    writeOctal(header, at + 116, 7, 0);
    writeOctal(header, at + 124, 11, Math.min(sizeBytes, largestOctal));
    writeOctal(header, at + 136, 11, Math.min(seconds, largestOctal));
    header.fill(0x20, at + 148, at + 156);
    header[at + 156] = typeFlag;
    // "ustar", a zero, and version "00".
    header[at + 257] = 0x75;
    header[at + 258] = 0x73;
    header[at + 259] = 0x74;
    header[at + 260] = 0x61;
    header[at + 261] = 0x72;
    header[at + 263] = 0x30;
    header[at + 264] = 0x30;
    writeOctal(header, at + 329, 7, 0);
    writeOctal(header, at + 337, 7, 0);
    let sum = 0;
    for (let index = at; index < at + tarBlockBytes; index++) {
        sum += header[index] ?? 0;
    }
    writeOctal(header, at + 148, 6, sum);
    header[at + 154] = 0;
}

function writeOctal(header: Uint8Array, offset: number, digits: number, value: number): void {
    let rest = value;
    for (let index = offset + digits - 1; index >= offset; index--) {
        // Sizes have more than 32 bits: no shifting.
        const higher = Math.floor(rest / 8);
        header[index] = 0x30 + rest - higher * 8;
        rest = higher;
    }
}

function withRecords(records: readonly (readonly [string, string])[], seconds: number, header: Uint8Array): Uint8Array {
    const body = encoder.encode(records.map(([key, value]) => record(key, value)).join(''));
    const pax = new Uint8Array(tarBlockBytes);
    pax.set(encoder.encode('PaxHeaders.0/entry'));
    finish(pax, 0, typeFlags.extension, 0o644, body.length, seconds);
    const out = new Uint8Array(pax.length + body.length + tarPadding(body.length) + header.length);
    out.set(pax, 0);
    out.set(body, pax.length);
    out.set(header, out.length - header.length);
    return out;
}

/** `LENGTH key=value\n`, where the length counts itself. */
function record(key: string, value: string): string {
    const rest = encoder.encode(` ${key}=${value}\n`).length;
    let length = rest + String(rest).length;
    if (String(length).length > String(rest).length) {
        length = rest + String(length).length;
    }
    return `${String(length)} ${key}=${value}\n`;
}
