import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import type { OpenedCloud } from '../../../../../src/shell/cloud/openCloud';
import type { McpServerKnown } from '../../../../../src/shell/commands/mcp/mcpServerKnown';
import { siteOf } from '../../../../../src/shell/commands/mcp/siteOf';

const found = (...hosts: readonly string[]) => {
    const opened = {
        azure: {
            subscriptions: { list: () => Promise.resolve({ subscriptions: [{ id: 's' }] }) },
            sites: { list: () => Promise.resolve(hosts.map((defaultHost) => ({ id: `/sites/${defaultHost}`, defaultHost }))) },
        },
        pageOf: (_op: unknown, url: string) => Promise.resolve(url),
    } as unknown as OpenedCloud;
    const known = { origin: { kind: 'url' } } as unknown as McpServerKnown;
    return siteOf(quietOperation(), opened, known, 'https://Tally.azurewebsites.net/mcp');
};

describe('the site that an MCP server runs on', () => {
    it('is the one with its host', async () => {
        assert.equal((await found('other.azurewebsites.net', 'tally.azurewebsites.net'))?.id, '/sites/tally.azurewebsites.net');
    });
    it('is found behind one that has no host yet', async () => {
        assert.equal((await found('', 'tally.azurewebsites.net'))?.id, '/sites/tally.azurewebsites.net');
    });
    it('is none where no host is its own', async () => {
        assert.equal(await found('', 'other.azurewebsites.net'), undefined);
    });
});
