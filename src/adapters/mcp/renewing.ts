import { SdkErrorCode, SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import type { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { McpNotice } from '../../core/mcp/notice';
import type { McpMemory } from '../../ports/mcp';
import { httpStatus } from './failures';
import type { Link } from './openLink';

const signInsAllowed = 3;
const signInWindowMs = 5 * 60_000;

interface Renewal {
    readonly open: (op: Operation, prior: McpMemory | undefined) => Promise<Link>;
    readonly prior: McpMemory | undefined;
    readonly signIn: (op: Operation) => Promise<'signed in' | 'not possible'>;
    readonly onNotice: (notice: McpNotice) => void;
    readonly translate: (error: unknown, method: string, signal: AbortSignal) => Failure | Cancelled;
}

/** A link that is opened again when its session has expired or a sign-in is due; requests run on whichever link is current. */
export interface RenewingLink {
    use<T>(op: Operation, method: string, run: (link: Link) => Promise<T>): Promise<T>;
    readonly memory: () => McpMemory;
    close(): Promise<void>;
}

export function renewing(renewal: Renewal): RenewingLink {
    let current: Link | undefined;
    let opening: Promise<Link> | undefined;
    let memory = renewal.prior;
    const signIns: number[] = [];

    const link = async (op: Operation): Promise<Link> => {
        if (current !== undefined) {
            return current;
        }
        opening ??= renewal.open(op, memory).finally(() => {
            opening = undefined;
        });
        current = await opening;
        memory = memoryOf(current);
        return current;
    };
    const drop = async (failed: Link | undefined) => {
        if (failed !== undefined && failed === current) {
            current = undefined;
            await failed.client.close().catch(() => undefined);
        }
    };
    const maySignIn = () => {
        const since = Date.now() - signInWindowMs;
        // A server that asks again and again must not open browsers without end.
        return signIns.filter((at) => at > since).length < signInsAllowed;
    };
    return {
        use: async (op, method, run) => {
            let renewed = false;
            for (;;) {
                let used: Link | undefined;
                try {
                    used = await link(op);
                    return await run(used);
                } catch (error) {
                    if (!op.signal.aborted && isUnauthorized(error) && maySignIn()) {
                        signIns.push(Date.now());
                        const outcome = await renewal
                            .signIn(op)
                            .catch((cause: unknown) => Promise.reject(renewal.translate(cause, method, op.signal)));
                        if (outcome === 'signed in') {
                            await drop(used);
                            continue;
                        }
                    }
                    if (!renewed && !op.signal.aborted && used !== undefined && isExpired(error, used)) {
                        renewed = true;
                        renewal.onNotice({ code: 'session-expired', detail: 'the session was opened again', method });
                        await drop(used);
                        continue;
                    }
                    throw renewal.translate(error, method, op.signal);
                }
            }
        },
        memory: () => memory ?? { kind: 'legacy' },
        close: async () => {
            const open = current;
            current = undefined;
            if (open === undefined) {
                return;
            }
            if ('terminateSession' in open.transport && open.transport.sessionId !== undefined) {
                await Promise.race([open.transport.terminateSession().catch(() => undefined), after(2000)]);
            }
            await open.client.close().catch(() => undefined);
        },
    };
}

/** Resolves after `ms`, without keeping the process alive. */
function after(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function isUnauthorized(error: unknown): boolean {
    return error instanceof UnauthorizedError || httpStatus(error) === 401;
}

/** 404 on a session that existed; 400 is how Functions answers when its state can no longer be read. */
function isExpired(error: unknown, link: Link): boolean {
    if (!(error instanceof SdkHttpError) || !('sessionId' in link.transport) || link.transport.sessionId === undefined) {
        return false;
    }
    return (
        (error.code === SdkErrorCode.ClientHttpNotImplemented && error.status === 404) ||
        (error.status === 400 && /session|client state/i.test(String(error.data.text)))
    );
}

function memoryOf({ client, kind }: Link): McpMemory {
    if (kind === 'sse') {
        return { kind: 'sse' };
    }
    const discover = client.getDiscoverResult();
    return client.getProtocolEra() === 'modern' && discover !== undefined
        ? { kind: 'modern', discover: { ...discover } }
        : { kind: 'legacy' };
}
