// `npm run conformance`: the adapter, driven as a program by @modelcontextprotocol/conformance, against every scenario that each revision requires.
// Extensions that the revision does not score are run and shown, and decide nothing. Needs Node 22 or newer: .tools brings its own.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24 } from './machine/node24.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const revisions = ['2025-11-25', '2026-07-28'];
/** The document that the tool's authorization server knows; nothing is fetched from there. */
const clientMetadata = 'https://conformance-test.local/client-metadata.json';

/** `✓ tools_call: 2 passed, 0 failed` of the summary, without the scenarios that the tool says it does not score. */
function readSummary(output) {
    const summary = output.slice(output.indexOf('=== SUITE SUMMARY ==='));
    const unscored = new Set(
        [...summary.slice(Math.max(0, summary.indexOf('Not scored'))).matchAll(/^ +[✓✗] (\S+) \(/gmu)].map(([, name]) => name),
    );
    if (!summary.includes('Not scored')) {
        unscored.clear();
    }
    return [...summary.matchAll(/^([✓✗]) (\S+): (\d+) passed, (\d+) failed/gmu)].map(([, mark, name]) => ({
        name,
        passed: mark === '✓',
        scored: !unscored.has(name),
    }));
}

/** The bundle when it is as new as its sources: it starts in a third of the time. */
function clientCommand() {
    const bundle = statSync(path.join(root, 'dist/cli.js'), { throwIfNoEntry: false });
    const newest = Math.max(
        ...readdirSync(path.join(root, 'src'), { recursive: true }).map(
            (file) => statSync(path.join(root, 'src', file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
        ),
    );
    return bundle !== undefined && bundle.mtimeMs > newest ? 'dist/cli.js' : 'scripts/cli.mjs';
}

function runTool(node, revision, what) {
    const out = path.join(root, 'out/conformance', revision);
    mkdirSync(out, { recursive: true });
    const tool = path.join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
    // The tool splits the command at spaces and runs it in a shell; the paths here are relative, so that a folder with spaces works too.
    const command = `${path.basename(process.execPath)} scripts/conformanceTurn.mjs ${clientCommand()} mcp-client`;
    const turns = path.join(out, 'turns');
    mkdirSync(turns, { recursive: true });
    return new Promise((resolve, reject) => {
        let output = '';
        const child = spawn(node, [tool, 'client', '--command', command, ...what, '-o', out, '--timeout', '900000'], {
            cwd: root,
            env: {
                ...process.env,
                SLIPWAY_MCP_CLIENT_METADATA: clientMetadata,
                SLIPWAY_CONFORMANCE_TURNS: turns,
                SLIPWAY_CONFORMANCE_CLIENTS: String(Math.max(1, availableParallelism() - 1)),
                PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
            },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding('utf8').on('data', (text) => {
                output += text;
            });
        }
        child.on('error', reject);
        child.on('close', () => resolve(output));
    });
}

const node = Number(process.versions.node.split('.')[0]) >= 22 ? process.execPath : await node24();
let passed = 0;
let failed = 0;
for (const revision of revisions) {
    rmSync(path.join(root, 'out/conformance', revision), { recursive: true, force: true });
    const output = await runTool(node, revision, ['--requirements', revision]);
    const scenarios = readSummary(output);
    if (!scenarios.some(({ scored }) => scored)) {
        console.error(output.slice(-4000));
        console.error(`${revision}: the conformance tool gave no summary.`);
        failed += 1;
        continue;
    }
    for (const scenario of scenarios) {
        console.log(`${revision} ${scenario.passed ? '✓' : '✗'} ${scenario.name}${scenario.scored ? '' : ' (not scored)'}`);
        if (scenario.scored) {
            passed += scenario.passed ? 1 : 0;
            failed += scenario.passed ? 0 : 1;
        }
    }
    if (scenarios.some((scenario) => scenario.scored && !scenario.passed)) {
        console.log(`Details: out/conformance/${revision}`);
    }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
