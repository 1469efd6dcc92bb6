import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { otherMachine } from './otherMachine';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/wsl');
const shared = 'docker-desktop/shared-sockets/guest-services';

/**
 * A Linux host dressed as WSL: its variables, WSLInterop, a wsl.exe that prints UTF-16, Docker Desktop's shared folder and no /var/run/docker.sock, and a
 * credential helper that is a Windows program. What is under test is the real doctor in the real window.
 */
describe('a window in WSL', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage | undefined;
    let folder = '';
    let relay: net.Server | undefined;

    before(async function () {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-wsl-'));
        fs.mkdirSync(out, { recursive: true });
        const home = path.join(folder, 'home');
        const programs = path.join(folder, 'bin');
        fs.mkdirSync(path.join(folder, 'wsl', shared), { recursive: true });
        fs.mkdirSync(path.join(home, '.docker'), { recursive: true });
        fs.mkdirSync(programs);
        fs.writeFileSync(path.join(home, '.docker/config.json'), '{ "credsStore": "desktop.exe" }\n');
        program(programs, 'wsl.exe', `#!/bin/sh\nexec cat '${folder}/wsl.txt'\n`);
        fs.writeFileSync(
            path.join(folder, 'wsl.txt'),
            Buffer.from(
                '\ufeff  NAME              STATUS            VERSION\r\n* Ubuntu            Wird ausgeführt   2\r\n  docker-desktop    Wird ausgeführt   2\r\n',
                'utf16le',
            ),
        );
        // The first bytes of a Windows program: the kernel says "exec format error" where no interop is registered.
        program(programs, 'docker-credential-desktop.exe', 'MZ\u0090\u0000');
        // A root laid over the machine's own: where that is a container, as in CI, its mark would say so.
        const startedBy = otherMachine([
            `mkdir '${folder}/over'`,
            `mount -t tmpfs tmpfs '${folder}/over'`,
            `cd '${folder}/over'`,
            'mkdir new work root',
            'mount -t overlay overlay -o lowerdir=/,upperdir=new,workdir=work root',
            'rm -f root/.dockerenv',
            'for part in proc sys dev tmp; do mount --rbind /$part root/$part; done',
            'mount -t tmpfs tmpfs root/run',
            'mkdir root/run/WSL',
            'mount -t tmpfs tmpfs root/mnt',
            'mkdir root/mnt/wsl',
            `mount --bind '${folder}/wsl' root/mnt/wsl`,
            // First on the PATH of a login shell, whose environment VS Code takes over.
            `mount --bind '${programs}' root/usr/local/sbin`,
            'ROOT=$PWD/root',
        ]);
        if (startedBy === undefined) {
            console.log('      skipped: only root can dress a window as WSL');
            this.skip();
        }
        stage = await openUiStage({
            files: {
                'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
                'requirements.txt': 'Flask==3.1.2\n',
            },
            env: { WSL_DISTRO_NAME: 'Ubuntu', HOME: home, DOCKER_HOST: '' },
            startedBy,
        });
    });
    after(async () => {
        await stage?.close();
        relay?.close();
        fs.rmSync(folder, { recursive: true, force: true });
    });

    it('names the distribution for which Docker Desktop is not switched on, the broken helper, and what the project lacks', async () => {
        const rows = await setupRows(stage!);
        await stage!.workbench.shot(path.join(out, 'integration off.png'));
        assert.match(rows[0] ?? '', /Docker Desktop is not switched on for Ubuntu/);
        assert.ok(
            rows.some((row) => row.includes('The credential helper does not work')),
            rows.join('\n'),
        );
        assert.ok(
            rows.some((row) => row.includes('The project has no virtual environment')),
            rows.join('\n'),
        );
    });

    it('finds the engine at the shared socket as soon as it is there', async () => {
        const socket = path.join(folder, 'wsl', shared, 'docker.proxy.sock');
        const server = net.createServer((client) => {
            const engine = net.connect(enginePath());
            client.pipe(engine).pipe(client);
            client.on('error', () => engine.destroy());
            engine.on('error', () => client.destroy());
        });
        relay = server;
        await new Promise<void>((resolve) => server.listen(socket, resolve));
        fs.chmodSync(socket, 0o777);
        const rows = await setupRows(stage!);
        await stage!.workbench.shot(path.join(out, 'shared socket.png'));
        assert.ok(
            rows.some((row) => row.includes('A Docker engine answers')),
            rows.join('\n'),
        );
        assert.ok(!rows.some((row) => row.includes('not switched on')), rows.join('\n'));
    });
});

function program(folder: string, name: string, content: string): void {
    fs.writeFileSync(path.join(folder, name), content, { encoding: 'latin1', mode: 0o755 });
}

function enginePath(): string {
    return (process.env.DOCKER_HOST ?? '').replace(/^unix:\/\//, '') || '/var/run/docker.sock';
}

/** Runs the doctor, reads what it found, the heaviest first, and closes it. */
async function setupRows({ workbench }: UiStage): Promise<readonly string[]> {
    await workbench.command('Slipway: Check My Setup');
    await workbench.quick.waitFor('Slipway: Check My Setup');
    const rows = await until('the findings', async () => {
        const { rows: found } = await workbench.quick.state();
        return found.length > 0 ? found.map(({ label }) => label) : undefined;
    });
    return rows;
}
