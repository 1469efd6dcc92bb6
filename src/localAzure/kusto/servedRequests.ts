import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Row } from './expression';
import type { ServedRequest } from './servedRequest';

const kept = 5_000;

/** What answers requests, and remembers those that it told a component of; the oldest go first. */
export interface Served {
    readonly role: string;
    readonly hostName: string;
    readonly served: ServedRequest[];
}

/** Notes this request with its answer where the app's settings name a component; `atMs` is when it came in. */
export function noteRequest(
    { served }: Pick<Served, 'served'>,
    connectionString: string | undefined,
    instanceId: string,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    atMs: number,
): void {
    const instrumentationKey = keyIn(connectionString ?? '');
    if (instrumentationKey === undefined) {
        return;
    }
    const traceparent = String(incoming.headers.traceparent ?? '');
    outgoing.once('finish', () => {
        served.push({
            instrumentationKey,
            startedMs: atMs,
            durationMs: Date.now() - atMs,
            method: incoming.method ?? 'GET',
            url: incoming.url ?? '/',
            status: outgoing.statusCode,
            traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1] ?? randomBytes(16).toString('hex'),
            instanceId,
        });
        if (served.length > kept) {
            served.shift();
        }
    });
}

/** The `requests` table of the component with this key, up to a moment: what is younger is still on its way to a real one. */
export function requestRows(apps: readonly Served[], instrumentationKey: string, untilMs: number): readonly Row[] {
    return apps.flatMap(({ role, hostName, served }) =>
        served
            .filter((request) => request.instrumentationKey === instrumentationKey && request.startedMs + request.durationMs <= untilMs)
            .map((request) => ({
                timestamp: new Date(request.startedMs).toISOString(),
                id: request.traceId.slice(0, 16),
                name: `${request.method} ${request.url.replace(/\?.*$/s, '')}`,
                url: `https://${hostName}${request.url}`,
                success: request.status < 400 ? 'True' : 'False',
                resultCode: String(request.status),
                duration: request.durationMs,
                itemCount: 1,
                operation_Id: request.traceId,
                cloud_RoleName: role,
                cloud_RoleInstance: request.instanceId,
            })),
    );
}

/** `InstrumentationKey=…;IngestionEndpoint=…` */
function keyIn(connectionString: string): string | undefined {
    return /(?:^|;)\s*InstrumentationKey=([^;]+)/i.exec(connectionString)?.[1]?.trim().toLowerCase();
}
