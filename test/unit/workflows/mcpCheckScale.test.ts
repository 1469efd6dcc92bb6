import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { WireExchange } from '../../../src/core/mcp/exchange';
import type { ConnectMcp, McpSession } from '../../../src/ports/mcp';
import { mcpCheckScale } from '../../../src/workflows/mcpCheckScale';

/** Two instances that never say who they are, behind a balancer that sets its cookie only where a client does not answer with it. */
const connect: ConnectMcp = (_op, target) => {
    let sent = 0;
    let cookie: string | undefined;
    const exchange = (): WireExchange => {
        const digest = cookie ?? `instance${String(sent++ % 2)}`;
        const affinity = cookie === undefined ? [{ name: 'ARRAffinity', digest }] : [];
        cookie = target.cookies === 'keep' ? digest : undefined;
        const made = { affinity, responseHeaders: [], requestHeaders: [] } as unknown as WireExchange;
        target.onExchange?.(made);
        return made;
    };
    exchange();
    return Promise.resolve({
        call: () => Promise.resolve({ result: { isError: false, content: [] }, traceId: '', durationMs: 1, exchanges: [exchange()] }),
        close: () => Promise.resolve(),
    } as unknown as McpSession);
};

describe('the scale check of a server that does not say which instance answers', () => {
    it('knows a kept connection’s instance by the cookie that it goes on answering', async () => {
        const report = await mcpCheckScale(quietOperation(), connect, {
            target: { url: 'https://a.example/mcp' },
            tool: 't',
            calls: 20,
            concurrency: 1,
        });
        assert.deepEqual(
            [report.verdict, report.fresh.map(({ calls }) => calls), report.kept.map(({ instance, calls }) => [instance, calls])],
            ['pinned-by-affinity', [5, 5], [['cookie instance0', 10]]],
        );
    });
});
