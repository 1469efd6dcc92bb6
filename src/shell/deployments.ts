import * as vscode from 'vscode';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { DeployResult } from '../core/deploy/deployResult';
import type { DeployFailure } from '../core/failures/deploy';
import { readAddress } from '../views/azureRows';
import type { Row } from '../views/projectRows';
import type { RememberedDeployment } from '../views/rememberedDeployment';
import type { Snapshots } from '../ports/snapshots';
import type { DeploymentAddress } from '../workflows/deployment/deploymentAddress';
import { subscriptionOf } from '../workflows/deployment/subscriptionOf';
import { openCloud, type OpenedCloud } from './cloud/openCloud';
import { chooseFolder } from './folderArgument';
import type { Shell } from './shell';

/** The deployment that a command is meant for, in the Azure that it is in. */
export interface ChosenDeployment {
    readonly name: string;
    readonly address: DeploymentAddress;
    readonly opened: OpenedCloud;
    /** Of a folder of this window; undefined for one that only Azure knows of. */
    readonly folder: vscode.WorkspaceFolder | undefined;
    readonly remembered: RememberedDeployment | undefined;
}

/** From a row of the tree, or a folder's. Throws 'deploy/nothing-deployed', and 'deploy/other-cloud' when this window looks elsewhere. */
export async function chooseDeployment(shell: Shell, op: Operation, argument: unknown): Promise<ChosenDeployment> {
    const address = readAddress(argument);
    if (address !== undefined) {
        const opened = await openCloud(shell, op);
        opened.azure.subscriptions.use(address.subscription);
        const folder = folderOf(shell, address);
        const remembered = folder === undefined ? undefined : shell.memory.deployment(folder.uri);
        return { name: address.name, address, opened, folder, remembered };
    }
    const folder = await chooseFolder(op, argument);
    const remembered = shell.memory.deployment(folder.uri);
    if (remembered === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const { name, resourceId, cloud } = remembered;
    const opened = await openCloud(shell, op);
    if (opened.name !== cloud) {
        throw new Failure<DeployFailure>('deploy/other-cloud', { name, cloud: cloud === 'local' ? 'a local Azure' : 'Azure' });
    }
    // A deployment that never came to its end is remembered without its subscription's tenant.
    const subscription = remembered.previous?.subscription ?? (await subscriptionOf(op, opened.azure, resourceId));
    opened.azure.subscriptions.use(subscription);
    return { name, address: { subscription, resourceId }, opened, folder, remembered };
}

/** What tells another command that it is meant for the same deployment. */
export function argumentOf({ name, address }: ChosenDeployment): { readonly row: { readonly address: NonNullable<Row['address']> } } {
    return { row: { address: { name, ...address } } };
}

/** The folder of this window whose last deployment this is. */
export function folderOf(shell: Shell, { resourceId }: { readonly resourceId: string }): vscode.WorkspaceFolder | undefined {
    return vscode.workspace.workspaceFolders?.find(
        (folder) => shell.memory.deployment(folder.uri)?.resourceId.toLowerCase() === resourceId.toLowerCase(),
    );
}

/** A deployment that was just verified becomes what the folder's next deploy updates. */
export async function rememberLive(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    opened: OpenedCloud,
    result: DeployResult,
    page: string,
): Promise<void> {
    await shell.memory.remember(folder.uri, {
        cloud: opened.name,
        name: result.name,
        resourceId: result.resourceId,
        url: page,
        image: result.image,
        digest: result.digest,
        state: 'live',
        atMs: Date.now(),
        previous: result.previous,
    });
}

/** The settings of apps that were taken over on this machine, in VS Code's secret storage. */
export function windowSnapshots({ secrets }: vscode.ExtensionContext): Snapshots {
    const key = (resourceId: string) => `snapshot:${resourceId.toLowerCase()}`;
    return {
        keep: async (resourceId, settings) => secrets.store(key(resourceId), JSON.stringify(settings)),
        read: async (resourceId) => {
            const text = await secrets.get(key(resourceId));
            const value: unknown = text === undefined ? undefined : JSON.parse(text);
            return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, string>>) : undefined;
        },
    };
}
