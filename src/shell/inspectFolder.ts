import * as vscode from 'vscode';
import { folderFileSource } from '../adapters/node/folderFileSource';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { Overrides, SettableFact } from '../core/project/factSheet';
import type { Profile, ProposedFile } from '../core/project/profile';
import { filesOfProject } from '../views/filesOfProject';
import type { Blueprint } from '../core/dockerfile/blueprint';
import { containerize, type Containerized } from '../workflows/containerize';
import { readOverrides } from './readOverrides';
import { recipeFor } from './scaffoldChoices';
import { sayMade } from './sayMade';
import type { Shell } from './shell';
import { pick } from './ask';

/** A deployable project of a folder with the files that concern it. */
export interface Inspected {
    readonly profile: Profile;
    readonly files: readonly ProposedFile[];
    /** The recipe of its Dockerfile. */
    readonly stack?: Blueprint['stack'];
}

/** Looks at a folder with the user's own overrides, choices and settings. A compose file is proposed only where the command is about the files. */
export async function inspectFolder(
    shell: Shell,
    op: Operation,
    folder: vscode.WorkspaceFolder,
    compose: 'compose' | 'none' = 'none',
): Promise<Containerized> {
    return await containerize(op, folderFileSource(folder.uri.fsPath), {
        overridesOf: (inner) => overridesOf(shell, folder, inner),
        recipe: await recipeFor(shell, op, folder),
        compose,
    });
}

/**
 * The one project that a command goes on with: the only web app, or the user's choice. Throws Failure 'scaffold/nothing-to-run' or 'scaffold/not-a-web-app'.
 */
export async function chooseProject(op: Operation, found: Containerized, folder: vscode.WorkspaceFolder): Promise<Inspected> {
    const web = found.projects.filter((project) => project.kind === 'web' || project.kind === 'worker');
    const [first] = web;
    if (first === undefined) {
        const told = found.projects[0]?.findings[0]?.message;
        throw found.projects.length === 0 || told === undefined
            ? new Failure('scaffold/nothing-to-run', { folder: folder.name })
            : new Failure('scaffold/not-a-web-app', { folder: folder.name, reason: sayMade(told) });
    }
    if (web.length === 1) {
        return inspected(found, first);
    }
    const rows = web.map((profile) => ({
        label: profile.folder === '' ? folder.name : profile.folder,
        description: [profile.framework, profile.entry].filter((part) => part !== undefined).join(' · '),
        profile,
    }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway'),
        placeHolder: vscode.l10n.t('Which app of this folder?'),
    });
    return inspected(found, chosen.profile);
}

function inspected(found: Containerized, profile: Profile): Inspected {
    const stack = found.stacks.get(profile.folder);
    return { profile, files: filesOfProject(found, profile), ...(stack !== undefined && { stack }) };
}

/** The facts that the user set for a project: the folder's own (`inner` is '') or one inside it. */
export function overridesOf(shell: Shell, folder: vscode.WorkspaceFolder, inner: string): Overrides {
    return shell.memory.get(overridesKey(folder, inner), readOverrides) ?? {};
}

/** Keeps a fact that the user set; an empty value forgets it. */
export async function setOverride(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    inner: string,
    fact: SettableFact,
    value: string,
): Promise<void> {
    const { [fact]: _, ...rest } = overridesOf(shell, folder, inner);
    await shell.memory.set(overridesKey(folder, inner), value === '' ? rest : { ...rest, [fact]: value });
}

function overridesKey(folder: vscode.WorkspaceFolder, inner: string): string {
    return `overrides:${folder.uri.toString()}${inner === '' ? '' : `#${inner}`}`;
}
