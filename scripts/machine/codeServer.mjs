import fs from 'node:fs';
import path from 'node:path';
import { codeServerShims } from './codeServerShims.mjs';
import { installOnce } from './installOnce.mjs';
import { npmInstall } from './npmInstall.mjs';

/** The versions that can be asked for: today's, and the oldest that the manifest's `engines.vscode` admits. */
const versions = { today: '4.139.1', oldest: '4.106.3' };

// Raise it with any change below, so that a folder made by the old recipe is not taken for a new one.
const recipe = 1;

// Native or large packages that the server imports lazily for things no test touches: agents, the keyring, Windows, its own telemetry, sqlite.
const unwanted = new Set([
    '@devcontainers/cli',
    '@github/copilot-sdk',
    '@microsoft/1ds-post-js',
    '@microsoft/mxc-sdk',
    '@vscode/copilot-api',
    '@vscode/deviceid',
    '@vscode/native-watchdog',
    '@vscode/sandbox-runtime',
    '@vscode/spdlog',
    '@vscode/sqlite3',
    '@vscode/windows-process-tree',
    '@vscode/windows-registry',
    'detect-libc',
    'kerberos',
    'node-addon-api',
    'ssh2',
    'tar',
    'zod',
]);

// Only built-ins without a browser entry, or never activated, may go: one that is missing otherwise is looked for by the web worker host, in vain.
const unwantedBuiltins = /^(copilot|mermaid-markdown-features|ms-vscode\..*|git|github|terminal-suggest|tunnel-forwarding)$/;

/**
 * A code-server from npm without native builds: `server` (the VS Code server inside it, which runs alone) and `builtin` (the built-in extensions to
 * load). `which` is 'today' or 'oldest'.
 */
export async function codeServer(which = 'today') {
    const version = versions[which];
    const folder = await installOnce(`code-server-${version}-r${recipe}`, (half) => build(half, version));
    const home = path.join(folder, 'node_modules/code-server');
    return {
        version,
        server: path.join(home, 'lib/vscode/out/server-main.js'),
        builtin: path.join(folder, 'builtin'),
    };
}

async function build(folder, version) {
    await npmInstall(folder, [`code-server@${version}`]);
    const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
    trimDependencies(vscode, version);
    // The optional dependencies stay: the file watcher's prebuilt binary is one.
    await npmInstall(vscode, [], ['--omit=dev']);
    codeServerShims(path.join(vscode, 'node_modules'));
    // TypeScript for the built-in TypeScript, HTML and npm extensions: without it opening a .ts, .html or package.json shows error toasts.
    await npmInstall(path.join(vscode, 'extensions'), [], ['--omit=dev']);
    dropForeign(vscode);
    linkBuiltins(folder, vscode);
}

function trimDependencies(vscode, version) {
    const file = path.join(vscode, 'package.json');
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const name of Object.keys(manifest.dependencies)) {
        if (unwanted.has(name)) {
            delete manifest.dependencies[name];
        }
    }
    if (version === versions.oldest) {
        // Its shrinkwrap pins a watcher from a Git repository; the same one is on npm under this version.
        fs.rmSync(path.join(vscode, 'npm-shrinkwrap.json'), { force: true });
        manifest.dependencies['@parcel/watcher'] = '2.5.1';
    }
    fs.writeFileSync(file, JSON.stringify(manifest, null, 2));
}

function dropForeign(vscode) {
    const ours = `${process.platform}-${process.arch}`;
    for (const folder of ['node_modules/@vscode/ripgrep-universal/bin', 'node_modules/node-pty/prebuilds']) {
        const full = path.join(vscode, folder);
        for (const name of fs.existsSync(full) ? fs.readdirSync(full) : []) {
            if (name !== ours) {
                fs.rmSync(path.join(full, name), { recursive: true });
            }
        }
    }
    fs.rmSync(path.join(vscode, 'node_modules/node-pty/third_party'), { recursive: true, force: true });
    fs.rmSync(path.join(vscode, 'extensions/copilot'), { recursive: true, force: true });
}

function linkBuiltins(folder, vscode) {
    const builtin = path.join(folder, 'builtin');
    fs.mkdirSync(builtin);
    for (const entry of fs.readdirSync(path.join(vscode, 'extensions'), { withFileTypes: true })) {
        // node_modules is linked too: the extensions look for it beside their own link.
        if (entry.isDirectory() && !unwantedBuiltins.test(entry.name)) {
            fs.symlinkSync(path.join('../node_modules/code-server/lib/vscode/extensions', entry.name), path.join(builtin, entry.name));
        }
    }
}
