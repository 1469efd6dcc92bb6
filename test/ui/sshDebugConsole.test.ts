import fs from 'node:fs';
import path from 'node:path';
import { deployFolder, failed } from './diagnosticsPanel';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const pictures = path.resolve(import.meta.dirname, '../../out/ui/sshDebugConsole');
const minuteMs = 60_000;

/** What the platform has for an image in which there is nothing but the app: a shell of another image beside it. */
describe('The terminal of a container app whose image has no shell', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            files: { 'index.html': '<h1>no shell here</h1>\n' },
            localAzure: 'started',
            settings: { 'slipway.deploy.target': 'containerApps' },
        });
        fs.copyFileSync('/bin/busybox', path.join(stage.folder, 'busybox'));
        fs.chmodSync(path.join(stage.folder, 'busybox'), 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
        await deployFolder(stage);
    });
    afterEach(failed(() => stage, 'sshDebugConsole'));
    after(() => stage.close());

    it('is the debug console, which sees the processes of the app', async () => {
        const { terminal } = stage.workbench;
        await stage.workbench.command('Slipway: Open SSH Terminal');
        await until('the prompt', async () => /[#$] ?$/.test((await terminal.text()).trimEnd()), minuteMs);
        await terminal.type("echo answer $((6 * 7)); tr '\\0' ' ' < /proc/1/cmdline\r");
        await terminal.waitFor(/^answer 42$/m);
        await terminal.waitFor(/^\/bin\/busybox httpd -f -p 8000/m);
        await stage.workbench.shot(path.join(pictures, 'terminal.png'));
    });
});
