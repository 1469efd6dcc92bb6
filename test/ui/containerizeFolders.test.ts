import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/containerize');
const flask = "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef home():\n    return 'ok'\n";
const list = 'Flask==3.1.2\ngunicorn==23.0.0\n';
const command = 'Slipway: Containerize';

async function opened(stage: UiStage, folder: string): Promise<void> {
    await stage.workbench.command(command);
    await stage.workbench.quick.waitFor('Slipway');
    await stage.workbench.quick.pick(folder);
    await stage.workbench.quick.waitFor(`${command} ${folder}`);
}

async function closed(stage: UiStage): Promise<void> {
    await stage.workbench.page.keyboard.press('Escape');
    await stage.workbench.quick.widget.waitFor({ state: 'hidden' });
}

const hasRow = async ({ workbench: { quick } }: UiStage, text: string) => {
    await quick.box.fill(text);
    return await until(text, async () => (await quick.state()).rows.some(({ label }) => label.startsWith(text)));
};

describe('Containerize in a window of two folders', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({
            files: {
                'shop/app.py': flask,
                'shop/requirements.txt': list,
                'api/main.py': "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef home():\n    return {}\n",
                'api/requirements.txt': 'fastapi==0.121.0\nuvicorn==0.38.0\n',
            },
            roots: ['shop', 'api'],
        });
    });
    after(() => stage.close());

    const names = (folder: string) => fs.readdirSync(path.join(stage.folder, folder)).sort();

    it('asks for the folder, and remembers what was set for that one alone', async () => {
        const { quick } = stage.workbench;
        await opened(stage, 'api');
        await hasRow(stage, 'Framework: FastAPI');
        await quick.box.fill('Port: 8000');
        await quick.pick('Port: 8000');
        await quick.waitFor('Port');
        await quick.type('9000');
        await quick.waitFor(`${command} api`);
        await hasRow(stage, 'Port: 9000');
        await closed(stage);
        await opened(stage, 'shop');
        await hasRow(stage, 'Framework: Flask');
        await hasRow(stage, 'Port: 8000');
        await stage.workbench.shot(path.join(out, 'twoFolders.png'));
    });

    it('writes into the chosen folder alone', async () => {
        const { quick } = stage.workbench;
        await quick.box.fill('Write the 2 files');
        await quick.pick('Write the 2 files');
        await until('the files', () => names('shop').includes('Dockerfile') && names('shop').includes('.dockerignore'));
        assert.deepEqual(names('api'), ['main.py', 'requirements.txt']);
    });
});

describe('Containerize in a folder of two apps', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        stage = await openUiStage({
            files: { 'shop/app.py': flask, 'shop/requirements.txt': list, 'api/app.py': flask, 'api/requirements.txt': list },
        });
    });
    after(() => stage.close());

    it('asks which one, and names it by its path', async () => {
        const { quick } = stage.workbench;
        await stage.workbench.command(command);
        await quick.waitFor('Slipway');
        await quick.pick('shop');
        await quick.waitFor(`${command} app/shop`);
        await closed(stage);
    });
});

describe('Containerize in a folder that is not trusted', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({ files: { 'app.py': flask, 'requirements.txt': list }, trust: 'asked' });
    });
    after(() => stage.close());

    it('shows what it found and would write, and writes nothing', async () => {
        const { workbench } = stage;
        await workbench.command(command);
        await workbench.quick.waitFor(`${command} app`);
        await hasRow(stage, 'Entry: app:app');
        await workbench.quick.box.fill('Write the 2 files');
        await workbench.quick.pick('Write the 2 files');
        await workbench.notifications.toast(/trust/i).waitFor();
        await workbench.shot(path.join(out, 'notTrusted.png'));
        assert.deepEqual(fs.readdirSync(stage.folder).sort(), ['app.py', 'requirements.txt']);
    });
});
