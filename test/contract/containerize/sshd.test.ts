import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'ssh2';
import { quietOperation } from '../../../src/base/operation';
import { addSshLayer } from '../../../src/core/dockerfile/addSshLayer';
import type { Engine } from '../../../src/ports/engine';
import { docker, until } from '../ssh/fragileSite';
import { machineEngine } from '../engine/testEngine';
import type { App } from './apps';
import { buildAndAsk } from './buildAndAsk';

const app: App = {
    name: 'flask-pip',
    bases: ['python:3.13-slim'],
    recipe: { sshd: 'appService' },
    extraPorts: [2222],
};

describe('an image with the sshd of App Service', function () {
    this.timeout(300_000);
    let engine: Engine;

    before(async function () {
        const found = await machineEngine();
        if (found === undefined || (await found.image(quietOperation(), 'python:3.13-slim')) === undefined) {
            assert.ok(process.env.CI !== 'true', 'there is no engine or no python:3.13-slim');
            console.log('    skipped: no engine, or no python:3.13-slim: node scripts/baseImages.mjs python');
            this.skip();
        }
        engine = found;
    });

    it('lets root in with its password where App Service runs it, with the variables of the app, which is not root', async () => {
        const env = { WEBSITE_SITE_NAME: 'shop', GREETING: 'it\'s "here" $HOME' };
        const answer = await buildAndAsk(engine, { ...app, env }, async ({ ports }) => {
            const port = ports.find((each) => each.containerPort === 2222)?.hostPort ?? 0;
            await assert.rejects(run(port, 'wrong', 'true'), /authentication/i);
            const shown = await run(port, 'Docker!', `bash -lc 'id -u; printf "%s\\n" "$GREETING"; command -v gunicorn'`);
            assert.deepEqual(shown.trim().split('\n'), ['0', env.GREETING, '/opt/venv/bin/gunicorn']);
        });
        assert.equal(answer.status, 200);
        assert.equal(answer.user, '10001');
    });

    it('is added to a Dockerfile that is there, whose app keeps its user by name and its command', async () => {
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-ssh-layer-'));
        let id = '';
        let image = '';
        try {
            const layer = addSshLayer(
                'FROM python:3.13-slim\nRUN useradd --system --uid 4321 app\nUSER app\nWORKDIR /srv\nEXPOSE 8000\nCMD python3 -m http.server 8000\n',
            );
            assert.ok(layer.kind === 'edited');
            writeFileSync(path.join(folder, 'Dockerfile'), layer.text);
            image = await docker('build', '-q', '--label', 'slipway-test=ssh', folder);
            const settings = ['-e', 'WEBSITE_SITE_NAME=shop', '-e', 'GREETING=hello'];
            id = await docker(
                'run',
                '-d',
                '--label',
                'slipway-test=ssh',
                ...settings,
                '-p',
                '127.0.0.1::2222',
                '-p',
                '127.0.0.1::8000',
                image,
            );
            const published = async (port: string) => Number((await docker('port', id, port)).split('\n')[0]!.split(':').pop());
            const [ssh, http] = [await published('2222'), await published('8000')];
            await until(async () => (await fetch(`http://127.0.0.1:${http}/`)).ok, 60_000);
            const shown = await run(
                ssh,
                'Docker!',
                `bash -lc 'id -u; echo "$GREETING"; sed -n "s/^[UG]id:.//p" /proc/1/status; tr "\\0" " " </proc/1/cmdline'`,
            );
            assert.match(shown, /^0\nhello\n4321\t4321\t4321\t4321\n(\d+)\t\1\t\1\t\1\n.*python3 -m http\.server 8000/);
        } finally {
            rmSync(folder, { recursive: true, force: true });
            await docker('rm', '-f', id).catch(() => undefined);
            await docker('rmi', '-f', image).catch(() => undefined);
        }
    });

    it('starts no sshd anywhere else, because its password is known to all', async () => {
        const answer = await buildAndAsk(engine, app, async ({ id }) => {
            const { stdout } = await engine.exec(quietOperation(), id, ['sh', '-c', 'cat /proc/[0-9]*/comm']);
            assert.ok(!stdout.split('\n').includes('sshd'), stdout);
        });
        assert.equal(answer.user, '10001');
    });
});

async function run(port: number, password: string, command: string): Promise<string> {
    const client = new Client();
    try {
        await new Promise<void>((resolve, reject) => {
            client.once('ready', resolve).once('error', reject);
            client.connect({ host: '127.0.0.1', port, username: 'root', password, readyTimeout: 20_000 });
        });
        return await new Promise<string>((resolve, reject) => {
            client.exec(command, (error, channel) => {
                if (error !== undefined) {
                    reject(error);
                    return;
                }
                let output = '';
                channel.on('data', (chunk: Buffer) => (output += chunk.toString()));
                channel.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
                channel.once('close', () => resolve(output));
            });
        });
    } finally {
        client.end();
    }
}
