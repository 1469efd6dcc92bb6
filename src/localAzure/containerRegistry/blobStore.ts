import { randomBytes } from 'node:crypto';
import { empty, bytes, json, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';

export interface Blob {
    content: () => Buffer;
    metadata: () => Readonly<Record<string, string>>;
}

type Raw = Omit<Exchange, 'params' | 'caller'>;

const host = 'localmanaged1.blob.core.windows.net';

/** The few verbs of blob storage that ACR Tasks needs; the signature in a URL is what lets in. */
export class BlobStore {
    private readonly uploads = new Map<
        string,
        { readonly signature: string; content: Buffer | undefined; readonly blocks: Map<string, Buffer> }
    >();
    private readonly readable = new Map<string, { readonly signature: string; readonly blob: Blob }>();

    isHost(name: string): boolean {
        return name === host;
    }

    /** A URL that takes one upload at `path`. */
    uploadUrl(path: string, expiresMs: number): string {
        const signature = randomBytes(32).toString('base64url');
        this.uploads.set(`/${path}`, { signature, content: undefined, blocks: new Map() });
        return url(path, signature, 'cw', expiresMs);
    }

    uploaded(path: string): Buffer | undefined {
        return this.uploads.get(`/${path}`)?.content;
    }

    readUrl(path: string, blob: Blob, expiresMs: number): string {
        const signature = randomBytes(32).toString('base64url');
        this.readable.set(`/${path}`, { signature, blob });
        return url(path, signature, 'r', expiresMs);
    }

    handle(raw: Raw): Answer {
        const path = decodeURIComponent(raw.url.pathname);
        const signature = query(raw, 'sig') ?? '';
        if (raw.method === 'PUT') {
            return this.put(raw, path, signature);
        }
        const found = this.readable.get(path);
        if (found === undefined) {
            return refusal(404, 'BlobNotFound', 'The specified blob does not exist.');
        }
        if (found.signature !== signature) {
            return refusal(403, 'AuthenticationFailed', 'Server failed to authenticate the request.');
        }
        return read(raw, found.blob);
    }

    private put(raw: Raw, path: string, signature: string): Answer {
        const upload = this.uploads.get(path);
        if (upload?.signature !== signature) {
            return refusal(403, 'AuthenticationFailed', 'Server failed to authenticate the request.');
        }
        const part = query(raw, 'comp')?.toLowerCase();
        if (part === 'block') {
            upload.blocks.set(query(raw, 'blockid') ?? '', raw.body);
        } else if (part === 'blocklist') {
            const ids = [...raw.body.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(
                (match) => match[1] ?? '',
            );
            upload.content = Buffer.concat(ids.map((id) => upload.blocks.get(id) ?? Buffer.alloc(0)));
        } else if (raw.headers['x-ms-blob-type'] === undefined) {
            return refusal(400, 'MissingRequiredHeader', 'An HTTP header that is mandatory for this request is not specified.');
        } else {
            upload.content = raw.body;
        }
        return empty(201, { etag: `"0x${randomBytes(8).toString('hex').toUpperCase()}"`, 'x-ms-version': '2023-01-03' });
    }
}

function read(raw: Raw, blob: Blob): Answer {
    const content = blob.content();
    const headers: Record<string, string> = {
        'content-type': 'text/plain; charset=utf-8',
        'accept-ranges': 'bytes',
        'x-ms-blob-type': 'AppendBlob',
        ...Object.fromEntries(Object.entries(blob.metadata()).map(([name, value]) => [`x-ms-meta-${name}`, value])),
    };
    if (raw.method === 'HEAD') {
        return {
            status: 200,
            headers: { ...headers, 'x-ms-blob-content-length': String(content.length) },
            body: { kind: 'bytes', bytes: content },
        };
    }
    const asked = raw.headers['x-ms-range'] ?? raw.headers.range;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(typeof asked === 'string' ? asked : '') ?? [];
    if (from === undefined) {
        return bytes(200, content, headers);
    }
    const start = Number(from);
    if (start >= content.length) {
        return refusal(416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.');
    }
    const end = Math.min(to === undefined || to === '' ? content.length - 1 : Number(to), content.length - 1);
    return bytes(206, content.subarray(start, end + 1), { ...headers, 'content-range': `bytes ${start}-${end}/${content.length}` });
}

function url(path: string, signature: string, permissions: string, expiresMs: number): string {
    const expires = encodeURIComponent(`${new Date(expiresMs).toISOString().slice(0, 19)}Z`);
    return `https://${host}/${path}?sv=2023-01-03&se=${expires}&sr=b&sp=${permissions}&sig=${signature}`;
}

/** Blob storage answers in XML; its code stands in a header as well, which is what clients read. */
function refusal(status: number, code: string, message: string): Answer {
    return { ...json(status, { error: { code, message } }), headers: { 'content-type': 'application/json', 'x-ms-error-code': code } };
}
