import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

export interface ImageToPush {
    /** Such as `127.0.0.1:40321`. */
    readonly server: string;
    /** Name and tag, such as `shop:v1`. */
    readonly name: string;
    readonly username: string;
    readonly password: string;
    /** What a plain process is to do in the image's place: see docs/local-azure.md. */
    readonly behaviour?: object;
    readonly env?: Readonly<Record<string, string>>;
    readonly exposedPorts?: readonly number[];
    readonly architecture?: string;
}

const layer = Buffer.from('H4sIAAAAAAAAA2NgoBwAAJvK4OQABAAA', 'base64');

/** Pushes an image without an engine: a configuration and one layer that nobody reads. Answers its name by digest. */
export async function pushImage(image: ImageToPush): Promise<string> {
    const [repository = '', tag = 'latest'] = image.name.split(':');
    const base = `http://${image.server}/v2/${repository}`;
    const authorization = await signIn(image, repository);
    const config = Buffer.from(
        JSON.stringify({
            architecture: image.architecture ?? 'amd64',
            os: 'linux',
            config: {
                Env: Object.entries(image.env ?? {}).map(([name, value]) => `${name}=${value}`),
                ExposedPorts: Object.fromEntries((image.exposedPorts ?? []).map((port) => [`${port}/tcp`, {}])),
                Labels: { 'dev.slipway.local-azure.process': JSON.stringify(image.behaviour ?? {}) },
            },
            rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
        }),
    );
    for (const blob of [layer, config]) {
        const started = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers: { authorization } });
        assert.equal(started.status, 202);
        const at = new URL(started.headers.get('location') ?? '', base);
        at.searchParams.set('digest', digestOf(blob));
        const put = await fetch(at, { method: 'PUT', headers: { authorization, 'content-type': 'application/octet-stream' }, body: blob });
        assert.equal(put.status, 201);
    }
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: type,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
        layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digestOf(layer), size: layer.length }],
    });
    const put = await fetch(`${base}/manifests/${tag}`, {
        method: 'PUT',
        headers: { authorization, 'content-type': type },
        body: manifest,
    });
    assert.equal(put.status, 201, await put.text());
    return `${image.server}/${repository}@${digestOf(Buffer.from(manifest))}`;
}

/** An index that names one image, which is for another machine than Azure's. Answers its name by digest. */
export async function pushIndex(image: ImageToPush): Promise<string> {
    const [repository = '', tag = 'latest'] = image.name.split(':');
    const pushed = await pushImage({ ...image, name: `${repository}:child-of-${tag}` });
    const digest = pushed.slice(pushed.indexOf('@') + 1);
    const authorization = await signIn(image, repository);
    const base = `http://${image.server}/v2/${repository}`;
    const child = await fetch(`${base}/manifests/${digest}`, {
        headers: { authorization, accept: 'application/vnd.oci.image.manifest.v1+json' },
    });
    const type = 'application/vnd.oci.image.index.v1+json';
    const index = JSON.stringify({
        schemaVersion: 2,
        mediaType: type,
        manifests: [
            {
                mediaType: 'application/vnd.oci.image.manifest.v1+json',
                digest,
                size: (await child.text()).length,
                platform: { os: 'linux', architecture: image.architecture ?? 'amd64' },
            },
        ],
    });
    const put = await fetch(`${base}/manifests/${tag}`, { method: 'PUT', headers: { authorization, 'content-type': type }, body: index });
    assert.equal(put.status, 201, await put.text());
    return `${image.server}/${repository}@${digestOf(Buffer.from(index))}`;
}

async function signIn(image: Pick<ImageToPush, 'server' | 'username' | 'password'>, repository: string): Promise<string> {
    const basic = `Basic ${Buffer.from(`${image.username}:${image.password}`).toString('base64')}`;
    const challenge = (await fetch(`http://${image.server}/v2/`)).headers.get('www-authenticate') ?? '';
    const realm = /realm="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const scope = `repository:${repository}:pull,push`;
    const granted = await fetch(`${realm}?${new URLSearchParams({ service: image.server, scope }).toString()}`, {
        headers: { authorization: basic },
    });
    assert.equal(granted.status, 200);
    const { access_token: token } = (await granted.json()) as { readonly access_token: string };
    return `Bearer ${token}`;
}

function digestOf(data: Buffer): string {
    return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
