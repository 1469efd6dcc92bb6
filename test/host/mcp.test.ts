import assert from 'node:assert/strict';
import * as vscode from 'vscode';

// The stateless sample, started by whoever runs these tests where a Python is at hand: it refuses `initialize`, which is all that VS Code itself speaks.
const url = process.env.SLIPWAY_TEST_MCP;
const id = 'slipway-dev.slipway';

describe('the MCP client of VS Code', function () {
    this.timeout(90_000);

    before(async function () {
        const commands = await vscode.commands.getCommands(true);
        if (url === undefined || !commands.includes('workbench.mcp.startServer')) {
            this.skip();
        }
        await vscode.extensions.getExtension(id)?.activate();
    });

    it('uses a server that speaks 2026-07-28 only, by the bridge', async () => {
        const address = url ?? '';
        assert.equal(await vscode.commands.executeCommand('slipway.mcp.connect', address), true);
        const label = new URL(address).host;
        const find = () => vscode.lm.tools.find(({ name }) => /^mcp_.*tally$/.test(name));
        for (let tries = 0; tries < 30 && find() === undefined; tries++) {
            const started = vscode.commands.executeCommand('workbench.mcp.startServer', `${id}/${label}`, {
                autoTrustChanges: true,
                waitForLiveTools: true,
            });
            await Promise.race([started, pause(10_000)]);
            await pause(300);
        }
        const tally = find();
        assert.ok(tally, vscode.lm.tools.map(({ name }) => name).join(', '));
        const first = JSON.parse(await invoke(tally.name, { add: 40 })) as { total: number; handle: string };
        const second = JSON.parse(await invoke(tally.name, { add: 2, handle: first.handle })) as { total: number };
        assert.deepEqual([first.total, second.total], [40, 42]);
    });
});

describe('what agents may ask of Slipway', function () {
    this.timeout(60_000);

    before(async () => {
        await vscode.extensions.getExtension(id)?.activate();
    });

    it('tells how the project would run, and what would be written', async () => {
        const told = JSON.parse(await invoke('slipway_inspect_project', {})) as {
            projects: { framework: string; entry: string }[];
            files: { path: string; action: string }[];
        };
        assert.equal(told.projects[0]?.framework, 'Flask');
        assert.ok(told.files.some(({ path, action }) => path === 'Dockerfile' && action === 'create'));
    });

    it('explains a log of a container that does not start', async () => {
        const log =
            'Container app_0 for site app did not respond to HTTP pings on port: 8000, failing site start. See container logs for debugging.';
        assert.match(await invoke('slipway_explain_failure', { log }), /8000/);
    });

    it('declares every tool that it registers', () => {
        const declared = (vscode.extensions.getExtension(id)?.packageJSON as { contributes: { languageModelTools: { name: string }[] } })
            .contributes.languageModelTools;
        const there = vscode.lm.tools.map(({ name }) => name);
        assert.deepEqual(
            declared.map(({ name }) => name).filter((name) => !there.includes(name)),
            [],
        );
    });
});

async function invoke(name: string, input: object): Promise<string> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

function pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
