import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { isObject, listField, textField, type JsonObject, type JsonValue } from '../json';
import type { Principal } from './principal';

export type Reading =
    | { readonly kind: 'valid'; readonly principal: Principal; readonly audience: string; readonly tenantId: string }
    | { readonly kind: 'expired'; readonly expiredMs: number }
    | { readonly kind: 'foreign' };

export interface IssuedToken {
    readonly token: string;
    /** Seconds since 1970. */
    readonly expiresOn: number;
}

/** Issues and reads the bearer tokens of this local Azure: JSON web tokens under a secret that lives as long as the process. */
export interface Tokens {
    /** `foreignTenant`: as another tenant's sign-in would make it. */
    issue(principal: Principal, audience: string, lifetimeSeconds: number, foreignTenant?: string): IssuedToken;
    read(token: string): Reading;
    /** For other signed texts, such as a registry's refresh tokens. */
    sign(claims: JsonObject): string;
    verify(token: string): JsonObject | undefined;
}

export function createTokens(tenantId: string, nowMs: () => number): Tokens {
    const secret = randomBytes(32);
    const head = encode({ typ: 'JWT', alg: 'HS256', kid: 'slipway-local-azure' });
    const mac = (content: string): string => createHmac('sha256', secret).update(content).digest('base64url');

    function sign(claims: JsonObject): string {
        const content = `${head}.${encode(claims)}`;
        return `${content}.${mac(content)}`;
    }

    function verify(token: string): JsonObject | undefined {
        const [first, claims, signature] = token.split('.');
        if (first === undefined || claims === undefined || signature === undefined) {
            return undefined;
        }
        const expected = Buffer.from(mac(`${first}.${claims}`));
        const given = Buffer.from(signature);
        if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
            return undefined;
        }
        const parsed = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as JsonValue;
        return isObject(parsed) ? parsed : undefined;
    }

    return {
        sign,
        verify,
        issue(principal, audience, lifetimeSeconds, foreignTenant = tenantId) {
            const now = Math.floor(nowMs() / 1000);
            const expiresOn = now + lifetimeSeconds;
            const token = sign({
                aud: audience,
                iss: `https://sts.windows.net/${foreignTenant}/`,
                iat: now,
                nbf: now - 5,
                exp: expiresOn,
                oid: principal.objectId,
                tid: foreignTenant,
                sub: principal.objectId,
                jti: randomUUID(),
                ver: '1.0',
                ...(principal.methods === undefined ? {} : { amr: principal.methods }),
                ...(principal.kind === 'user' ? { upn: principal.name, idtyp: 'user' } : { appid: principal.name, idtyp: 'app' }),
            });
            return { token, expiresOn };
        },
        read(token) {
            const claims = verify(token);
            const objectId = textField(claims, 'oid');
            const audience = textField(claims, 'aud');
            const expires = claims?.exp;
            if (objectId === undefined || audience === undefined || typeof expires !== 'number') {
                return { kind: 'foreign' };
            }
            if (expires * 1000 <= nowMs()) {
                return { kind: 'expired', expiredMs: expires * 1000 };
            }
            const upn = textField(claims, 'upn');
            const methods = listField(claims, 'amr')?.filter((one) => typeof one === 'string');
            const proved = methods === undefined ? {} : { methods };
            const principal: Principal =
                upn === undefined
                    ? { kind: 'managedIdentity', objectId, name: textField(claims, 'appid') ?? objectId, ...proved }
                    : { kind: 'user', objectId, name: upn, ...proved };
            return { kind: 'valid', principal, audience, tenantId: textField(claims, 'tid') ?? tenantId };
        },
    };
}

function encode(value: JsonObject): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
