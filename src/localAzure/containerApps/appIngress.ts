import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listField, textField, truthField } from '../json';
import { letsIn } from '../http/letsIn';
import { forward, forwardUpgrade, type Address } from '../http/forward';
import { revisionNamed, type ContainerApp } from './containerApp';
import { noteRequest } from '../kusto/servedRequests';
import { environmentOf, trafficPort } from './createRevision';
import { fqdnOf } from './renderApp';
import type { Revision } from './revision';
import { labelled, pickByWeight, weightsOf } from './traffic';

const patienceMs = 240_000;
/** What Container Apps' front end says when nothing listens on the target port. */
const refused =
    'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111';

/** Where a host leads: an app by its weights, or one of its revisions by name or label. */
export interface IngressTarget {
    readonly app: ContainerApp;
    /** undefined: by weight. */
    readonly revision: Revision | undefined;
}

/** `{app}`, `{app}--{suffix}` or `{app}---{label}` before the environment's domain. */
export function findIngress(apps: readonly ContainerApp[], host: string): IngressTarget | undefined {
    for (const app of apps) {
        const fqdn = fqdnOf(app)?.toLowerCase();
        if (fqdn === undefined || !host.endsWith(fqdn.slice(app.name.length))) {
            continue;
        }
        const first = host.slice(0, host.length - (fqdn.length - app.name.length));
        if (first === app.name) {
            return { app, revision: undefined };
        }
        const label = first.startsWith(`${app.name}---`) ? labelled(app, first.slice(app.name.length + 3)) : undefined;
        const revision = label ?? revisionNamed(app, first);
        if (revision !== undefined) {
            return { app, revision };
        }
    }
    return undefined;
}

export function serveIngress(target: IngressTarget, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { app } = target;
    if (truthField(app.configuration, 'ingress', 'external') !== true) {
        answer(outgoing, 404, 'This container app is only reachable within its environment.');
        return;
    }
    if (!letsIn(listField(app.configuration, 'ingress', 'ipSecurityRestrictions') ?? [], 'ipAddressRange')) {
        answer(outgoing, 403, 'RBAC: access denied');
        return;
    }
    void (async () => {
        const gone = new AbortController();
        const timer = setTimeout(() => gone.abort(), patienceMs);
        outgoing.once('close', () => gone.abort());
        const found = await findAddress(target, gone.signal, incoming).finally(() => clearTimeout(timer));
        const address = found === 'stopped' ? found : found?.address;
        if (address === 'stopped') {
            answer(outgoing, 404, 'Error 404 - This Container App is stopped or does not exist.');
        } else if (address === undefined) {
            answer(outgoing, 503, refused);
        } else {
            if (found !== 'stopped' && found !== undefined) {
                noteRequest(app, found.insights, found.replica, incoming, outgoing, Date.now());
            }
            const headers = found === 'stopped' || found?.cookie === undefined ? {} : { 'set-cookie': [found.cookie] };
            forward(incoming, outgoing, address, headersFor(app, incoming), headers, () => answer(outgoing, 503, refused));
        }
    })().catch(() => outgoing.destroy());
}

export function upgradeIngress(target: IngressTarget, incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    void (async () => {
        const found = await findAddress(target, AbortSignal.timeout(patienceMs), incoming);
        const address = found === 'stopped' ? undefined : found?.address;
        if (address === undefined) {
            socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
            return;
        }
        forwardUpgrade(incoming, socket, head, address, headersFor(target.app, incoming));
    })().catch(() => socket.destroy());
}

/** The app's loopback URL; its listener is made on first use. */
export function openIngress(app: ContainerApp): Promise<string> {
    app.listener ??= (async () => {
        const server = createServer((incoming, outgoing) => serveIngress({ app, revision: undefined }, incoming, outgoing));
        server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
            socket.on('error', () => socket.destroy());
            upgradeIngress({ app, revision: undefined }, incoming, socket, head);
        });
        await new Promise<void>((resolve, reject) => {
            server.once('error', reject);
            server.listen(0, '127.0.0.1', resolve);
        });
        return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
    })();
    return app.listener.then((listener) => listener.url);
}

interface Found {
    readonly address: Address | undefined;
    /** To be set where the app asks for sticky sessions and the caller has another cookie or none. */
    readonly cookie: string | undefined;
    readonly replica: string;
    /** The connection string of Application Insights, as the replica is told it. */
    readonly insights: string | undefined;
}

async function findAddress(target: IngressTarget, signal: AbortSignal, incoming: IncomingMessage): Promise<Found | 'stopped' | undefined> {
    const { app } = target;
    const sticky = /^sticky$/i.test(textField(app.configuration, 'ingress', 'stickySessions', 'affinity') ?? '');
    const asked = sticky ? /(?:^|;\s*)acaAffinity="?([0-9a-f]+)"?/.exec(incoming.headers.cookie ?? '')?.[1] : undefined;
    const known = app.revisions
        .flatMap((one) => one.replicas.map((replica) => ({ revision: one, replica })))
        .find(({ replica }) => asked !== undefined && affinityOf(replica.name) === asked);
    const weighted = weightsOf(app);
    const kept = known !== undefined && (weighted.get(known.revision) ?? 0) > 0 ? known.revision : undefined;
    const revision = target.revision ?? kept ?? pickByWeight(weighted, Math.random());
    if (app.runningStatus === 'Stopped' || revision?.active !== true) {
        return 'stopped';
    }
    const replica = await revision.pick(signal, known?.replica.name);
    const cookie = replica === undefined ? undefined : affinityOf(replica.name);
    const [main] = revision.options.containers;
    return replica === undefined
        ? undefined
        : {
              replica: replica.name,
              insights: main === undefined ? undefined : environmentOf(main, app.secrets).APPLICATIONINSIGHTS_CONNECTION_STRING,
              address: replica.pod.address(trafficPort(app, revision)),
              cookie: sticky && cookie !== asked ? `acaAffinity="${cookie ?? ''}"; Path=/; HttpOnly` : undefined,
          };
}

function affinityOf(replica: string): string {
    return createHash('sha256').update(replica).digest('hex').slice(0, 16);
}

function headersFor(app: ContainerApp, incoming: IncomingMessage): Record<string, string> {
    const fqdn = fqdnOf(app) ?? '';
    const asked = incoming.headers['x-original-host'];
    const azure = typeof asked === 'string' && asked !== '' ? asked : undefined;
    const loopback = azure === undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(incoming.headers.host ?? '');
    return {
        // Under the loopback URL the app is told that host, so that its links work in a browser.
        host: loopback ? (incoming.headers.host ?? fqdn) : (azure ?? incoming.headers.host ?? fqdn),
        'x-forwarded-for': incoming.socket.remoteAddress ?? '127.0.0.1',
        'x-forwarded-proto': loopback ? 'http' : 'https',
        'x-envoy-external-address': incoming.socket.remoteAddress ?? '127.0.0.1',
    };
}

function answer(outgoing: ServerResponse, status: number, content: string): void {
    outgoing.writeHead(status, { 'content-type': 'text/plain', server: 'envoy' });
    outgoing.end(content);
}
