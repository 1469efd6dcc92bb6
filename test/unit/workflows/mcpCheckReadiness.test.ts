import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import { mcpCheckReadiness } from '../../../src/workflows/mcpCheckReadiness';

describe('the check of the readiness of an MCP server', () => {
    for (const [title, uri, reads] of [
        ['reads its first resource', 'file:///ü', 1],
        ['leaves out one whose address fits in no header', `file:///${'ü'.repeat(300_000)}`, 0],
    ] as const) {
        it(title, async () => {
            let read = 0;
            const findings = await mcpCheckReadiness(
                quietOperation(),
                (_op, { body }) => {
                    const { method, id, params } = JSON.parse(body ?? '{}') as {
                        method?: string;
                        id?: string;
                        params?: { uri?: string };
                    };
                    read += method === 'resources/read' && params?.uri === uri ? 1 : 0;
                    const result = method === 'resources/list' ? { resources: [{ uri, name: 'a' }] } : {};
                    return Promise.resolve({
                        status: 200,
                        headers: {},
                        message: { jsonrpc: '2.0', id: id ?? '', result },
                        contentType: 'application/json',
                        text: '',
                        durationMs: 1,
                    });
                },
                { url: 'https://app.example.com/mcp', headers: {} },
            );
            assert.ok(findings.length > 0);
            assert.equal(read, reads);
        });
    }
});
