import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from '../machine/atEnd.mjs';
import { codeServer } from '../machine/codeServer.mjs';
import { root } from '../machine/root.mjs';
import { run } from '../machine/run.mjs';
import { start } from '../machine/start.mjs';
import { forwardLoopback } from './forwardLoopback.mjs';
import { tryOutSettings } from './tryOutSettings.mjs';

const patienceMs = 60_000;

/** Serves the folder in a VS Code for the browser and prints its URL, which bears a token: nobody else on this machine gets in. */
export async function openInCodeServer({ node, scratch, folder, env }) {
    const { server, builtin } = await codeServer();
    const data = path.join(scratch, 'data');
    const extensions = path.join(scratch, 'extensions');
    const tokenFile = path.join(scratch, 'token');
    const token = randomBytes(20).toString('hex');
    fs.writeFileSync(tokenFile, token, { mode: 0o600 });
    // The machine's settings are the place for machine-scoped ones where the window is a browser.
    tryOutSettings(path.join(data, 'Machine/settings.json'));
    const places = ['--accept-server-license-terms', '--server-data-dir', path.join(scratch, 'server'), '--extensions-dir', extensions];
    await run(node, [server, ...places, '--install-extension', path.join(root, 'out/slipway.vsix')]);
    const port = await freePort();
    const forwarder = await forwardLoopback();
    atEnd(() => forwarder.close());
    // In a browser the user's settings, trust among them, live there and not here; the folder is Slipway's own sample.
    const args = [
        '--disable-workspace-trust',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--connection-token-file',
        tokenFile,
        '--telemetry-level',
        'off',
    ];
    const started = start(node, [server, ...places, ...args, '--user-data-dir', data, '--builtin-extensions-dir', builtin], {
        env: { ...env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', VSCODE_PROXY_URI: forwarder.template },
        stdio: 'ignore',
    });
    await untilListening(port);
    console.log(
        `\nOpen http://127.0.0.1:${port}/?tkn=${token}&folder=${encodeURIComponent(folder)}\nPress Ctrl-C here to end everything.\n`,
    );
    return started;
}

async function untilListening(port) {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
        try {
            await (await fetch(`http://127.0.0.1:${port}/version`)).text();
            return;
        } catch {
            // Not yet.
        }
    }
    throw new Error('The VS Code server does not answer.');
}

function freePort() {
    return new Promise((resolve, reject) => {
        const probe = net.createServer().once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}
