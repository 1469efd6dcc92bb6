import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { connectMcp } from '../../src/adapters/mcp/connectMcp';
import { quietOperation } from '../../src/base/operation';
import type { McpMemory } from '../../src/ports/mcp';
import { mcpCatalogRows } from '../../src/views/mcpRows';
import { median } from './median';
import type { Bench } from './row';

const tools = 2000;
const rounds = 5;
const loads = 11;
const root = path.resolve(__dirname, '../..');

const load = `
const began = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(began);
process.stdout.write(String((user + system) / 1000));
`;

/** A server of 2026-07-28 with many tools, on loopback; the client as the window uses it. */
export const bench: Bench = {
    title: 'MCP',
    run: async () => {
        const server = await manyTools();
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-mcp-bench-'));
        try {
            const op = quietOperation();
            let memory: McpMemory | undefined;
            let asked = 0;
            let cached = 0;
            const times: number[] = [];
            for (let round = 0; round < rounds; round++) {
                const began = performance.now();
                const session = await connectMcp(op, { url: server.url });
                asked = server.requests();
                const listed = await session.tools(op);
                const groups = mcpCatalogRows('bench', { tools: listed, resources: [], templates: [], prompts: [] }, session.notices);
                times.push(performance.now() - began);
                if (groups[0]?.rows.length !== tools) {
                    throw new Error(`${groups[0]?.rows.length ?? 0} rows of ${tools}`);
                }
                ({ memory } = session);
                await session.close();
                server.forget();
            }
            const again = await connectMcp(op, { url: server.url, ...(memory !== undefined && { prior: memory }) });
            cached = server.requests();
            await again.close();
            const bundle = path.join(folder, 'client.js');
            await build({
                entryPoints: [path.join(root, 'src/adapters/mcp/connectMcp.ts')],
                ...{ bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', outfile: bundle, logLevel: 'error' },
            });
            const loaded = Array.from({ length: loads }, () =>
                Number(execFileSync(process.execPath, ['-e', load, bundle], { encoding: 'utf8' })),
            );
            return {
                rows: [
                    {
                        name: `Connect, list ${tools} tools and make their rows, median of ${rounds}`,
                        value: median(times),
                        unit: 'ms',
                        goal: 1000,
                    },
                    { name: 'Requests to connect to a modern server', value: asked, unit: '×', goal: 2 },
                    { name: 'Requests to connect to it from what is remembered', value: cached, unit: '×', goal: 0 },
                    {
                        name: `Load of the client and all it needs, CPU time, median of ${loads}`,
                        value: median(loaded),
                        unit: 'ms',
                        goal: 80,
                    },
                    { name: 'The client and all it needs', value: statSync(bundle).size / 1000, unit: 'kB' },
                ],
            };
        } finally {
            await server.close();
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

async function manyTools() {
    let count = 0;
    const list = Array.from({ length: tools }, (_, index) => ({
        name: `tool_${index}`,
        description: `The tool with the number ${index}, which does what its number says and nothing else.`,
        inputSchema: { type: 'object', properties: { first: { type: 'string' }, second: { type: 'integer' } }, required: ['first'] },
    }));
    const common = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'public' };
    const server = http.createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('end', () => {
            count++;
            const { id, method } = JSON.parse(body) as { id: unknown; method: string };
            const result =
                method === 'server/discover'
                    ? { ...common, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
                    : { ...common, tools: list };
            response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
        requests: () => count,
        forget: () => (count = 0),
        close: () =>
            new Promise<void>((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
