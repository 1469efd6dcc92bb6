import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { slug, uniqueTag } from '../../../core/deploy/names';
import type { ContainerRegistry, Subscription } from '../../../core/deploy/resources';
import { sizeWords, shortDigest } from '../../../views/projectRows';
import { pushImage } from '../../../workflows/pushImage';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import { windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { pushProgress } from '../../pushProgress';
import type { Shell } from '../../shell';
import { chooseSubscription } from '../registry/chooseSubscription';
import { createRegistry } from '../registry/createRegistry';

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
    const subscription = await chooseSubscription(op, opened.azure, vscode.l10n.t('Slipway: Push'));
    const registry = await chooseRegistry(op, opened, subscription, folder);
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

async function chooseRegistry(
    op: Operation,
    { azure }: OpenedCloud,
    subscription: Subscription,
    folder: vscode.WorkspaceFolder,
): Promise<ContainerRegistry> {
    const registries = await azure.registries.list(op, subscription.id);
    const create = { label: vscode.l10n.t('$(add) Create a registry…'), description: '', registry: undefined };
    const rows = [
        ...registries.map((registry) => ({
            label: registry.name,
            description: `${registry.loginServer} · ${registry.location}`,
            registry,
        })),
        create,
    ];
    const chosen =
        registries.length === 0
            ? create
            : await vscode.window.showQuickPick(rows, {
                  title: vscode.l10n.t('Slipway: Push'),
                  placeHolder: vscode.l10n.t('Which registry?'),
              });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    return chosen.registry ?? (await createRegistry(op, azure, subscription, folder));
}

function readReference(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && 'reference' in value && typeof value.reference === 'string'
        ? value.reference
        : undefined;
}
