import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { sizeWords } from '../../../base/sizeWords';
import { shortDigest } from '../../../views/projectRows';
import { removeImage } from '../../../workflows/registry/removeImage';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { addressOf, imageNode } from './nodeArgument';

/** Deletes an image with all its tags, after it was seen that nothing runs it and the user agreed. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const node = imageNode(argument);
    const { repository, image } = node;
    const yes = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Delete {0} {1} ({2})?', repository, shortDigest(image.digest), sizeWords(image.sizeBytes)),
        {
            modal: true,
            detail:
                image.tags.length === 0
                    ? vscode.l10n.t('It has no tag. A deployment cannot roll back to it any more.')
                    : vscode.l10n.t('Its tags go with it: {0}. A deployment cannot roll back to it any more.', image.tags.join(', ')),
        },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
    const { azure, registries } = await openCloud(shell, op);
    op.report(vscode.l10n.t('Looking at what runs it'));
    await removeImage(op, { azure, registry: registries }, addressOf(node), 'image');
    shell.output.line(`Deleted ${repository}@${image.digest}`);
    shell.registries.refresh();
}
