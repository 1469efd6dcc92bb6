import assert from 'node:assert/strict';
import type { LocalAzureClient } from './localAzureClient';
import { PlainStage } from './plainStage';

const version = '2025-11-01';

describe('a registry of the local Azure', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
        await stage.push('mine', {});
        await stage.push('other', {});
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    /** The status of reading a manifest, and of asking for the token before it. */
    async function pull(repository: string, username: string, password: string): Promise<readonly [number, number?]> {
        const scope = `repository:${repository}:pull`;
        const token = await azure.send('GET', `/oauth2/token?${new URLSearchParams({ service: stage.server, scope }).toString()}`, {
            headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
        });
        if (token.status !== 200) {
            return [token.status];
        }
        const manifest = await fetch(`http://${stage.server}/v2/${repository}/manifests/v1`, {
            headers: { authorization: `Bearer ${token.text('access_token')}`, accept: 'application/vnd.oci.image.manifest.v1+json' },
        });
        return [200, manifest.status];
    }

    it('lets a token in where its scope map says, and nowhere else', async () => {
        const map = await azure.arm('PUT', `${stage.registry}/scopeMaps/mine-only`, version, {
            properties: { actions: ['repositories/mine/content/read'] },
        });
        assert.equal(map.status, 200, JSON.stringify(map.body));
        const token = await azure.arm('PUT', `${stage.registry}/tokens/reader`, version, {
            properties: { scopeMapId: map.text('id'), status: 'enabled' },
        });
        assert.equal(token.status, 201);
        assert.equal((await azure.finish(token)).at('status'), 'Succeeded');
        const generated = await azure.arm('POST', `${stage.registry}/generateCredentials`, version, { tokenId: token.text('id') });
        const password = generated.text('passwords', 0, 'value');
        assert.deepEqual(await pull('mine', 'reader', password), [200, 200]);
        assert.deepEqual(await pull('other', 'reader', password), [200, 401]);
        assert.deepEqual(await pull('mine', 'reader', 'wrong'), [401]);
        await azure.arm('PUT', `${stage.registry}/tokens/reader`, version, {
            properties: { scopeMapId: map.text('id'), status: 'disabled' },
        });
        assert.deepEqual(await pull('mine', 'reader', password), [401]);
    });

    it('lets nobody in from outside its network', async () => {
        const closed = await azure.arm('PATCH', stage.registry, version, {
            properties: { networkRuleSet: { defaultAction: 'Deny', ipRules: [] } },
        });
        assert.equal(closed.status, 201);
        assert.deepEqual(await pull('mine', stage.username, stage.password), [403]);
        await azure.arm('PATCH', stage.registry, version, {
            properties: { networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '127.0.0.1' }] } },
        });
        assert.deepEqual(await pull('mine', stage.username, stage.password), [200, 200]);
        await azure.arm('PATCH', stage.registry, version, { properties: { publicNetworkAccess: 'Disabled' } });
        assert.deepEqual(await pull('mine', stage.username, stage.password), [403]);
        await azure.arm('PATCH', stage.registry, version, {
            properties: { publicNetworkAccess: 'Enabled', networkRuleSet: { defaultAction: 'Allow', ipRules: [] } },
        });
        assert.deepEqual(await pull('mine', stage.username, stage.password), [200, 200]);
    });

    for (const [title, path, body, code] of [
        ['a scope map without actions', 'scopeMaps/empty', { properties: { actions: [] } }, 'InvalidScopeMapActions'],
        ['a token of no scope map', 'tokens/lost1', { properties: { scopeMapId: '/scopeMaps/none' } }, 'ScopeMapNotFound'],
    ] as const) {
        it(`refuses ${title}`, async () => {
            const refused = await azure.arm('PUT', `${stage.registry}/${path}`, version, body);
            assert.equal(refused.status, 400);
            assert.equal(refused.at('error', 'code'), code);
        });
    }
});

describe('a template that is deployed to the local Azure', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    const template = {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        parameters: { name: { type: 'string' }, location: { type: 'string', defaultValue: '[resourceGroup().location]' } },
        variables: { plan: "[concat(parameters('name'), '-plan')]" },
        resources: [
            {
                type: 'Microsoft.Web/sites',
                apiVersion: '2024-11-01',
                name: "[parameters('name')]",
                location: "[parameters('location')]",
                dependsOn: ["[resourceId('Microsoft.Web/serverfarms', variables('plan'))]"],
                properties: {
                    serverFarmId: "[resourceId('Microsoft.Web/serverfarms', variables('plan'))]",
                    siteConfig: { linuxFxVersion: 'NODE|22-lts' },
                },
            },
            {
                type: 'Microsoft.Web/serverfarms',
                apiVersion: '2024-11-01',
                name: "[variables('plan')]",
                location: "[parameters('location')]",
                sku: { name: 'B1' },
                properties: { reserved: true },
            },
        ],
        outputs: { host: { type: 'string', value: "[reference(resourceId('Microsoft.Web/sites', parameters('name'))).defaultHostName]" } },
    };
    const path = (name: string) => `${stage.group}/providers/Microsoft.Resources/deployments/${name}`;
    const body = (parameters: object, changed: object = {}) => ({
        properties: { mode: 'Incremental', parameters, template: { ...template, ...changed } },
    });

    it('makes its resources in their order and tells its outputs', async () => {
        const validated = await azure.arm('POST', `${path('first')}/validate`, '2025-04-01', body({ name: { value: 'from-template' } }));
        assert.equal(validated.status, 200, JSON.stringify(validated.body));
        const made = await azure.arm('PUT', path('first'), '2025-04-01', body({ name: { value: 'from-template' } }));
        assert.equal(made.status, 201);
        await azure.finish(made);
        const shown = await azure.arm('GET', path('first'), '2025-04-01');
        assert.equal(shown.at('properties', 'provisioningState'), 'Succeeded');
        assert.equal(shown.at('properties', 'outputs', 'host', 'value'), 'from-template.azurewebsites.net');
        const site = await azure.arm('GET', `${stage.group}/providers/Microsoft.Web/sites/from-template`, '2024-11-01');
        assert.match(site.text('properties', 'serverFarmId'), /from-template-plan$/);
    });

    for (const [title, sent] of [
        ['a parameter without a value', () => body({})],
        ['a parameter that it does not have', () => body({ name: { value: 'x1' }, stray: { value: 1 } })],
        ['a function that there is not', () => body({ name: { value: 'x1' } }, { variables: { plan: '[nonsense()]' } })],
        ['an expression that ends early', () => body({ name: { value: 'x1' } }, { variables: { plan: "[concat('a']" } })],
    ] as const) {
        it(`is refused with ${title}`, async () => {
            const refused = await azure.arm('PUT', path('wrong'), '2025-04-01', sent());
            if (refused.status === 201) {
                assert.equal((await azure.finish(refused)).at('status'), 'Failed');
            } else {
                assert.equal(refused.at('error', 'code'), 'InvalidTemplate');
            }
        });
    }

    it('fails with what its resource was refused for', async () => {
        const made = await azure.arm('PUT', path('second'), '2025-04-01', body({ name: { value: 'bad name' } }));
        const failed = await azure.finish(made);
        assert.equal(failed.at('status'), 'Failed');
        assert.equal(failed.at('error', 'code'), 'DeploymentFailed');
    });
});
