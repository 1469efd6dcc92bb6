import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { profileNameProblem } from '../../../views/profiles';
import { chooseFolder } from '../../folderArgument';
import { askText, pickWithButtons } from '../../ask';
import type { Shell } from '../../shell';

type Row = vscode.QuickPickItem & { readonly profile?: string | undefined; readonly act: 'use' | 'new' | 'none' };

const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Forget This Profile') };

/** Chooses where the folder is deployed to: each profile has a deployment of its own. Nothing is deployed or deleted by it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    if (shell.statusBar.isRunning()) {
        void vscode.window.showInformationMessage(vscode.l10n.t('A deploy is under way. Switch the profile when it has ended.'));
        throw new Cancelled();
    }
    const row = await choose(shell, op, folder);
    const profiles = shell.memory.profiles(folder.uri);
    const active = row.act === 'new' ? await askName(op, profiles.names) : row.profile;
    const names = active === undefined || profiles.names.includes(active) ? profiles.names : [...profiles.names, active];
    await shell.memory.setProfiles(folder.uri, { active, names });
    shell.projects.refresh('forget');
}

async function choose(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<Row> {
    const rows = rowsOf(shell, folder.uri);
    return await pickWithButtons(
        op,
        rows,
        {
            title: vscode.l10n.t('Slipway: Switch Profile'),
            placeHolder: vscode.l10n.t('Where is {0} deployed to?', folder.name),
            active: rows.find(({ description }) => description === vscode.l10n.t('in use')),
        },
        async ({ profile }) => {
            const { active, names } = shell.memory.profiles(folder.uri);
            const left = names.filter((name) => name !== profile);
            await shell.memory.setProfiles(folder.uri, { active: active === profile ? undefined : active, names: left });
            return { kind: 'rows', rows: rowsOf(shell, folder.uri) };
        },
    );
}

function rowsOf(shell: Shell, folder: vscode.Uri): Row[] {
    const { active, names } = shell.memory.profiles(folder);
    const row = (profile: string | undefined): Row => ({
        act: 'use',
        profile,
        label: profile ?? vscode.l10n.t('Default'),
        ...(profile === active ? { description: vscode.l10n.t('in use') } : {}),
        ...(profile === undefined ? {} : { buttons: [forget] }),
    });
    return [
        row(undefined),
        ...names.map(row),
        { act: 'none', label: '', kind: vscode.QuickPickItemKind.Separator },
        { act: 'new', label: `$(add) ${vscode.l10n.t('New Profile…')}`, description: vscode.l10n.t('dev, test, prod …') },
    ];
}

async function askName(op: Operation, taken: readonly string[]): Promise<string> {
    const name = await askText(op, {
        title: vscode.l10n.t('Slipway: New Profile'),
        prompt: vscode.l10n.t('It becomes part of the names in Azure.'),
        placeHolder: 'prod',
        validateInput: (text) => {
            const problem = profileNameProblem(text);
            return text === ''
                ? undefined
                : problem !== undefined
                  ? vscode.l10n.t(problem)
                  : taken.includes(text)
                    ? vscode.l10n.t('There is a profile of that name.')
                    : undefined;
        },
    });
    if (profileNameProblem(name) !== undefined) {
        throw new Cancelled();
    }
    return name;
}
