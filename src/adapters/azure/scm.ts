import {
    bearerTokenAuthenticationPolicy,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
    type PipelineResponse,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { Failure, isFailure } from '../../base/failure';
import { pause, type Operation } from '../../base/operation';
import { isScmHost, type Cloud } from '../../core/deploy/cloud';
import type { Site, StartupLog } from '../../core/deploy/resources';
import type { AzureFailure } from '../../core/failures/azure';
import type { Sites } from '../../ports/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { TokenSource } from '../../ports/tokenSource';
import { credentialFor } from './credential';
import { translate } from './failures';
import { failOnError, resolvingHttpClient } from './httpClient';
import { parseLines } from './parseLines';
import { read } from './read';
import { partsOf } from './session';

/** App Service's SCM host, also named Kudu: what the platform wrote down about a site's containers. */
export type Scm = Pick<Sites, 'startupLogs' | 'startupLog' | 'dockerLog' | 'follow'>;

const startupLogsBody = z.object({
    files: z.array(
        z.object({
            Filename: z.string(),
            Instance: z.string().nullish(),
            Outcome: z.string().nullish(),
            LastWriteTimeUtc: z.string().nullish(),
        }),
    ),
});
const dockerLogsBody = z.array(
    z.object({
        machineName: z.string().nullish(),
        lastUpdated: z.string().nullish(),
        href: z.string().nullish(),
        path: z.string().nullish(),
    }),
);

const longestWaitMs = 15_000;

export function openScm(options: {
    readonly resolve: ResolveEndpoint;
    readonly cloud: Cloud;
    readonly tokens: TokenSource;
    readonly tenantOf: (subscriptionId: string) => string | undefined;
}): Scm {
    const { resolve, cloud, tokens } = options;
    const belongs = (host: string) => isScmHost(cloud, host);
    const httpClient = resolvingHttpClient(resolve, belongs, () => undefined);

    async function get(op: Operation, site: Site, path: string, body: 'text' | 'stream' = 'text'): Promise<PipelineResponse> {
        if (site.scmHost === undefined || !belongs(site.scmHost)) {
            throw new Failure<AzureFailure>('azure/foreign-host', { host: site.scmHost ?? '', cloud: cloud.title });
        }
        const pipeline = createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: 'slipway' } });
        const credential = credentialFor(tokens, options.tenantOf(partsOf(site.id).subscriptionId));
        pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: cloud.scmScope }), { phase: 'Sign' });
        pipeline.addPolicy(failOnError);
        const url = `https://${site.scmHost}${path}`;
        const request = createPipelineRequest({
            url,
            method: 'GET',
            abortSignal: op.signal,
            headers: createHttpHeaders({ accept: body === 'stream' ? 'text/plain' : 'application/json, text/plain' }),
            ...(body === 'stream' ? { streamResponseStatusCodes: new Set([200]), timeout: 0 } : {}),
        });
        try {
            return await pipeline.sendRequest(httpClient, request);
        } catch (error) {
            throw translate(op, site.scmHost, error);
        }
    }

    return {
        async startupLogs(op, site) {
            let text: string;
            try {
                text = (await get(op, site, '/api/startuplogs')).bodyAsText ?? '';
            } catch (error) {
                // Stamps that do not have it yet answer 404, or 400 "Invalid startup log filename.".
                if (isFailure(error) && [400, 404].includes(Number(error.facts.status))) {
                    return undefined;
                }
                throw error;
            }
            return read(startupLogsBody, parseJson(text)).files.map((file): StartupLog => ({
                file: file.Filename,
                instance: file.Instance ?? '',
                outcome: file.Outcome?.toLowerCase() === 'success' ? 'success' : 'failure',
                lastWriteMs: Date.parse(file.LastWriteTimeUtc ?? '') || 0,
            }));
        },
        async startupLog(op, site, file) {
            return (await get(op, site, `/api/startuplogs/${encodeURIComponent(file)}`)).bodyAsText ?? '';
        },
        async dockerLog(op, site, maxLines) {
            const files = read(dockerLogsBody, parseJson((await get(op, site, '/api/logs/docker')).bodyAsText ?? '[]'));
            const newest = [...files]
                .sort((one, other) => Date.parse(one.lastUpdated ?? '') - Date.parse(other.lastUpdated ?? ''))
                .slice(-4);
            const lines: string[] = [];
            for (const file of newest) {
                const path = pathOnHost(site, file.href);
                if (path !== undefined) {
                    lines.push(...((await get(op, site, path)).bodyAsText ?? '').split(/\r?\n/).filter((line) => line !== ''));
                }
            }
            return lines.slice(-maxLines);
        },
        async follow(op, site, onLine) {
            let waitMs = 1000;
            while (!op.signal.aborted) {
                try {
                    const response = await get(op, site, '/api/logstream/', 'stream');
                    const started = Date.now();
                    if (response.readableStreamBody !== undefined) {
                        await parseLines(response.readableStreamBody, onLine);
                    }
                    // The platform ends a stream now and then; one that lived is opened again at once.
                    waitMs = Date.now() - started > 10_000 ? 1000 : Math.min(waitMs * 2, longestWaitMs);
                } catch (error) {
                    const failure = translate(op, site.scmHost ?? '', error);
                    const passing =
                        isFailure(failure) &&
                        ['azure/unreachable', 'azure/server-error', 'azure/throttled', 'azure/unreadable-answer'].includes(failure.code);
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

/** The path of a link of the SCM host itself; a link to anywhere else is not followed. */
function pathOnHost(site: Site, href: string | null | undefined): string | undefined {
    if (href === null || href === undefined || site.scmHost === undefined) {
        return undefined;
    }
    const url = new URL(href, `https://${site.scmHost}`);
    return url.hostname.toLowerCase() === site.scmHost.toLowerCase() ? `${url.pathname}${url.search}` : undefined;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: 'It is not JSON.' }, error);
    }
}
