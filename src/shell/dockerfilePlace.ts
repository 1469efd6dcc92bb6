import * as vscode from 'vscode';
import type { Operation } from '../base/operation';
import { builtFrom } from '../core/dockerfile/builtFrom';
import { dockerfileOf } from './commands/image/dockerfileOf';
import { chooseProject, inspectFolder } from './inspectFolder';
import type { Shell } from './shell';

/** The Dockerfile that a build command means and from where it is built. */
export interface DockerfilePlace {
    /** The folder that is sent, as a path of the file system. */
    readonly context: string;
    /** Relative to `context`. */
    readonly dockerfile: string;
    /** Relative to the workspace folder, as it is shown. */
    readonly path: string;
}

/**
 * The file that a command was started on, the setting's, or the folder's own; where the folder has none, that of the project in it that is chosen. A project
 * inside is built from its own folder or, as a member of a workspace, from the root.
 */
export async function dockerfilePlace(
    shell: Shell,
    op: Operation,
    folder: vscode.WorkspaceFolder,
    uri: vscode.Uri | undefined,
    fromSettings: string | undefined,
): Promise<DockerfilePlace> {
    const named = dockerfileOf(folder, uri, fromSettings);
    const isThere = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, named)).then(
        () => true,
        () => false,
    );
    const isOwn = named === 'Dockerfile';
    if (isOwn ? isThere : !named.includes('/')) {
        return { context: folder.uri.fsPath, dockerfile: named, path: named };
    }
    const found = await inspectFolder(shell, op, folder);
    const inner = isOwn ? (await chooseProject(op, found, folder)).profile.folder : undefined;
    const path = inner === undefined || inner === '' ? named : `${inner}/Dockerfile`;
    const { context, dockerfile } = builtFrom(path, found.projects);
    return { context: context === '' ? folder.uri.fsPath : vscode.Uri.joinPath(folder.uri, context).fsPath, dockerfile, path };
}
