import fs from 'node:fs';
import path from 'node:path';
import { cutTunnel, deployFolder, diagnostics, failed, healthy, runAll, says } from './diagnosticsPanel';
import { breakIt, connectToModel } from './fragileApp';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshDiagnostics');
const minuteMs = 60_000;

/** The fragile sample, deployed by the window itself to the local Azure with the model's endpoint and role, then broken in every way it knows. */
describe('SSH diagnostics of a deployed app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            sample: 'fragile',
            localAzure: 'started',
        });
        const dockerfile = path.join(stage.folder, 'Dockerfile');
        fs.appendFileSync(dockerfile, `LABEL slipway.ui=${stage.mark}\n`);
        await deployFolder(stage);
        await connectToModel(stage, { FRAGILE_SLEEP_SECONDS: '3' });
    });
    afterEach(failed(() => stage, 'sshDiagnostics'));
    after(() => stage.close());

    const modes: readonly (readonly [string, RegExp])[] = [
        ['off', healthy],
        ['bad-creds', /AZURE_CLIENT_ID names an identity that is not assigned to this app/],
        ['wrong-endpoint', /There is no such model endpoint: fragile-typo-in-the-name\.openai\.azure\.com\./],
        ['dns-fail', /The name model\.fragile\.invalid does not resolve/],
        ['dep-import-error', /The app imports tiktoken, which is not installed\./],
        ['latency-spike', /The app is slow by itself/],
        ['port-mismatch', /The app listens on port 9999, but requests go to port 8000\./],
    ];
    for (const [mode, words] of modes) {
        it(`says what is wrong in mode ${mode}`, async () => {
            await breakIt(stage, mode);
            const panel = await diagnostics(stage);
            await runAll(panel);
            await stage.workbench.shot(path.join(pictures, `${mode}.png`));
            await says(panel, words);
        });
    }

    it('is readable in light and high contrast', async () => {
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(pictures, `${theme.replaceAll(' ', '-')}.png`));
        }
    });

    it('goes on when the tunnel is cut in the middle of the checks', async () => {
        await breakIt(stage, 'bad-creds', 9999);
        const panel = await diagnostics(stage);
        await panel.locator('#run').click();
        await panel.locator('#cancel').waitFor();
        await panel.locator('.checks .codicon.running').first().waitFor();
        await cutTunnel(stage);
        await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
        await says(panel, /AZURE_CLIENT_ID names an identity/);
    });

    it('exports the run as Markdown', async () => {
        const panel = await diagnostics(stage);
        await panel.locator('#export').click();
        await until('the text', async () => (await stage.workbench.editor.text()).startsWith('# Diagnosis of '));
        await stage.workbench.shot(path.join(pictures, 'markdown.png'));
    });
});
