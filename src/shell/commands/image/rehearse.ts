import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { withoutLinks } from '../../../base/withoutLinks';
import { appServiceRules, appServiceSku, defaultAppServiceSku } from '../../../core/deploy/rules/appService';
import { rehearsalWords } from '../../../views/rehearsalWords';
import type { ContextQuestion } from '../../../workflows/askAboutContext';
import { buildImage } from '../../../workflows/buildImage';
import { rehearse } from '../../../workflows/rehearse';
import { buildLog } from '../../buildLog';
import { buildSecrets, buildSettings } from '../../buildSettings';
import { agreed } from '../../confirmContext';
import { windowContexts, windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { chooseProject, inspectFolder } from '../../inspectFolder';
import { contextOf, inContext } from '../../../core/project/contextOf';
import { localTag } from '../../localTag';
import type { Shell } from '../../shell';

/** Builds the folder as it is and runs it under App Service's rules on the local engine. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const { profile } = await chooseProject(op, await inspectFolder(shell, op, folder), folder);
    const { engine } = await windowEngine(op, shell.memory);
    const settings = buildSettings(shell, folder);
    const tag = await localTag(folder);
    const inner = contextOf(profile);
    const context = inner === '' ? folder.uri.fsPath : vscode.Uri.joinPath(folder.uri, inner).fsPath;
    shell.output.heading(`Rehearse ${folder.name} under App Service's rules`);
    const confirmed: ContextQuestion[] = [];
    for (;;) {
        const built = await buildImage(
            op,
            { engine, contexts: windowContexts() },
            {
                folder: context,
                dockerfile: inContext(profile, 'Dockerfile'),
                tags: [tag],
                buildArgs: settings.args,
                secrets: await buildSecrets(shell, folder, settings),
                ...(settings.target === undefined ? {} : { target: settings.target }),
                confirmed,
            },
            buildLog(op),
        );
        if (built.kind === 'built') {
            break;
        }
        if (!(await agreed(built))) {
            throw new Cancelled();
        }
        confirmed.push(built.question);
    }
    const sku = appServiceSku(vscode.workspace.getConfiguration('slipway', folder.uri).get<string>('deploy.sku', defaultAppServiceSku));
    const rehearsal = await rehearse(op, engine, {
        image: tag,
        port: profile.port ?? appServiceRules.defaultPort,
        healthPath: profile.healthPath ?? '/',
        startLimitMs: appServiceRules.startTimeLimitSeconds * 1000,
        platform: appServiceRules.platform,
        ignoredPorts: appServiceRules.reservedPorts,
        ...(sku === undefined ? {} : { memoryBytes: sku.memoryBytes }),
    });
    const words = rehearsalWords(rehearsal);
    if ('logLines' in rehearsal) {
        rehearsal.logLines.forEach((line) => op.log(`    ${line}`));
    }
    shell.output.heading(`${words.sentence} ${words.next}`);
    if (words.tone === 'good') {
        shell.milestones.reached('rehearse');
    }
    const output = vscode.l10n.t('Show Output');
    const deploy = vscode.l10n.t('Deploy');
    const sentence = withoutLinks(`${words.sentence} ${words.next}`);
    const told =
        words.tone === 'good'
            ? vscode.window.showInformationMessage(sentence, deploy, output)
            : vscode.window.showWarningMessage(sentence, output);
    void told.then((choice) => {
        if (choice === output) {
            shell.output.show();
        }
        return choice === deploy ? vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString() }) : undefined;
    });
}
