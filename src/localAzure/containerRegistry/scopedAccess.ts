import { randomBytes } from 'node:crypto';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { json, type Answer } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { listField, numberField, textField, type JsonObject } from '../json';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { Registries } from './registriesProvider';
import type { Registry } from './registry';
import { childRemoval, childWrite } from './registryOperations';
import { registryRefusal } from './registryRefusal';

/** What a token of a registry may do in one repository, or in all whose names match where there is a `*`: such as `content/read`. */
export interface ScopedRight {
    readonly repository: string;
    readonly action: string;
}

export interface ScopedAccess {
    readonly routes: readonly Route[];
    /** The rights of a token that signs in with its name and one of its passwords; undefined when either is wrong. */
    signIn(registry: Registry, name: string, password: string): readonly ScopedRight[] | undefined;
}

const one = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries/{registry}';
const actionPattern = /^(?:repositories\/(.+?)|gateway\/(?:.+?))\/(content|metadata|config|message)\/(read|write|delete)$/i;

/** The scope maps that each registry has from its birth. */
const builtIn: readonly { readonly name: string; readonly description: string; readonly actions: readonly string[] }[] = [
    {
        name: '_repositories_admin',
        description: 'Can perform all read, write and delete operations on the registry',
        actions: ['metadata/read', 'metadata/write', 'content/read', 'content/write', 'content/delete'],
    },
    { name: '_repositories_pull', description: 'Can pull any repository of the registry', actions: ['content/read'] },
    { name: '_repositories_push', description: 'Can push to any repository of the registry', actions: ['content/read', 'content/write'] },
    {
        name: '_repositories_pull_metadata_read',
        description: 'Can perform all read operations on the registry',
        actions: ['content/read', 'metadata/read'],
    },
    {
        name: '_repositories_push_metadata_write',
        description: 'Can perform all read and write operations on the registry',
        actions: ['metadata/read', 'metadata/write', 'content/read', 'content/write'],
    },
];

interface Password {
    readonly name: string;
    readonly value: string;
    readonly createdMs: number;
    readonly expiryMs: number | undefined;
}

/** Scope maps and tokens of registries: sign-in by name and password with rights in single repositories. */
export function createScopedAccess(world: World, registries: Registries): ScopedAccess {
    const passwords = new Map<string, Password[]>();
    const parentMs = (exchange: Exchange) => registries.get(exchange).createdMs;
    const locationOf = (exchange: Exchange) => registries.get(exchange).location;
    const at = (ms: number) => new Date(ms).toISOString().replace('Z', '0000+00:00');

    const maps = keepResources(world, {
        type: 'Microsoft.ContainerRegistry/registries/scopeMaps',
        path: `${one}/scopeMaps/{scopeMap}`,
        parentMs,
        check: (exchange, body) => {
            checkName('scope map', param(exchange, 'scopeMap'));
            const actions = listField(body, 'properties', 'actions') ?? [];
            const wrong = actions.find((action) => typeof action !== 'string' || !actionPattern.test(action));
            if (actions.length === 0 || wrong !== undefined) {
                throw registryRefusal(
                    400,
                    'InvalidScopeMapActions',
                    `The action '${typeof wrong === 'string' ? wrong : ''}' of the scope map is not valid. Actions are like repositories/{name}/content/read.`,
                    'actions',
                );
            }
        },
        notFound: (exchange) => missing('scope map', param(exchange, 'scopeMap')),
        put: { status: () => 200 },
        patch: { status: () => 201, headers: childWrite(world, 'scopemaps') },
        remove: { status: () => 202, headers: childRemoval(world, 'scopemaps', locationOf) },
        render: (map) => ({
            type: map.type,
            properties: propertiesOf(
                map,
                { description: '' },
                { type: 'UserDefined', creationDate: at(map.createdMs), provisioningState: 'Succeeded' },
            ),
            id: map.id,
            name: map.name,
            systemData: systemData(world, map),
        }),
    });

    const tokens = keepResources(world, {
        type: 'Microsoft.ContainerRegistry/registries/tokens',
        path: `${one}/tokens/{token}`,
        parentMs,
        check: (exchange, body) => {
            checkName('token', param(exchange, 'token'));
            const map = textField(body, 'properties', 'scopeMapId') ?? '';
            if (actionsOf(map, registries.get(exchange)) === undefined) {
                throw registryRefusal(400, 'ScopeMapNotFound', `The scope map '${map}' was not found.`, 'scopeMapId');
            }
        },
        notFound: (exchange) => missing('token', param(exchange, 'token')),
        put: { status: () => 201, headers: childWrite(world, 'tokens') },
        patch: { status: () => 201, headers: childWrite(world, 'tokens') },
        remove: { status: () => 202, headers: childRemoval(world, 'token', locationOf) },
        render: (token) => ({
            type: token.type,
            properties: propertiesOf(
                token,
                { status: 'enabled' },
                {
                    creationDate: at(token.createdMs),
                    provisioningState: 'Succeeded',
                    credentials: {
                        certificates: [],
                        passwords: passwordsOf(token).map((entry) => ({
                            creationTime: at(entry.createdMs),
                            ...(entry.expiryMs === undefined ? {} : { expiry: at(entry.expiryMs) }),
                            name: entry.name,
                        })),
                    },
                },
            ),
            id: token.id,
            name: token.name,
            systemData: systemData(world, token),
        }),
    });

    function passwordsOf(token: KeptResource): readonly Password[] {
        return (passwords.get(token.id.toLowerCase()) ?? []).filter((entry) => entry.createdMs >= token.createdMs);
    }

    function actionsOf(mapId: string, registry: Registry): readonly string[] | undefined {
        const name = mapId.split('/').at(-1) ?? '';
        const known = builtIn.find((map) => map.name === name.toLowerCase());
        if (known !== undefined) {
            return known.actions.map((action) => `repositories/*/${action}`);
        }
        const found = maps
            .under(`${registry.id}/scopeMaps`)
            .find((map) => map.parentMs === registry.createdMs && map.name.toLowerCase() === name.toLowerCase());
        return found === undefined
            ? undefined
            : (listField(found.body, 'properties', 'actions') ?? []).filter((action) => typeof action === 'string');
    }

    function generate(exchange: Exchange): Answer {
        const registry = registries.get(exchange);
        const asked = objectBody(exchange);
        const name = (textField(asked, 'tokenId') ?? '').split('/').at(-1) ?? '';
        const token = tokenNamed(registry, name);
        if (token === undefined) {
            throw registryRefusal(404, 'TokenNotFound', `The token '${name}' was not found.`, 'tokenId');
        }
        const wanted = textField(asked, 'name');
        if (wanted !== undefined && wanted !== 'password1' && wanted !== 'password2') {
            throw registryRefusal(400, 'InvalidPasswordName', `The password name '${wanted}' is invalid.`, 'name');
        }
        const now = world.nowMs();
        const expiry = Date.parse(textField(asked, 'expiry') ?? '');
        const days = numberField(asked, 'expirationInDays');
        const expiryMs = Number.isNaN(expiry) ? (days === undefined ? undefined : now + days * 86_400_000) : expiry;
        const made = (wanted === undefined ? ['password1', 'password2'] : [wanted]).map((entry): Password => ({
            name: entry,
            value: randomBytes(39).toString('base64').replace(/[+/]/g, 'x'),
            createdMs: now,
            expiryMs,
        }));
        const kept = passwordsOf(token).filter((entry) => !made.some((fresh) => fresh.name === entry.name));
        const all = [...kept, ...made].sort((a, b) => a.name.localeCompare(b.name));
        passwords.set(token.id.toLowerCase(), all);
        return json(200, {
            username: token.name,
            passwords: made.map((entry): JsonObject => ({
                creationTime: at(entry.createdMs),
                ...(entry.expiryMs === undefined ? {} : { expiry: at(entry.expiryMs) }),
                name: entry.name,
                value: entry.value,
            })),
        });
    }

    function tokenNamed(registry: Registry, name: string): KeptResource | undefined {
        return tokens
            .under(`${registry.id}/tokens`)
            .find((token) => token.parentMs === registry.createdMs && token.name.toLowerCase() === name.toLowerCase());
    }

    return {
        signIn(registry, name, password) {
            const token = tokenNamed(registry, name);
            if (token === undefined || textField(token.body, 'properties', 'status')?.toLowerCase() === 'disabled') {
                return undefined;
            }
            const known = passwordsOf(token).some(
                (entry) => entry.value === password && (entry.expiryMs === undefined || entry.expiryMs > world.nowMs()),
            );
            return known ? rightsOf(actionsOf(textField(token.body, 'properties', 'scopeMapId') ?? '', registry) ?? []) : undefined;
        },
        routes: [...maps.routes, ...tokens.routes, { method: 'POST', path: `${one}/generateCredentials`, handle: generate }],
    };
}

function rightsOf(actions: readonly string[]): readonly ScopedRight[] {
    return actions.flatMap((action) => {
        const [, repository, what = '', how = ''] = actionPattern.exec(action) ?? [];
        return repository === undefined ? [] : [{ repository, action: `${what}/${how}`.toLowerCase() }];
    });
}

function checkName(kind: string, name: string): void {
    if (!/^[a-zA-Z0-9-]{5,50}$/.test(name)) {
        throw registryRefusal(
            400,
            'InvalidResourceName',
            `The ${kind} name '${name}' is invalid. It may contain alpha numeric characters and dashes, and must be between 5 and 50 characters in length.`,
            'name',
        );
    }
}

function missing(kind: string, name: string): Error {
    return registryRefusal(404, 'ResourceNotFound', `The ${kind} '${name}' was not found.`);
}
