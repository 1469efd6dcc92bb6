import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { absentEngine } from '../../../src/adapters/docker/absentEngine';
import { Failure, isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { BuildEvent, BuildStep } from '../../../src/core/build/buildEvent';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { ContainerRegistry } from '../../../src/core/deploy/resources';
import { buildInAzure, type BuildInAzureRequest, type BuildInAzureResult } from '../../../src/workflows/buildInAzure';
import { deployWhereBuilt } from '../../../src/workflows/deploy/deployWhereBuilt';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { openStage, type Stage } from './openStage';

describe('A build in Azure', function () {
    this.timeout(120_000);
    let stage: Stage;
    let close: (() => Promise<void>) | undefined;
    let registry: ContainerRegistry;

    before(async function () {
        const opened = await openStage();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        close = opened.close;
        registry = await makeRegistry('slipwaytasks', {});
    });
    after(async () => close?.());

    async function makeRegistry(name: string, tags: Readonly<Record<string, string>>): Promise<ContainerRegistry> {
        const { azure } = stage.ports;
        await azure.providers.register(stage.op, stage.subscriptionId, 'Microsoft.ContainerRegistry');
        const { id } = await azure.groups.create(stage.op, stage.subscriptionId, 'tasks', { location: 'westeurope', tags: {} });
        return azure.registries.create(stage.op, `${id}/providers/Microsoft.ContainerRegistry/registries/${name}`, {
            location: 'westeurope',
            sku: 'Basic',
            tags,
        });
    }

    async function build(
        change: Partial<BuildInAzureRequest> & { readonly signal?: AbortSignal; readonly onEvent?: (event: BuildEvent) => void } = {},
    ): Promise<{ readonly result: BuildInAzureResult; readonly events: readonly BuildEvent[] }> {
        const { signal, onEvent, ...rest } = change;
        const events: BuildEvent[] = [];
        const request: BuildInAzureRequest = {
            folder: stage.folder,
            dockerfile: 'Dockerfile',
            registry,
            repository: 'app',
            tag: 'one',
            ...rest,
        };
        const result = await buildInAzure(quietOperation(signal), stage.ports, request, (event) => {
            events.push(event);
            onEvent?.(event);
        });
        return { result, events };
    }

    const steps = (events: readonly BuildEvent[]): readonly BuildStep[] => {
        const last = new Map<string, BuildStep>();
        for (const event of events) {
            if (event.kind === 'step') {
                last.set(event.step.id, event.step);
            }
        }
        return [...last.values()];
    };

    it('uploads the folder, tells each step, and leaves the image in the registry under the digest that it answers', async () => {
        const { result, events } = await build();
        assert.ok(result.kind === 'built');
        const address = { loginServer: registry.loginServer, tenantId: '' };
        assert.notEqual(await stage.ports.registry.manifest(stage.op, address, 'app', result.digest), undefined);
        assert.deepEqual(
            steps(events).map(({ name, state }) => `${name.replaceAll(', ', ',')}: ${state === 'cached' ? 'done' : state}`),
            [
                '[1/6] FROM scratch: done',
                '[2/6] COPY busybox /busybox: done',
                '[3/6] COPY busybox /bin/busybox: done',
                '[4/6] COPY index.html /www/index.html: done',
                '[5/6] EXPOSE 8000: done',
                '[6/6] CMD ["/busybox","httpd","-f","-vv","-p","8000","-h","/www"]: done',
            ],
        );
        assert.ok(events.some((event) => event.kind === 'context' && event.sentBytes > 100_000));
    });

    it('asks before it sends what looks like a secret, and has sent nothing then', async () => {
        await writeFile(join(stage.folder, '.env'), 'DATABASE_PASSWORD=hunter2\n');
        try {
            const { result, events } = await build();
            assert.deepEqual(result, { kind: 'ask', question: 'secrets', paths: ['.env'] });
            assert.deepEqual(events, []);
        } finally {
            await rm(join(stage.folder, '.env'));
        }
    });

    it('takes a Dockerfile whose FROM names a platform, at which ACR Tasks itself stops, with the variables that only BuildKit sets', async () => {
        await mkdir(join(stage.folder, 'cross'), { recursive: true });
        const dockerfile = 'cross/Dockerfile';
        const text =
            'FROM --platform=$BUILDPLATFORM scratch\nARG TARGETARCH\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "sh", "-c", "test -n \\"$TARGETARCH\\""]\n';
        await writeFile(join(stage.folder, dockerfile), text);
        const { result } = await build({ dockerfile, tag: 'cross' });
        assert.ok(result.kind === 'built');
        assert.equal(await readFile(join(stage.folder, dockerfile), 'utf8'), text);
    });

    it('refuses a stage for another processor before anything is sent', async () => {
        await writeFile(
            join(stage.folder, 'cross/Dockerfile'),
            'FROM scratch\nFROM --platform=linux/arm64 scratch\nCOPY busybox /busybox\n',
        );
        const before = await readFile(stage.record, 'utf8');
        await assert.rejects(build({ dockerfile: 'cross/Dockerfile' }), (error) => {
            assert.ok(isFailure(error), String(error));
            assert.deepEqual([error.code, error.facts.line, error.facts.instruction], ['build/step-failed', 2, 'FROM']);
            return true;
        });
        assert.equal(await readFile(stage.record, 'utf8'), before);
    });

    it('names the line that fails, with the reason', async () => {
        await mkdir(join(stage.folder, 'broken'), { recursive: true });
        await writeFile(
            join(stage.folder, 'broken/Dockerfile'),
            'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "sh", "-c", "echo no such package >&2; exit 7"]\n',
        );
        await assert.rejects(build({ dockerfile: 'broken/Dockerfile' }), (error) => {
            assert.ok(isFailure(error), String(error));
            assert.equal(error.code, 'build/step-failed');
            assert.deepEqual(
                { line: error.facts.line, exitCode: error.facts.exitCode, file: error.facts.file },
                { line: 3, exitCode: 7, file: 'broken/Dockerfile' },
            );
            return true;
        });
    });

    it('is cancelled in Azure when it is cancelled here', async () => {
        await writeFile(
            join(stage.folder, 'broken/Dockerfile'),
            'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "sleep", "600"]\n',
        );
        const controller = new AbortController();
        const onEvent = (event: BuildEvent) => {
            if (event.kind === 'step' && event.step.name.includes('sleep')) {
                controller.abort();
            }
        };
        await assert.rejects(build({ dockerfile: 'broken/Dockerfile', signal: controller.signal, onEvent }), isCancelled);
        const run = await stage.ports.azure.buildTasks.run(stage.op, registry.id, await lastRun());
        assert.equal(run.state, 'canceled');
    });

    const lastRun = async () => /.*\/runs\/(\w+)\/cancel/s.exec(await readFile(stage.record, 'utf8'))?.[1] ?? '';

    it('is refused by name where the subscription may not', async () => {
        const refused = await makeRegistry('slipwayrefused', { localAzureTasks: 'notAllowed' });
        await assert.rejects(build({ registry: refused }), { code: 'registry/tasks-refused' });
    });

    async function deploy(request: DeployRequest, engineIs: 'there' | 'absent') {
        const missing = absentEngine(new Failure('engine/not-found', {}));
        const ports = { ...stage.ports, engineIs, ...(engineIs === 'absent' ? { engine: missing } : {}) };
        const replan = async (wanted: DeployRequest) => planDeploy(wanted, await gatherDeploy(stage.op, ports, wanted));
        const done: string[] = [];
        const result = await deployWhereBuilt(stage.op, ports, await replan(request), replan, () => (event) => {
            if (event.kind === 'finished') {
                done.push(event.step.id);
            }
        });
        return { result, done };
    }

    it('serves a deploy from a machine without an engine', async () => {
        const { result, done } = await deploy(stage.request({ buildIn: 'azure', registry: registry.name }), 'absent');
        assert.equal((await stage.ports.http(stage.op, result.url))?.body.trim(), 'one');
        assert.ok(done.includes('remoteBuild') && !done.includes('build') && !done.includes('push'), done.join());
    });

    it('is done on this machine where Azure refuses it and an engine is there', async () => {
        const request = stage.request({ buildIn: 'azure', registry: 'slipwayrefused', name: `${stage.request().projectName}-b` });
        const { result, done } = await deploy(request, 'there');
        assert.equal((await stage.ports.http(stage.op, result.url))?.body.trim(), 'one');
        assert.ok(done.includes('build') && done.includes('rehearse') && done.includes('push'), done.join());
    });

    it('leaves the refusal standing where there is no engine either', async () => {
        const request = stage.request({ buildIn: 'azure', registry: 'slipwayrefused', name: `${stage.request().projectName}-c` });
        await assert.rejects(deploy(request, 'absent'), { code: 'registry/tasks-refused' });
    });
});
