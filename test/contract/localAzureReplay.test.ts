import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalAzureClient } from './localAzureClient';

const shared = resolve(import.meta.dirname, '../../../shared/azure');
/** Recordings of real Azure that the local Azure answers alike. */
const recordings = [
    'acr.test_acr_create_with_managed_registry',
    'acr.test_check_name_availability',
    'appservice.test_acr_integration',
    'appservice.test_container_webapp_docker_image_name',
    'appservice.test_linux_webapp_remote_ssh',
    'appservice.test_linux_webapp_ssh',
    'appservice.test_webapp_config_appsettings',
    'appservice.test_webapp_slot_swap',
    'appservice.test_webapp_track_runtimestatus_runtimesucessful',
    'container.test_container_create',
    'containerapp.test_containerapp_env_e2e',
    'containerapp.test_containerapp_exec',
    'containerapp.test_containerapp_kind_functionapp',
    'containerapp.test_containerapp_logstream',
    'containerapp.test_containerapp_registry_identity_system',
    'containerapp.test_containerapp_replica_commands',
    'containerapp.test_containerapp_up_image_e2e',
    'role.test_role_assignment_create_update',
];
const services = '(Microsoft\\.(Web|App|ContainerRegistry|ContainerInstance|Authorization|ManagedIdentity)|resourcegroups)';

if (existsSync(join(shared, 'check/replay.mjs'))) {
    describe('recordings of real Azure, replayed against the local Azure', function () {
        this.timeout(120_000);
        let azure: LocalAzureClient;
        before(async () => {
            azure = await LocalAzureClient.start(['--open']);
        });
        after(() => azure.stop());
        for (const name of recordings) {
            it(`answers as in ${name}`, async () => {
                const output = await run([
                    join(shared, 'check/replay.mjs'),
                    azure.url,
                    join(shared, 'recordings', `${name}.json`),
                    '--only',
                    services,
                ]);
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
