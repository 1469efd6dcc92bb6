import * as vscode from 'vscode';
import type { Operation } from '../base/operation';
import { cachesFor, type CacheChoice, type RecipeOptions } from '../core/dockerfile/recipeOptions';
import { windowEngine } from './engine';
import type { Shell } from './shell';

/** What the user chose beside the facts: additions that no project asks for by itself. */
export interface ScaffoldChoices {
    readonly sshd: RecipeOptions['sshd'];
    readonly compose: 'compose' | 'none';
}

/** Kept in the workspace's state, like the facts that the user set (decision 004). */
export function scaffoldChoices(shell: Pick<Shell, 'memory'>, folder: Pick<vscode.WorkspaceFolder, 'uri'>): ScaffoldChoices {
    return (
        shell.memory.get(key(folder), (value) =>
            typeof value !== 'object' || value === null
                ? undefined
                : {
                      sshd: 'sshd' in value && value.sshd === 'appService' ? ('appService' as const) : ('none' as const),
                      compose: 'compose' in value && value.compose === 'compose' ? ('compose' as const) : ('none' as const),
                  },
        ) ?? { sshd: 'none', compose: 'none' }
    );
}

export async function setScaffoldChoices(shell: Shell, folder: vscode.WorkspaceFolder, choices: ScaffoldChoices): Promise<void> {
    await shell.memory.set(key(folder), choices);
}

/** How Dockerfiles are written for this folder: by the settings, the choices and, where the setting leaves it open, what the engine's builder knows. */
export async function recipeFor(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<Partial<RecipeOptions>> {
    const settings = vscode.workspace.getConfiguration('slipway.scaffold', folder.uri);
    const mirror = settings.get<string>('baseImageRegistry', '');
    const setting = settings.get<string>('cacheMounts', 'automatic');
    const where = vscode.workspace.getConfiguration('slipway.build', folder.uri).get<string>('where', 'auto');
    const builder = setting === 'automatic' && where !== 'azure' ? await builderOf(shell, op) : 'absent';
    return {
        sshd: scaffoldChoices(shell, folder).sshd,
        caches: cachesFor({ setting, where, builder }),
        ...(mirror === '' ? {} : { baseImageRegistry: mirror }),
    };
}

async function builderOf(shell: Shell, op: Operation): Promise<CacheChoice['builder']> {
    try {
        const { engine } = await windowEngine(op, shell.memory);
        return (await engine.facts(op)).builder;
    } catch {
        // Without an engine the files are made all the same: what is missing is told when something is built.
        op.signal.throwIfAborted();
        return 'absent';
    }
}

function key(folder: Pick<vscode.WorkspaceFolder, 'uri'>): string {
    return `scaffold:${folder.uri.toString()}`;
}
