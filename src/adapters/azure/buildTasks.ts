import { createHttpHeaders, createPipelineFromOptions, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { isSecretName } from '../../base/redact';
import type { AzureFailure } from '../../core/failures/azure';
import type { BuildTasks } from '../../ports/azure';
import type { BuildRun } from '../../core/deploy/resources';
import { translate } from './failures';
import { operations, type ArmOperation } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

/** Blob storage takes an upload of unknown length in blocks; each is kept until it was sent, so that it can be sent again. */
const blockBytes = 4 * 1024 * 1024;
const longestLogPart = 1024 * 1024;

/**
 * ACR Tasks: quick builds in the registry's own region. Version 2019-06-01-preview is the newest that has them, and the SDK's package dropped them, so that
 * they are sent as they are documented.
 */
export function buildTasks(session: Session): BuildTasks {
    const blobs = createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: 'slipway' } });

    const arm = (op: Operation, operation: ArmOperation, registryId: string, run?: string, body?: unknown) =>
        session.arm.perform(op, {
            operation,
            params: { registry: registryId, ...(run === undefined ? {} : { run }) },
            tenantId: session.tenantOf(partsOf(registryId).subscriptionId),
            ...(body === undefined ? {} : { body }),
        });

    /** The signature in the address is what lets in: no token goes along, and the address is no text for a log. */
    async function blob(
        op: Operation,
        method: 'PUT' | 'GET' | 'HEAD',
        url: string,
        headers: Readonly<Record<string, string>>,
        body?: Uint8Array,
    ): Promise<PipelineResponse> {
        const request = createPipelineRequest({
            url,
            method,
            abortSignal: op.signal,
            headers: createHttpHeaders({ 'x-ms-version': '2021-08-06', ...headers }),
            ...(body === undefined ? {} : { body }),
            // As bytes: a range may end within a character.
            ...(method === 'GET' ? { streamResponseStatusCodes: new Set([206]) } : {}),
        });
        try {
            return await blobs.sendRequest(session.httpClient, request);
        } catch (error) {
            throw translate(op, new URL(url).host, error);
        }
    }

    async function put(op: Operation, url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<void> {
        const answer = await blob(op, 'PUT', url, { 'content-type': 'application/octet-stream', ...headers }, body);
        if (answer.status !== 201) {
            throw new Failure<AzureFailure>('azure/refused', {
                status: answer.status,
                code: answer.headers.get('x-ms-error-code') ?? '',
                message: `The storage of ACR Tasks did not take the upload.`,
            });
        }
    }

    return {
        async upload(op, registryId, archive, onSent) {
            const { uploadUrl, relativePath } = read(
                z.object({ uploadUrl: z.url(), relativePath: z.string() }),
                await arm(op, operations.getBuildUpload, registryId),
            );
            const ids: string[] = [];
            let sentBytes = 0;
            for await (const block of inBlocks(archive)) {
                const id = Buffer.from(ids.length.toString().padStart(8, '0')).toString('base64');
                await put(op, `${uploadUrl}&comp=block&blockid=${encodeURIComponent(id)}`, {}, block);
                ids.push(id);
                sentBytes += block.length;
                onSent(sentBytes);
            }
            const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
            await put(op, `${uploadUrl}&comp=blocklist`, { 'content-type': 'application/xml' }, Buffer.from(list));
            return relativePath;
        },

        async schedule(op, registryId, wanted) {
            const answer = await arm(op, operations.scheduleRun, registryId, undefined, {
                type: 'DockerBuildRequest',
                isArchiveEnabled: false,
                imageNames: [wanted.image],
                isPushEnabled: true,
                noCache: wanted.cache === 'ignore',
                dockerFilePath: wanted.dockerfile,
                ...(wanted.target === undefined ? {} : { target: wanted.target }),
                platform: { os: 'Linux', architecture: 'amd64' },
                sourceLocation: wanted.source,
                arguments: Object.entries(wanted.buildArgs ?? {}).map(([name, value]) => ({ name, value, isSecret: isSecretName(name) })),
                timeout: wanted.timeoutSeconds,
                // Where rights are given by repository, a run has none of its own: it takes those of whoever asked.
                credentials: {
                    sourceRegistry: wanted.permissions === 'repository' ? { identity: '[caller]' } : { loginMode: 'Default' },
                },
            });
            return read(z.object({ properties: z.object({ runId: z.string().regex(/^\w+$/) }) }), answer).properties.runId;
        },

        async run(op, registryId, runId) {
            return toRun(read(runShape, await arm(op, operations.getBuildRun, registryId, runId)));
        },

        async logLink(op, registryId, runId) {
            return read(z.object({ logLink: z.url() }), await arm(op, operations.getBuildLog, registryId, runId)).logLink;
        },

        async readLog(op, link, fromByte) {
            const head = await blob(op, 'HEAD', link, {});
            // The log is not there before the run begins.
            if (head.status !== 200) {
                return { bytes: new Uint8Array(0), ended: 'no' };
            }
            const length = Number(head.headers.get('content-length') ?? 0);
            const ended = [...head.headers].some(([name]) => name.toLowerCase() === 'x-ms-meta-complete') ? 'yes' : 'no';
            if (length <= fromByte) {
                return { bytes: new Uint8Array(0), ended };
            }
            const last = Math.min(length, fromByte + longestLogPart) - 1;
            const part = await blob(op, 'GET', link, { 'x-ms-range': `bytes=${fromByte.toString()}-${last.toString()}` });
            return { bytes: await bytesOf(part), ended: last + 1 === length ? ended : 'no' };
        },

        async cancel(op, registryId, runId) {
            await arm(op, operations.cancelBuildRun, registryId, runId);
        },
    };
}

const runShape = z.object({
    properties: z.object({
        status: z.string(),
        runErrorMessage: z.string().nullish(),
        outputImages: z
            .array(z.object({ repository: z.string().nullish(), tag: z.string().nullish(), digest: z.string().nullish() }))
            .nullish(),
    }),
});

function toRun({ properties }: z.infer<typeof runShape>): BuildRun {
    const { status, runErrorMessage, outputImages } = properties;
    const known = ['succeeded', 'failed', 'canceled', 'error', 'timeout'] as const;
    return {
        // Queued, Started, Running, and whatever comes to it.
        state: known.find((word) => word === status.toLowerCase()) ?? 'running',
        ...(typeof runErrorMessage === 'string' ? { error: runErrorMessage } : {}),
        images: (outputImages ?? []).flatMap(({ repository, tag, digest }) =>
            typeof repository === 'string' && typeof digest === 'string'
                ? [{ repository, digest, ...(typeof tag === 'string' ? { tag } : {}) }]
                : [],
        ),
    };
}

async function bytesOf({ status, readableStreamBody }: PipelineResponse): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    if (status === 206 && readableStreamBody !== undefined) {
        for await (const part of readableStreamBody) {
            parts.push(Buffer.from(part));
        }
    }
    return Buffer.concat(parts);
}

/** Pieces that belong to the reader: the chunks' own memory is filled again. */
async function* inBlocks(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of archive) {
        parts.push(chunk.slice());
        length += chunk.length;
        if (length >= blockBytes) {
            yield Buffer.concat(parts);
            parts = [];
            length = 0;
        }
    }
    if (length > 0) {
        yield Buffer.concat(parts);
    }
}
