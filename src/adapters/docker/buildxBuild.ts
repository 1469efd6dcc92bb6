import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { z } from 'zod';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { BuildEvent } from '../../core/build/buildEvent';
import { createBuildkitProgress } from '../../core/build/buildkitProgress';
import { createLineSplitter } from '../../core/build/lineSplitter';
import { readRawProgress } from '../../core/build/readRawProgress';
import type { BuildFailure } from '../../core/failures/build';
import type { BuildRequest } from '../../ports/engine';
import type { BuildOutcome } from './apiBuild';
import type { EngineEnvironment } from './dockerConfig';
import type { Buildx } from './findBuildx';

export interface BuildxPlace {
    readonly buildx: Buildx;
    readonly environment: EngineEnvironment;
    /** The engine's URL. */
    readonly endpoint: string;
}

/** How long the plugin may take to tell the engine that a build was cancelled. */
const graceMs = 5_000;

/**
 * Builds with the buildx plugin, which sends only what changed in the context. Its default builder is the engine itself, so that the image arrives there.
 * Secrets and build arguments travel in the plugin's environment, never in its argument list. Throws Cancelled, and Failure 'build/failed' when the plugin
 * does not start.
 */
export async function buildWithBuildx(
    op: Operation,
    place: BuildxPlace,
    request: BuildRequest,
    onEvent: (event: BuildEvent) => void,
): Promise<BuildOutcome> {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-build-'));
    const metadataFile = path.join(folder, 'metadata.json');
    try {
        const { exitCode, words } = await run(op, place, request, metadataFile, onEvent);
        if (exitCode !== 0) {
            return { kind: 'failed', message: reasonOf(words) };
        }
        const metadata = builtMetadata.safeParse(JSON.parse(await readFile(metadataFile, 'utf8')));
        const imageId = metadata.data?.['containerimage.digest'] ?? metadata.data?.['containerimage.config.digest'];
        return imageId === undefined ? { kind: 'failed', message: 'buildx ended the build without a result' } : { kind: 'built', imageId };
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

const builtMetadata = z.object({ 'containerimage.digest': z.string().optional(), 'containerimage.config.digest': z.string().optional() });

function run(
    op: Operation,
    { buildx, environment, endpoint }: BuildxPlace,
    request: BuildRequest,
    metadataFile: string,
    onEvent: (event: BuildEvent) => void,
): Promise<{ readonly exitCode: number | null; readonly words: readonly string[] }> {
    const progress = createBuildkitProgress((event) => onEvent(contextEvent(event, request.context.files) ?? event));
    const words: string[] = [];
    const { args, env } = commandOf(request, metadataFile, environment.env);
    const inherited = { ...environment.env };
    // Another engine than the one that was found, or another builder, must not slip in.
    for (const name of ['DOCKER_CONTEXT', 'BUILDX_BUILDER', 'BUILDX_CONFIG', 'DOCKER_BUILDKIT', 'NODE_OPTIONS']) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        delete inherited[name];
    }
    return new Promise((resolve, reject) => {
        const child = spawn(buildx.file, args, {
            cwd: request.context.root,
            env: { ...inherited, DOCKER_HOST: endpoint, ...env },
            stdio: ['ignore', 'ignore', 'pipe'],
            windowsHide: true,
        });
        let kill: NodeJS.Timeout | undefined;
        const stop = () => {
            child.kill('SIGTERM');
            kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
        };
        const lines = createLineSplitter((line) => {
            const status = readRawProgress(line);
            if (status !== undefined) {
                progress.note(status);
            } else if (line.trim() !== '') {
                words.push(line);
                words.splice(0, words.length - 100);
            }
        });
        const settle = (finish: () => void) => {
            clearTimeout(kill);
            op.signal.removeEventListener('abort', stop);
            finish();
        };
        child.stderr.on('data', (bytes: Buffer) => lines.write(bytes));
        child.on('error', (error) =>
            settle(() =>
                reject(new Failure<BuildFailure>('build/failed', { reason: `docker buildx did not start: ${error.message}` }, error)),
            ),
        );
        child.on('close', (exitCode) =>
            settle(() => {
                lines.end();
                progress.end();
                if (op.signal.aborted) {
                    reject(new Cancelled());
                } else {
                    resolve({ exitCode, words });
                }
            }),
        );
        op.signal.addEventListener('abort', stop, { once: true });
        if (op.signal.aborted) {
            stop();
        }
    });
}

/** The plugin reports the bytes it sends as a transfer of one of its own steps. */
function contextEvent(event: BuildEvent, files: number): BuildEvent | undefined {
    return event.kind === 'transfer' && event.name.startsWith('transferring context')
        ? { kind: 'context', sentBytes: event.currentBytes, files }
        : undefined;
}

function commandOf(
    request: BuildRequest,
    metadataFile: string,
    inherited: EngineEnvironment['env'],
): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } {
    const { context, tags, platform, target, buildArgs = {}, labels = {}, secrets = {}, cache, pull } = request;
    const env: Record<string, string> = {};
    const option = (name: string, value: string | undefined) => (value === undefined ? [] : [`--${name}=${value}`]);
    const args = [
        'build',
        '--builder=default',
        '--progress=rawjson',
        // An attestation makes an index of the image, which some of Azure's services cannot pull.
        '--provenance=false',
        '--sbom=false',
        `--metadata-file=${metadataFile}`,
        `--file=${path.resolve(context.root, context.dockerfile)}`,
        ...tags.map((tag) => `--tag=${tag}`),
        ...option('platform', platform),
        ...option('target', target),
        ...Object.entries(labels).map(([name, value]) => `--label=${name}=${value}`),
        ...(cache === 'ignore' ? ['--no-cache'] : []),
        ...(pull === 'always' ? ['--pull'] : []),
    ];
    for (const [name, value] of Object.entries(buildArgs)) {
        if (inherited[name] === value || !readByThePlugin.test(name)) {
            env[name] = value;
            args.push(`--build-arg=${name}`);
        } else {
            args.push(`--build-arg=${name}=${value}`);
        }
    }
    Object.entries(secrets).forEach(([id, value], index) => {
        const name = `SLIPWAY_BUILD_SECRET_${index.toString()}`;
        env[name] = value;
        args.push(`--secret=id=${id},env=${name}`);
    });
    return { args: [...args, context.root], env };
}

/** Variables that would change what the plugin itself does; any other argument's value stays out of its argument list, which every process can read. */
const readByThePlugin =
    /^((DOCKER|BUILDX|BUILDKIT|OTEL|COMPOSE|XDG|SSH|LC|LD|DYLD|SSL_CERT)_.*|(https?|ftp|no|all)_proxy|PATH|HOME|USERPROFILE|(LOCAL)?APPDATA|SYSTEMROOT|TE?MP|TMPDIR|LANG)$/i;

/** Its last sentence, without the words that only say that it is one. */
function reasonOf(words: readonly string[]): string {
    const from = words.findLastIndex((line) => line.startsWith('ERROR: '));
    const text = (from < 0 ? words : words.slice(from)).join('\n');
    return text.replace(/^ERROR: (failed to build: )?/, '').trim() || 'docker buildx ended without a word';
}
