import { createPublicKey, verify } from 'node:crypto';
import { empty, json, type Answer } from '../http/answer';
import { jsonBody, type Exchange } from '../http/exchange';
import { truthField, type JsonObject } from '../json';
import type { World } from '../world';
import type { StoredManifest } from './manifestStore';
import type { Registry } from './registry';
import type { Access } from './registryTokens';
import type { SigningCertificate } from './signingCertificate';

type Raw = Omit<Exchange, 'params' | 'caller'>;

const changeable = ['deleteEnabled', 'writeEnabled', 'readEnabled', 'listEnabled'] as const;
type Attributes = Readonly<Record<(typeof changeable)[number], boolean>>;
const unlocked: Attributes = { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true };
/** What of a registry's repositories was locked (`az acr repository update`). */
const locked = new WeakMap<Registry, Map<string, Attributes>>();

/** ACR's own part of a registry's data plane, `/acr/v1`: what has which tag and size, and taking a tag away. */
export async function serveAcr(world: World, certificate: SigningCertificate, registry: Registry, raw: Raw): Promise<Answer> {
    const match = /^\/acr\/v1\/(.+?)(?:\/_(manifests|tags)(?:\/([\w.-]+))?)?$/.exec(decodeURIComponent(raw.url.pathname));
    const [, repository = '', kind, reference] = match ?? [];
    if (match === null || !/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(repository) || repository.includes('..')) {
        return refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry');
    }
    const wanted = raw.method === 'DELETE' ? 'delete' : raw.method === 'PATCH' ? 'metadata_write' : 'metadata_read';
    if (!allows(world, certificate, registry, raw, repository, wanted)) {
        return refusal(401, 'UNAUTHORIZED', 'authentication required, visit https://aka.ms/acr/authorization for more information.');
    }
    const store = registry.server?.store;
    if (store === undefined) {
        return refusal(501, 'UNSUPPORTED', 'This registry runs as a container: the local Azure cannot look into it.');
    }
    if (kind === undefined && (raw.method === 'PATCH' || raw.method === 'GET')) {
        return raw.method === 'PATCH' ? lock(registry, repository, raw) : json(200, attributesOf(registry, repository));
    }
    if (raw.method === 'DELETE' && locked.get(registry)?.get(repository)?.deleteEnabled === false) {
        return refusal(
            405,
            'REGISTRY_DISALLOWED_OPERATION',
            'The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation',
        );
    }
    if (raw.method === 'DELETE' && kind === 'tags' && reference !== undefined) {
        return (await store.untag(repository, reference)) === 'done'
            ? empty(202)
            : refusal(404, 'TAG_UNKNOWN', 'the specified tag does not exist');
    }
    if (raw.method !== 'GET' || kind !== 'manifests' || reference !== undefined) {
        return refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
    }
    const manifests = await store.manifests(repository);
    return manifests === undefined
        ? refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry')
        : json(200, { registry: registry.loginServer, imageName: repository, manifests: manifests.map(render) });
}

function lock(registry: Registry, repository: string, raw: Raw): Answer {
    const asked = jsonBody(raw);
    const before = locked.get(registry)?.get(repository) ?? unlocked;
    const after = Object.fromEntries(changeable.map((name) => [name, truthField(asked, name) ?? before[name]])) as Attributes;
    locked.set(registry, new Map(locked.get(registry)).set(repository, after));
    return json(200, attributesOf(registry, repository));
}

function attributesOf(registry: Registry, repository: string): JsonObject {
    return {
        registry: registry.loginServer,
        imageName: repository,
        changeableAttributes: { ...(locked.get(registry)?.get(repository) ?? unlocked) },
    };
}

function render(manifest: StoredManifest): JsonObject {
    const at = new Date(manifest.createdMs).toISOString();
    return {
        digest: manifest.digest,
        imageSize: manifest.sizeBytes,
        createdTime: at,
        lastUpdateTime: at,
        ...(manifest.architecture === undefined ? {} : { architecture: manifest.architecture }),
        ...(manifest.os === undefined ? {} : { os: manifest.os }),
        mediaType: manifest.mediaType,
        ...(manifest.tags.length === 0 ? {} : { tags: [...manifest.tags] }),
        changeableAttributes: { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true },
    };
}

/** The bearer is a token that this local Azure made for this registry, and it grants the action. */
function allows(world: World, certificate: SigningCertificate, registry: Registry, raw: Raw, repository: string, action: string): boolean {
    const token = /^Bearer\s+(\S.*)$/i.exec(raw.headers.authorization ?? '')?.[1] ?? '';
    const [head = '', body = '', signature = ''] = token.split('.');
    const key = { key: createPublicKey(certificate.pem), dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
        return false;
    }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { aud: string; exp: number; access: Access[] };
    return (
        claims.aud === registry.loginServer &&
        claims.exp * 1000 > world.nowMs() &&
        claims.access.some(
            ({ type, name, actions }) =>
                type === 'repository' && name === repository && (actions.includes(action) || actions.includes('*')),
        )
    );
}

function refusal(status: number, code: string, message: string): Answer {
    return json(status, { errors: [{ code, message, detail: null }] });
}
