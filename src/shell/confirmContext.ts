import * as vscode from 'vscode';
import { sizeWords } from '../base/sizeWords';
import type { ContextAsk } from '../workflows/askAboutContext';

/** Asks before secrets or something very large leave the folder. */
export async function agreed(ask: ContextAsk): Promise<boolean> {
    const yes = vscode.l10n.t('Send Anyway');
    const answer =
        ask.question === 'secrets'
            ? await vscode.window.showWarningMessage(
                  vscode.l10n.t('These files look like secrets and would go into the build: {0}.', ask.paths.slice(0, 5).join(', ')),
                  { modal: true, detail: vscode.l10n.t('Add them to .dockerignore to keep them out of the image.') },
                  yes,
              )
            : await vscode.window.showWarningMessage(
                  vscode.l10n.t('The build would be sent {0} in {1} files.', sizeWords(ask.bytes), String(ask.files)),
                  {
                      modal: true,
                      detail: [
                          ...ask.largest.map((entry) => `${entry.path}: ${sizeWords(entry.bytes)}`),
                          vscode.l10n.t('Name in .dockerignore what the image does not need.'),
                      ].join('\n'),
                  },
                  yes,
              );
    return answer === yes;
}
