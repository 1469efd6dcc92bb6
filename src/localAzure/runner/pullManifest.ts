import { isObject, listField, objectField, textEntries, textField, type JsonValue } from '../json';
import { RunnerRefusal, type PullLogin } from './runner';

/** An image's configuration, as its registry keeps it. */
export interface ImageConfig {
    /** The configuration's digest, which is the image's id on an engine too. */
    readonly id: string;
    readonly digest: string | undefined;
    readonly architecture: string;
    readonly exposedPorts: readonly number[];
    readonly env: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
}

const manifestTypes = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Reads an image's manifest and configuration from its registry, signing in as an engine does, and no layer. Throws RunnerRefusal. */
export async function pullManifest(image: string, login: PullLogin, signal: AbortSignal): Promise<ImageConfig> {
    const { server, repository, reference } = parseImage(image);
    const base = `${/^(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(server) ? 'http' : 'https'}://${server}/v2/${repository}`;
    let authorization: string | undefined;

    async function get(url: string): Promise<{ readonly value: JsonValue; readonly digest: string | undefined }> {
        for (let tries = 0; ; tries++) {
            const answer = await ask(
                url,
                { accept: manifestTypes, ...(authorization === undefined ? {} : { authorization }) },
                undefined,
                signal,
            );
            if (answer.status === 401 && tries === 0) {
                authorization = await signIn(answer.headers.get('www-authenticate') ?? '', login, signal);
                continue;
            }
            if (answer.status === 401 || answer.status === 403) {
                throw new RunnerRefusal('unauthorized', `Head "${url}": unauthorized: authentication required`);
            }
            if (answer.status === 404) {
                throw new RunnerRefusal('notFound', `manifest for ${image} not found: manifest unknown: manifest unknown`);
            }
            if (answer.status !== 200) {
                throw new RunnerRefusal('unreachable', `received unexpected HTTP status: ${answer.status}`);
            }
            return { value: answer.value, digest: answer.headers.get('docker-content-digest') ?? undefined };
        }
    }

    let manifest = await get(`${base}/manifests/${reference}`);
    const { digest } = manifest;
    const choices = listField(manifest.value, 'manifests');
    if (choices !== undefined) {
        const chosen = choices.find(
            (one) => textField(one, 'platform', 'os') === 'linux' && textField(one, 'platform', 'architecture') === 'amd64',
        );
        if (chosen === undefined) {
            throw new RunnerRefusal('platform', 'no matching manifest for linux/amd64 in the manifest list entries');
        }
        manifest = await get(`${base}/manifests/${textField(chosen, 'digest') ?? ''}`);
    }
    const id = textField(manifest.value, 'config', 'digest');
    if (id === undefined) {
        throw new RunnerRefusal('notFound', `manifest for ${image} has no configuration`);
    }
    const config = (await get(`${base}/blobs/${id}`)).value;
    return {
        id,
        digest,
        architecture: textField(config, 'architecture') ?? 'unknown',
        exposedPorts: Object.keys(objectField(config, 'config', 'ExposedPorts') ?? {}).map((port) => Number.parseInt(port, 10)),
        env: Object.fromEntries(
            (listField(config, 'config', 'Env') ?? []).flatMap((entry) => {
                const [, name, value] = (typeof entry === 'string' ? /^([^=]+)=(.*)$/s.exec(entry) : null) ?? [];
                return name === undefined || value === undefined ? [] : [[name, value]];
            }),
        ),
        labels: textEntries(objectField(config, 'config', 'Labels') ?? {}),
    };
}

/** `library/` is Docker Hub's own. */
function parseImage(image: string): { readonly server: string; readonly repository: string; readonly reference: string } {
    const [, name = image, digest] = /^([^@]*)(?:@(.+))?/.exec(image) ?? [];
    const [, path = name, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(name) ?? [];
    const [first = '', ...rest] = path.split('/');
    const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') && first !== 'docker.io';
    return {
        server: named ? first : 'registry-1.docker.io',
        repository: named ? rest.join('/') : path.replace(/^docker\.io\//, '').replace(/^([^/]+)$/, 'library/$1'),
        reference: digest ?? tag,
    };
}

/** Answers the challenge of a registry: a token of its token service, or the password itself. */
async function signIn(challenge: string, login: PullLogin, signal: AbortSignal): Promise<string> {
    const basic = login.kind === 'password' ? `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}` : undefined;
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1];
    const realm = part('realm');
    if (!/^bearer /i.test(challenge) || realm === undefined) {
        if (basic === undefined) {
            throw new RunnerRefusal('unauthorized', 'no basic auth credentials');
        }
        return basic;
    }
    const asked = { service: part('service') ?? '', scope: part('scope') ?? '' };
    const answer =
        login.kind === 'identityToken'
            ? await ask(
                  realm,
                  { 'content-type': 'application/x-www-form-urlencoded' },
                  new URLSearchParams({ grant_type: 'refresh_token', refresh_token: login.token, ...asked }).toString(),
                  signal,
              )
            : await ask(
                  `${realm}?${new URLSearchParams(asked).toString()}`,
                  basic === undefined ? {} : { authorization: basic },
                  undefined,
                  signal,
              );
    const token = textField(answer.value, 'access_token') ?? textField(answer.value, 'token');
    if (answer.status !== 200 || token === undefined) {
        const said = (listField(answer.value, 'errors') ?? [])[0];
        throw new RunnerRefusal(
            answer.status >= 500 ? 'unreachable' : 'unauthorized',
            `unauthorized: ${textField(said, 'message') ?? 'authentication required'}`,
        );
    }
    return `Bearer ${token}`;
}

interface Said {
    readonly status: number;
    readonly headers: Headers;
    readonly value: JsonValue;
}

async function ask(url: string, headers: Record<string, string>, body: string | undefined, signal: AbortSignal): Promise<Said> {
    try {
        const answer = await fetch(url, { headers, signal, ...(body === undefined ? {} : { method: 'POST', body }) });
        const text = await answer.text();
        let value: JsonValue = null;
        try {
            value = JSON.parse(text) as JsonValue;
        } catch {
            // Not JSON: the status says enough.
        }
        return { status: answer.status, headers: answer.headers, value: isObject(value) ? value : null };
    } catch (error) {
        throw new RunnerRefusal('unreachable', `Get "${url}": ${error instanceof Error ? error.message : String(error)}`);
    }
}
