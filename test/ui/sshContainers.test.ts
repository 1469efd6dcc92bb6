import fs from 'node:fs';
import path from 'node:path';
import { carryFiles } from './carryFiles';
import { deployFolder, diagnostics, failed, runAll, says } from './diagnosticsPanel';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshContainers');
const minuteMs = 60_000;

/** The way into what has no SSH tunnel: the exec of Container Instances. */
describe('Diagnostics, terminal and files of a container group', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;

    before(async () => {
        stage = await openFragile('containerInstances');
    });
    afterEach(failed(() => stage, 'container-group'));
    after(() => stage.close());

    it('names the missing setting', async () => {
        const panel = await diagnostics(stage);
        await runAll(panel);
        await stage.workbench.shot(path.join(pictures, 'container-group.png'));
        await says(panel, /The app needs the setting AZURE_AI_FOUNDRY_ENDPOINT, which is not set\./);
    });

    it('gives a shell, and carries a file there and back', async () => {
        await typedInto(stage, 'container-group-terminal');
        await carryFiles(stage);
    });
});

async function openFragile(target: string): Promise<UiStage> {
    fs.mkdirSync(pictures, { recursive: true });
    const stage = await openUiStage({
        files: { '.gitkeep': '' },
        localAzure: 'started',
        settings: { 'slipway.deploy.target': target, 'files.simpleDialog.enable': true },
    });
    try {
        fs.cpSync(path.join(root, 'samples/fragile'), stage.folder, { recursive: true });
        fs.appendFileSync(path.join(stage.folder, 'Dockerfile'), `LABEL slipway.ui=${stage.mark}\n`);
        await deployFolder(stage);
        return stage;
    } catch (error) {
        await stage.close();
        throw error;
    }
}

async function typedInto(stage: UiStage, picture: string): Promise<void> {
    const { terminal } = stage.workbench;
    await stage.workbench.command('Slipway: Open SSH Terminal');
    await until('the prompt', async () => /[#$] ?$/.test((await terminal.text()).trimEnd()), minuteMs);
    await terminal.type('echo answer $((6 * 7)); cat /app/requirements.txt\r');
    await terminal.waitFor(/^answer 42$/m);
    await stage.workbench.shot(path.join(pictures, `${picture}.png`));
}
