import assert from 'node:assert/strict';
import { LocalAzureClient, type Answer } from './localAzureClient';

const group = 'resourceGroups/limits';
const plan = (name: string) => `${group}/providers/Microsoft.Web/serverfarms/${name}`;
const location = 'westeurope';
const authorization = 'providers/Microsoft.Authorization';

/** What the catalogue's test does not ask: that a state ends, how far it reaches, and that what is used is counted. */
describe('what a subscription may not do, in the local Azure', function () {
    this.timeout(60_000);
    let azure: LocalAzureClient;

    const putPlan = (name = 'plan', capacity = 1) =>
        azure.arm('PUT', plan(name), '2024-11-01', {
            location,
            kind: 'linux',
            sku: { name: 'B1', capacity },
            properties: { reserved: true },
        });
    const limit = async (limits: object) =>
        assert.equal((await azure.send('PUT', '/slipway/local/subscription', { body: limits })).status, 200);
    const armError = (answer: Answer) => [answer.status, answer.at('error', 'code')];
    const lock = (scope: string, level: string) =>
        azure.arm('PUT', `${scope}/${authorization}/locks/mine`, '2020-05-01', { properties: { level } });
    const unlock = (scope: string) => azure.arm('DELETE', `${scope}/${authorization}/locks/mine`, '2020-05-01');

    before(async () => {
        azure = await LocalAzureClient.start(['--time-scale', '0.001']);
        await azure.register('Microsoft.Web');
        assert.equal((await azure.arm('PUT', group, '2025-04-01', { location })).status, 201);
        assert.equal((await putPlan()).status, 200);
    });
    afterEach(async () => {
        await azure.send('DELETE', '/slipway/local/subscription');
    });
    after(() => azure.stop());

    it('a lock on a resource holds against its deletion and its group’s, and no longer than it is there', async () => {
        assert.equal((await lock(plan('plan'), 'CanNotDelete')).status, 201);
        assert.deepEqual(armError(await azure.arm('DELETE', plan('plan'), '2024-11-01')), [409, 'ScopeLocked']);
        const whole = await azure.arm('DELETE', group, '2025-04-01');
        assert.deepEqual(armError(whole), [409, 'ScopeLocked']);
        assert.match(String(whole.at('error', 'message')), /locked: '[^']+\/serverfarms\/plan'/);
        assert.equal((await putPlan()).status, 200, 'what may not be deleted may be changed');
        assert.equal((await unlock(plan('plan'))).status, 200);
        assert.equal((await lock(group, 'ReadOnly')).status, 201);
        assert.deepEqual(armError(await putPlan()), [409, 'ScopeLocked']);
        assert.equal((await azure.arm('GET', plan('plan'), '2024-11-01')).status, 200);
        assert.equal((await unlock(group)).status, 200);
        assert.equal((await putPlan()).status, 200);
    });

    it('refuses a lock of a level that there is not', async () => {
        assert.deepEqual(armError(await lock(group, 'Sometimes')), [400, 'InvalidLockLevel']);
    });

    it('a policy denies where it is assigned and enforced', async () => {
        const definition = `${authorization}/policyDefinitions/only-free`;
        const rule = {
            if: {
                allOf: [
                    { field: 'type', equals: 'Microsoft.Web/serverfarms' },
                    { field: 'Microsoft.Web/serverfarms/sku.name', notEquals: 'F1' },
                ],
            },
            then: { effect: 'deny' },
        };
        const made = await azure.arm('PUT', definition, '2023-04-01', { properties: { policyRule: rule } });
        assert.equal(made.status, 201);
        const assign = (enforcementMode: string) =>
            azure.arm('PUT', `${group}/${authorization}/policyAssignments/only-free`, '2023-04-01', {
                properties: { policyDefinitionId: made.at('id'), enforcementMode, nonComplianceMessages: [{ message: 'Free plans only' }] },
            });
        assert.equal((await assign('DoNotEnforce')).status, 201);
        assert.equal((await putPlan('other')).status, 200);
        assert.equal((await assign('Default')).status, 201);
        const refused = await putPlan('other');
        assert.deepEqual(armError(refused), [403, 'RequestDisallowedByPolicy']);
        assert.match(String(refused.at('error', 'message')), /^Resource 'other' was disallowed by policy\. Reasons: 'Free plans only'\./);
        await azure.arm('DELETE', `${group}/${authorization}/policyAssignments/only-free`, '2023-04-01');
        assert.equal((await putPlan('other')).status, 200);
        assert.equal((await azure.arm('DELETE', plan('other'), '2024-11-01')).status, 200);
        const nowhere = await azure.arm('PUT', `${group}/${authorization}/policyAssignments/none`, '2023-04-01', {
            properties: { policyDefinitionId: `${String(made.at('id'))}-not` },
        });
        assert.deepEqual(armError(nowhere), [404, 'PolicyDefinitionNotFound']);
    });

    it('a quota counts what is there, and what was deleted counts no more', async () => {
        await limit({ quotas: [{ provider: 'Microsoft.Web', name: 'Basic VMs', location, limit: 2 }] });
        assert.equal((await putPlan('second')).status, 200);
        const third = await putPlan('third');
        assert.equal(third.status, 401);
        assert.match(String(third.at('Message')), /Current Limit \(Basic VMs\): 2 \r\nCurrent Usage: 2\r\n/);
        assert.equal((await azure.arm('DELETE', plan('second'), '2024-11-01')).status, 200);
        assert.equal((await putPlan('plan', 2)).status, 200);
        assert.equal((await putPlan('plan', 3)).status, 401);
        assert.equal((await putPlan('plan', 1)).status, 200);
    });

    it('a cancelled subscription is read, takes no writes, and is enabled again', async () => {
        const state = async () => (await azure.arm('GET', `/subscriptions/${azure.subscriptionId}`, '2022-12-01')).at('state');
        assert.equal((await azure.arm('POST', 'providers/Microsoft.Subscription/cancel', '2021-10-01')).status, 200);
        assert.deepEqual(armError(await putPlan()), [409, 'ReadOnlyDisabledSubscription']);
        assert.equal(await state(), 'Disabled');
        assert.equal((await azure.arm('POST', 'providers/Microsoft.Subscription/enable', '2021-10-01')).status, 200);
        assert.equal((await putPlan()).status, 200);
        assert.equal(await state(), 'Enabled');
    });

    it('takes no limit that it does not know, and shows those that it has', async () => {
        assert.equal((await azure.send('PUT', '/slipway/local/subscription', { body: { quota: [] } })).status, 400);
        await limit({ regions: ['West Europe'] });
        assert.deepEqual((await azure.send('GET', '/slipway/local/subscription')).at('regions'), ['westeurope']);
    });
});
