import assert from 'node:assert/strict';
import { Cancelled, Failure, isCancelled } from '../../../../../src/base/failure';
import { quietOperation } from '../../../../../src/base/operation';
import type { OpenedCloud } from '../../../../../src/shell/cloud/openCloud';
import { containerAppOf } from '../../../../../src/shell/commands/mcp/containerAppOf';
import type { McpServerKnown } from '../../../../../src/shell/commands/mcp/mcpServerKnown';

const found = (first: Error) => {
    const opened = {
        azure: {
            subscriptions: { list: () => Promise.resolve({ subscriptions: [{ id: 'first' }, { id: 'second' }] }) },
            containerApps: {
                list: (_op: unknown, id: string) =>
                    id === 'first' ? Promise.reject(first) : Promise.resolve([{ id: '/apps/tally', host: 'tally.example.com' }]),
            },
        },
        pageOf: (_op: unknown, url: string) => Promise.resolve(url),
    } as unknown as OpenedCloud;
    const known = { origin: { kind: 'url' } } as unknown as McpServerKnown;
    return containerAppOf(quietOperation(), opened, known, 'https://tally.example.com/mcp');
};

describe('the container app that an MCP server runs on', () => {
    it('is found behind a subscription that does not show its apps', async () => {
        assert.equal((await found(new Failure('azure/forbidden')))?.id, '/apps/tally');
    });
    it('is not looked for any more after a stop', async () => {
        await assert.rejects(found(new Cancelled()), isCancelled);
    });
});
