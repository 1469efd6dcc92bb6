import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { defaultPushNames } from '../../../core/deploy/defaultPushNames';
import { registryNameProblem, slug, uniqueTag } from '../../../core/deploy/names';
import type { ContainerRegistry, Subscription } from '../../../core/deploy/resources';
import { sizeWords, shortDigest } from '../../../views/projectRows';
import { pushImage } from '../../../workflows/pushImage';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import { windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { pushProgress } from '../../pushProgress';
import type { Shell } from '../../shell';

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
    const subscription = await chooseSubscription(op, opened);
    const registry = await chooseRegistry(op, opened, subscription, folder);
    const repository = slug(folder.name);
    const reference = `${registry.loginServer}/${repository}:${uniqueTag(Date.now(), image.id)}`;
    shell.output.heading(`Push ${reference}`);
    const login = await opened.registries.login(
        op,
        { loginServer: registry.loginServer, tenantId: subscription.tenantId },
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

async function chooseSubscription(op: Operation, { azure }: OpenedCloud): Promise<Subscription> {
    const { subscriptions } = await azure.subscriptions.list(op);
    const [only] = subscriptions;
    if (only === undefined) {
        throw new Failure('azure/no-subscription', { account: azure.account });
    }
    if (subscriptions.length === 1) {
        return only;
    }
    const rows = subscriptions.map((subscription) => ({ label: subscription.name, description: subscription.id, subscription }));
    const chosen = await vscode.window.showQuickPick(rows, {
        title: vscode.l10n.t('Slipway: Push'),
        placeHolder: vscode.l10n.t('Which subscription?'),
    });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    return chosen.subscription;
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

async function createRegistry(
    op: Operation,
    azure: OpenedCloud['azure'],
    subscription: Subscription,
    folder: vscode.WorkspaceFolder,
): Promise<ContainerRegistry> {
    const names = defaultPushNames(folder.name, folder.uri.fsPath, subscription.id);
    const name = await vscode.window.showInputBox({
        title: vscode.l10n.t('Slipway: Create a Registry'),
        prompt: vscode.l10n.t('A name that nobody in Azure has; 5 to 50 letters and digits.'),
        value: names.registry,
        validateInput: async (text) => {
            const problem = registryNameProblem(text);
            if (problem !== undefined) {
                return problem;
            }
            const check = await azure.registries.checkName(op, subscription.id, text);
            return check.available ? undefined : check.message;
        },
    });
    if (name === undefined) {
        throw new Cancelled();
    }
    const location = vscode.workspace.getConfiguration('slipway', folder.uri).get<string>('deploy.region', 'westeurope');
    if ((await azure.providers.state(op, subscription.id, 'Microsoft.ContainerRegistry')) !== 'Registered') {
        await azure.providers.register(op, subscription.id, 'Microsoft.ContainerRegistry');
    }
    const group =
        (await azure.groups.get(op, subscription.id, names.resourceGroup)) ??
        (await azure.groups.create(op, subscription.id, names.resourceGroup, { location, tags: {} }));
    op.report(vscode.l10n.t('Creating the registry {0}', name));
    return await azure.registries.create(op, `${group.id}/providers/Microsoft.ContainerRegistry/registries/${name}`, {
        location,
        sku: 'Basic',
        tags: {},
    });
}

function readReference(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && 'reference' in value && typeof value.reference === 'string'
        ? value.reference
        : undefined;
}
