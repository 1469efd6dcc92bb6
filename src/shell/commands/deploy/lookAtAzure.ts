import * as vscode from 'vscode';
import { quietOperation } from '../../../base/operation';
import { azurePicture } from '../../../views/azurePicture';
import { failureText } from '../../../views/failureText';
import type { PanelPicture } from '../../../views/planPanel';
import { pictureDeployment } from '../../../workflows/deployment/pictureDeployment';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

const timeoutMs = 30_000;

/** The picture of a folder's deployment as Azure tells it now. Never asks for a sign-in and never throws: it says what went wrong. */
export async function lookAtAzure(shell: Shell, folder: vscode.Uri, signal: AbortSignal): Promise<PanelPicture> {
    const unknown = (words: string): PanelPicture => ({ state: 'unknown', words, columns: [] });
    const deployment = shell.memory.deployment(folder);
    if (deployment?.previous === undefined) {
        return unknown(vscode.l10n.t('Nothing was deployed yet.'));
    }
    const { previous } = deployment;
    const op = quietOperation(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    try {
        const { azure, name } = await openCloud(shell, op, 'silent');
        if (name !== deployment.cloud) {
            return unknown(
                name === 'local'
                    ? vscode.l10n.t('It is in Azure; this window uses the local Azure.')
                    : vscode.l10n.t('It was in a local Azure; this window uses Azure.'),
            );
        }
        const picture = await pictureDeployment(op, azure, { ...previous, resourceId: deployment.resourceId });
        return picture === undefined
            ? unknown(vscode.l10n.t('{0} is no longer there.', deployment.name))
            : {
                  state: 'shown',
                  words: vscode.l10n.t('As of {0}.', new Date().toLocaleTimeString(vscode.env.language)),
                  columns: azurePicture(picture),
              };
    } catch (error) {
        return unknown(
            op.signal.aborted
                ? vscode.l10n.t('Azure did not answer in time.')
                : failureText(error, (sentence) => vscode.l10n.t(sentence)).what,
        );
    }
}
