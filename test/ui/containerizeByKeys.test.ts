import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';
import { visibleText } from './workbench/visibleText';

const out = path.resolve(import.meta.dirname, '../../out/containerize');
const title = 'Slipway: Containerize app';
const question = 'Write these changes to your folder?';
const own =
    'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "--bind", "127.0.0.1:8000", "app:app"]\n';

/** A Dockerfile that is there is explained, compared and mended without a mouse. */
describe('Containerize by keys alone', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({
            files: {
                'app.py': "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/health')\ndef health():\n    return 'ok'\n",
                'requirements.txt': 'Flask==3.1.2\ngunicorn==23.0.0\n',
                Dockerfile: own,
            },
        });
    });
    after(() => stage.close());

    const dockerfile = () => fs.readFileSync(path.join(stage.folder, 'Dockerfile'), 'utf8');
    const press = async (...keys: string[]) => {
        for (const key of keys) {
            await stage.workbench.page.keyboard.press(key);
        }
    };
    /** What the key that is pressed next would reach. */
    const focused = () => stage.workbench.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    const firstRow = async () => visibleText((await stage.workbench.quick.state()).rows[0]?.label ?? '').trim();

    /** Types into whatever has the focus, and goes on when the list has been filtered down to what begins so. */
    async function takes(text: string, row: string): Promise<void> {
        await stage.workbench.page.keyboard.type(text);
        await until(row, async () => (await firstRow()).startsWith(row));
        await press('Enter');
    }

    async function open(): Promise<void> {
        await press('F1');
        await stage.workbench.quick.box.waitFor();
        await takes('Slipway: Containerize', 'Slipway: Containerize');
        await stage.workbench.quick.waitFor(title);
    }

    it('opens the place of a finding by Enter, and that of a fact by the button that Tab reaches', async () => {
        const { page } = stage.workbench;
        await open();
        await takes('nothing outside', '`gunicorn --bind 127.0.0.1:8000 app:app` listens on 127.0.0.1');
        await page.locator('.tab.active[data-resource-name="Dockerfile"]').waitFor();
        await until('the line', async () => (await page.locator('.statusbar').innerText()).includes('Ln 4, Col 1'));
        await stage.workbench.quick.waitFor(title);
        await page.keyboard.type('Health path');
        await until('the fact', async () => (await firstRow()).startsWith('Health path: /health'));
        await press('Tab', 'Tab');
        await until('its button', async () => (await focused()) === 'Open where this was read');
        await press('Enter');
        await page.locator('.tab.active[data-resource-name="app.py"]').waitFor();
    });

    it('ends by Escape, leaves the comparison open to read, and begins anew', async () => {
        const { quick, page, notifications } = stage.workbench;
        await press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
        await open();
        await takes('Preview', 'Preview the changes');
        await quick.waitFor(question);
        await until('the keys in the question', async () => (await focused()).includes(question));
        await stage.workbench.shot(path.join(out, 'keysQuestion.png'));
        await press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
        await page.locator('.tab', { hasText: 'Slipway: proposed changes' }).waitFor();
        assert.equal(dockerfile(), own);
        await open();
        assert.deepEqual(await notifications.shown(), []);
    });

    it('writes the proposed line after it was compared', async () => {
        const { quick, page } = stage.workbench;
        await takes('Dockerfile', 'Dockerfile');
        await page.locator('.tab', { hasText: 'Dockerfile (proposed change)' }).waitFor();
        await quick.waitFor(question);
        for (const [name, file] of [
            ['Dark Modern', 'keysDark'],
            ['Light Modern', 'keysLight'],
            ['Default High Contrast', 'keysHighContrast'],
        ] as const) {
            await stage.workbench.theme(name);
            await stage.workbench.shot(path.join(out, `${file}.png`));
        }
        await until('the keys in the question', async () => (await focused()).includes(question));
        await press('Enter');
        await until('the line', () => dockerfile() === own.replace('127.0.0.1', '0.0.0.0'));
        await quick.waitFor(title);
        await until('no such row', async () => !(await quick.state()).rows.some(({ label }) => label.includes('listens on 127.0.0.1')));
        await press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
    });
});
