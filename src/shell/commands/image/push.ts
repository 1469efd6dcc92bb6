import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { slug, uniqueTag } from '../../../core/deploy/names';
import { sizeWords, shortDigest } from '../../../views/projectRows';
import { pushImage } from '../../../workflows/pushImage';
import { openCloud } from '../../cloud/openCloud';
import { windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { pushProgress } from '../../pushProgress';
import type { Shell } from '../../shell';
import { chooseTarget } from '../registry/chooseTarget';

/** Pushes the folder's last image to a registry of the user's, or to a new one. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(argument);
    const { engine } = await windowEngine(op, shell.memory);
    const remembered = shell.memory.get(`image:${folder.uri.toString()}`, readReference);
    const image = remembered === undefined ? undefined : await engine.image(op, remembered);
    if (remembered === undefined || image === undefined) {
        throw new Failure('deploy/image-missing', { reference: remembered ?? folder.name });
    }
    const opened = await openCloud(shell, op);
    const { subscription, registry } = await chooseTarget(op, opened, folder, vscode.l10n.t('Slipway: Push'));
    const repository = slug(folder.name);
    const reference = `${registry.loginServer}/${repository}:${uniqueTag(Date.now(), image.id)}`;
    shell.output.heading(`Push ${reference}`);
    const login = await opened.registries.login(
        op,
        { loginServer: registry.loginServer, tenantId: subscription.tenantId, permissions: registry.permissions },
        { repository, actions: 'pull,push' },
    );
    const startedMs = Date.now();
    const pushed = await pushImage(op, engine, { image: image.id, reference, login, platform: 'linux/amd64' }, pushProgress(op));
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    const words = vscode.l10n.t(
        'Pushed {0} ({1}, {2}) in {3} s.',
        reference,
        shortDigest(pushed.digest),
        sizeWords(image.sizeBytes),
        seconds,
    );
    shell.output.heading(words);
    const copy = vscode.l10n.t('Copy Reference');
    void vscode.window
        .showInformationMessage(words, copy)
        .then((choice) =>
            choice === copy ? vscode.env.clipboard.writeText(`${registry.loginServer}/${repository}@${pushed.digest}`) : undefined,
        );
}

function readReference(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && 'reference' in value && typeof value.reference === 'string'
        ? value.reference
        : undefined;
}
