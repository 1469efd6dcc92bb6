import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { listField, truthField } from '../json';
import { forward, forwardUpgrade, type Address } from '../http/forward';
import { appPage } from './appPage';
import { letsIn } from '../http/letsIn';
import { noteRequest } from '../kusto/servedRequests';
import { asksToSignIn } from './siteSignInRoutes';
import type { Site } from './site';

/** Where a request came in: on the one port under Azure's host name, or on the site's own loopback port. */
export type Door = 'azure' | 'loopback';

/** How long a request waits for a site that is starting; App Service's front ends give up after 230 seconds. */
const patienceMs = 230_000;

/** Serves one site's public traffic: in turn over its instances, or by affinity cookie. */
export function serveApp(site: Site, door: Door, incoming: IncomingMessage, outgoing: ServerResponse): void {
    void (async () => {
        const target = await findTarget(site, incoming, outgoing);
        if (target === undefined || asksToSignIn(site, incoming, outgoing)) {
            return;
        }
        noteRequest(site, site.appSettings.APPLICATIONINSIGHTS_CONNECTION_STRING, target.instanceId, incoming, outgoing, Date.now());
        forward(
            incoming,
            outgoing,
            target.address,
            requestHeaders(site, door, incoming),
            affinity(site, door, incoming, target.instanceId),
            () => {
                site.runtime.nudge();
                appPage(outgoing, 'error');
            },
        );
    })();
}

export function upgradeApp(site: Site, door: Door, incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const instance = site.runtime.pick(cookieOf(incoming));
    const address = instance?.serving?.process.address(instance.serving.port);
    if (address === undefined) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
        return;
    }
    forwardUpgrade(
        incoming,
        socket,
        head,
        address,
        Object.fromEntries(Object.entries(requestHeaders(site, door, incoming)).map(([name, value]) => [name, String(value)])),
    );
}

/** The site's loopback URL; its listener is made on first use. */
export function openListener(site: Site): Promise<string> {
    site.listener ??= (async () => {
        const server = createServer((incoming, outgoing) => serveApp(site, 'loopback', incoming, outgoing));
        server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
            socket.on('error', () => socket.destroy());
            upgradeApp(site, 'loopback', incoming, socket, head);
        });
        await new Promise<void>((resolve, reject) => {
            server.once('error', reject);
            server.listen(0, '127.0.0.1', resolve);
        });
        return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
    })();
    return site.listener.then((listener) => listener.url);
}

async function findTarget(
    site: Site,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
): Promise<{ readonly address: Address; readonly instanceId: string } | undefined> {
    if (site.state === 'Stopped') {
        appPage(outgoing, 'stopped');
        return undefined;
    }
    if (!letsIn(listField(site.config, 'ipSecurityRestrictions') ?? [], 'ipAddress')) {
        appPage(outgoing, 'forbidden');
        return undefined;
    }
    const { runtime } = site;
    let instance = runtime.pick(cookieOf(incoming));
    if (instance === undefined && runtime.builtInStack === undefined) {
        runtime.nudge();
        const gone = new AbortController();
        const timer = setTimeout(() => gone.abort(), patienceMs);
        outgoing.once('close', () => gone.abort());
        await runtime.whenSettled(gone.signal);
        clearTimeout(timer);
        instance = runtime.pick(cookieOf(incoming));
    }
    if (runtime.builtInStack !== undefined) {
        appPage(outgoing, 'waiting');
        return undefined;
    }
    const address = instance?.serving?.process.address(instance.serving.port);
    if (instance === undefined || address === undefined) {
        appPage(outgoing, 'error');
        return undefined;
    }
    return { address, instanceId: instance.worker.instanceId };
}

function requestHeaders(site: Site, door: Door, incoming: IncomingMessage): OutgoingHttpHeaders {
    const peer = incoming.socket.remoteAddress ?? '127.0.0.1';
    const secure = door === 'azure';
    return {
        // Under the loopback URL the app is told that host, so that its links work in a browser.
        host: secure ? site.hostName : (incoming.headers.host ?? site.hostName),
        'x-forwarded-for': `${peer}:${incoming.socket.remotePort ?? 0}`,
        'x-forwarded-proto': secure ? 'https' : 'http',
        ...(secure
            ? { 'x-arr-ssl': '2048|256|C=US, O=Slipway, CN=local-azure|CN=*.azurewebsites.net', 'x-forwarded-tlsversion': '1.3' }
            : {}),
        'client-ip': `${peer}:${incoming.socket.remotePort ?? 0}`,
        'disguised-host': site.hostName,
        'was-default-hostname': site.hostName,
        'x-arr-log-id': randomUUID(),
        'x-original-url': incoming.url ?? '/',
        'x-site-deployment-id': site.slot === undefined ? site.app : `${site.app}__${site.slot}`,
        'max-forwards': '10',
    };
}

/** The cookie as the front ends set it, once per client; without Secure and Domain on loopback, where a browser would drop it. */
function affinity(site: Site, door: Door, incoming: IncomingMessage, instanceId: string): OutgoingHttpHeaders {
    if (truthField(site.asked, 'clientAffinityEnabled') === false || cookieOf(incoming) === instanceId) {
        return {};
    }
    return {
        'set-cookie':
            door === 'azure'
                ? [
                      `ARRAffinity=${instanceId};Path=/;HttpOnly;Secure;Domain=${site.hostName}`,
                      `ARRAffinitySameSite=${instanceId};Path=/;HttpOnly;SameSite=None;Secure;Domain=${site.hostName}`,
                  ]
                : [`ARRAffinity=${instanceId};Path=/;HttpOnly`],
    };
}

export function cookieOf(incoming: Pick<IncomingMessage, 'headers'>): string | undefined {
    return /(?:^|;\s*)ARRAffinity(?:SameSite)?=([0-9a-f]{64})/i.exec(incoming.headers.cookie ?? '')?.[1]?.toLowerCase();
}
