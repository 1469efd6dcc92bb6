import { decimal } from '../../../base/decimal';
import * as vscode from 'vscode';
import type { OpenedEngine } from '../../../adapters/docker/openEngine';
import { Cancelled, Failure, isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { sizeWords } from '../../../base/sizeWords';
import type { ContextQuestion } from '../../../workflows/askAboutContext';
import { buildImage, type BuildImageRequest } from '../../../workflows/buildImage';
import { openBuildRun } from '../../buildRun';
import { buildSecrets, buildSettings } from '../../buildSettings';
import { agreed } from '../../confirmContext';
import { windowContexts, windowEngine } from '../../engine';
import { dockerfilePlace } from '../../dockerfilePlace';
import { chooseFolder, uriOf } from '../../folderArgument';
import { localTag } from '../../localTag';
import type { Shell } from '../../shell';

/** Builds a folder's Dockerfile, or the Dockerfile that the command was started on, as the build settings say. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument ?? vscode.window.activeTextEditor?.document.uri);
    const settings = buildSettings(shell, folder);
    const place = await dockerfilePlace(shell, op, folder, uriOf(argument), settings.dockerfile);
    const tag = await localTag(folder);
    shell.output.heading(`Build ${tag} from ${place.path}`);
    const { engine } = await engineFor(shell, op, folder);
    const request: BuildImageRequest = {
        folder: place.context,
        dockerfile: place.dockerfile,
        tags: [tag, ...settings.tags],
        buildArgs: settings.args,
        secrets: await buildSecrets(shell, folder, settings),
        ...(settings.target === undefined ? {} : { target: settings.target }),
        ...(settings.platform === undefined ? {} : { platform: settings.platform }),
    };
    const stopper = new AbortController();
    const stoppable: Operation = { ...op, signal: AbortSignal.any([op.signal, stopper.signal]) };
    const shown = await openBuildRun(shell, op, folder, {
        title: vscode.l10n.t('Build {0}', tag),
        command: 'slipway.image.build',
        dockerfile: place.path,
        cancel: () => stopper.abort(),
    });
    try {
        const confirmed: ContextQuestion[] = [];
        for (;;) {
            const result = await buildImage(stoppable, { engine, contexts: windowContexts() }, { ...request, confirmed }, shown.note);
            if (result.kind === 'built') {
                await shell.memory.set(`image:${folder.uri.toString()}`, {
                    reference: tag,
                    sizeBytes: result.image.sizeBytes,
                    builtMs: Date.now(),
                });
                shell.projects.refresh();
                shown.ended({ kind: 'built', words: told(shell, tag, result.image.sizeBytes, result.image.durationMs, folder.uri) });
                return;
            }
            if (!(await agreed(result))) {
                throw new Cancelled();
            }
            confirmed.push(result.question);
        }
    } catch (error) {
        const thrown = stopper.signal.aborted ? new Cancelled() : error;
        shown.ended({ kind: 'failed', error: thrown });
        throw thrown;
    }
}

/** Throws Failure 'engine/…', which then offers to build in Azure. */
async function engineFor(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<OpenedEngine> {
    try {
        return await windowEngine(op, shell.memory);
    } catch (error) {
        throw isFailure(error) ? new Failure(error.code, { ...error.facts, folderUri: folder.uri.toString() }, error.cause) : error;
    }
}

function told(shell: Shell, tag: string, bytes: number, ms: number, folder: vscode.Uri): string {
    const words = vscode.l10n.t('Built {0}: {1} in {2} s.', tag, sizeWords(bytes), decimal(ms / 1000, 1));
    shell.output.heading(words);
    const deploy = vscode.l10n.t('Deploy');
    const output = vscode.l10n.t('Show Output');
    void vscode.window.showInformationMessage(words, deploy, output).then((choice) => {
        if (choice === output) {
            shell.output.show();
        }
        return choice === deploy ? vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.toString() }) : undefined;
    });
    return words;
}
