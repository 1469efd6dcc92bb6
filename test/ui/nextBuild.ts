import type { Frame } from 'playwright-core';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const beginMs = 120_000;

/** The panel of the build that `begin` begins: one panel a folder is drawn for one build after the other, and shows the last one until then. */
export async function nextBuild(stage: UiStage, folder: string, begin: () => Promise<void>): Promise<Frame> {
    for (const frame of stage.workbench.page.frames()) {
        // A drawing takes away what it has not set.
        await frame
            .locator('.verdict, #again')
            .evaluateAll((elements) => elements.forEach((element) => element.setAttribute('data-before', '')))
            .catch(() => undefined);
    }
    await begin();
    return await until(
        'the new build',
        async () => {
            const panel = await stage.workbench.webview(`Build ${folder}`);
            const isNew =
                (await panel.locator('[data-before]').count()) === 0 && (await panel.locator('.verdict, #cancel, #again').count()) > 0;
            return isNew ? panel : undefined;
        },
        beginMs * patience,
    );
}
