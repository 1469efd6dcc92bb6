import { randomUUID } from 'node:crypto';
import type { Authorization } from '../authorization/authorizationProvider';
import { json, type Answer } from '../http/answer';
import { formBody, type Exchange } from '../http/exchange';
import type { Principal } from '../identity/principal';
import type { ServicePrincipals } from '../identity/servicePrincipals';
import { listField, textField, truthField } from '../json';
import type { World } from '../world';
import type { Registry } from './registry';
import { mintRegistryToken, parseScopes, tokenLifetimeSeconds, type Access } from './registryTokens';
import { rightsOf, type Right } from './rights';
import type { ScopedRight } from './scopedAccess';
import type { SigningCertificate } from './signingCertificate';

type Raw = Omit<Exchange, 'params' | 'caller'>;

/** ACR's own token endpoints, in front of every registry. */
export interface TokenService {
    exchange(raw: Raw): Answer;
    token(raw: Raw): Answer;
    /** A refresh token for an identity, as App Service gets one to pull with; undefined when the identity has no right at all there. */
    refreshTokenFor(principal: Principal, registry: Registry): string | undefined;
}

const refreshLifetimeSeconds = 3 * 3600;
const tokenUser = '00000000-0000-0000-0000-000000000000';
const audiences = ['https://containerregistry.azure.net', 'https://management.azure.com', 'https://management.core.windows.net'];

interface Subject {
    readonly name: string;
    readonly rights: ReadonlySet<Right>;
    /** Set for a token of the registry's own, whose scope map names repositories. */
    readonly scoped?: readonly ScopedRight[];
}

export function createTokenService(
    world: World,
    authorization: Authorization,
    certificate: () => SigningCertificate,
    find: (loginServer: string) => Registry | undefined,
    signIn: (registry: Registry, name: string, password: string) => readonly ScopedRight[] | undefined,
    servicePrincipals: Pick<ServicePrincipals, 'signIn'>,
): TokenService {
    const rights = (principal: Principal, registry: Registry) => rightsOf(registry, authorization.rolesOf(principal.objectId, registry.id));

    function refreshTokenFor(principal: Principal, registry: Registry): string | undefined {
        const allowed = rights(principal, registry);
        if (allowed.size === 0) {
            return undefined;
        }
        const now = Math.floor(world.nowMs() / 1000);
        return world.tokens.sign({
            jti: randomUUID(),
            sub: principal.name,
            nbf: now - 900,
            exp: now + refreshLifetimeSeconds,
            iat: now - 900,
            iss: 'Azure Container Registry',
            aud: registry.loginServer,
            version: '1.0',
            rid: randomUUID().replaceAll('-', ''),
            grant_type: 'refresh_token',
            appid: principal.kind === 'managedIdentity' ? principal.name : randomUUID(),
            objectid: principal.objectId,
            kind: principal.kind,
            tenant: world.tenantId,
            permissions: {
                actions: [...allowed].flatMap(
                    (right) => ({ pull: ['read'], push: ['write'], delete: ['delete'], catalog: ['metadata/read'] })[right],
                ),
            },
            roles: [],
        });
    }

    /** Rights are looked up again at each use: a role that was taken away counts at once. */
    function readRefreshToken(token: string, registry: Registry): Subject | undefined {
        const claims = world.tokens.verify(token);
        const objectId = textField(claims, 'objectid');
        const expires = claims?.exp;
        if (
            claims === undefined ||
            objectId === undefined ||
            textField(claims, 'aud') !== registry.loginServer ||
            typeof expires !== 'number' ||
            expires * 1000 <= world.nowMs()
        ) {
            return undefined;
        }
        const kind = textField(claims, 'kind') === 'user' ? 'user' : 'managedIdentity';
        return { name: textField(claims, 'sub') ?? '', rights: rights({ kind, objectId, name: '' }, registry) };
    }

    function readPassword(username: string, password: string, registry: Registry): Subject | undefined {
        if (username === tokenUser) {
            return readRefreshToken(password, registry);
        }
        const admin =
            truthField(registry.properties, 'adminUserEnabled') === true &&
            username === registry.name &&
            registry.passwords.includes(password);
        if (admin) {
            return { name: username, rights: new Set<Right>(['pull', 'push', 'delete', 'catalog']) };
        }
        const principal = servicePrincipals.signIn(username, password);
        if (principal !== undefined) {
            return { name: username, rights: rights(principal, registry) };
        }
        const scoped = signIn(registry, username, password);
        return scoped === undefined ? undefined : { name: username, rights: new Set(), scoped };
    }

    function anonymous(registry: Registry): Subject | undefined {
        return truthField(registry.properties, 'anonymousPullEnabled') === true
            ? { name: '', rights: new Set<Right>(['pull']) }
            : undefined;
    }

    function exchange(raw: Raw): Answer {
        const form = formBody(raw);
        const registry = find(form.get('service') ?? raw.url.host);
        if (registry === undefined) {
            return json(404, { errors: [{ code: 'NOT_FOUND', message: 'the registry was not found' }] });
        }
        const refused = networkRefusal(registry);
        if (refused !== undefined) {
            return refused;
        }
        if (form.get('grant_type') !== 'access_token') {
            return json(400, { errors: [{ code: 'BAD_REQUEST', message: 'Unsupported grant_type.' }] });
        }
        const reading = world.tokens.read(form.get('access_token') ?? '');
        if (reading.kind !== 'valid') {
            return unauthorized();
        }
        const audience = reading.audience.replace(/\/$/, '');
        const armAllowed = textField(registry.properties, 'policies', 'azureADAuthenticationAsArmPolicy', 'status') !== 'disabled';
        if (!audiences.includes(audience) || (audience !== audiences[0] && !armAllowed)) {
            return unauthorized();
        }
        const token = refreshTokenFor(reading.principal, registry);
        return token === undefined ? unauthorized() : json(200, { refresh_token: token });
    }

    function token(raw: Raw): Answer {
        const form = raw.method === 'POST' ? formBody(raw) : raw.url.searchParams;
        const registry = find(form.get('service') ?? '');
        if (registry === undefined) {
            return json(400, { errors: [{ code: 'UNSUPPORTED', message: 'the service is not a registry of this local Azure' }] });
        }
        const refused = networkRefusal(registry);
        if (refused !== undefined) {
            return refused;
        }
        const basic = /^Basic\s+(\S.*)$/i.exec(raw.headers.authorization ?? '')?.[1];
        let subject: Subject | undefined;
        if (basic !== undefined) {
            const [username = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
            subject = readPassword(username, password.join(':'), registry);
        } else if (form.get('grant_type') === 'refresh_token') {
            subject = readRefreshToken(form.get('refresh_token') ?? '', registry);
        } else if (form.get('grant_type') === 'password' && form.get('username') !== null) {
            subject = readPassword(form.get('username') ?? '', form.get('password') ?? '', registry);
        } else {
            subject = anonymous(registry);
        }
        if (subject === undefined) {
            return unauthorized();
        }
        const asked = parseScopes(form.getAll('scope'));
        const granted = asked.map((access) => grant(access, subject));
        const minted = mintRegistryToken(certificate(), registry.loginServer, subject.name, granted, world.nowMs());
        return json(
            200,
            raw.method === 'POST' ? { access_token: minted } : { access_token: minted, token: minted, expires_in: tokenLifetimeSeconds },
        );
    }

    return { exchange, token, refreshTokenFor };
}

/** Rights that the caller lacks are left out, as ACR does; the registry then says that the request is denied. */
function grant(access: Access, subject: Subject): Access {
    const { rights, scoped } = subject;
    const allowed = (action: string): boolean => {
        if (access.type === 'registry') {
            return rights.has('catalog');
        }
        if (scoped !== undefined) {
            const mine = new Set(scoped.filter((one) => covers(one.repository, access.name)).map((one) => one.action));
            return action === '*'
                ? ['content/read', 'content/write', 'content/delete'].every((one) => mine.has(one))
                : mine.has(scopedActions[action] ?? '');
        }
        const right = neededRights[action];
        return action === '*' ? rights.size === 4 : right !== undefined && rights.has(right);
    };
    return { ...access, actions: access.actions.filter(allowed) };
}

const neededRights: Readonly<Record<string, Right>> = {
    pull: 'pull',
    push: 'push',
    delete: 'delete',
    metadata_read: 'pull',
    metadata_write: 'push',
};
const scopedActions: Readonly<Record<string, string>> = {
    pull: 'content/read',
    push: 'content/write',
    delete: 'content/delete',
    metadata_read: 'metadata/read',
    metadata_write: 'metadata/write',
};

function covers(pattern: string, repository: string): boolean {
    const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${escaped.join('.*')}$`, 'i').test(repository);
}

/** A registry whose network rules leave nobody in who comes from this machine, which has no other address than loopback. */
function networkRefusal(registry: Registry): Answer | undefined {
    const closed = /^disabled$/i.test(textField(registry.properties, 'publicNetworkAccess') ?? '');
    const denies = /^deny$/i.test(textField(registry.properties, 'networkRuleSet', 'defaultAction') ?? '');
    const rules = listField(registry.properties, 'networkRuleSet', 'ipRules') ?? [];
    const named = rules.some((rule) => /^(127\.|0\.0\.0\.0\/0)/.test(textField(rule, 'value') ?? ''));
    return closed || (denies && !named)
        ? json(403, {
              errors: [
                  {
                      code: 'DENIED',
                      message: "client with IP '127.0.0.1' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
                  },
              ],
          })
        : undefined;
}

function unauthorized(): Answer {
    return json(401, {
        errors: [
            { code: 'UNAUTHORIZED', message: 'authentication required, visit https://aka.ms/acr/authorization for more information.' },
        ],
    });
}
