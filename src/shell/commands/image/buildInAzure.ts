import * as vscode from 'vscode';
import { Cancelled, Failure, isFailure } from '../../../base/failure';
import { pause, type Operation } from '../../../base/operation';
import { slug, timeTag } from '../../../core/deploy/names';
import type { BuildFailure } from '../../../core/failures/build';
import { shortDigest } from '../../../views/projectRows';
import type { ContextQuestion } from '../../../workflows/askAboutContext';
import { buildInAzure } from '../../../workflows/buildInAzure';
import { buildSettings } from '../../buildSettings';
import { openCloud } from '../../cloud/openCloud';
import { agreed } from '../../confirmContext';
import { windowContexts, windowEngine } from '../../engine';
import { dockerfilePlace } from '../../dockerfilePlace';
import { chooseFolder, uriOf } from '../../folderArgument';
import type { Shell } from '../../shell';
import { openBuildRun } from '../../buildRun';
import { chooseTarget } from '../registry/chooseTarget';

/** Has the folder built in Azure, where no engine is needed; offers this machine's where Azure refuses. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument ?? vscode.window.activeTextEditor?.document.uri);
    const settings = buildSettings(shell, folder);
    if (Object.keys(settings.secrets).length > 0) {
        // ACR Tasks builds with the classic builder, which knows no secret mounts.
        throw new Failure<BuildFailure>('build/failed', { reason: vscode.l10n.t('ACR Tasks knows no build secrets.') });
    }
    const place = await dockerfilePlace(shell, op, folder, uriOf(argument), settings.dockerfile);
    const title = vscode.l10n.t('Slipway: Build in Azure');
    const opened = await openCloud(shell, op);
    const { registry } = await chooseTarget(op, opened, folder, title);
    const repository = slug(folder.name);
    const tag = timeTag(Date.now());
    shell.output.heading(`Build ${registry.loginServer}/${repository}:${tag} in Azure from ${place.path}`);
    const ports = { azure: opened.azure, contexts: windowContexts(), clock: { nowMs: () => Date.now(), pause } };
    const confirmed: ContextQuestion[] = [];
    const stopper = new AbortController();
    const stoppable: Operation = { ...op, signal: AbortSignal.any([op.signal, stopper.signal]) };
    const shown = await openBuildRun(shell, op, folder, {
        title: vscode.l10n.t('Build {0} in Azure', `${repository}:${tag}`),
        command: 'slipway.image.buildInAzure',
        dockerfile: place.path,
        cancel: () => stopper.abort(),
    });
    try {
        for (;;) {
            const result = await buildInAzure(
                stoppable,
                ports,
                {
                    folder: place.context,
                    dockerfile: place.dockerfile,
                    registry,
                    repository,
                    tag,
                    confirmed,
                    buildArgs: settings.args,
                    ...(settings.target === undefined ? {} : { target: settings.target }),
                },
                shown.note,
            );
            if (result.kind === 'built') {
                shell.projects.refresh();
                shown.ended({ kind: 'built', words: told(shell, result.reference, result.digest, result.durationMs) });
                return;
            }
            if (!(await agreed(result))) {
                throw new Cancelled();
            }
            confirmed.push(result.question);
        }
    } catch (error) {
        shown.ended({ kind: 'failed', error });
        if (isFailure(error) && error.code === 'registry/tasks-refused' && (await engineAnswers(shell, op))) {
            // The question stays when the progress is over.
            void offerEngine(folder, error);
            throw new Cancelled();
        }
        throw error;
    }
}

async function engineAnswers(shell: Shell, op: Operation): Promise<boolean> {
    return windowEngine(op, shell.memory).then(
        () => true,
        () => false,
    );
}

/** Free subscriptions may not build in Azure; the engine here can. */
async function offerEngine(folder: vscode.WorkspaceFolder, refusal: Failure): Promise<void> {
    const here = vscode.l10n.t('Build on This Machine');
    const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Azure does not build images for this subscription.'),
        { detail: String(refusal.facts.message ?? '') },
        here,
    );
    if (choice === here) {
        await vscode.commands.executeCommand('slipway.image.build', { folderUri: folder.uri.toString() });
    }
}

function told(shell: Shell, reference: string, digest: string, ms: number): string {
    const words = vscode.l10n.t('Built {0} ({1}) in Azure in {2} s.', reference, shortDigest(digest), (ms / 1000).toFixed(0));
    shell.output.heading(words);
    const copy = vscode.l10n.t('Copy Reference');
    const output = vscode.l10n.t('Show Output');
    void vscode.window.showInformationMessage(words, copy, output).then((choice) => {
        if (choice === output) {
            shell.output.show();
        }
        return choice === copy ? vscode.env.clipboard.writeText(`${reference.replace(/:[^:/]+$/, '')}@${digest}`) : undefined;
    });
    return words;
}
