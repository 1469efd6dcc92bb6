import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { openEngine, thisEnvironment } from '../../../src/adapters/docker/openEngine';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { openHttp } from '../../../src/adapters/azure/openHttp';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { localTokens, type LocalAzureAddress } from '../../../src/adapters/localAzure/localTokens';
import { openRegistries } from '../../../src/adapters/registry/openRegistries';
import { isFailure } from '../../../src/base/failure';
import { pause, quietOperation, type Operation } from '../../../src/base/operation';
import { clouds } from '../../../src/core/deploy/cloud';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { TargetName } from '../../../src/core/deploy/target';
import { startLocalAzure } from '../../../src/localAzure/startLocalAzure';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';

const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));

/** A local Azure in this process, the machine's engine, and a folder whose image is busybox's httpd alone. */
export interface Stage {
    readonly op: Operation;
    readonly ports: DeployPorts;
    readonly folder: string;
    readonly subscriptionId: string;
    /** How whoever else may reach the local Azure. */
    readonly address: LocalAzureAddress;
    /** Every exchange with the local Azure, as JSON lines. */
    readonly record: string;
    /** What ARM was sent, newest last: `GET /subscriptions/…`. */
    readonly log: string[];
    request(change?: Partial<DeployRequest>): DeployRequest;
    /** Writes the page and, when given, another command. */
    writeApp(page: string, command?: readonly string[]): Promise<void>;
    readonly close: () => Promise<void>;
}

/** undefined, with a sentence on the console, when the machine lacks something. */
export async function openStage(
    options: {
        readonly registered?: readonly string[];
        readonly target?: TargetName;
    } = {},
): Promise<Stage | undefined> {
    const { target = 'appService' } = options;
    if (busybox === undefined) {
        console.log('      busybox is not installed: no image to deploy.');
        return undefined;
    }
    const op = quietOperation();
    let engine: DeployPorts['engine'];
    try {
        engine = (await openEngine(op, { environment: thisEnvironment() })).engine;
    } catch (error) {
        if (isFailure(error)) {
            console.log(`      No Docker engine answers (${error.code}).`);
            return undefined;
        }
        throw error;
    }
    const folder = await mkdtemp(join(tmpdir(), 'slipway-deploy-'));
    const app = join(folder, 'app');
    const record = join(folder, 'exchanges.jsonl');
    const log: string[] = [];
    const kept = new Map<string, Readonly<Record<string, string>>>();
    const local = await startLocalAzure(
        {
            port: 0,
            mode: 'strict',
            record,
            engine: undefined,
            runner: 'docker',
            timeScale: 0.02,
            startLimitScale: 0.04,
            registered: [...(options.registered ?? [])],
        },
        (line) => log.push(line),
    );
    const resolve = resolveInLocal(local);
    const tokens = localTokens(local);
    const cloud = clouds.local;
    const { mkdir } = await import('node:fs/promises');
    await mkdir(app);
    await copyFile(busybox, join(app, 'busybox'));
    await chmod(join(app, 'busybox'), 0o755);
    const writeApp = async (page: string, command: readonly string[] = ['/busybox', 'httpd', '-f', '-vv', '-p', '8000', '-h', '/www']) => {
        await writeFile(join(app, 'index.html'), page);
        await writeFile(
            join(app, 'Dockerfile'),
            [
                'FROM scratch',
                'COPY busybox /busybox',
                // On the PATH, so that a rehearsal can read which ports are open.
                'COPY busybox /bin/busybox',
                'COPY index.html /www/index.html',
                'EXPOSE 8000',
                `CMD ${JSON.stringify(command)}`,
                '',
            ].join('\n'),
        );
    };
    await writeApp('one');
    const projectName = `contract-${process.pid}-${Date.now().toString(36)}`;
    return {
        op,
        folder: app,
        record,
        log,
        subscriptionId: local.subscriptionId,
        address: local,
        ports: {
            engine,
            contexts: createContextReader(),
            azure: openAzure({ resolve, tokens, cloud, pollMs: 20 }),
            registry: openRegistries({ resolve, tokens, cloud }),
            http: openHttp({ resolve }),
            clock: {
                nowMs: () => Date.now(),
                pause: (operation, ms) => pause(operation, Math.min(ms, 100)),
            },
            snapshots: {
                keep: (id, settings) => Promise.resolve(void kept.set(id, settings)),
                read: (id) => Promise.resolve(kept.get(id)),
            },
            confirmContext: () => Promise.resolve('stop'),
            writeFiles: () => Promise.resolve(),
        },
        request: (change = {}) => ({
            target,
            folder: app,
            projectName,
            source: { kind: 'build', context: app, dockerfile: 'Dockerfile', files: [] },
            port: 8000,
            healthPath: '/',
            env: {},
            region: 'westeurope',
            ...change,
        }),
        writeApp,
        async close() {
            await local.close();
            for (const image of await engine.images(op)) {
                if (image.tags.some((tag) => tag.includes(projectName))) {
                    for (const tag of image.tags) {
                        await engine.removeImage(op, tag).catch(() => undefined);
                    }
                }
            }
            await rm(folder, { recursive: true, force: true });
        },
    };
}
