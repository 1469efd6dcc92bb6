// The main job without a person, in a real window: `npm run tour` prepares the machine and runs this.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installVsix } from './installVsix';
import { startServer } from './startServer';
import { Questions } from './tour/questions';
import { TourLog } from './tour/tourLog';
import type { VsCodeServer } from './vsCodeServer';
import { launchWindowBrowser, type WindowBrowser } from './windowBrowser';
import { until } from './workbench/until';
import { Workbench } from './workbench/workbench';

const root = path.resolve(import.meta.dirname, '../..');
const deployMs = 300_000;
const allowedQuestions = 3;
const planTitle = 'Slipway Plan';

void main().then((code) => (process.exitCode = code));

async function main(): Promise<number> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-tour-'));
    const folder = path.join(scratch, 'flask');
    fs.cpSync(path.join(root, 'samples/flask'), folder, { recursive: true });
    let server: VsCodeServer | undefined;
    let browser: WindowBrowser | undefined;
    try {
        const extensionsDir = path.join(scratch, 'extensions');
        installVsix(extensionsDir, path.join(root, 'out/slipway.vsix'));
        server = await startServer({ folder, extensionsDir, machineSettings: { 'slipway.cloud': 'local' } });
        browser = await launchWindowBrowser(server);
        const workbench = await Workbench.open(browser, server);
        return await tour(workbench, folder);
    } catch (error) {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        return 1;
    } finally {
        await browser?.close();
        await server?.stop();
        fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    }
}

async function tour(workbench: Workbench, folder: string): Promise<number> {
    const log = new TourLog(path.join(root, 'out/tour'), (file) => workbench.shot(file));
    const questions = new Questions();
    try {
        await firstDeploy(workbench, log, questions);
        await secondDeploy(workbench, log, questions, folder);
        return 0;
    } catch (error) {
        const output = workbench.outputText('Slipway').slice(-4000);
        const toasts = (await workbench.notifications.shown()).map((toast) => `${toast.severity ?? ''} ${toast.text}`).join('\n');
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${toasts}\n${output}\n`);
        return 1;
    } finally {
        process.stdout.write(`${questions.asked.length} questions: ${questions.asked.join(' | ')}\n`);
        if (process.env.SLIPWAY_RESULTS !== undefined) {
            fs.writeFileSync(process.env.SLIPWAY_RESULTS, JSON.stringify(log.counts()));
        }
    }
}

async function firstDeploy(workbench: Workbench, log: TourLog, questions: Questions): Promise<void> {
    await log.step('Open the folder', async () => {
        await workbench.statusBar.item('slipway.deploy').waitFor();
        assert.equal(await workbench.statusBar.text('slipway.deploy'), 'Slipway: Deploy');
        await workbench.tree('Slipway').open();
        await workbench.tree('Slipway').row('flask').waitFor();
    });
    await log.step('Press Deploy in the status bar and see the plan', async () => {
        await workbench.statusBar.click('slipway.deploy');
        await answerUntil(workbench, questions, () => Promise.resolve(workbench.page.frames().length > 1));
        await (await workbench.webview(planTitle)).locator('#start').waitFor();
    });
    const plan = await workbench.webview(planTitle);
    await log.step('Agree to the plan', async () => {
        questions.asked.push('the plan');
        await plan.locator('#start').click();
        await plan.locator('#start').waitFor({ state: 'detached' });
    });
    await log.step('Wait until the plan has run', async () => {
        await answerUntil(workbench, questions, async () => (await plan.locator('.verdict').count()) > 0);
        assert.equal(await plan.locator('.verdict.bad').count(), 0);
        await plan.locator('.verdict.good').waitFor();
    });
    await log.step('See the live page beside the plan', async () => {
        const url = await pageUrl(workbench);
        await until('the page in the window', () => heading(workbench, url, 'Hello from the harbour'));
        assert.match(await (await fetch(url)).text(), /Hello from the harbour/);
        assert.ok(questions.asked.length <= allowedQuestions, `asked ${questions.asked.length} questions: ${questions.asked.join(' | ')}`);
    });
    await log.step('See image, registry and deployment in the tree', async () => {
        const tree = workbench.tree('Slipway');
        await tree.expand('flask');
        await until('three rows below the project', async () => (await tree.rows()).filter((row) => row.level === 2).length >= 3);
        assert.equal(await workbench.statusBar.text('slipway.deploy'), 'Slipway: Live');
    });
}

async function secondDeploy(workbench: Workbench, log: TourLog, questions: Questions, folder: string): Promise<void> {
    const before = questions.asked.length;
    await log.step('Change a line and deploy again without a question', async () => {
        const file = path.join(folder, 'templates/index.html');
        fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Hello from the harbour', 'Hello from the open sea'));
        await workbench.command('Slipway: Deploy');
        await until('the run', async () => /\d\/\d/.test(await workbench.statusBar.text('slipway.deploy')), 60_000);
        await answerUntil(workbench, questions, async () => (await workbench.statusBar.text('slipway.deploy')) === 'Slipway: Live');
        const url = await pageUrl(workbench);
        assert.match(await (await fetch(url)).text(), /Hello from the open sea/);
        await until('the new page in the window', () => heading(workbench, url, 'Hello from the open sea'));
        assert.equal(questions.asked.length, before);
    });
}

/** Answers what VS Code asks, and counts it, until something is so. An error that the window shows ends the wait at once. */
async function answerUntil(workbench: Workbench, questions: Questions, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + deployMs;
    while (!(await isSo())) {
        const failed = (await workbench.notifications.shown()).find((toast) => toast.severity === 'error');
        assert.equal(failed, undefined, failed?.text);
        const told = await Promise.all(
            workbench.page.frames().map((frame) =>
                frame
                    .locator('.verdict.bad')
                    .allInnerTexts()
                    .catch(() => []),
            ),
        );
        assert.deepEqual(told.flat(), []);
        assert.ok(Date.now() < end, `the deploy took longer than ${deployMs} ms`);
        await questions.answerDefault(workbench);
        await workbench.page.waitForTimeout(100);
    }
}

/** Whether a frame of the window shows the deployed page with this heading. */
async function heading(workbench: Workbench, url: string, text: string): Promise<boolean> {
    const frame = workbench.page.frames().find((candidate) => candidate.url().includes(`${new URL(url).port}.localhost`));
    return frame !== undefined && (await frame.locator('h1', { hasText: text }).count()) > 0;
}

/** The address of the deployed page, from the tree: "running · http://127.0.0.1:…". */
async function pageUrl(workbench: Workbench): Promise<string> {
    return await until('the address in the tree', async () => {
        const rows = await workbench.tree('Slipway').rows();
        return rows.map((row) => /http:\/\/127\.0\.0\.1:\d+\S*/.exec(row.description)?.[0]).find((url) => url !== undefined);
    });
}
