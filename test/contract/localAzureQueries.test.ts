import assert from 'node:assert/strict';
import { until, type LocalAzureClient } from './localAzureClient';
import { PlainStage } from './plainStage';

describe('queries of the local Azure', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    let customerId = '';
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
        const workspace = await azure.arm('PUT', `${stage.group}/providers/Microsoft.OperationalInsights/workspaces/logs`, '2025-07-01', {
            location: 'westeurope',
        });
        customerId = workspace.text('properties', 'customerId');
        const environment = await azure.arm('PUT', `${stage.group}/providers/Microsoft.App/managedEnvironments/env`, '2025-07-01', {
            location: 'westeurope',
            properties: {
                appLogsConfiguration: { destination: 'log-analytics', logAnalyticsConfiguration: { customerId, sharedKey: 'key' } },
            },
        });
        await azure.finish(environment);
        const app = await azure.arm('PUT', `${stage.group}/providers/Microsoft.App/containerApps/talker`, '2025-07-01', {
            location: 'westeurope',
            properties: {
                environmentId: environment.text('id'),
                configuration: {
                    registries: [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }],
                    secrets: [{ name: 'password', value: stage.password }],
                },
                template: {
                    containers: [
                        {
                            name: 'web',
                            image: await stage.push('talker', { stdout: ['first words'] }),
                            resources: { cpu: 0.25, memory: '0.5Gi' },
                        },
                    ],
                    scale: { minReplicas: 1 },
                },
            },
        });
        assert.equal((await azure.finish(app)).at('status'), 'Succeeded');
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    const graph = (query: string) =>
        azure.arm('POST', '/providers/Microsoft.ResourceGraph/resources', '2024-04-01', { subscriptions: [azure.subscriptionId], query });
    const logs = async (query: string, scope = 'https://api.loganalytics.io/.default', id = customerId) =>
        azure.send('POST', `/v1/workspaces/${id}/query`, {
            host: 'api.loganalytics.io',
            headers: { authorization: `Bearer ${await azure.tokenFor(scope)}` },
            body: { query },
        });

    it('read what jobs said, after they ended too', async () => {
        const path = `${stage.group}/providers/Microsoft.App/jobs/once`;
        const made = await azure.arm('PUT', path, '2025-07-01', {
            location: 'westeurope',
            properties: {
                environmentId: (
                    await azure.arm('GET', `${stage.group}/providers/Microsoft.App/managedEnvironments/env`, '2025-07-01')
                ).text('id'),
                configuration: {
                    triggerType: 'Manual',
                    replicaTimeout: 60,
                    registries: [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }],
                    secrets: [{ name: 'password', value: stage.password }],
                },
                template: {
                    containers: [
                        {
                            name: 'work',
                            image: await stage.push('once', { protocol: 'none', stdout: ['worked'], exitCode: 0 }),
                            resources: { cpu: 0.25, memory: '0.5Gi' },
                        },
                    ],
                },
            },
        });
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
        assert.equal((await azure.arm('POST', `${path}/start`, '2025-07-01')).status, 200);
        const events = await until('the job ended', 20_000, async () => {
            const answer = await logs("ContainerAppSystemLogs_CL | where ContainerJobName_s == 'once' | project Reason_s");
            const rows = answer.at('tables', 0, 'rows') as readonly unknown[];
            return rows.length < 2 ? undefined : rows;
        });
        assert.deepEqual(events, [['SuccessfulCreate'], ['Completed']]);
        const said = await logs("ContainerAppConsoleLogs_CL | where ContainerJobName_s == 'once' | project Log_s");
        assert.deepEqual(said.at('tables', 0, 'rows'), [['worked']]);
    });

    it('find resources with their properties', async () => {
        const found = await graph("Resources | where type =~ 'Microsoft.App/containerApps' | project name, env = properties.environmentId");
        assert.deepEqual([found.status, found.at('count'), found.at('data', 0, 'name')], [200, 1, 'talker']);
        assert.match(found.text('data', 0, 'env'), /managedEnvironments\/env$/);
        assert.equal((await graph('ResourceContainers | count')).at('data', 0, 'Count'), 1);
    });

    it('are refused when they are none', async () => {
        const refused = await graph('Resources | frobnicate');
        assert.deepEqual([refused.status, refused.at('error', 'code')], [400, 'BadRequest']);
    });

    it('read what apps said from the workspace of their environment', async () => {
        const line = await until('the line arrives', 20_000, async () => {
            const answer = await logs("ContainerAppConsoleLogs_CL | where ContainerAppName_s == 'talker' | project Log_s, Stream_s");
            assert.equal(answer.status, 200, JSON.stringify(answer.body));
            return answer.at('tables', 0, 'rows', 0);
        });
        assert.deepEqual(line, ['first words', 'stdout']);
        const events = await logs('ContainerAppSystemLogs_CL | where Reason_s == "RevisionCreation" | count');
        assert.deepEqual(events.at('tables', 0, 'rows'), [[1]]);
    });

    it('want a workspace that is there, a token for it, and a table', async () => {
        assert.equal((await logs('ContainerAppConsoleLogs_CL', undefined, 'none')).status, 404);
        assert.equal((await logs('ContainerAppConsoleLogs_CL', 'https://management.azure.com/.default')).status, 403);
        assert.equal((await logs('Heartbeat')).at('error', 'code'), 'BadArgumentError');
    });
});
