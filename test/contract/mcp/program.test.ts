import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectMcpProgram } from '../../../src/adapters/mcp/connectMcpProgram';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { McpProgram } from '../../../src/ports/mcp';

// A small real server on standard streams, of the older era.
const server = `
const readline = require('node:readline');
console.error('hello from the program');
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const answer = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
  if (method === 'initialize') answer({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'program', version: '1' } });
  else if (method === 'tools/list') answer({ tools: [{ name: 'env', inputSchema: { type: 'object' } }, { name: 'end', inputSchema: { type: 'object' } }] });
  else if (method === 'tools/call' && params.name === 'end') process.exit(3);
  else if (method === 'tools/call') answer({ content: [{ type: 'text', text: String(process.env.GREETING) + ' ' + process.cwd() + ' ' + process.env.SLIPWAY_SECRET_OF_ANOTHER }] });
  else if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }));
});`;

describe('MCP: a program on standard streams', function () {
    this.timeout(60_000);
    const op = quietOperation();
    let folder: string;
    const program = (code: string): McpProgram => {
        writeFileSync(path.join(folder, 'server.js'), code);
        return { name: 'local', command: process.execPath, args: ['server.js'], env: { GREETING: 'hi' }, cwd: folder };
    };

    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), 'slipway-program-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('is connected to, called and ended; it gets its own variables and none of ours', async () => {
        process.env.SLIPWAY_SECRET_OF_ANOTHER = 'leaked';
        const lines: string[] = [];
        const session = await connectMcpProgram(op, program(server), { onLog: ({ text }) => lines.push(text) });
        try {
            assert.deepEqual([session.facts.transport, session.facts.name, session.facts.era], ['stdio', 'program', 'legacy']);
            assert.deepEqual(
                (await session.tools(op)).map(({ name }) => name),
                ['env', 'end'],
            );
            const { result } = await session.call(op, { tool: 'env', arguments: {} });
            const [part] = result.content;
            assert.ok(part?.kind === 'text');
            assert.match(part.text, /^hi .*slipway-program-\w+ undefined$/);
            assert.ok(lines.some((line) => line.includes('hello from the program')));
        } finally {
            await session.close();
            delete process.env.SLIPWAY_SECRET_OF_ANOTHER;
        }
    });

    const failures: readonly (readonly [title: string, make: () => McpProgram, code: string])[] = [
        ['does not exist', () => ({ ...program(server), command: '/no/such/program' }), 'mcp/command-exited'],
        ['ends at once', () => program('console.error("no config"); process.exit(1)'), 'mcp/command-exited'],
        [
            'writes what is no JSON and ends',
            () => program('console.log("<html>"); setTimeout(() => process.exit(1), 100)'),
            'mcp/command-exited',
        ],
    ];
    for (const [title, make, code] of failures) {
        it(`says so when it ${title}`, async () => {
            await assert.rejects(connectMcpProgram(op, make(), {}), (error) => isFailure(error) && error.code === code);
        });
    }

    it('says so when it ends in the middle of a call', async () => {
        const session = await connectMcpProgram(op, program(server), {});
        try {
            await assert.rejects(
                session.call(op, { tool: 'end', arguments: {} }),
                (error) => isFailure(error) && error.code === 'mcp/command-exited',
            );
        } finally {
            await session.close();
        }
    });

    it('is stopped when connecting is cancelled', async () => {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), 300);
        await assert.rejects(connectMcpProgram(quietOperation(stop.signal), program('setInterval(() => undefined, 1000)'), {}));
    });
});
