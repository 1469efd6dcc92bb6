import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { exportPlan } from '../../../src/core/deploy/export/exportPlan';
import { renderBicep } from '../../../src/core/deploy/export/renderBicep';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([
    ['sweep:1', { behaviour: { protocol: 'none', stdout: ['swept'], exitCode: 0 } }],
    ['sweep:2', { behaviour: { protocol: 'none', stdout: ['swept twice'], exitCode: 0 } }],
]);
const rule = 'azure-queue accountName=shop queueName=orders queueLength=1 connection=@AZURE_STORAGE_CONNECTION_STRING';
const secret = 'DefaultEndpointsProtocol=https;AccountKey=hunter2';

describe('A job that events start', function () {
    this.timeout(60_000);
    let stage: ProcessStage;
    let ports: ReturnType<ProcessStage['ports']>;
    let first: DeployResult;

    before(async function () {
        if (missingForProcesses() !== undefined) {
            this.skip();
        }
        stage = await openProcessStage({
            registered: ['Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity', 'Microsoft.App', 'Microsoft.OperationalInsights'],
        });
        ports = stage.ports(images);
    });
    after(async () => (stage as ProcessStage | undefined)?.close());

    const ask = (change: Partial<DeployRequest>, image = 'sweep:1') =>
        stage.request('sweep', image, { target: 'containerApps', appKind: 'job', ...change });
    const planFor = async (request: DeployRequest) => planDeploy(request, await gatherDeploy(op, ports, request));
    const codes = async (request: DeployRequest) => (await planFor(request)).problems.map(({ code }) => code);
    const deploy = async (request: DeployRequest) => {
        const outcomes: string[] = [];
        const result = await performDeploy(op, ports, await planFor(request), (event) => {
            if (event.kind === 'finished') {
                outcomes.push(`${event.step.kind}: ${event.outcome}`);
            }
        });
        return { result, outcomes };
    };
    const again = (change: Partial<DeployRequest> = {}, image?: string) => ask({ previous: first.previous, ...change }, image);
    const starts = async (request: DeployRequest) => {
        const details = (await planFor(request)).steps.find(({ kind }) => kind === 'containerApp')?.details;
        return details?.filter(({ label }) => label === 'Starts').map(({ before, after }) => [before, after]);
    };
    const job = () => ports.azure.containerApps.get(op, first.resourceId);
    const runs = async () => (await ports.azure.containerApps.executions(op, first.resourceId)).map(({ status }) => status);

    it('is planned only with a rule, without a schedule beside it, and with the setting that it names', async () => {
        assert.deepEqual(await codes(ask({ events: 'whenever' })), ['deploy/invalid-event-rule']);
        assert.deepEqual(await codes(ask({ events: 'azure-queue connection=@NOT_KEPT' })), ['deploy/invalid-event-rule']);
        assert.deepEqual(await codes(ask({ events: 'cron start=1', schedule: '0 3 * * *' })), ['deploy/invalid-event-rule']);
        assert.deepEqual(await codes(ask({ events: rule })), ['deploy/event-setting-missing']);
        const request = ask({ events: rule, env: { AZURE_STORAGE_CONNECTION_STRING: secret } });
        assert.deepEqual(await codes(request), []);
        assert.deepEqual(await starts(request), [[undefined, `by events: ${rule}`]]);
    });

    it('is created with its rule, whose secret is a secret of the job, and run once by hand', async () => {
        first = (await deploy(ask({ events: rule, env: { AZURE_STORAGE_CONNECTION_STRING: secret } }))).result;
        assert.equal(first.evidence, 'execution');
        const { body } = await stage.arm('GET', first.resourceId, undefined, '2025-07-01');
        const { configuration } = (body as { readonly properties: { readonly configuration: Readonly<Record<string, unknown>> } })
            .properties;
        assert.deepEqual(
            [configuration.triggerType, configuration.eventTriggerConfig],
            [
                'Event',
                {
                    parallelism: 1,
                    replicaCompletionCount: 1,
                    scale: {
                        minExecutions: 0,
                        maxExecutions: 10,
                        pollingInterval: 30,
                        rules: [
                            {
                                name: 'azure-queue',
                                type: 'azure-queue',
                                metadata: { accountName: 'shop', queueName: 'orders', queueLength: '1' },
                                auth: [{ secretRef: 'azure-storage-connection-string', triggerParameter: 'connection' }],
                            },
                        ],
                    },
                },
            ],
        );
        assert.ok(!JSON.stringify(body).includes('hunter2'));
        assert.deepEqual(await runs(), ['Succeeded']);
    });

    it('runs for each event that comes', async () => {
        assert.equal(await stage.raise(first.resourceId, 3), 202);
        while ((await runs()).filter((status) => status === 'Succeeded').length < 4) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        assert.equal((await runs()).length, 4);
    });

    it('keeps its rule when nothing is said of it, with a new image and without', async () => {
        assert.ok((await deploy(again())).outcomes.includes('containerApp: kept'));
        assert.deepEqual(await starts(again({}, 'sweep:2')), []);
        const { result } = await deploy(again({}, 'sweep:2'));
        assert.notEqual(result.digest, first.digest);
        const now = await job();
        assert.deepEqual([now?.schedule, typeof now?.events === 'object' && now.events.type], [undefined, 'azure-queue']);
        assert.equal((await planFor(again())).choices.find(({ field }) => field === 'events')?.value, rule);
    });

    it('is started by a clock instead, then by hand, then by events again, and tells what it was before', async () => {
        assert.deepEqual(await starts(again({ schedule: '0 3 * * *' }, 'sweep:2')), [
            [`by events: ${rule}`, 'by the clock: 0 3 * * * (UTC)'],
        ]);
        await deploy(again({ schedule: '0 3 * * *' }, 'sweep:2'));
        assert.deepEqual([(await job())?.schedule, (await job())?.events], ['0 3 * * *', undefined]);
        // No scaler counts for it any more.
        assert.equal(await stage.raise(first.resourceId, 1), 400);
        await deploy(again({ schedule: '' }, 'sweep:2'));
        assert.deepEqual([(await job())?.schedule, (await job())?.events], [undefined, undefined]);
        const other = rule.replace('orders', 'returns');
        assert.deepEqual(await starts(again({ events: other }, 'sweep:2')), [['by hand', `by events: ${other}`]]);
        const { outcomes } = await deploy(again({ events: other }, 'sweep:2'));
        assert.ok(outcomes.includes('containerApp: done'));
        const kept = (await deploy(again({ events: other }, 'sweep:2'))).outcomes;
        assert.ok(kept.includes('containerApp: kept'), kept.join());
    });

    it('is exported with its rule and the name of its secret, never the value', async () => {
        const model = exportPlan(await planFor(again()));
        assert.ok(model);
        const text = renderBicep(model);
        assert.match(text, /triggerType: 'Event'[\s\S]*queueName: 'returns'[\s\S]*secretRef: 'azure-storage-connection-string'/);
        assert.match(text, /@secure\(\)\nparam azureStorageConnectionString string/);
        assert.doesNotMatch(text, /hunter2/);
    });

    it('is refused by Azure where its rule names a secret that is not there', async () => {
        const change = {
            image: first.image,
            env: {},
            targetPort: 8000,
            tags: {},
            pull: undefined,
            events: { type: 'azure-queue', metadata: {}, secrets: [{ parameter: 'connection', setting: 'GONE_KEY' }] },
        };
        await assert.rejects(
            ports.azure.containerApps.update(op, first.resourceId, change),
            (error) => isFailure(error) && error.code === 'azure/refused' && String(error.facts.message).includes('gone-key'),
        );
    });
});
