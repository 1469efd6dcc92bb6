import assert from 'node:assert/strict';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { quietOperation } from '../../../src/base/operation';
import type { McpSession } from '../../../src/ports/mcp';
import { startModernChangingServer, startOlderChangingServer, tide } from './startChangingServer';
import type { ChangingServer } from './startChangingServer';

const op = quietOperation();

for (const [era, start] of [
    ['2026-07-28', startModernChangingServer],
    ['2025-11-25', startOlderChangingServer],
] as const) {
    describe(`MCP: a resource of a server of ${era} that changes`, function () {
        this.timeout(30_000);
        let server: ChangingServer;
        let session: McpSession;

        beforeEach(async () => {
            server = await start();
            session = await connectMcp(op, { url: server.url });
        });
        afterEach(async () => {
            await session.close();
            await server.stop();
        });

        it('is told to who follows it, as often as it changes, until they stop', async () => {
            const stop = new AbortController();
            let told: () => void = () => undefined;
            const following = session.follow(quietOperation(stop.signal), tide, () => told());
            await turned(() => server.followed.has(tide));
            for (const level of [2, 3]) {
                const next = new Promise<void>((resolve) => (told = resolve));
                server.raise();
                await next;
                assert.equal((await session.read(op, tide))[0]?.text, `level ${level}`);
            }
            stop.abort();
            await following;
            await turned(() => !server.followed.has(tide));
        });

        it('is not told to who follows another one', async () => {
            const stop = new AbortController();
            const heard: string[] = [];
            const other = session.follow(quietOperation(stop.signal), 'harbour://wind', () => heard.push('wind'));
            const next = new Promise<void>((resolve) => {
                void session.follow(quietOperation(stop.signal), tide, resolve);
            });
            await turned(() => server.followed.has(tide));
            server.raise();
            await next;
            stop.abort();
            await other;
            assert.deepEqual(heard, []);
        });
    });
}

async function turned(is: () => boolean): Promise<void> {
    while (!is()) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}
