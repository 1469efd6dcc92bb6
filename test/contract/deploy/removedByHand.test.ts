import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { TargetName } from '../../../src/core/deploy/target';
import { failureText } from '../../../src/views/failureText';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { controlDeployment } from '../../../src/workflows/deployment/controlDeployment';
import type { BuiltImage } from './imageEngine';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['app:1', { behaviour: { body: 'version one' } }],
    ['app:2', { behaviour: { body: 'version two' } }],
]);

/** What somebody takes away, and what they take it away from. */
const losses = ['the image in the registry', 'the registry', 'the identity that pulls'] as const;

for (const target of ['appService', 'containerApps', 'containerInstances'] as const satisfies readonly TargetName[]) {
    describe(`A deployment on ${target} from under which something was taken away`, function () {
        this.timeout(60_000);
        let stage: ProcessStage;

        before(async function () {
            if (missingForProcesses() !== undefined) {
                this.skip();
            }
            stage = await openProcessStage({ registered: everyTarget });
        });
        after(async () => (stage as ProcessStage | undefined)?.close());

        for (const [index, loss] of losses.entries()) {
            for (const [next, image, body] of [
                ['the same image', 'app:1', 'version one'],
                ['the next image', 'app:2', 'version two'],
            ] as const) {
                it(`comes back with a deploy of ${next} after ${loss} was deleted`, async () => {
                    const ports = stage.ports(images);
                    const project = `lost${index}${image.slice(-1)}`;
                    const ask = (change: Partial<DeployRequest>) => stage.request(project, image, { target, ...change });
                    const deploy = async (asked: DeployRequest): Promise<DeployResult> => {
                        const plan = planDeploy(asked, await gatherDeploy(op, ports, asked));
                        // A group cannot be given another identity: who deploys is asked whether it may be made anew.
                        const isAsked = plan.questions.some(({ kind }) => kind === 'replace');
                        assert.equal(
                            isAsked,
                            target === 'containerInstances' &&
                                loss === 'the identity that pulls' &&
                                asked.previous !== undefined &&
                                asked.replace === undefined,
                        );
                        return isAsked
                            ? await deploy({ ...asked, replace: 'agreed' })
                            : await performDeploy(op, ports, plan, () => undefined);
                    };
                    const first = await deploy(stage.request(project, 'app:1', { target }));

                    await take(ports, loss, first);
                    await controlDeployment(op, ports.azure, addressOf(first), 'restart').catch((error: unknown) => {
                        // A group is pulled anew before it is started again.
                        assert.ok(isFailure(error), String(error));
                    });

                    const request = ask({ previous: first.previous });
                    const result = await deploy(request).catch(async (error: unknown) => {
                        const again = remedied(error);
                        return await deploy({ ...request, ...again });
                    });
                    assert.equal((await ports.http(op, result.url))?.body, body);
                    const registry = { loginServer: result.image.split('/')[0] ?? '', tenantId: undefined };
                    assert.ok(await ports.registry.manifest(op, registry, result.previous.repository, result.digest));
                });
            }
        }

        // A group is always looked at with who pulls for it, and asked about above.
        if (target !== 'containerInstances') {
            it('is seen to have lost who pulls its image though it still runs, and a deploy of the same image mends that', async () => {
                const ports = stage.ports(images);
                const first = await deployed(ports, stage.request('unpulled', 'app:1', { target }));
                await take(ports, 'the identity that pulls', first);
                const request = stage.request('unpulled', 'app:1', { target, previous: first.previous });
                const plan = planDeploy(request, await gatherDeploy(op, ports, request));
                assert.deepEqual(
                    plan.steps.filter(({ change }) => change === 'create').map(({ kind }) => kind),
                    ['identity', 'role'],
                );
                const result = await performDeploy(op, ports, plan, () => undefined);
                assert.equal(result.resourceId, first.resourceId);
                await controlDeployment(op, ports.azure, addressOf(result), 'restart');
                const again = stage.request('unpulled', 'app:1', { target, previous: result.previous });
                assert.ok(planDeploy(again, await gatherDeploy(op, ports, again)).steps.every(({ kind }) => kind !== 'identity'));
                assert.equal((await ports.http(op, (await deployed(ports, again)).url))?.body, 'version one');
            });
        }

        const deployed = async (ports: ReturnType<ProcessStage['ports']>, request: DeployRequest) =>
            await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);

        async function take(ports: ReturnType<ProcessStage['ports']>, loss: (typeof losses)[number], first: DeployResult): Promise<void> {
            switch (loss) {
                case 'the image in the registry': {
                    const registry = { loginServer: first.image.split('/')[0] ?? '', tenantId: undefined };
                    await ports.registry.deleteManifest(op, registry, first.previous.repository, first.digest);
                    return;
                }
                case 'the registry':
                    await stage.finish(await stage.arm('DELETE', first.previous.registryId));
                    return;
                case 'the identity that pulls': {
                    const group = /resourceGroups\/([^/]+)/i.exec(first.resourceId)?.[1] ?? '';
                    const found = await stage.arm('GET', `resourceGroups/${group}/providers/${identityType}`, undefined, '2024-11-30');
                    const ids = (found.body as { readonly value: readonly { readonly id: string }[] }).value.map(({ id }) => id);
                    assert.equal(ids.length, 1);
                    for (const id of ids) {
                        assert.equal((await stage.arm('DELETE', id, undefined, '2024-11-30')).status, 200);
                    }
                    return;
                }
            }
        }
    });
}

const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';

function addressOf(result: DeployResult) {
    return { subscription: result.previous.subscription, resourceId: result.resourceId };
}

/** What the failure's own button asks for: a failure without one is the end of the road. */
function remedied(error: unknown): Partial<DeployRequest> {
    assert.ok(isFailure(error), String(error));
    const { what, next, remedies } = failureText(error);
    for (const sentence of [what, next]) {
        assert.match(sentence, /^[A-Z].*[.?!]$/, error.code);
    }
    const button = remedies.find((remedy) => remedy.kind === 'command' && remedy.command === 'slipway.deploy');
    assert.ok(button, `${error.code} has no button that deploys`);
    return { check: 'everything' };
}
