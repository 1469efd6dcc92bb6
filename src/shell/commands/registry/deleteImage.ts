import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { sizeWords } from '../../../base/sizeWords';
import type { RegistryFailure } from '../../../core/failures/registry';
import { failureSentence, failureText } from '../../../views/failureText';
import { shortDigest } from '../../../views/projectRows';
import { removeImage } from '../../../workflows/registry/removeImage';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { addressOf, imageNodes, type ImageNode } from './nodeArgument';

const named = 10;

/** Deletes the chosen images with all their tags, after it was seen that nothing runs them and the user agreed. One that is refused does not keep the others. */
export async function run(shell: Shell, op: Operation, argument: unknown, chosen: unknown): Promise<void> {
    const nodes = imageNodes(argument, chosen);
    const yes = vscode.l10n.t('Delete');
    const { message, detail } = question(nodes);
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) {
        throw new Cancelled();
    }
    const { azure, registries } = await openCloud(shell, op);
    const refused: unknown[] = [];
    try {
        for (const [index, node] of nodes.entries()) {
            const { repository, image } = node;
            op.report(vscode.l10n.t('Looking at what runs {0}', `${repository} ${shortDigest(image.digest)}`), index / nodes.length);
            try {
                await removeImage(op, { azure, registry: registries }, addressOf(node), 'image');
                shell.output.line(`Deleted ${repository}@${image.digest}`);
            } catch (error) {
                op.signal.throwIfAborted();
                refused.push(error);
                shell.output.line(`Kept ${repository}@${image.digest}: ${inWords(error)}`);
            }
        }
    } finally {
        shell.registries.refresh();
    }
    if (refused.length > 1) {
        const counts = { kept: refused.length, chosen: nodes.length };
        throw new Failure<RegistryFailure>('registry/several-kept', { ...counts, reason: inWords(refused[0]) }, refused[0]);
    }
    if (refused.length === 1) {
        throw refused[0] as Error;
    }
}

function inWords(error: unknown): string {
    return failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence)));
}

function question(nodes: readonly ImageNode[]): { readonly message: string; readonly detail: string } {
    const [first] = nodes;
    if (nodes.length === 1 && first !== undefined) {
        const { repository, image } = first;
        return {
            message: vscode.l10n.t('Delete {0} {1} ({2})?', repository, shortDigest(image.digest), sizeWords(image.sizeBytes)),
            detail:
                image.tags.length === 0
                    ? vscode.l10n.t('It has no tag. A deployment cannot roll back to it any more.')
                    : vscode.l10n.t('Its tags go with it: {0}. A deployment cannot roll back to it any more.', image.tags.join(', ')),
        };
    }
    const more = nodes.length - named;
    return {
        message: vscode.l10n.t('Delete {0} images with all their tags?', String(nodes.length)),
        detail: [
            ...nodes.slice(0, named).map(imageLine),
            ...(more > 0 ? [vscode.l10n.t('and {0} more', String(more))] : []),
            vscode.l10n.t('A deployment cannot roll back to them any more. What is deployed now stays.'),
        ].join('\n'),
    };
}

function imageLine({ repository, image }: ImageNode): string {
    const tags = image.tags.length === 0 ? vscode.l10n.t('no tag') : image.tags.join(', ');
    return `${repository} ${shortDigest(image.digest)} (${sizeWords(image.sizeBytes)}): ${tags}`;
}
