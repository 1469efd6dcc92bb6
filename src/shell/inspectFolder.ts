import * as vscode from 'vscode';
import { folderFileSource } from '../adapters/node/folderFileSource';
import { Cancelled, Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { Overrides, SettableFact } from '../core/project/factSheet';
import type { Containerization, Profile, ProposedFile } from '../core/project/profile';
import { containerize } from '../workflows/containerize';
import { readOverrides } from './readOverrides';
import type { Shell } from './shell';

/** A deployable project of a folder with the files that concern it. */
export interface Inspected {
    readonly profile: Profile;
    readonly files: readonly ProposedFile[];
}

/** Looks at a folder with the user's own overrides and the settings. */
export async function inspectFolder(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<Containerization> {
    const mirror = vscode.workspace.getConfiguration('slipway', folder.uri).get<string>('scaffold.baseImageRegistry', '');
    return await containerize(op, folderFileSource(folder.uri.fsPath), {
        overrides: overridesOf(shell, folder),
        recipe: mirror === '' ? {} : { baseImageRegistry: mirror },
    });
}

/**
 * The one project that a command goes on with: the only web app, or the user's choice. Throws Failure 'scaffold/nothing-to-run' or 'scaffold/not-a-web-app'.
 */
export async function chooseProject(found: Containerization, folder: vscode.WorkspaceFolder): Promise<Inspected> {
    const web = found.projects.filter((project) => project.kind === 'web' || project.kind === 'worker');
    const [first] = web;
    if (first === undefined) {
        const told = found.projects[0]?.findings[0]?.message;
        throw found.projects.length === 0 || told === undefined
            ? new Failure('scaffold/nothing-to-run', { folder: folder.name })
            : new Failure('scaffold/not-a-web-app', { folder: folder.name, reason: told });
    }
    if (web.length === 1) {
        return { profile: first, files: filesOf(found, first) };
    }
    const rows = web.map((profile) => ({
        label: profile.folder === '' ? folder.name : profile.folder,
        description: [profile.framework, profile.entry].filter((part) => part !== undefined).join(' · '),
        profile,
    }));
    const chosen = await vscode.window.showQuickPick(rows, {
        title: vscode.l10n.t('Slipway'),
        placeHolder: vscode.l10n.t('Which app of this folder?'),
    });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    return { profile: chosen.profile, files: filesOf(found, chosen.profile) };
}

export function overridesOf(shell: Shell, folder: vscode.WorkspaceFolder): Overrides {
    return shell.memory.get(`overrides:${folder.uri.toString()}`, readOverrides) ?? {};
}

/** Keeps a fact that the user set; an empty value forgets it. */
export async function setOverride(shell: Shell, folder: vscode.WorkspaceFolder, fact: SettableFact, value: string): Promise<void> {
    const { [fact]: _, ...rest } = overridesOf(shell, folder);
    await shell.memory.set(`overrides:${folder.uri.toString()}`, value === '' ? rest : { ...rest, [fact]: value });
}

function filesOf(found: Containerization, profile: Profile): readonly ProposedFile[] {
    const others = found.projects
        .filter((other) => other !== profile && other.folder.length > profile.folder.length)
        .map((other) => `${other.folder}/`);
    const prefix = profile.folder === '' ? '' : `${profile.folder}/`;
    return found.files.filter((file) => file.path.startsWith(prefix) && !others.some((other) => file.path.startsWith(other)));
}
