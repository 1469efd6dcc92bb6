import { execFile } from 'node:child_process';
import path from 'node:path';
import { openEngine } from '../../../src/adapters/docker/openEngine';
import { quietOperation } from '../../../src/base/operation';
import assert from 'node:assert/strict';
import { startNewerEngine, whyNoNewerEngine, type NewerEngine } from './newerEngine';

/** Building, pushing, rehearsing and terminals once more, on an engine that keeps its images as recent installations do. */
describe('a current engine with the containerd image store', function () {
    this.timeout(360_000);
    let engine: NewerEngine | undefined;

    before(async function () {
        // Minutes and packages that a developer should ask for: SLIPWAY_NEWER_ENGINE=1.
        const why =
            process.env.CI === 'true' || process.env.SLIPWAY_NEWER_ENGINE === '1'
                ? whyNoNewerEngine()
                : 'asked for by SLIPWAY_NEWER_ENGINE=1';
        if (why !== undefined) {
            console.log(`    skipped: ${why}`);
            this.skip();
        }
        engine = await startNewerEngine();
    });
    after(() => engine?.stop());

    it('is one', async () => {
        const environment = { env: { DOCKER_HOST: engine?.address }, platform: process.platform, home: '/nonexistent' };
        const facts = await (await openEngine(quietOperation(), { environment })).engine.facts(quietOperation());
        const [major = 0, minor = 0] = facts.apiVersion.split('.').map(Number);
        assert.ok(major === 1 && minor >= 51, facts.apiVersion);
    });

    for (const part of ['build', 'push', 'rehearse', 'terminal']) {
        it(`passes the tests of ${part}`, async () => {
            const mocha = path.resolve(__dirname, '../../../node_modules/mocha/bin/mocha.js');
            const file = path.join(__dirname, `${part}.test.ts`);
            const words = await new Promise<string>((resolve) => {
                execFile(
                    process.execPath,
                    [mocha, '--import=tsx', '--reporter', 'dot', file],
                    { env: { ...process.env, CI: 'true', DOCKER_HOST: engine?.address }, maxBuffer: 10_000_000 },
                    (error, stdout, stderr) => resolve(error === null ? '' : `${stdout}${stderr}`),
                );
            });
            assert.equal(words, '');
        });
    }
});
