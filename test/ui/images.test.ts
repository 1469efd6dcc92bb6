import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './freePort';
import { openUiStage, type UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/images');
const name = `harbour${randomBytes(3).toString('hex')}`;
const slowMs = 60_000;

/** Every verb of an image's row, on a real engine that the docker command works on at the same time. */
describe('the images of a window', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;
    let registry: { readonly host: string; stop(): Promise<void> };
    let port = 0;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        registry = await startRegistry();
        stage = await openUiStage({
            name,
            files: {
                'index.html': '<h1>One</h1>\n',
                // The quotes are the file's, as dotenv reads them.
                '.env': 'GREETING="good morning"\n# nothing\n',
                '.env.example': 'GREETING=\n',
                '.dockerignore': '.env*\n',
            },
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        await stage.workbench.tree('Slipway').open();
    });
    after(async () => {
        try {
            await (stage as UiStage | undefined)?.close();
        } finally {
            await (registry as typeof registry | undefined)?.stop();
        }
    });
    afterEach(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(out, 'failed.png'));
            process.stderr.write(stage.workbench.outputText('Slipway').slice(-3000));
        }
    });

    const row = (label: string) => stage.workbench.tree('Slipway').row(label);
    const described = async (label: string) =>
        (await stage.workbench.tree('Slipway').rows()).find((each) => each.label === label)?.description ?? '';
    const choose = (label: string, verb: string) => contextMenu(stage.workbench.page, row(label), verb);

    /** As a person does who works with the docker command. Says its name and its variable when it starts. */
    function dockerBuild(reference: string, page: string): string {
        stage.write({
            'index.html': `<h1>${page}</h1>\n`,
            Dockerfile: stage
                .dockerfile('RUN ["/bin/busybox", "--install", "-s", "/bin"]')
                .replace(/CMD .*/, `CMD echo "${page} says $GREETING on $PORT"; exec httpd -f -p $PORT -h /www\nSTOPSIGNAL SIGKILL`),
        });
        docker(['build', '--quiet', '--tag', reference, stage.folder], { DOCKER_BUILDKIT: '0' });
        return idOf(reference);
    }

    it('appear when the docker command makes one', async () => {
        await row('Build an image').or(row(name)).first().waitFor();
        dockerBuild(`${name}:first`, 'One');
        await row(`${name}:first`).waitFor({ timeout: slowMs * patience });
        assert.match(await described(`${name}:first`), /^\d+ [kM]B · .* · amd64 · [0-9a-f]{12}$/);
    });

    it('are inspected', async () => {
        await choose(`${name}:first`, 'Inspect Image');
        await until('the document', async () => (await stage.workbench.editor.text()).includes('"architecture": "amd64"'));
        assert.match(await stage.workbench.editor.text(), new RegExp(`"${name}:first"`));
    });

    it('run on the port and with the variables of the file that are asked for', async () => {
        port = await freePort();
        const { quick, notifications } = stage.workbench;
        await choose(`${name}:first`, 'Run Image…');
        await quick.waitFor(`Run ${name}:first`);
        assert.equal((await quick.state()).value, '0:8000');
        await quick.box.fill('nowhere');
        await until('the complaint', async () => (await quick.state()).message.includes('Write it like 8080:8000.'));
        await quick.type(`${port}:9000`);
        await quick.row('.env').waitFor();
        assert.deepEqual(
            (await quick.state()).rows.map(({ label }) => label.trim()),
            ['Without an env file', '.env', 'Choose a file…'],
        );
        await stage.workbench.shot(path.join(out, 'env file.png'));
        await quick.pick('.env');
        await notifications.toast(`${name}:first runs on port ${port}.`).waitFor();
        await until('the page', async () => (await visit(port)) === '<h1>One</h1>\n');
        await until('the row', async () => (await described(`${name}:first`)).startsWith(`runs on port ${port} · `));
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(out, `running ${theme}.png`));
        }
    });

    it('open in the browser', async () => {
        await stage.workbench.tree('Slipway').action(`${name}:first`, 'Open Image in Browser');
        const page = await until('the page', () =>
            stage.workbench.page.frames().find((frame) => frame.url().includes(`//${port}.localhost`)),
        );
        await page.getByText('One').waitFor();
    });

    it('show the log of what runs', async () => {
        await choose(`${name}:first`, 'Show Container Log');
        await until('the line', () => stage.workbench.outputText('Slipway').includes('One says good morning on 9000'));
    });

    it('open a shell in what runs', async () => {
        await choose(`${name}:first`, 'Open Container Shell');
        await stage.workbench.terminal.waitFor(/[#$] *$/, 30_000);
        await stage.workbench.terminal.type('echo "<$GREETING>"; cat /www/index.html\r');
        await stage.workbench.terminal.waitFor(/^<good morning>\n<h1>One<\/h1>/m, 30_000);
    });

    it('are stopped, and the container goes', async () => {
        assert.equal(stage.containers().length, 1);
        await stage.workbench.tree('Slipway').action(`${name}:first`, 'Stop Container');
        await until('no container', () => stage.containers().length === 0, slowMs);
        await until('the row', async () => !(await described(`${name}:first`)).includes('runs'));
    });

    it('are given another name', async () => {
        const { quick } = stage.workbench;
        await choose(`${name}:first`, 'Tag Image…');
        await quick.waitFor(`Tag ${name}:first`);
        await quick.box.fill('Not a name');
        await until('the complaint', async () => (await quick.state()).message.includes('registry.example.com/name:tag'));
        await quick.type(`${registry.host}/team/${name}:second`);
        await row(`${name}:second`).waitFor();
        assert.match(await described(`${name}:second`), new RegExp(` · ${registry.host}/team$`));
    });

    it('are pushed to the registry that they are named after, with bytes and rate', async () => {
        const { quick, notifications } = stage.workbench;
        await choose(`${name}:second`, 'Push Image to Azure Container Registry');
        await quick.row(registry.host).waitFor();
        await quick.pick(registry.host);
        await notifications.toast(`Pushed ${registry.host}/team/${name}:second`).waitFor({ timeout: slowMs * patience });
        const found = await fetch(`http://${registry.host}/v2/team/${name}/tags/list`);
        assert.deepEqual(((await found.json()) as { tags: unknown }).tags, ['second']);
        const output = stage.workbench.outputText('Slipway');
        assert.match(output, /[0-9a-f]{12}: Pushed, \d+ [kM]B at \d+ [kM]B\/s/);
    });

    it('are pulled anew', async () => {
        const reference = `${registry.host}/team/${name}:second`;
        const first = idOf(reference);
        const newer = dockerBuild(reference, 'Two');
        docker(['push', '--quiet', reference]);
        docker(['tag', first, reference]);
        assert.notEqual(idOf(reference), newer);
        await until('the row', async () => (await described(`${name}:second`)).includes('·'));
        await choose(`${name}:second`, 'Pull Image');
        await until('the newer image', () => idOf(reference) === newer, slowMs);
    });

    it('are removed after a question', async () => {
        await choose(`${name}:second`, 'Remove Image…');
        const { message } = await stage.workbench.dialog.read();
        assert.equal(message, `Remove ${registry.host}/team/${name}:second from this engine?`);
        await stage.workbench.dialog.click('Remove');
        await row(`${name}:second`).waitFor({ state: 'detached' });
        assert.equal(idOf(`${registry.host}/team/${name}:second`), '');
        await row(`${name}:first`).waitFor();
    });

    it('go when the docker command removes one', async () => {
        docker(['rmi', `${name}:first`]);
        await row(`${name}:first`).waitFor({ state: 'detached' });
    });
});

function docker(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
}

/** Empty when there is no such image. */
function idOf(reference: string): string {
    return docker(['images', '--quiet', '--no-trunc', reference]).trim();
}

async function visit(port: number): Promise<string> {
    return await (await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) })).text();
}

/** A real registry that asks for no login. */
async function startRegistry(): Promise<{ readonly host: string; stop(): Promise<void> }> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-registry-'));
    const host = `127.0.0.1:${await freePort()}`;
    const file = path.join(folder, 'registry.yml');
    fs.writeFileSync(
        file,
        `version: 0.1\nstorage: { filesystem: { rootdirectory: ${folder}/data } }\nhttp: { addr: '${host}', secret: x }\n`,
    );
    const child: ChildProcess = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
    await until('the registry', async () => (await fetch(`http://${host}/v2/`)).ok);
    return {
        host,
        stop: async () => {
            const ended = once(child, 'exit');
            child.kill();
            await ended;
            fs.rmSync(folder, { recursive: true, force: true });
        },
    };
}
