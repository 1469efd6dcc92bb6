import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { quietOperation } from '../../../src/base/operation';
import type { ScaleCall } from '../../../src/core/mcp/judgeScale';
import { mcpCheckScale } from '../../../src/workflows/mcpCheckScale';
import { LocalAzureClient, makeImage, missingForContainers } from '../localAzureClient';
import { SiteStage, webVersion } from '../localAzureSite';
import { shellServer } from './shellServer';

const op = quietOperation();
const image = `slipway-mcp-swap-${process.pid}:v1`;

describe('MCP: calls while something happens to the web app', function () {
    this.timeout(180_000);
    let stage: SiteStage;
    let url: string;

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(image, shellServer);
        stage = await SiteStage.open(await LocalAzureClient.start(['--time-scale', '0.01']));
        const pushed = await stage.push(image, 'mcpswap');
        await stage.site('mcpswap', pushed, { WEBSITES_PORT: '8000', COLOUR: 'blue' });
        await stage.site('mcpswap/slots/staging', pushed, { WEBSITES_PORT: '8000', COLOUR: 'green' });
        await stage.started('mcpswap');
        await stage.started('mcpswap/slots/staging');
        const { body } = await stage.azure.send('GET', '/slipway/local/urls');
        const { hosts } = body as { hosts: Readonly<Record<string, string>> };
        url = new URL('/cgi-bin/mcp', hosts['mcpswap.azurewebsites.net']).href;
    });
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' });
    });

    /** Checks one after the other until `happens` has come to its end, and one more. */
    async function during(happens: () => Promise<void>) {
        const calls: ScaleCall[] = [];
        let isOver = false;
        let problem: unknown;
        const happening = happens().then(
            () => (isOver = true),
            (error: unknown) => {
                problem = error;
                isOver = true;
            },
        );
        const check = async () => {
            await mcpCheckScale(op, connectMcp, { target: { url }, calls: 20, concurrency: 2 }, (call) => calls.push(call));
        };
        // A function, because control flow analysis does not see the change.
        const over = () => isOver;
        while (!over()) {
            await check();
        }
        await happening;
        assert.equal(problem, undefined);
        return { calls, check };
    }

    it('lose none in a slot swap: first one content answers, then the other', async () => {
        const { calls, check } = await during(async () => {
            const swapped = await stage.azure.arm('POST', `${stage.path('mcpswap/slots/staging')}/slotsswap`, webVersion, {
                targetSlot: 'production',
            });
            assert.equal((await stage.azure.finish(swapped)).status, 200);
        });
        await check();
        assert.deepEqual(
            calls.filter(({ failureCode }) => failureCode !== undefined),
            [],
        );
        assert.equal(calls[0]?.instance, 'blue');
        assert.equal(calls.at(-1)?.instance, 'green');
    });

    it('are told by what they met when the app is stopped meanwhile', async () => {
        let stopping: Promise<unknown> | undefined;
        const stop = () => (stopping ??= stage.azure.arm('POST', `${stage.path('mcpswap')}/stop`, webVersion));
        const report = await mcpCheckScale(
            op,
            async (running, target) => {
                // The second leg meets the stopped app for certain.
                await (target.connections === 'kept' ? stop() : undefined);
                return await connectMcp(running, target);
            },
            { target: { url }, calls: 40, concurrency: 2 },
            () => void stop(),
        );
        assert.ok(
            report.failures.some(({ code }) => code === 'mcp/forbidden'),
            JSON.stringify(report),
        );
    });
});
