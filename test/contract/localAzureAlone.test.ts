import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalAzureClient, missingForContainers } from './localAzureClient';

const root = path.resolve(import.meta.dirname, '../..');

/** As a person or another program starts it, who knows of npm alone. */
describe('npm run local-azure', function () {
    this.timeout(180_000);
    let npm: ChildProcess | undefined;
    afterEach(() => {
        npm?.kill('SIGTERM');
        // Whoever outlives npm has its pipe, too, which these tests would wait for.
        npm?.stdout?.destroy();
    });

    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        it(`has a registry, and ends with it when npm is sent ${signal}`, async function () {
            const missing = missingForContainers();
            if (missing !== undefined) {
                console.log(`      skipped: ${missing}`);
                this.skip();
            }
            const azure = await startByNpm();
            await azure.register('Microsoft.ContainerRegistry');
            await azure.arm('PUT', 'resourceGroups/here', '2025-04-01', { location: 'westeurope' });
            const made = await azure.arm(
                'PUT',
                'resourceGroups/here/providers/Microsoft.ContainerRegistry/registries/alone',
                '2025-11-01',
                { location: 'westeurope', sku: { name: 'Basic' } },
            );
            await azure.finish(made);
            const registry = `http://${made.text('properties', 'loginServer')}/v2/`;
            assert.equal((await fetch(registry)).status, 401);
            npm?.kill(signal);
            await silent(azure.url);
            await silent(registry);
        });
    }

    async function startByNpm(): Promise<LocalAzureClient> {
        // Without what the tests were given: whoever starts it has no registry of his own on the PATH.
        const own = (process.env.PATH ?? '')
            .split(path.delimiter)
            .filter((folder) => !folder.startsWith(path.join(root, '.tools', 'docker-registry')));
        npm = spawn('npm', ['run', '-s', 'local-azure', '--', '--runner', 'process'], {
            cwd: root,
            stdio: ['ignore', 'pipe', 'inherit'],
            env: { ...process.env, PATH: own.join(path.delimiter) },
        });
        const [line] = (await once(createInterface({ input: npm.stdout! }), 'line')) as [string];
        return LocalAzureClient.attach(JSON.parse(line) as { url: string; key: string; subscriptionId: string });
    }
});

async function silent(url: string): Promise<void> {
    const answers = () =>
        fetch(url).then(
            () => true,
            () => false,
        );
    for (const end = Date.now() + 20_000; Date.now() < end && (await answers());) {
        await sleep(100);
    }
    assert.equal(await answers(), false, `${url} still answers`);
}
