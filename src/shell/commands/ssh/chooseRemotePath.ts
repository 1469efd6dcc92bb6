import { decimal } from '../../../base/decimal';
import * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { RemoteFiles } from '../../../ports/ssh';
import { pick } from '../../ask';

interface Row extends vscode.QuickPickItem {
    readonly path: string;
    readonly opens: 'folder' | 'file' | 'this';
}

/**
 * A quick pick that walks through the folders of a container from `start`. Answers a file's path, or a folder's when `wanted` says so.
 * Names are the container's words: they are shown, joined with slashes, and never touched by a path of this machine. Throws Cancelled.
 */
export async function chooseRemotePath(
    op: Operation,
    files: RemoteFiles,
    wanted: 'file' | 'folder',
    title: string,
    start: string,
): Promise<string> {
    for (let folder = start; ;) {
        // Small images have no /home.
        const entries = await files.list(op, folder).catch((error: unknown) => {
            if (folder !== start || folder === '/' || !isFailure(error) || error.code !== 'ssh/transfer-failed') {
                throw error;
            }
            folder = '/';
            return files.list(op, folder);
        });
        const rows: Row[] = [
            ...(wanted === 'folder' ? [{ label: `$(check) ${vscode.l10n.t('This folder')}`, path: folder, opens: 'this' as const }] : []),
            ...(folder === '/' ? [] : [{ label: '$(arrow-up) ..', path: parentOf(folder), opens: 'folder' as const }]),
            ...entries
                .filter(({ kind, name }) => (kind === 'folder' || (kind === 'file' && wanted === 'file')) && name !== '.' && name !== '..')
                .sort((one, other) => one.kind.localeCompare(other.kind) * -1 || one.name.localeCompare(other.name))
                .map(({ kind, name, bytes }) => ({
                    label: `$(${kind === 'folder' ? 'folder' : 'file'}) ${name.replaceAll('$(', '$\u200b(')}`,
                    ...(kind === 'file' ? { description: sizeOf(bytes) } : {}),
                    path: `${folder === '/' ? '' : folder}/${name}`,
                    opens: kind === 'folder' ? ('folder' as const) : ('file' as const),
                })),
        ];
        const chosen = await pick(op, rows, { title, placeHolder: folder });
        if (chosen.opens !== 'folder') {
            return chosen.path;
        }
        folder = chosen.path;
    }
}

function parentOf(folder: string): string {
    return folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) || '/';
}

function sizeOf(bytes: number): string {
    return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} kB` : `${decimal(bytes / 1024 / 1024, 1)} MB`;
}
