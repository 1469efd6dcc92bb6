import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { changeSettings, changeTargetPort } from '../../../src/workflows/deployment/mendDeployment';
import type { DiagnosedDeployment } from '../../../src/workflows/deployment/diagnosedDeployment';
import type { BuiltImage } from './imageEngine';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['app:1', { behaviour: { body: 'version one' } }],
    ['app:2', { behaviour: { body: 'version two' } }],
]);
const version = '2025-07-01';

interface Probe {
    readonly type: string;
    readonly httpGet?: { readonly port: number };
    readonly tcpSocket?: { readonly port: number };
}

/** What people made of a container app in the portal or by other tools. On plain processes behind the local Azure's runner. */
describe('An update of a container app', function () {
    this.timeout(60_000);
    let stage: ProcessStage;
    let ports: ReturnType<ProcessStage['ports']>;
    let first: DeployResult;

    before(async function () {
        if (missingForProcesses() !== undefined) {
            this.skip();
        }
        stage = await openProcessStage({ registered: everyTarget });
        ports = stage.ports(images);
        first = await deploy(request());
    });
    after(async () => (stage as ProcessStage | undefined)?.close());

    const request = (change: Partial<DeployRequest> = {}) => stage.request('kept', 'app:1', { target: 'containerApps', ...change });
    const planFor = async (wanted: DeployRequest) => planDeploy(wanted, await gatherDeploy(op, ports, wanted));
    const deploy = async (wanted: DeployRequest) => await performDeploy(op, ports, await planFor(wanted), () => undefined);
    const again = (change: Partial<DeployRequest> = {}) => request({ previous: first.previous, ...change });
    /** As Scale and Roll Back ask for it. */
    const asBefore = (change: Partial<DeployRequest> = {}) => again({ source: { kind: 'digest', digest: first.digest }, ...change });
    const app = async () => {
        const found = await ports.azure.containerApps.get(op, first.resourceId);
        assert.ok(found !== undefined);
        return found;
    };
    const patch = async (properties: object) => {
        const made = await stage.arm('PATCH', first.resourceId, { properties }, version);
        assert.ok(made.status < 300, JSON.stringify(made.body));
        await stage.finish(made);
    };
    const here = () => ({ id: first.resourceId }) as DiagnosedDeployment;

    describe('that only its environment reaches', () => {
        before(async () => {
            await patch({ configuration: { ingress: { external: false } } });
            assert.equal((await app()).ingress, 'inside');
        });

        it('leaves it so for settings, a port, another scale and a roll-back', async () => {
            await changeSettings(op, ports.azure, here(), 'containerApps', { GREETING: 'ahoy' });
            assert.equal((await app()).ingress, 'inside');
            await changeTargetPort(op, ports.azure, here(), 8000);
            assert.equal((await app()).ingress, 'inside');
            const result = await deploy(asBefore({ replicas: '1-2' }));
            assert.ok(
                result.notes.some(({ text }) => text.includes('not reached from the internet')),
                result.notes.map(({ text }) => text).join(' '),
            );
            const { ingress, scale, env } = await app();
            assert.deepEqual([ingress, scale, env.GREETING], ['inside', { min: 1, max: 2 }, 'ahoy']);
        });

        it('opens it with a deploy after a question, and says so in the plan', async () => {
            const plan = await planFor(again());
            assert.deepEqual(plan.questions, [{ kind: 'expose', name: first.name, now: 'inside' }]);
            const step = plan.steps.find(({ kind }) => kind === 'containerApp');
            assert.deepEqual(
                step?.details?.find(({ label }) => label === 'Ingress'),
                { label: 'Ingress', before: 'from inside its environment only', after: 'from the internet' },
            );
            await assert.rejects(deploy(again()), /unanswered|deploy/);
            const result = await deploy(again({ expose: 'agreed' }));
            assert.equal((await ports.http(op, result.url))?.body, 'version one');
            assert.equal((await app()).ingress, 'internet');
        });
    });

    it('moves probes of the app’s own port, and leaves those of another port alone', async () => {
        const probes = async () =>
            (
                (await stage.arm('GET', first.resourceId, undefined, version)).body as {
                    readonly properties: { readonly template: { readonly containers: readonly { readonly probes: readonly Probe[] }[] } };
                }
            ).properties.template.containers[0]?.probes.map(({ type, httpGet, tcpSocket }) => [type, (httpGet ?? tcpSocket)?.port]);
        const { image, tags } = await app();
        const container = { name: first.name, image, env: [{ name: 'PORT', value: '8000' }], resources: { cpu: 0.5, memory: '1Gi' } };
        await patch({
            template: {
                containers: [
                    {
                        ...container,
                        probes: [
                            { type: 'Liveness', httpGet: { path: '/live', port: 8081 }, initialDelaySeconds: 60 },
                            { type: 'Readiness', httpGet: { path: '/', port: 8000 } },
                        ],
                    },
                ],
            },
        });
        await ports.azure.containerApps.update(op, first.resourceId, { image, env: {}, targetPort: 9000, tags, pull: undefined });
        assert.deepEqual(await probes(), [
            ['Liveness', 8081],
            ['Readiness', 9000],
        ]);
        await ports.azure.containerApps.update(op, first.resourceId, {
            image,
            env: { A: '1' },
            targetPort: undefined,
            tags,
            pull: undefined,
        });
        assert.deepEqual(await probes(), [
            ['Liveness', 8081],
            ['Readiness', 9000],
        ]);
        await patch({ template: { containers: [container] }, configuration: { ingress: { targetPort: 8000 } } });
    });

    it('keeps the shares of the traffic that somebody gave to two revisions', async () => {
        const result = await deploy(again({ source: { kind: 'image', reference: 'app:2' }, revisions: 'multiple', trafficPercent: '20' }));
        const shares = async () => (await app()).traffic.map(({ percent }) => percent).sort();
        assert.deepEqual(await shares(), [20, 80]);
        await deploy(asBefore({ source: { kind: 'digest', digest: result.digest }, replicas: '2-3' }));
        assert.deepEqual(await shares(), [20, 80]);
        const plan = await planFor(again({ source: { kind: 'image', reference: 'app:2' } }));
        assert.equal(plan.choices.find(({ field }) => field === 'trafficPercent')?.value, '20');
        await deploy(again({ source: { kind: 'image', reference: 'app:2' }, trafficPercent: '100' }));
        assert.equal((await app()).traffic.find(({ revision }) => revision === undefined)?.percent, 100);
    });
});
