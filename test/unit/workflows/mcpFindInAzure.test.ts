import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { Azure } from '../../../src/ports/azure';
import { mcpFindInAzure } from '../../../src/workflows/mcpFindInAzure';

const site = (name: string, kind = 'app,linux') => ({
    id: `/sites/${name}`,
    name,
    kind,
    state: 'Running',
    defaultHost: `${name}.azurewebsites.net`,
});
const app = (name: string, other: object = {}) => ({
    name,
    host: `${name}.eastus.azurecontainerapps.io`,
    kind: 'app',
    runningStatus: 'Running',
    ...other,
});

const azure = (apps: () => Promise<readonly unknown[]>) =>
    ({
        subscriptions: { list: () => Promise.resolve({ subscriptions: [{ id: 's', name: 'one' }], failures: [] }) },
        sites: {
            list: () => Promise.resolve([site('web'), site('api'), site('fun', 'functionapp,linux'), site('timer', 'functionapp,linux')]),
        },
        functions: {
            list: (_op: unknown, id: string) => Promise.resolve(id.endsWith('fun') ? [{ name: 'f', bindings: ['mcpToolTrigger'] }] : []),
            builtInMcp: (_op: unknown, id: string) => Promise.resolve(id.endsWith('api') ? ['/api/mcp'] : []),
        },
        containerApps: { list: apps },
    }) as unknown as Azure;

describe('MCP servers in Azure', () => {
    it('are Functions first, then what App Service makes, then whatever runs and has an address', async () => {
        const apps = [
            app('tally'),
            app('asleep', { runningStatus: 'Stopped' }),
            app('inside', { host: undefined }),
            app('nightly', { kind: 'job' }),
        ];
        const found = await mcpFindInAzure(
            quietOperation(),
            azure(() => Promise.resolve(apps)),
        );
        assert.deepEqual(
            found.map(({ by, url }) => [by, url]),
            [
                ['triggers', 'https://fun.azurewebsites.net/runtime/webhooks/mcp'],
                ['builtIn', 'https://api.azurewebsites.net/api/mcp'],
                ['containerApp', 'https://tally.eastus.azurecontainerapps.io'],
                ['site', 'https://web.azurewebsites.net'],
            ],
        );
    });

    it('are web apps alone where Container Apps may not be read', async () => {
        const found = await mcpFindInAzure(
            quietOperation(),
            azure(() => Promise.reject(new Error('forbidden'))),
        );
        assert.deepEqual(
            found.map(({ name }) => name),
            ['fun', 'api', 'web'],
        );
    });
});
