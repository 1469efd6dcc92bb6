import { randomUUID, sign } from 'node:crypto';
import type { SigningCertificate } from './signingCertificate';

/** One entry of a token's access list, as a registry asks for it: `repository:app:pull,push`. */
export interface Access {
    readonly type: string;
    readonly name: string;
    readonly actions: readonly string[];
}

export const tokenIssuer = 'slipway-local-azure';
export const tokenLifetimeSeconds = 75 * 60;

export function parseScopes(scopes: readonly string[]): Access[] {
    return scopes
        .flatMap((scope) => scope.split(' '))
        .flatMap((scope) => {
            const [, type, name, actions] = /^([^:]+):(.+):([^:]*)$/.exec(scope) ?? [];
            return type === undefined || name === undefined || actions === undefined
                ? []
                : [{ type, name, actions: actions.split(',').filter((action) => action !== '') }];
        });
}

/** The token that the registry itself accepts: a JSON web token under the certificate that it was started with. */
export function mintRegistryToken(
    certificate: SigningCertificate,
    service: string,
    subject: string,
    access: readonly Access[],
    nowMs: number,
): string {
    const now = Math.floor(nowMs / 1000);
    const head = encode({ typ: 'JWT', alg: 'ES256', x5c: [certificate.der] });
    const claims = encode({
        jti: randomUUID(),
        sub: subject,
        nbf: now - 60,
        exp: now + tokenLifetimeSeconds,
        iat: now,
        iss: tokenIssuer,
        aud: service,
        version: '1.0',
        rid: randomUUID().replaceAll('-', ''),
        access: access.filter((entry) => entry.actions.length > 0),
    });
    const content = `${head}.${claims}`;
    return `${content}.${sign('sha256', Buffer.from(content), { key: certificate.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function encode(value: object): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
