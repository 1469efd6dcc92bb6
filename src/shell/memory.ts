import * as vscode from 'vscode';
import { targetNames, targetOf, type TargetName } from '../core/deploy/target';
import { readProfiles, type Profiles } from '../views/profiles';
import type { RememberedDeployment } from '../views/rememberedDeployment';
import { readRememberedDeployment } from '../views/rememberedDeployment';

/** What Slipway knows of earlier runs in this workspace: a cache, never the truth. Kept in the workspace's state; holds no secret. */
export class Memory {
    private readonly changed = new vscode.EventEmitter<vscode.Uri>();
    readonly onDidChange = this.changed.event;
    private readonly valueSet = new vscode.EventEmitter<string>();
    /** Fires with the name of a value that `set` changed. */
    readonly onDidSet = this.valueSet.event;

    constructor(private readonly state: vscode.Memento) {}

    /** The newest deployment of a folder under the profile that is in use, to whichever target or to the one that is named. */
    deployment(folder: vscode.Uri, target?: TargetName): RememberedDeployment | undefined {
        return readRememberedDeployment(this.state.get(this.key('deployment', folder, target)));
    }

    /** Remembers a deployment; the folder is as it was deployed then. */
    async remember(folder: vscode.Uri, deployment: RememberedDeployment): Promise<void> {
        await this.state.update(this.key('deployment', folder, targetOf(deployment.resourceId)), deployment);
        await this.state.update(this.key('deployment', folder), deployment);
        if (deployment.state !== 'failed') {
            await this.state.update(this.key('drift', folder), undefined);
        }
        this.changed.fire(folder);
    }

    /** Whether a file of the folder changed since its last deployment under this profile. */
    drifted(folder: vscode.Uri): boolean {
        return this.state.get(this.key('drift', folder)) === true;
    }

    async drift(folder: vscode.Uri): Promise<void> {
        if (!this.drifted(folder)) {
            await this.state.update(this.key('drift', folder), true);
            this.changed.fire(folder);
        }
    }

    /** The folder's profiles and which is in use. */
    profiles(folder: vscode.Uri): Profiles {
        return readProfiles(this.state.get(`profiles:${folder.toString()}`));
    }

    async setProfiles(folder: vscode.Uri, profiles: Profiles): Promise<void> {
        await this.state.update(`profiles:${folder.toString()}`, profiles);
        this.changed.fire(folder);
    }

    /** Forgets a deployment; the newest of another target takes its place. */
    async forget(folder: vscode.Uri, deployment: RememberedDeployment): Promise<void> {
        const target = targetOf(deployment.resourceId);
        await this.state.update(this.key('deployment', folder, target), undefined);
        const others = targetNames.flatMap((name) => (name === target ? [] : (this.deployment(folder, name) ?? [])));
        await this.state.update(this.key('deployment', folder), others.sort((one, other) => other.atMs - one.atMs)[0]);
        this.changed.fire(folder);
    }

    get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
        return read(this.state.get(`value:${name}`));
    }

    async set(name: string, value: unknown): Promise<void> {
        await this.state.update(`value:${name}`, value);
        this.valueSet.fire(name);
    }

    private key(kind: 'deployment' | 'drift', folder: vscode.Uri, target?: TargetName): string {
        const { active } = this.profiles(folder);
        return [
            `${kind}:${folder.toString()}`,
            ...(active === undefined ? [] : [`#${active}`]),
            ...(target === undefined ? [] : [`@${target}`]),
        ].join('');
    }
}
