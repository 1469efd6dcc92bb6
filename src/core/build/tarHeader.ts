import type { ContextEntry } from './contextEntry';

const blockBytes = 512;
const encoder = new TextEncoder();
/** The largest size that eleven octal digits hold. */
const largestOctal = 0o77777777777;

/**
 * The header block (or blocks: what does not fit the old format goes into a pax record before it) of one entry. Owner is always root and no names are given,
 * so that the same tree makes the same bytes on every machine.
 */
export function tarHeader(entry: ContextEntry): Uint8Array {
    const name = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
    const nameBytes = encoder.encode(name);
    const targetBytes = encoder.encode(entry.target ?? '');
    const records: [string, string][] = [];
    if (nameBytes.length > 100) {
        records.push(['path', name]);
    }
    if (targetBytes.length > 100) {
        records.push(['linkpath', entry.target ?? '']);
    }
    if (entry.sizeBytes > largestOctal) {
        records.push(['size', String(entry.sizeBytes)]);
    }
    const header = block(
        nameBytes,
        targetBytes,
        typeFlags[entry.kind],
        entry.mode,
        Math.min(entry.sizeBytes, largestOctal),
        entry.modifiedSeconds,
    );
    return records.length === 0 ? header : withRecords(records, entry.modifiedSeconds, header);
}

/** Zero bytes that follow `sizeBytes` of content. */
export function tarPadding(sizeBytes: number): number {
    return (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
}

/** Two empty blocks end an archive. */
export const tarEndBytes = 2 * blockBytes;

const typeFlags = { file: '0', symlink: '2', directory: '5' } as const;

function block(name: Uint8Array, target: Uint8Array, typeFlag: string, mode: number, size: number, seconds: number): Uint8Array {
    const header = new Uint8Array(blockBytes);
    const octal = (value: number, offset: number, digits: number) =>
        header.set(encoder.encode(value.toString(8).padStart(digits, '0')), offset);
    header.set(name.subarray(0, 100), 0);
    octal(mode, 100, 7);
    octal(0, 108, 7);
    octal(0, 116, 7);
    octal(size, 124, 11);
    octal(Math.min(seconds, largestOctal), 136, 11);
    header.fill(0x20, 148, 156);
    header.set(encoder.encode(typeFlag), 156);
    header.set(target.subarray(0, 100), 157);
    header.set(encoder.encode('ustar\u000000'), 257);
    octal(0, 329, 7);
    octal(0, 337, 7);
    let sum = 0;
    for (const byte of header) {
        sum += byte;
    }
    octal(sum, 148, 6);
    header[154] = 0;
    return header;
}

function withRecords(records: readonly (readonly [string, string])[], seconds: number, header: Uint8Array): Uint8Array {
    const body = encoder.encode(records.map(([key, value]) => record(key, value)).join(''));
    const pax = block(encoder.encode('PaxHeaders.0/entry'), new Uint8Array(0), 'x', 0o644, body.length, seconds);
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
