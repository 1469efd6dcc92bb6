import type * as vscode from 'vscode';
import { Failure } from '../../../base/failure';

/** The Dockerfile that a build command means, relative to its folder: the file that it was started on, else the setting's. */
export function dockerfileOf(folder: vscode.WorkspaceFolder, uri: vscode.Uri | undefined, fromSettings: string | undefined): string {
    if (uri === undefined || uri.toString() === folder.uri.toString()) {
        return fromSettings ?? 'Dockerfile';
    }
    const prefix = `${folder.uri.path.replace(/\/$/, '')}/`;
    if (!uri.path.startsWith(prefix)) {
        throw new Failure('workspace/no-folder');
    }
    return uri.path.slice(prefix.length);
}
