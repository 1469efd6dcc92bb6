import { Readable } from 'node:stream';
import { createHttpHeaders, createPipelineFromOptions, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { Failure, isFailure } from '../../base/failure';
import { pause, type Operation } from '../../base/operation';
import type { Cloud } from '../../core/deploy/cloud';
import type { ContainerApp } from '../../core/deploy/resources';
import type { AzureFailure } from '../../core/failures/azure';
import type { ContainerApps } from '../../ports/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { translate } from './failures';
import { failOnError, resolvingHttpClient } from './httpClient';
import { parseLines } from './parseLines';

/** What Container Apps' data plane tells: what containers wrote, and what the platform did with them. */
export type ContainerAppLogs = Pick<ContainerApps, 'consoleLog' | 'systemLog' | 'follow'>;

const consoleLine = z.object({ TimeStamp: z.string().nullish(), Log: z.string() });
const systemLine = z.object({
    TimeStamp: z.string().nullish(),
    Type: z.string().nullish(),
    Reason: z.string().nullish(),
    Msg: z.string(),
});

/** A stream that is not followed ends by itself; one that does not is left after this long. */
const readMs = 10_000;
const longestWaitMs = 15_000;
const followedFromTail = 20;

export function openContainerAppLogs(options: {
    readonly resolve: ResolveEndpoint;
    readonly cloud: Cloud;
    /** A token for an app's data plane; lasts for an hour. */
    readonly authToken: (op: Operation, appId: string) => Promise<string>;
    readonly find: (op: Operation, appId: string) => Promise<ContainerApp | undefined>;
    readonly replicas: ContainerApps['replicas'];
}): ContainerAppLogs {
    const { cloud } = options;
    const belongs = (host: string) => cloud.hosts.containerApps.some((suffix) => host.toLowerCase().endsWith(suffix));
    const httpClient = resolvingHttpClient(options.resolve, belongs, () => undefined);
    const pipeline = createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: 'slipway' } });
    pipeline.addPolicy(failOnError);

    async function open(
        op: Operation,
        appId: string,
        endpoint: string,
        query: Readonly<Record<string, string>>,
    ): Promise<PipelineResponse> {
        const url = new URL(endpoint);
        Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
        if (!belongs(url.hostname)) {
            throw new Failure<AzureFailure>('azure/foreign-host', { host: url.host, cloud: cloud.title });
        }
        try {
            const authorization = `Bearer ${await options.authToken(op, appId)}`;
            return await pipeline.sendRequest(
                httpClient,
                createPipelineRequest({
                    url: url.href,
                    method: 'GET',
                    abortSignal: op.signal,
                    headers: createHttpHeaders({ accept: 'text/plain', authorization }),
                    streamResponseStatusCodes: new Set([200]),
                    timeout: 0,
                }),
            );
        } catch (error) {
            throw translate(op, url.host, error);
        }
    }

    /** The lines that are there; what a slow stream gave until then is better than nothing. */
    async function readNow(op: Operation, appId: string, endpoint: string | undefined, maxLines: number): Promise<readonly string[]> {
        const lines: string[] = [];
        if (endpoint === undefined) {
            return lines;
        }
        const limit = AbortSignal.timeout(readMs);
        const limited = { ...op, signal: AbortSignal.any([op.signal, limit]) };
        try {
            const response = await open(limited, appId, endpoint, {
                follow: 'false',
                output: 'json',
                tailLines: Math.min(maxLines, 300).toString(),
            });
            await parseLines(response.readableStreamBody ?? emptyStream(), (line) => {
                const plain = plainLine(line);
                if (!isGreeting(plain)) {
                    lines.push(plain);
                }
            });
        } catch (error) {
            if (op.signal.aborted || !limit.aborted) {
                throw translate(op, new URL(endpoint).host, error);
            }
        }
        return lines.slice(-maxLines);
    }

    async function followOnce(op: Operation, app: ContainerApp, kind: 'console' | 'system', onLine: (line: string) => void): Promise<void> {
        const query = { follow: 'true', output: 'json', tailLines: followedFromTail.toString() };
        if (kind === 'system') {
            const response = app.eventStream === undefined ? undefined : await open(op, app.id, app.eventStream, query);
            await parseLines(response?.readableStreamBody ?? emptyStream(), (line) => onLine(plainLine(line)));
            return;
        }
        const replicas = await options.replicas(op, app.id, app.latestRevision);
        await Promise.all(
            replicas.flatMap((replica) =>
                replica.containers.map(async ({ name, logStream }) => {
                    const response = logStream === undefined ? undefined : await open(op, app.id, logStream, query);
                    const prefix = replicas.length > 1 || replica.containers.length > 1 ? `[${replica.name.slice(-5)} ${name}] ` : '';
                    await parseLines(response?.readableStreamBody ?? emptyStream(), (line) => onLine(`${prefix}${plainLine(line)}`));
                }),
            ),
        );
    }

    return {
        consoleLog: (op, appId, container, maxLines) => readNow(op, appId, container.logStream, maxLines),
        systemLog: (op, app, maxLines) => readNow(op, app.id, app.eventStream, maxLines),
        async follow(op, appId, kind, onLine) {
            let waitMs = 1000;
            const seen = new RecentLines();
            while (!op.signal.aborted) {
                const startedMs = Date.now();
                try {
                    const app = await options.find(op, appId);
                    if (app === undefined) {
                        throw new Failure<AzureFailure>('azure/not-found', { message: '' });
                    }
                    await followOnce(op, app, kind, (line) => seen.add(line) && onLine(line));
                    waitMs = Date.now() - startedMs > 10_000 ? 1000 : Math.min(waitMs * 2, longestWaitMs);
                } catch (error) {
                    const failure = translate(op, '', error);
                    // A replica that leaves takes its stream along.
                    const passing =
                        isFailure(failure) &&
                        [
                            'azure/unreachable',
                            'azure/server-error',
                            'azure/throttled',
                            'azure/unreadable-answer',
                            'azure/not-found',
                        ].includes(failure.code) &&
                        failure.facts.message !== '';
                    if (!passing) {
                        throw failure;
                    }
                    waitMs = Math.min(waitMs * 2, longestWaitMs);
                }
                await pause(op, waitMs);
            }
        },
    };
}

/** What a stream says of itself before the app's own lines. */
function isGreeting(line: string): boolean {
    return /^(?:\[\S+ \S+\] )?(?:[\d-]+T\S+ )?(?:Normal [^:]*: )?(?:Connecting to the (?:container '|events )|Successfully Connected to (?:container: |(?:the )?events ))/.test(
        line,
    );
}

/** A stream that is opened again begins with its last lines, which bear their time and can be told from new ones. */
class RecentLines {
    private readonly lines = new Set<string>();

    add(line: string): boolean {
        if (isGreeting(line)) {
            return this.lines.size === 0;
        }
        if (this.lines.has(line)) {
            return false;
        }
        this.lines.add(line);
        for (const oldest of this.lines) {
            if (this.lines.size <= 1000) {
                break;
            }
            this.lines.delete(oldest);
        }
        return true;
    }
}

/** `{"TimeStamp":"2024-10-14T06:37:03.97894","Log":"Connecting to the container 'x'..."}` as `time text`; anything else as it is. */
export function plainLine(line: string): string {
    let row: unknown;
    try {
        row = JSON.parse(line);
    } catch {
        return line;
    }
    const written = consoleLine.safeParse(row).data;
    if (written !== undefined) {
        return `${written.TimeStamp ?? ''} ${written.Log}`.trim();
    }
    const said = systemLine.safeParse(row).data;
    return said === undefined ? line : `${said.TimeStamp ?? ''} ${said.Type ?? ''} ${said.Reason ?? ''}: ${said.Msg}`.trim();
}

function emptyStream(): NodeJS.ReadableStream {
    return Readable.from([]);
}
