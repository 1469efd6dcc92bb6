import { readFile, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../base/failure';
import { foreignSecrets, readBuildSettings, type BuildSettings, type SecretPlace } from '../core/build/buildSettings';
import type { BuildFailure } from '../core/failures/build';
import { consentTo } from './consents';
import type { Shell } from './shell';

/** The build settings of a folder, for the profile in use. */
export function buildSettings(shell: Shell, folder: vscode.WorkspaceFolder): BuildSettings {
    return readBuildSettings(
        vscode.workspace.getConfiguration('slipway', folder.uri).get<unknown>('build'),
        shell.memory.profiles(folder.uri).active,
    );
}

/**
 * The values of the build secrets, for the one build that is about to begin. What a workspace's settings take from outside of its folder is shown first: its
 * Dockerfile could send it anywhere. Throws Failure 'build/secret-unreadable' or Cancelled.
 */
export async function buildSecrets(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    { secrets }: BuildSettings,
): Promise<Readonly<Record<string, string>>> {
    const own = readBuildSettings(
        vscode.workspace.getConfiguration('slipway', folder.uri).inspect<unknown>('build')?.globalValue,
        shell.memory.profiles(folder.uri).active,
    ).secrets;
    const outside = await Promise.all(foreignSecrets(secrets, own).map((place) => outsideOf(folder.uri.fsPath, place)));
    await confirmSecrets(
        shell,
        folder,
        outside.filter((place) => place !== undefined),
    );
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

/** The place in words, unless it is a file of the folder itself: one that a link leads out of is none. */
async function outsideOf(folder: string, place: SecretPlace): Promise<string | undefined> {
    if (place.kind === 'env') {
        return `$${place.name}`;
    }
    const named = path.resolve(folder, place.path);
    const [from, file] = await Promise.all([folder, named].map((at) => realpath(at).catch(() => at)));
    const inside = path.relative(from ?? folder, file ?? named);
    return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside) ? (file ?? named) : undefined;
}

/** Asks once for each set of them. */
async function confirmSecrets(shell: Shell, folder: vscode.WorkspaceFolder, places: readonly string[]): Promise<void> {
    const consent = consentTo(shell, ['build secrets', folder.uri.toString(), ...places]);
    if (places.length === 0 || consent.isGiven()) {
        return;
    }
    const yes = vscode.l10n.t('Use Them');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Give these secrets of yours to the build of {0}?', folder.name),
        {
            modal: true,
            detail: [...places, vscode.l10n.t('The settings of this workspace name them, and its Dockerfile can read them.')].join('\n'),
        },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
    await consent.give();
}
