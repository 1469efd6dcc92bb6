import { decimal } from '../../../base/decimal';
import * as vscode from 'vscode';
import { thisEnvironment } from '../../../adapters/docker/openEngine';
import { registryHost } from '../../../adapters/docker/pullBases';
import { storedLogin } from '../../../adapters/docker/storedLogin';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { sizeWords } from '../../../base/sizeWords';
import { slug, uniqueTag } from '../../../core/deploy/names';
import type { Engine, ImageDetails } from '../../../ports/engine';
import { shortDigest } from '../../../views/projectRows';
import { pushImage, type PushRequest } from '../../../workflows/pushImage';
import { openCloud } from '../../cloud/openCloud';
import { windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { pushProgress } from '../../pushProgress';
import type { Shell } from '../../shell';
import { chooseTarget } from '../registry/chooseTarget';
import { imageOfRow } from './imageArgument';
import { pick } from '../../ask';

/** Pushes the image of a row, or the folder's last one, to a registry of the user's or to a new one; an image that is named after another registry also to that. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const { engine } = await windowEngine(op, shell.memory);
    const name = imageOfRow(argument) ?? shell.memory.get(`image:${folder.uri.toString()}`, readReference);
    const image = name === undefined ? undefined : await engine.image(op, name);
    if (name === undefined || image === undefined) {
        throw new Failure('deploy/image-missing', { reference: name ?? folder.name });
    }
    const request =
        imageOfRow(argument) !== undefined && (await choosePlace(op, name)) === 'named'
            ? { image: image.id, reference: name, login: await loginFor(op, registryHost(name)) }
            : await toAzure(shell, op, folder, image);
    await push(shell, op, engine, image, request);
}

async function push(shell: Shell, op: Operation, engine: Engine, image: ImageDetails, request: PushRequest): Promise<void> {
    shell.output.heading(`Push ${request.reference}`);
    const startedMs = Date.now();
    const pushed = await pushImage(op, engine, request, pushProgress(op));
    const seconds = decimal((Date.now() - startedMs) / 1000, 1);
    shell.projects.refreshImages();
    const words = vscode.l10n.t(
        'Pushed {0} ({1}, {2}) in {3} s.',
        request.reference,
        shortDigest(pushed.digest),
        sizeWords(image.sizeBytes),
        seconds,
    );
    shell.output.heading(words);
    const copy = vscode.l10n.t('Copy Reference');
    void vscode.window
        .showInformationMessage(words, copy)
        .then((choice) =>
            choice === copy ? vscode.env.clipboard.writeText(`${request.reference.replace(/:[^:/]+$/, '')}@${pushed.digest}`) : undefined,
        );
}

/** Where an image goes that is named after a registry which Azure's rules do not know. */
async function choosePlace(op: Operation, reference: string): Promise<'named' | 'azure'> {
    const host = registryHost(reference);
    // Azure's registries take a token of the account, which the other way gets; without a path there is no place on Docker Hub.
    if (/\.azurecr\.(io|cn|us)$/.test(host) || !reference.includes('/')) {
        return 'azure';
    }
    const rows = [
        {
            label: host,
            description: reference,
            detail: vscode.l10n.t('As it is named, with the login of docker login'),
            place: 'named' as const,
        },
        { label: vscode.l10n.t('Azure Container Registry'), detail: vscode.l10n.t('Under another name'), place: 'azure' as const },
    ];
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Push'),
        placeHolder: vscode.l10n.t('Which registry?'),
    });
    return chosen.place;
}

async function loginFor(op: Operation, host: string): Promise<PushRequest['login']> {
    return (await storedLogin(op, thisEnvironment(), host)) ?? { kind: 'anonymous', server: host };
}

async function toAzure(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder, image: ImageDetails): Promise<PushRequest> {
    const opened = await openCloud(shell, op);
    const { subscription, registry } = await chooseTarget(op, opened, folder, vscode.l10n.t('Slipway: Push'));
    const repository = slug(folder.name);
    const login = await opened.registries.login(
        op,
        { loginServer: registry.loginServer, tenantId: subscription.tenantId, permissions: registry.permissions },
        { repository, actions: 'pull,push' },
    );
    const reference = `${registry.loginServer}/${repository}:${uniqueTag(Date.now(), image.id)}`;
    return { image: image.id, reference, login, platform: 'linux/amd64' };
}

function readReference(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && 'reference' in value && typeof value.reference === 'string'
        ? value.reference
        : undefined;
}
