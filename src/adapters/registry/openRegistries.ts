import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { Cloud } from '../../core/deploy/cloud';
import type { RepositoryImage } from '../../core/deploy/resources';
import { roleForScope } from '../../core/deploy/roles';
import { connectionFailure } from '../../core/diagnose/connectionFailure';
import type { RegistryFailure } from '../../core/failures/registry';
import type { Manifest, Registries, RegistryAddress } from '../../ports/registry';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { TokenSource } from '../../ports/tokenSource';
import { failureFromRegistry, translate } from './failures';
import { grantedActions } from './grantedActions';
import { readManifestList } from './readManifestList';
import { readChallenge, type TokenEndpoint } from './tokenEndpoint';

export interface RegistriesOptions {
    readonly resolve: ResolveEndpoint;
    readonly tokens: TokenSource;
    readonly cloud: Cloud;
}

const manifestTypes = [
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.index.v1+json',
].join(', ');
const longestList = 10_000;

interface Answer {
    readonly ok: boolean;
    readonly status: number;
    readonly headers: Headers;
    readonly text: string;
}

/** The data plane of Azure's registries: Microsoft Entra token → refresh token → access token for one scope. No `docker login`, no credential helper. */
export function openRegistries({ resolve, tokens, cloud }: RegistriesOptions): Registries {
    /** The origin that ARM named. Plain http only to this machine, and only with the local Azure. */
    function originOf(registry: RegistryAddress): string {
        const host = registry.loginServer.toLowerCase();
        const local = cloud.name === 'local' && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
        if (!local && !(host.endsWith(cloud.hosts.registry) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host))) {
            throw new Failure<RegistryFailure>('registry/not-a-registry', { server: registry.loginServer });
        }
        return `${local ? 'http' : 'https'}://${host}`;
    }

    async function send(op: Operation, registry: RegistryAddress, url: string, init: RequestInit = {}): Promise<Answer> {
        const to = resolve(url);
        try {
            const response = await fetch(to.url, {
                ...init,
                headers: { ...(init.headers as Record<string, string> | undefined), ...to.headers },
                // A redirect could carry a token elsewhere.
                redirect: 'manual',
                signal: op.signal,
            });
            // Read here, so that an answer that breaks off in the middle is a failure like any other.
            return { ok: response.ok, status: response.status, headers: response.headers, text: await response.text() };
        } catch (error) {
            throw translate(
                op,
                registry.loginServer,
                op.signal.aborted ? error : (connectionFailure(error, to.url, registry.loginServer) ?? error),
            );
        }
    }

    async function endpointOf(op: Operation, registry: RegistryAddress): Promise<TokenEndpoint> {
        const origin = originOf(registry);
        const response = await send(op, registry, `${origin}/v2/`);
        const body = response.text;
        const endpoint = readChallenge(response.headers.get('www-authenticate'), origin, cloud.name === 'local' ? 'local' : 'cloud');
        if (endpoint === undefined) {
            throw response.status === 403
                ? failureFromRegistry(registry.loginServer, response.status, body)
                : new Failure<RegistryFailure>('registry/not-a-registry', { server: registry.loginServer });
        }
        return endpoint;
    }

    async function post(
        op: Operation,
        registry: RegistryAddress,
        url: string,
        form: Readonly<Record<string, string>>,
        field: string,
        scope: string,
    ): Promise<string> {
        const response = await send(op, registry, url, { method: 'POST', body: new URLSearchParams(form) });
        const text = response.text;
        const value = response.ok ? textField(text, field) : undefined;
        if (value === undefined) {
            throw refusal(registry, response.status, text, scope);
        }
        return value;
    }

    async function refreshToken(op: Operation, registry: RegistryAddress, endpoint: TokenEndpoint, scope: string): Promise<string> {
        const token = await tokens.token(op, cloud.registryScope, registry.tenantId === undefined ? {} : { tenantId: registry.tenantId });
        const form = {
            grant_type: 'access_token',
            service: endpoint.service,
            ...(registry.tenantId === undefined ? {} : { tenant: registry.tenantId }),
            access_token: token,
        };
        return post(op, registry, endpoint.exchangeUrl, form, 'refresh_token', scope);
    }

    async function accessToken(
        op: Operation,
        registry: RegistryAddress,
        endpoint: TokenEndpoint,
        refresh: string,
        scope: string,
    ): Promise<string> {
        const form = { grant_type: 'refresh_token', service: endpoint.service, scope, refresh_token: refresh };
        return post(op, registry, endpoint.tokenUrl, form, 'access_token', scope);
    }

    async function authorized(
        op: Operation,
        registry: RegistryAddress,
        scope: string,
    ): Promise<(path: string, init?: RequestInit) => Promise<Answer>> {
        const endpoint = await endpointOf(op, registry);
        const token = await accessToken(op, registry, endpoint, await refreshToken(op, registry, endpoint, scope), scope);
        return (path, init) =>
            send(op, registry, `${originOf(registry)}${path}`, {
                ...init,
                headers: { ...(init?.headers as Record<string, string> | undefined), authorization: `Bearer ${token}` },
            });
    }

    async function names(
        op: Operation,
        registry: RegistryAddress,
        scope: string,
        first: string,
        field: string,
    ): Promise<readonly string[]> {
        const request = await authorized(op, registry, scope);
        const found: string[] = [];
        let path: string | undefined = first;
        while (path !== undefined && found.length < longestList) {
            const response = await request(path);
            const text = response.text;
            if (response.status === 404) {
                return found;
            }
            if (!response.ok) {
                throw refusal(registry, response.status, text, scope);
            }
            found.push(...listField(text, field));
            path = nextPath(response.headers.get('link'));
        }
        return found;
    }

    return {
        async login(op, registry, access) {
            const endpoint = await endpointOf(op, registry);
            const scope = `repository:${access.repository}:${access.actions}`;
            const refresh = await refreshToken(op, registry, endpoint, scope);
            const token = await accessToken(op, registry, endpoint, refresh, scope);
            const granted = grantedActions(token, access.repository);
            const missing = access.actions
                .split(',')
                .filter((action) => granted !== undefined && !granted.includes(action) && !granted.includes('*'));
            if (missing.length > 0) {
                throw new Failure<RegistryFailure>('registry/unauthorized', {
                    server: registry.loginServer,
                    role: roleForScope(registry.permissions ?? 'registry', `repository:${access.repository}:${missing.join(',')}`).title,
                    reason: `It did not allow ${missing.join(' and ')} on ${access.repository}.`,
                });
            }
            return { kind: 'identityToken', server: registry.loginServer, token: refresh };
        },
        tags: (op, registry, repository) =>
            names(op, registry, `repository:${repository}:pull`, `/v2/${repositoryPath(repository)}/tags/list?n=100`, 'tags'),
        repositories: (op, registry) => names(op, registry, 'registry:catalog:*', '/v2/_catalog?n=100', 'repositories'),
        async manifest(op, registry, repository, reference): Promise<Manifest | undefined> {
            const request = await authorized(op, registry, `repository:${repository}:pull`);
            const path = `/v2/${repositoryPath(repository)}/manifests/${encodeURIComponent(reference)}`;
            const response = await request(path, { headers: { accept: manifestTypes } });
            const text = response.text;
            if (response.status === 404) {
                return undefined;
            }
            if (!response.ok) {
                throw failureFromRegistry(registry.loginServer, response.status, text);
            }
            return {
                digest: response.headers.get('docker-content-digest') ?? reference,
                mediaType: response.headers.get('content-type') ?? '',
                sizeBytes: sizeOf(text),
            };
        },
        async images(op, registry, repository): Promise<readonly RepositoryImage[]> {
            const scope = `repository:${repository}:metadata_read,pull`;
            const request = await authorized(op, registry, scope);
            const path = `/acr/v1/${repositoryPath(repository)}/_manifests?n=100&orderby=timedesc`;
            const found: RepositoryImage[] = [];
            for (let next: string | undefined = path; next !== undefined && found.length < longestList;) {
                const response = await request(next);
                const text = response.text;
                if (response.status === 404) {
                    return found;
                }
                if (response.status === 501) {
                    // A registry that knows only what all registries know.
                    return await taggedImages(request, registry, repository);
                }
                if (!response.ok) {
                    throw refusal(registry, response.status, text, scope);
                }
                found.push(...readManifestList(parse(text)));
                next = nextPath(response.headers.get('link'));
            }
            return found;
        },
        async untag(op, registry, repository, tag) {
            const request = await authorized(op, registry, `repository:${repository}:delete`);
            const response = await request(`/acr/v1/${repositoryPath(repository)}/_tags/${encodeURIComponent(tag)}`, { method: 'DELETE' });
            const text = response.text;
            if (!response.ok && response.status !== 404) {
                throw refusal(registry, response.status, text, 'repository::delete');
            }
        },
        async deleteManifest(op, registry, repository, digest) {
            const request = await authorized(op, registry, `repository:${repository}:delete,pull`);
            const response = await request(`/v2/${repositoryPath(repository)}/manifests/${encodeURIComponent(digest)}`, {
                method: 'DELETE',
            });
            const text = response.text;
            if (!response.ok && response.status !== 404) {
                throw refusal(registry, response.status, text, 'repository::delete');
            }
        },
    };
}

/** An error answer to what needs this scope. */
function refusal(registry: RegistryAddress, status: number, body: string, scope: string) {
    return failureFromRegistry(registry.loginServer, status, body, roleForScope(registry.permissions ?? 'registry', scope).title);
}

/** Tag by tag; images without one stay unseen. */
async function taggedImages(
    request: (path: string, init?: RequestInit) => Promise<Answer>,
    registry: RegistryAddress,
    repository: string,
): Promise<readonly RepositoryImage[]> {
    const list = await request(`/v2/${repositoryPath(repository)}/tags/list?n=100`);
    const byDigest = new Map<string, RepositoryImage>();
    for (const tag of listField(list.text, 'tags')) {
        const response = await request(`/v2/${repositoryPath(repository)}/manifests/${encodeURIComponent(tag)}`, {
            headers: { accept: manifestTypes },
        });
        const text = response.text;
        const digest = response.headers.get('docker-content-digest');
        if (!response.ok || digest === null) {
            throw failureFromRegistry(registry.loginServer, response.status, text);
        }
        const tags = [...(byDigest.get(digest)?.tags ?? []), tag];
        byDigest.set(digest, { digest, tags, sizeBytes: sizeOf(text), createdMs: undefined, platform: undefined });
    }
    return [...byDigest.values()];
}

function repositoryPath(repository: string): string {
    return repository.split('/').map(encodeURIComponent).join('/');
}

/** `</v2/_catalog?last=…&n=…>; rel="next"`: only its path counts, on the same host. */
function nextPath(link: string | null): string | undefined {
    const target = /<([^>]+)>;\s*rel="?next"?/.exec(link ?? '')?.[1];
    if (target === undefined) {
        return undefined;
    }
    const url = new URL(target, 'https://registry.invalid');
    return `${url.pathname}${url.search}`;
}

function parse(text: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        return {};
    }
}

function textField(text: string, field: string): string | undefined {
    const value = parse(text)[field];
    return typeof value === 'string' ? value : undefined;
}

function listField(text: string, field: string): readonly string[] {
    const value = parse(text)[field];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function sizeOf(manifest: string): number {
    const { layers, config } = parse(manifest) as { layers?: unknown; config?: unknown };
    const parts: unknown[] = [...(Array.isArray(layers) ? (layers as unknown[]) : []), config];
    return parts.reduce<number>(
        (sum, part) => sum + (typeof part === 'object' && part !== null && 'size' in part && typeof part.size === 'number' ? part.size : 0),
        0,
    );
}
