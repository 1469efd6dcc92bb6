import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Frame } from 'playwright-core';
import type { UiStage } from './uiStage';
import { until } from './workbench/until';

export const deployMs = 120_000;

/** Agrees to the plan where there is something to agree to. Where there is nothing, it is there for a moment only. */
export async function begun(panel: Frame): Promise<void> {
    const start = panel.locator('#start', { hasText: 'Deploy' });
    const runs = async () => (await panel.locator('#cancel').count()) > 0 && (await panel.locator('#start').count()) === 0;
    let agreed = false;
    await until(
        'the run of the plan',
        async () => {
            if ((await start.count()) === 0) {
                return agreed || (await runs());
            }
            agreed = await start.click({ timeout: 2_000 }).then(
                () => true,
                () => agreed,
            );
            return false;
        },
        deployMs,
    );
}

/** The words of a deploy that ends like that. */
export async function verdict(panel: Frame, kind: 'good' | 'bad'): Promise<string> {
    await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, deployMs);
    const words = await panel.locator('.verdict').first().innerText();
    assert.equal(await panel.locator(`.verdict.${kind}`).count(), 1, words);
    return words;
}

/** A step that takes its time, and that no cache of an earlier run answers. */
export function sleeping(stage: UiStage, seconds: number): string {
    return `RUN ["/bin/busybox", "sh", "-c", ": ${stage.mark}; exec /bin/busybox sleep ${seconds}"]`;
}

/** What BuildKit runs is no container that the engine lists; its processes can be seen. */
export function isRunning(command: string): boolean {
    return spawnSync('pgrep', ['-f', command]).status === 0;
}
