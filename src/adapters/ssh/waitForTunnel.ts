import { Cancelled } from '../../base/failure';
import { pause, throwIfCancelled, type Operation } from '../../base/operation';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { AppServiceShellTarget } from '../../ports/ssh';
import { reasonOf, sshFailure } from './failures';

/** What the SCM site says about the tunnel: `{"port":2222,"state":"STARTED","canReachPort":true,"msg":""}`; older ones say `SUCCESS:2222`. */
export interface TunnelStatus {
    readonly port: number;
    readonly state: string;
    readonly canReachPort: boolean;
    readonly message: string;
}

export function parseTunnelStatus(text: string): TunnelStatus | undefined {
    const old = /^"?SUCCESS:(\d{1,5})/.exec(text.trim());
    if (old !== null) {
        return { port: Number(old[1]), state: 'STARTED', canReachPort: true, message: '' };
    }
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return undefined;
    }
    if (typeof value !== 'object' || value === null || !('state' in value) || typeof value.state !== 'string') {
        return undefined;
    }
    return {
        port: 'port' in value && typeof value.port === 'number' ? value.port : 0,
        state: value.state.toUpperCase(),
        canReachPort: 'canReachPort' in value && value.canReachPort === true,
        message: 'msg' in value && typeof value.msg === 'string' ? value.msg.slice(0, 300) : '',
    };
}

/** Asks until sshd can be reached. A sleeping app is woken by one request to its public address. */
export async function waitForTunnel(
    op: Operation,
    resolve: ResolveEndpoint,
    target: AppServiceShellTarget,
    headers: Readonly<Record<string, string>>,
    timing: { readonly pollMs?: number; readonly maxWaitMs?: number } = {},
): Promise<void> {
    const { pollMs = 1000, maxWaitMs = 120_000 } = timing;
    const host = new URL(target.scmUrl).host;
    const deadline = Date.now() + maxWaitMs;
    let state = 'UNKNOWN';
    let trouble: unknown;
    for (let attempt = 0; ; attempt++) {
        const answer = await ask(op, resolve, target, headers).catch((error: unknown) => {
            throwIfCancelled(op);
            trouble = error;
            return undefined;
        });
        if (answer !== undefined && (answer.status === 401 || answer.status === 403)) {
            throw sshFailure('ssh/refused', { name: target.name, status: answer.status });
        }
        if (answer?.status === 404) {
            throw sshFailure('ssh/container-gone', { name: target.name });
        }
        const status = answer?.status === 200 ? parseTunnelStatus(answer.text) : undefined;
        if (status !== undefined) {
            state = status.state;
            trouble = undefined;
            if (status.state === 'STOPPED') {
                throw sshFailure('ssh/app-stopped', { name: target.name });
            }
            if (status.state === 'STARTED') {
                if (!status.canReachPort) {
                    throw sshFailure('ssh/no-sshd', { name: target.name, message: status.message });
                }
                if (status.port !== 2222) {
                    throw sshFailure('ssh/wrong-port', { name: target.name, port: status.port });
                }
                return;
            }
        }
        if (Date.now() + pollMs > deadline) {
            throw trouble === undefined
                ? sshFailure('ssh/not-started', { name: target.name, seconds: Math.round(maxWaitMs / 1000), state })
                : sshFailure(
                      'ssh/unreachable',
                      { host, reason: reasonOf(trouble instanceof Error && trouble.cause !== undefined ? trouble.cause : trouble) },
                      trouble,
                  );
        }
        op.report(`Waiting for ${target.name} to start`);
        if (attempt === 0) {
            wake(op, resolve, target);
        }
        await pause(op, pollMs);
    }
}

async function ask(op: Operation, resolve: ResolveEndpoint, target: AppServiceShellTarget, headers: Readonly<Record<string, string>>) {
    const instance = target.instance === undefined ? '' : `&instance=${encodeURIComponent(target.instance)}`;
    const endpoint = resolve(new URL(`/AppServiceTunnel/Tunnel.ashx?GetStatus&GetStatusAPIVer=2${instance}`, target.scmUrl).href);
    const response = await fetch(endpoint.url, {
        headers: { ...endpoint.headers, ...headers },
        signal: AbortSignal.any([op.signal, AbortSignal.timeout(20_000)]),
        redirect: 'manual',
    });
    const text = (await response.text()).slice(0, 4096);
    if (op.signal.aborted) {
        throw new Cancelled();
    }
    // 502 and 503 while the SCM site itself wakes up are not answers.
    return { status: response.status, text };
}

/** Nobody waits for it: it only makes the platform start the container. */
function wake(op: Operation, resolve: ResolveEndpoint, target: AppServiceShellTarget): void {
    if (target.siteUrl === undefined) {
        return;
    }
    const endpoint = resolve(target.siteUrl);
    fetch(endpoint.url, {
        headers: endpoint.headers,
        signal: AbortSignal.any([op.signal, AbortSignal.timeout(30_000)]),
        redirect: 'manual',
    })
        .then((response) => response.body?.cancel())
        .catch(() => undefined);
}
