import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { removeImage } from '../../../workflows/registry/removeImage';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { addressOf, imageNode } from './nodeArgument';
import { pick } from '../../ask';

/** Takes a tag away; the image stays until somebody deletes it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const node = imageNode(argument);
    const { repository, image } = node;
    const [only] = image.tags;
    const tag =
        image.tags.length === 1
            ? only
            : (
                  await pick(
                      op,
                      image.tags.map((label) => ({ label })),
                      {
                          title: vscode.l10n.t('Slipway: Untag'),
                          placeHolder: vscode.l10n.t('Which tag of {0}?', repository),
                      },
                  )
              ).label;
    if (tag === undefined) {
        throw new Cancelled();
    }
    const { azure, registries } = await openCloud(shell, op);
    op.report(vscode.l10n.t('Looking at what runs it'));
    await removeImage(op, { azure, registry: registries }, addressOf(node), { tag });
    shell.output.line(`Untagged ${repository}:${tag} (${image.digest})`);
    shell.registries.refresh();
}
