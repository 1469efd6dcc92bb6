import fs from 'node:fs';
import path from 'node:path';
import { root } from '../machine/root.mjs';
import { runQuietly } from './commandStep.mjs';

/** Runs something that reports by scripts/test/failuresAndCounts.cjs and counts its tests. A run that ends badly without a failed test counts as one. */
export async function mochaStep(name, command, args, env = {}) {
    const folder = path.join(root, 'out/results');
    const results = path.join(folder, `${name}.json`);
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(results, { force: true });
    const { code, output } = await runQuietly(command, args, { SLIPWAY_RESULTS: results, ...env });
    const counts = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, 'utf8')) : undefined;
    if (counts === undefined || counts.passed + counts.failed.length + counts.skipped.length === 0) {
        return { failed: [`${name} (no test ran, exit code ${code})`], output };
    }
    const failed = code !== 0 && counts.failed.length === 0 ? [`${name} (exit code ${code})`] : counts.failed;
    return { passed: counts.passed, failed, skipped: counts.skipped, reasons: counts.reasons, output };
}

/** Arguments for mocha itself on TypeScript test files. It exits when they are done: a deploy that a test abandoned may still wait for its time limit. */
export function mochaArguments(...globs) {
    const reporter = path.join(root, 'scripts/test/failuresAndCounts.cjs');
    return [
        // Of Node itself: mocha would start a second one with it.
        '--import=tsx',
        path.join(root, 'node_modules/mocha/bin/mocha.js'),
        '--forbid-only',
        '--exit',
        '--reporter',
        reporter,
        ...globs,
    ];
}
