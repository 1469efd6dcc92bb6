import type * as vscode from 'vscode';
import { gitCommit } from '../adapters/node/gitCommit';
import { buildTag } from '../core/build/buildTag';

/** The tag of a local build of a folder. */
export async function localTag(folder: vscode.WorkspaceFolder): Promise<string> {
    return buildTag(folder.name, await gitCommit(folder.uri.fsPath), Date.now());
}
