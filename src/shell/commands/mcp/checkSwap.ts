import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';
import { runScaleCheck } from './runScaleCheck';
import { pick } from '../../ask';

const durationsMs = [30_000, 60_000, 180_000];

/** Calls without a pause while slots are swapped, and tells which calls failed meanwhile. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    await server.connect(op);
    const chosen = await pick(
        op,
        durationsMs.map((durationMs) => ({ label: vscode.l10n.t('{0} seconds', String(durationMs / 1000)), durationMs })),
        {
            title: vscode.l10n.t('Slipway: Check MCP During a Slot Swap'),
            placeHolder: vscode.l10n.t('Calls begin at once and go on for this long: swap the slots meanwhile.'),
        },
    );
    await runScaleCheck(shell, op, server, { durationMs: chosen.durationMs });
}
