import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from '../../../src/core/deploy/step';
import { targetNames, targets, type TargetName } from '../../../src/core/deploy/target';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { useDeployStage, type DeployStage } from './deployStage';

/** What Azure refuses, the first time that a step asks for it. */
const refusals: Partial<Record<Step['kind'], { readonly kind: string; readonly method: string; readonly path: string }>> = {
    resourceGroup: { kind: 'noRights', method: 'PUT', path: '/subscriptions/*/resourceGroups/*' },
    registry: { kind: 'policyDenied', method: 'PUT', path: '*/registries/*' },
    identity: { kind: 'refused', method: 'PUT', path: '*/userAssignedIdentities/*' },
    role: { kind: 'noRights', method: 'PUT', path: '*/roleAssignments/*' },
    push: { kind: 'refused', method: 'POST', path: '/oauth2/exchange' },
    plan: { kind: 'quota', method: 'PUT', path: '*/serverfarms/*' },
    site: { kind: 'policyDenied', method: 'PUT', path: '*/sites/*' },
    environment: { kind: 'failedOperation', method: 'PUT', path: '*/managedEnvironments/*' },
    containerApp: { kind: 'failedOperation', method: 'PUT', path: '*/containerApps/*' },
    containerGroup: { kind: 'quota', method: 'PUT', path: '*/containerGroups/*' },
};

for (const target of targetNames) {
    describe(`A deploy to ${targets[target].title} with real containers, of which each step fails once`, faultAtEachStep(target));
}

function faultAtEachStep(target: TargetName) {
    return function (this: Mocha.Suite) {
        this.timeout(180_000);
        const at = useDeployStage({ target });
        let broken: readonly Step['kind'][] = [];

        it('fails in that step and in no other, and goes on from there the next time', async () => {
            const { steps } = await at.planFor(at.stage.request());
            broken = [...new Set(steps.filter(({ kind }) => kind !== 'provider').map(({ kind }) => kind))];
            for (const kind of broken) {
                assert.equal(await failingStep(at, kind), kind);
            }
        });

        it('reaches the asked-for state at last, with nothing doubled', async () => {
            await at.stage.writeApp('at last');
            const { result } = await at.deploy(at.stage.request());
            assert.equal(await at.page(result), 'at last');
            const [, , subscriptionId = '', , group = ''] = result.resourceId.split('/');
            const left = await at.stage.ports.azure.groups.resources(at.stage.op, subscriptionId, group);
            const types = left.map(({ type }) => type.toLowerCase()).sort();
            assert.deepEqual(types, [...new Set(types)]);
            assert.equal(
                types.length,
                broken.filter((kind) => kind !== 'resourceGroup' && kind in refusals && kind !== 'role' && kind !== 'push').length,
            );
        });
    };
}

/** Deploys with one fault; answers the kind of the step that failed. */
async function failingStep({ stage }: DeployStage, kind: Step['kind']): Promise<Step['kind'] | undefined> {
    const { url, key } = stage.address;
    const send = (method: string, body?: unknown) =>
        fetch(`${url}/slipway/local/faults`, {
            method,
            headers: { 'x-slipway-key': key, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
    const refusal = refusals[kind];
    await stage.writeApp(`broken at ${kind}`, refusal === undefined ? ['/busybox', 'sh', '-c', 'exit 3'] : undefined);
    if (kind === 'build') {
        await writeFile(join(stage.folder, 'Dockerfile'), 'FROM scratch\nCOPY nothing-of-this-name /\n');
    }
    if (refusal !== undefined) {
        assert.equal((await send('POST', { code: 'Refused', message: 'Not this time.', ...refusal })).status, 201);
    }
    let failed: Step['kind'] | undefined;
    const request = stage.request(kind === 'verify' ? { rehearse: 'skip' } : {});
    const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
    await assert.rejects(
        performDeploy(stage.op, stage.ports, plan, (event) => {
            if (event.kind === 'failed') {
                failed = event.step.kind;
            }
        }),
    );
    await send('DELETE');
    return failed;
}
