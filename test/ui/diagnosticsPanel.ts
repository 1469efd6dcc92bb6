import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import type { Frame } from 'playwright-core';
import { inContainer, startedAnew } from './fragileApp';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const minuteMs = 60_000;

/** Deploys the window's folder by its plan, and waits until it is live. */
export async function deployFolder(stage: UiStage): Promise<void> {
    await stage.workbench.command('Slipway: Deploy');
    const panel = await stage.workbench.webview('Slipway Plan');
    await until('a plan without the end of an earlier deploy', async () => (await panel.locator('.verdict').count()) === 0);
    await until(
        'the plan, or the deploy without questions',
        async () => (await panel.locator('#start', { hasText: 'Deploy' }).count()) > 0 || (await panel.locator('.verdict').count()) > 0,
        minuteMs,
    );
    if ((await panel.locator('.verdict').count()) === 0) {
        await panel.locator('#start').click();
    }
    await deployed(stage);
}

/** Waits until the deploy that the plan's panel shows has ended well. */
export async function deployed(stage: UiStage): Promise<void> {
    const panel = await stage.workbench.webview('Slipway Plan');
    await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 3 * minuteMs);
    assert.equal(await panel.locator('.verdict.good').count(), 1, await panel.locator('.verdict').first().innerText());
}

/** The panel of the window's deployment, opened by its command unless it is open. */
export async function diagnostics(stage: UiStage): Promise<Frame> {
    if (!stage.workbench.page.frames().some((frame) => frame.url().includes('slipway.diagnose'))) {
        await stage.workbench.command('Slipway: Diagnose Deployment');
    }
    return await stage.workbench.webview('Slipway Diagnostics');
}

/** Runs all checks with the request that a person calls failing, and waits for the verdict. */
export async function runAll(panel: Frame, request = 'POST /chat {"prompt":"hi"}'): Promise<void> {
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#request').fill(request);
    await panel.locator('#run').click();
    await panel.locator('#cancel').waitFor();
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#verdict').waitFor();
}

/** The first line of the verdict must say this; else the whole panel is told. */
export async function says(panel: Frame, words: RegExp): Promise<void> {
    const said = await panel.locator('#verdict .what').innerText();
    if (!words.test(said)) {
        const checks = (await panel.locator('.checks details').allTextContents()).join('\n').slice(0, 12_000);
        throw new Error(`${said} It was to say ${String(words)}.\n${await panel.locator('#verdict').innerText()}\n${checks}`);
    }
}

export const healthy = /Everything that was asked answers as it should\./;

/** Reads a dialog that says what will be changed, and gives this answer. */
export async function agreeTo(stage: UiStage, words: RegExp, answer: string): Promise<void> {
    const { message } = await stage.workbench.dialog.read();
    assert.match(message, words);
    await stage.workbench.dialog.click(answer);
}

/** Presses the button that edits a setting, types its value, and waits for the app that has it. */
export async function editSetting(stage: UiStage, panel: Frame, name: string, value: string): Promise<void> {
    await startedAnew(stage, async () => {
        await panel
            .getByRole('button', { name: `Edit ${name}` })
            .first()
            .click();
        await stage.workbench.quick.type(value);
        await agreeTo(stage, new RegExp(`^Change ${name} of `), 'Change and Restart');
    });
}

/** Ends every session of sshd, as a restarting front end does: as soon as there is one. */
export async function cutTunnel(stage: UiStage): Promise<void> {
    await until('a session of sshd', () => {
        try {
            inContainer(stage, 'pkill', '-f', '^sshd: root');
            return true;
        } catch {
            return false;
        }
    });
}

/** Run after each test: a failed one leaves a picture of what the window shows then. */
export function failed(stage: () => UiStage, name: string): (this: Context) => Promise<void> {
    const folder = path.resolve(import.meta.dirname, '../../out/ui/failed');
    return async function () {
        if (this.currentTest?.state === 'failed') {
            fs.mkdirSync(folder, { recursive: true });
            await stage().workbench.shot(path.join(folder, `${name}.png`));
        }
    };
}
