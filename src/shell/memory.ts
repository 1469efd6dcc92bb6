import * as vscode from 'vscode';
import type { RememberedDeployment } from '../views/rememberedDeployment';
import { readRememberedDeployment } from '../views/rememberedDeployment';

const key = (folder: vscode.Uri) => `deployment:${folder.toString()}`;

/** What Slipway knows of earlier runs in this workspace: a cache, never the truth. Kept in the workspace's state; holds no secret. */
export class Memory {
    private readonly changed = new vscode.EventEmitter<vscode.Uri>();
    readonly onDidChange = this.changed.event;

    constructor(private readonly state: vscode.Memento) {}

    deployment(folder: vscode.Uri): RememberedDeployment | undefined {
        return readRememberedDeployment(this.state.get(key(folder)));
    }

    async remember(folder: vscode.Uri, deployment: RememberedDeployment | undefined): Promise<void> {
        await this.state.update(key(folder), deployment);
        this.changed.fire(folder);
    }

    get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
        return read(this.state.get(`value:${name}`));
    }

    async set(name: string, value: unknown): Promise<void> {
        await this.state.update(`value:${name}`, value);
    }
}
