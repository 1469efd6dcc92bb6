import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import type { QuickRow } from './workbench/quickInput';
import { until } from './workbench/until';
import { visibleText } from './workbench/visibleText';

const out = path.resolve(import.meta.dirname, '../../out/containerize');
const title = 'Slipway: Containerize app';
const question = 'Write these changes to your folder?';
const flask = {
    'app.py': [
        'import os',
        'from flask import Flask',
        '',
        'app = Flask(__name__)',
        "app.secret_key = os.environ['SECRET_KEY']",
        '',
        '',
        "@app.get('/health')",
        'def health():',
        "    return 'ok'",
        '',
    ].join('\n'),
    'requirements.txt': 'Flask==3.1.2\n',
};

/** Containerize in one list, in a real window. */
describe('Containerize', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({ files: flask });
    });
    after(() => stage.close());

    const read = (file: string) => fs.readFileSync(path.join(stage.folder, file), 'utf8');
    const names = () => fs.readdirSync(stage.folder).sort();
    const picture = (name: string) => stage.workbench.shot(path.join(out, `${name}.png`));

    it('shows every fact with the place it was read from, and no notification over it', async () => {
        await open(stage);
        const rows = await allRows(stage);
        for (const [label, place] of [
            ['Language: Python', 'requirements.txt'],
            ['Kind: web', 'app.py:4'],
            ['Framework: Flask', 'app.py:4'],
            ['Entry: app:app', 'app.py:4'],
            ['Server: gunicorn', 'app.py:4'],
            ['Port: 8000', 'app.py:4'],
            ['Packages: pip', 'requirements.txt'],
            ['Health path: /health', 'app.py:8'],
            ['SECRET_KEY', 'required, secret · app.py:5'],
        ] as const) {
            const row = rows.find((each) => each.label === label);
            assert.ok(row?.description.includes(place), `${label} (${place}) in ${JSON.stringify(rows)}`);
        }
        await until('an end of the progress', async () => (await stage.workbench.notifications.shown()).length === 0);
        for (const [name, file] of [
            ['Dark Modern', 'dark'],
            ['Light Modern', 'light'],
            ['Default High Contrast', 'highContrast'],
        ] as const) {
            await stage.workbench.theme(name);
            await picture(file);
        }
        await stage.workbench.theme('Dark Modern');
    });

    it('opens the evidence of a fact by its button, and stays', async () => {
        const row = stage.workbench.quick.row('Entry: app:app');
        await row.hover();
        await row.locator('.action-label[aria-label="Open where this was read"]').click();
        await stage.workbench.page.locator('.tab.active[data-resource-name="app.py"]').waitFor();
        await until('the cursor in line 4', async () =>
            (await stage.workbench.page.locator('.statusbar').innerText()).includes('Ln 4, Col 1'),
        );
        assert.equal((await stage.workbench.quick.state()).title, title);
    });

    it('previews the line that adds gunicorn as a diff', async () => {
        await choose(stage, 'requirements.txt');
        const { page } = stage.workbench;
        await page.locator('.tab', { hasText: 'requirements.txt (proposed change)' }).waitFor();
        const after = page.locator('.monaco-diff-editor .editor.modified .view-lines');
        await until('both lines', async () => /Flask==3\.1\.2\s*gunicorn/.test(visibleText(await after.innerText())));
        await picture('gunicorn');
        assert.equal(read('requirements.txt'), flask['requirements.txt']);
    });

    it('goes back to the list, and leaves nothing behind on Escape', async () => {
        await stage.workbench.quick.waitFor(question);
        await answer(stage, 'Back');
        await stage.workbench.quick.waitFor(title);
        await stage.workbench.page.keyboard.press('Escape');
        await stage.workbench.quick.widget.waitFor({ state: 'hidden' });
        assert.deepEqual(names(), ['app.py', 'requirements.txt']);
        assert.deepEqual(await stage.workbench.notifications.shown(), []);
    });

    it('lets a fact be edited, refuses what it cannot be, and remembers it', async () => {
        const { quick, page } = stage.workbench;
        await open(stage);
        await choose(stage, 'Port: 8000');
        await quick.waitFor('Port');
        await quick.box.fill('eighty');
        await until('the complaint', async () => (await quick.state()).message.includes('A port is a number from 1 to 65535.'));
        await quick.type('9123');
        await quick.waitFor(title);
        await until('the new port', async () =>
            (await allRows(stage)).some((row) => row.label === 'Port: 9123' && row.description.startsWith('set by you')),
        );
        await page.keyboard.press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
        await page.reload();
        await page.locator('.statusbar-item[id="slipway-dev.slipway.slipway.deploy"]').waitFor({ timeout: 90_000 * patience });
        await open(stage);
        assert.ok((await allRows(stage)).some((row) => row.label === 'Port: 9123'));
        await picture('setByYou');
    });

    it('takes back what was set by its button', async () => {
        const row = stage.workbench.quick.row('Port: 9123');
        await row.scrollIntoViewIfNeeded();
        await row.hover();
        await row.locator('.action-label[aria-label="Take what Slipway finds"]').click();
        await until('the port that was found', async () => (await allRows(stage)).some((each) => each.label === 'Port: 8000'));
    });

    it('shows what would change in a file that is there before it is written, though nobody asked to see it', async () => {
        const { page, quick } = stage.workbench;
        await choose(stage, 'Write the 3 files');
        await page.locator('.tab', { hasText: 'Slipway: proposed changes' }).waitFor();
        await quick.waitFor(question);
        assert.deepEqual(names(), ['app.py', 'requirements.txt']);
        await answer(stage, 'Back');
        await quick.waitFor(title);
    });

    it('writes the files on consent after all of them were shown side by side', async () => {
        const { page, quick, notifications } = stage.workbench;
        await choose(stage, 'Preview the changes');
        await page.locator('.tab', { hasText: 'Slipway: proposed changes' }).waitFor();
        await quick.waitFor(question);
        await picture('preview');
        assert.deepEqual(names(), ['app.py', 'requirements.txt']);
        await answer(stage, 'Write 3 Files');
        await notifications.toast('Wrote').waitFor();
        assert.deepEqual(names(), ['.dockerignore', 'Dockerfile', 'app.py', 'requirements.txt']);
        assert.match(read('requirements.txt'), /^Flask==3\.1\.2\ngunicorn[^\n]*\n$/);
        assert.match(read('Dockerfile'), /^FROM .*python:3\.\d+-slim/m);
        assert.match(read('Dockerfile'), /gunicorn/);
    });

    it('keeps a Dockerfile that serves, and names what it starts', async () => {
        stage.write({ Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nEXPOSE 7000\nCMD ["waitress-serve", "--port=7000", "app:app"]\n' });
        await open(stage);
        const rows = await allRows(stage);
        const dockerfile = rows.find((row) => row.label === 'Dockerfile');
        assert.match(dockerfile?.description ?? '', /It is there already; Slipway does not overwrite it\./);
        assert.ok(
            rows.some((row) => row.label === 'Start command: waitress-serve --port=7000 app:app' && row.description === 'Dockerfile:4'),
        );
        assert.ok(rows.some((row) => row.label === 'Port: 7000'));
        assert.equal(rows.filter((row) => row.label.includes('gunicorn')).length, 0, JSON.stringify(rows));
        await picture('kept');
        await stage.workbench.page.keyboard.press('Escape');
        await stage.workbench.quick.widget.waitFor({ state: 'hidden' });
    });

    it('explains what an existing Dockerfile does that could not be reached, and offers the one line as an edit', async () => {
        const { page, quick } = stage.workbench;
        const before =
            'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "--bind", "127.0.0.1:8000", "app:app"]\n';
        stage.write({ Dockerfile: before });
        await open(stage);
        const rows = await allRows(stage);
        const told = rows.find((row) => row.label.includes('127.0.0.1') && !row.label.startsWith('Start command'));
        assert.ok(told?.description.includes('Dockerfile:4'), JSON.stringify(rows));
        await quick.box.fill('nothing outside of the container can reach it');
        await quick.rows.filter({ hasText: 'listens on 127.0.0.1' }).waitFor();
        await choose(stage, 'Dockerfile');
        await page.locator('.tab', { hasText: 'Dockerfile (proposed change)' }).waitFor();
        await quick.waitFor(question);
        await picture('dockerfileEdit');
        assert.equal(read('Dockerfile'), before);
        await answer(stage, 'Write the File');
        await until('the line', () => read('Dockerfile').includes('0.0.0.0'));
        assert.equal(read('Dockerfile').split('\n').slice(0, 3).join('\n'), before.split('\n').slice(0, 3).join('\n'));
        await quick.waitFor(title);
        await page.keyboard.press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
    });

    it('mends the list of another manager by its row, after the change was shown and agreed to, and tells what could not be read beside it', async () => {
        const { page, quick } = stage.workbench;
        for (const file of ['requirements.txt', 'Dockerfile', '.dockerignore']) {
            fs.rmSync(path.join(stage.folder, file));
        }
        const list = '[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = ">=3.12"\ndependencies = ["flask==3.1.2"]\n';
        stage.write({
            'pyproject.toml': list,
            'uv.lock': 'version = 1\nrequires-python = ">=3.12"\n',
            'render.yaml': 'services: [\n',
        });
        await open(stage);
        const rows = await allRows(stage);
        assert.ok(
            rows.some((row) => row.label.includes('render.yaml is not valid YAML')),
            JSON.stringify(rows),
        );
        await quick.box.fill('gunicorn, but');
        const row = quick.rows.filter({ hasText: 'The app is started by gunicorn, but' }).first();
        await row.waitFor();
        assert.match(visibleText(await quick.widget.innerText()), /Add gunicorn to pyproject\.toml, then run uv lock/);
        await picture('otherManager');
        await row.click();
        await page.locator('.tab', { hasText: 'pyproject.toml (proposed change)' }).waitFor();
        await quick.waitFor(question);
        assert.equal(read('pyproject.toml'), list);
        await answer(stage, 'Write the File');
        await until('the new list', () => /dependencies = \["flask==3\.1\.2", "gunicorn[^"]*"\]/.test(read('pyproject.toml')));
        await quick.waitFor(title);
        await until('no such row', async () => !(await allRows(stage)).some((row) => row.label.includes('gunicorn, but')));
        await page.keyboard.press('Escape');
        await quick.widget.waitFor({ state: 'hidden' });
    });
});

async function open(stage: UiStage): Promise<void> {
    await stage.workbench.command('Slipway: Containerize');
    await stage.workbench.quick.waitFor(title);
}

/** Filters the list to one row and takes it. */
async function choose(stage: UiStage, label: string): Promise<void> {
    const { quick } = stage.workbench;
    await quick.box.fill(label);
    await quick.row(label).waitFor();
    await quick.row(label).click();
}

/** Answers the question over a comparison, by keys: the description of the row under the mouse would cover the one below. */
async function answer(stage: UiStage, label: string): Promise<void> {
    const { quick, page } = stage.workbench;
    await quick.waitFor(question);
    await quick.box.fill(label);
    await until(label, async () => visibleText((await quick.state()).rows[0]?.label ?? '').includes(label));
    await page.keyboard.press('Enter');
}

/** The list is virtualised: it is read page by page. */
async function allRows(stage: UiStage): Promise<QuickRow[]> {
    const { quick, page } = stage.workbench;
    await quick.box.fill('');
    await page.keyboard.press('Control+Home');
    const seen = new Map<string, QuickRow>();
    for (let pages = 0, quiet = 0; quiet < 3 && pages < 20; pages += 1) {
        const before = seen.size;
        for (const row of (await quick.state()).rows) {
            const read = { ...row, label: visibleText(row.label), description: visibleText(row.description) };
            seen.set(`${read.label} ${read.description}`, read);
        }
        // The first page down only moves to the end of what is shown.
        quiet = seen.size === before ? quiet + 1 : 0;
        await page.keyboard.press('PageDown');
    }
    await page.keyboard.press('Control+Home');
    return [...seen.values()];
}
