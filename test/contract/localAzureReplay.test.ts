import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalAzureClient } from './localAzureClient';

const shared = resolve(import.meta.dirname, '../../../shared/azure');
const folder = join(shared, 'recordings');
const services = '(Microsoft\\.(Web|App|ContainerRegistry|ContainerInstance|Authorization|ManagedIdentity)|resourcegroups)';

if (existsSync(join(shared, 'check/replay.mjs'))) {
    describe('recordings of real Azure, replayed against the local Azure', function () {
        this.timeout(120_000);
        let azure: LocalAzureClient;
        before(async () => {
            azure = await LocalAzureClient.start(['--open']);
        });
        after(() => azure.stop());
        for (const name of readdirSync(folder).map((file) => file.replace(/\.json$/, ''))) {
            it(`answers as in ${name}`, async () => {
                const output = await run([join(shared, 'check/replay.mjs'), azure.url, join(folder, `${name}.json`), '--only', services]);
                assert.match(output, /\d+ requests, [1-9]\d* compared, 0 differ\n$/, output);
            });
        }
    });
}

function run(args: readonly string[]): Promise<string> {
    return new Promise((done) => {
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.on('close', () => done(text));
    });
}
