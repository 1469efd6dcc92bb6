import fs from 'node:fs';
import path from 'node:path';
import type { UiStage } from './uiStage';
import { until } from './workbench/until';

const minuteMs = 60_000;

/** Uploads a file, reads it in the open terminal, and downloads it again. The window's file dialog must be the simple one. */
export async function carryFiles(stage: UiStage): Promise<void> {
    const { quick, notifications, terminal } = stage.workbench;
    const text = `carried ${stage.mark}\n`;
    stage.write({ 'there.txt': text });
    await stage.workbench.command('Slipway: Upload File to Deployment');
    await quick.typePath(path.join(stage.folder, 'there.txt'));
    await quick.waitFor('Slipway: Upload File to Deployment');
    await quick.pick('This folder');
    await notifications.toast('/home/there.txt was uploaded').waitFor({ timeout: minuteMs });
    await terminal.type('cat /home/there.txt\r');
    await terminal.waitFor(new RegExp(`^carried ${stage.mark}$`, 'm'));
    await stage.workbench.command('Slipway: Download File from Deployment');
    await quick.waitFor('Slipway: Download File from Deployment');
    await quick.pick('there.txt');
    const back = path.join(stage.folder, 'back.txt');
    await quick.typePath(back);
    await until('the file on this machine', () => fs.existsSync(back) && fs.readFileSync(back, 'utf8') === text, minuteMs);
}
