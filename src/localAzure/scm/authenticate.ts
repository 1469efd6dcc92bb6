import { timingSafeEqual } from 'node:crypto';
import { text } from '../http/answer';
import type { Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { userOf } from '../web/configRoutes';
import type { Site } from '../web/site';
import type { World } from '../world';

const audiences = ['https://appservice.azure.com', 'https://management.azure.com', 'https://management.core.windows.net'];

/** A bearer token of the signed-in user, or the publishing credentials where the app allows them. */
export function authenticate(world: World, site: Site, raw: Pick<Exchange, 'headers'>): void {
    if (world.mode === 'open') {
        return;
    }
    const authorization = raw.headers.authorization ?? '';
    const bearer = /^Bearer\s+(\S.*)$/i.exec(authorization)?.[1];
    if (bearer !== undefined) {
        const reading = world.tokens.read(bearer);
        if (
            reading.kind === 'valid' &&
            audiences.includes(reading.audience.replace(/\/$/, '')) &&
            reading.principal.objectId === world.user.objectId
        ) {
            return;
        }
    }
    const basic = /^Basic\s+(\S.*)$/i.exec(authorization)?.[1];
    if (basic !== undefined && site.publishing.scm) {
        const given = Buffer.from(basic, 'base64');
        const wanted = Buffer.from(`${userOf(site)}:${site.publishingPassword}`);
        if (given.length === wanted.length && timingSafeEqual(given, wanted)) {
            return;
        }
    }
    throw new Refusal(
        text(401, '401 - Unauthorized: Access is denied due to invalid credentials.', {
            'www-authenticate': `Basic realm="${site.scmHostName}"`,
        }),
    );
}
