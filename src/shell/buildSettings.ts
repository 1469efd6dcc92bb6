import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../base/failure';
import { readBuildSettings, type BuildSettings } from '../core/build/buildSettings';
import type { BuildFailure } from '../core/failures/build';
import type { Shell } from './shell';

/** The build settings of a folder, for the profile in use. */
export function buildSettings(shell: Shell, folder: vscode.WorkspaceFolder): BuildSettings {
    return readBuildSettings(
        vscode.workspace.getConfiguration('slipway', folder.uri).get<unknown>('build'),
        shell.memory.profiles(folder.uri).active,
    );
}

/** The values of the build secrets, for the one build that is about to begin. Throws Failure 'build/secret-unreadable'. */
export async function buildSecrets(folder: vscode.WorkspaceFolder, { secrets }: BuildSettings): Promise<Readonly<Record<string, string>>> {
    const values = await Promise.all(
        Object.entries(secrets).map(async ([secret, place]) => {
            const value =
                place.kind === 'env'
                    ? process.env[place.name]
                    : await readFile(path.resolve(folder.uri.fsPath, place.path), 'utf8').catch(() => undefined);
            if (value === undefined) {
                throw new Failure<BuildFailure>('build/secret-unreadable', {
                    secret,
                    place: place.kind === 'env' ? place.name : place.path,
                });
            }
            return [secret, value] as const;
        }),
    );
    return Object.fromEntries(values);
}
