import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { sizeWords } from '../../../views/projectRows';
import { buildImage, type BuildImageRequest, type ContextQuestion } from '../../../workflows/buildImage';
import { buildLog } from '../../buildLog';
import { agreed } from '../../confirmContext';
import { windowContexts, windowEngine } from '../../engine';
import { chooseFolder, uriOf } from '../../folderArgument';
import { localTag } from '../../localTag';
import type { Shell } from '../../shell';

/** Builds a folder's Dockerfile, or the Dockerfile that the command was started on. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(argument ?? vscode.window.activeTextEditor?.document.uri);
    const dockerfile = dockerfileOf(folder, uriOf(argument));
    const tag = localTag(folder.name);
    shell.output.heading(`Build ${tag} from ${dockerfile}`);
    const { engine } = await windowEngine(op, shell.memory);
    const request: BuildImageRequest = { folder: folder.uri.fsPath, dockerfile, tags: [tag] };
    const confirmed: ContextQuestion[] = [];
    for (;;) {
        const result = await buildImage(op, { engine, contexts: windowContexts() }, { ...request, confirmed }, buildLog(op));
        if (result.kind === 'built') {
            await shell.memory.set(`image:${folder.uri.toString()}`, {
                reference: tag,
                sizeBytes: result.image.sizeBytes,
                builtMs: Date.now(),
            });
            shell.projects.refresh();
            told(shell, tag, result.image.sizeBytes, result.image.durationMs, folder.uri);
            return;
        }
        if (!(await agreed(result))) {
            throw new Cancelled();
        }
        confirmed.push(result.question);
    }
}

function told(shell: Shell, tag: string, bytes: number, ms: number, folder: vscode.Uri): void {
    const words = vscode.l10n.t('Built {0}: {1} in {2} s.', tag, sizeWords(bytes), (ms / 1000).toFixed(1));
    shell.output.heading(words);
    const deploy = vscode.l10n.t('Deploy');
    const output = vscode.l10n.t('Show Output');
    void vscode.window.showInformationMessage(words, deploy, output).then((choice) => {
        if (choice === output) {
            shell.output.show();
        }
        return choice === deploy ? vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.toString() }) : undefined;
    });
}

function dockerfileOf(folder: vscode.WorkspaceFolder, uri: vscode.Uri | undefined): string {
    if (uri === undefined || uri.toString() === folder.uri.toString()) {
        return 'Dockerfile';
    }
    const prefix = `${folder.uri.path.replace(/\/$/, '')}/`;
    if (!uri.path.startsWith(prefix)) {
        throw new Failure('workspace/no-folder');
    }
    return uri.path.slice(prefix.length);
}
