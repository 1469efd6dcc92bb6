import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { EngineFailure } from '../../core/failures/engine';
import type { RegistryFailure } from '../../core/failures/registry';
import type { LayerProgress, PushedImage, RegistryLogin } from '../../ports/engine';
import { call, type Connection } from './connection';
import { fromReason } from './failures';
import { splitReference } from './images';
import { readNdjson } from './ndjson';
import { asAuthConfig } from './registryAuth';
import { stoppableStream } from './stoppableStream';

/**
 * Pushes one tag. The engine answers 200 and tells of errors in its stream; with a refused login it says "Retrying" for most of a minute first, which ends
 * the push here at once when nothing arrived before. Throws Failure 'registry/unauthorized', 'engine/push-failed' or 'engine/…'.
 */
export async function pushImage(
    connection: Connection,
    op: Operation,
    reference: string,
    login: RegistryLogin,
    onLayer: (layer: LayerProgress) => void,
): Promise<PushedImage> {
    const { name, tag } = splitReference(reference);
    const action = `push the image ${reference}`;
    // A stop of our own: the engine would go on retrying for as long as someone listens.
    const stop = new AbortController();
    const signal = AbortSignal.any([op.signal, stop.signal]);
    return call(connection, op, action, async (docker) => {
        const stream = await docker.getImage(name).push({ tag, authconfig: asAuthConfig(login), abortSignal: signal });
        let digest = '';
        let arrived = false;
        const retries = createRetryCount();
        try {
            for await (const line of readNdjson(stoppableStream(stream, signal))) {
                const { error, status, id, progressDetail, aux } = (typeof line === 'object' && line !== null ? line : {}) as Readonly<
                    Record<string, unknown>
                >;
                if (typeof error === 'string') {
                    throw pushFailure(error, reference, login, connection.endpoint);
                }
                if (typeof status !== 'string') {
                    digest = digestOf((aux as { Digest?: unknown } | undefined)?.Digest) ?? digest;
                    continue;
                }
                digest = digestOf(status) ?? digest;
                if (typeof id === 'string' && id !== tag) {
                    onLayer({ layer: id, status, ...bytesOf(progressDetail) });
                }
                arrived ||= /^(Pushed|Layer already exists|Mounted from)/.test(status) || (bytesOf(progressDetail).currentBytes ?? 0) > 512;
                if (status.startsWith('Retrying in')) {
                    op.log(`${reference}: ${status}`);
                    if (arrived && retries.note(String(id), status) > mostRetries) {
                        throw new Failure<EngineFailure>('engine/push-failed', {
                            server: login.server,
                            image: reference,
                            reason: `The registry broke off the upload of layer ${String(id)} again and again`,
                            retried: 'yes',
                        });
                    }
                    if (!arrived) {
                        throw new Failure<RegistryFailure>('registry/unauthorized', {
                            server: login.server,
                            image: reference,
                            role: 'AcrPush',
                            reason: 'The registry refused the upload.',
                        });
                    }
                }
            }
        } catch (error) {
            if (op.signal.aborted) {
                throw new Cancelled();
            }
            throw error;
        } finally {
            stop.abort();
        }
        if (digest === '') {
            throw new Failure<EngineFailure>('engine/push-failed', {
                server: login.server,
                image: reference,
                reason: 'The engine ended the push without a digest',
            });
        }
        return { digest };
    });
}

/** The engine would try five times, for more than a minute. */
const mostRetries = 2;

/** Counts how often the engine began to wait, from its countdown ("Retrying in 5 seconds", "Retrying in 4 seconds" …). */
function createRetryCount(): { readonly note: (layer: string, status: string) => number } {
    const layers = new Map<string, { readonly seconds: number; readonly rounds: number }>();
    return {
        note: (layer, status) => {
            const seconds = Number(/(\d+)/.exec(status)?.[1] ?? 0);
            const before = layers.get(layer) ?? { seconds: 0, rounds: 0 };
            const rounds = before.rounds + (seconds > before.seconds ? 1 : 0);
            layers.set(layer, { seconds, rounds });
            return rounds;
        },
    };
}

function digestOf(text: unknown): string | undefined {
    return typeof text === 'string' ? /(sha256:[0-9a-f]{64})/.exec(text)?.[1] : undefined;
}

function bytesOf(detail: unknown): Pick<LayerProgress, 'currentBytes' | 'totalBytes'> {
    const { current, total } = (typeof detail === 'object' && detail !== null ? detail : {}) as { current?: unknown; total?: unknown };
    return {
        ...(typeof current === 'number' ? { currentBytes: current } : {}),
        ...(typeof total === 'number' ? { totalBytes: total } : {}),
    };
}

function pushFailure(reason: string, reference: string, login: RegistryLogin, endpoint: string): Failure {
    if (/unauthorized|authentication required|denied|forbidden|insufficient_scope/i.test(reason)) {
        return new Failure<RegistryFailure>('registry/unauthorized', { server: login.server, image: reference, role: 'AcrPush', reason });
    }
    if (/no such image|does not exist locally|tag does not exist/i.test(reason)) {
        return fromReason(`No such image: ${reference}`, { action: `push the image ${reference}`, endpoint });
    }
    return new Failure<EngineFailure>('engine/push-failed', { server: login.server, image: reference, reason });
}
