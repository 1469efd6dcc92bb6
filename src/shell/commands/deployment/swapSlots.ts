import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import { shortDigest } from '../../../views/projectRows';
import { readSlots, shownImage, swapSlots, type SlotPair } from '../../../workflows/deployment/swapSlots';
import { openCloud } from '../../cloud/openCloud';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';
import { pick } from '../../ask';
import { throwIfUnderWay } from '../deploy/runs';

/** Puts what a slot runs before the visitors. Always asks, with both digests. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    throwIfUnderWay(shell, { folder });
    const deployment = shell.memory.deployment(folder.uri, 'appService');
    if (deployment?.previous === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const { name, previous } = deployment;
    const { azure } = await openCloud(shell, op);
    const address = { subscription: previous.subscription, resourceId: previous.resourceId };
    op.report(vscode.l10n.t('Looking at the slots of {0}', name));
    const pair = await choose(op, await readSlots(op, azure, address), name);
    const yes = vscode.l10n.t('Swap');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Swap {0} into production of {1}?', pair.slot, name),
        {
            modal: true,
            detail: [
                vscode.l10n.t('Visitors see now: {0}', short(pair.productionImage)),
                vscode.l10n.t('Visitors see then: {0}', short(pair.slotImage)),
                vscode.l10n.t('Azure warms the slot up first; a second swap takes it back.'),
            ].join('\n'),
        },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
    // While the user thought it over, a deploy may have begun.
    throwIfUnderWay(shell, { folder });
    op.report(vscode.l10n.t('Warming up and swapping'));
    await swapSlots(op, azure, address, pair);
    const digest = shownImage(pair.slotImage);
    await shell.memory.remember(folder.uri, {
        ...deployment,
        image: pair.slotImage,
        digest,
        atMs: Date.now(),
        previous: { ...previous, digest },
    });
    const said = vscode.l10n.t('Visitors of {0} see {1} now.', name, short(pair.slotImage));
    shell.output.heading(said);
    shell.projects.refresh('forget');
    void vscode.window.showInformationMessage(said);
}

async function choose(op: Operation, pairs: readonly SlotPair[], name: string): Promise<SlotPair> {
    const [only] = pairs;
    if (only === undefined) {
        throw new Failure<DeployFailure>('deploy/no-slots', { name });
    }
    if (pairs.length === 1) {
        return only;
    }
    const rows = pairs.map((pair) => ({
        label: pair.slot,
        description: `${short(pair.slotImage)} · ${pair.slotState}`,
        detail: pair.slotUrl,
        pair,
    }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Swap Slots'),
        placeHolder: vscode.l10n.t('Which slot is to become production?'),
    });
    return chosen.pair;
}

function short(image: string): string {
    const shown = shownImage(image);
    return shown.startsWith('sha256:') ? shortDigest(shown) : shown;
}
