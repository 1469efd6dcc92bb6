import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { profileNameProblem } from '../../../views/profiles';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';

type Row = vscode.QuickPickItem & { readonly profile?: string | undefined; readonly act: 'use' | 'new' | 'none' };

const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Forget This Profile') };

/** Chooses where the folder is deployed to: each profile has a deployment of its own. Nothing is deployed or deleted by it. */
export async function run(shell: Shell, _op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(argument);
    if (shell.statusBar.isRunning()) {
        void vscode.window.showInformationMessage(vscode.l10n.t('A deploy is running. Switch the profile when it has ended.'));
        throw new Cancelled();
    }
    const row = await choose(shell, folder);
    const profiles = shell.memory.profiles(folder.uri);
    const active = row.act === 'new' ? await askName(profiles.names) : row.profile;
    const names = active === undefined || profiles.names.includes(active) ? profiles.names : [...profiles.names, active];
    await shell.memory.setProfiles(folder.uri, { active, names });
    shell.projects.refresh('forget');
}

async function choose(shell: Shell, folder: vscode.WorkspaceFolder): Promise<Row> {
    const pick = vscode.window.createQuickPick<Row>();
    pick.title = vscode.l10n.t('Slipway: Switch Profile');
    pick.placeholder = vscode.l10n.t('Where is {0} deployed to?', folder.name);
    pick.items = rowsOf(shell, folder.uri);
    pick.activeItems = pick.items.filter(({ description }) => description === vscode.l10n.t('in use'));
    try {
        return await new Promise<Row>((resolve, reject) => {
            pick.onDidAccept(() => {
                const [chosen] = pick.selectedItems;
                if (chosen !== undefined && chosen.act !== 'none') {
                    resolve(chosen);
                }
            });
            pick.onDidTriggerItemButton(({ item }) => {
                const { active, names } = shell.memory.profiles(folder.uri);
                const left = names.filter((name) => name !== item.profile);
                void shell.memory
                    .setProfiles(folder.uri, { active: active === item.profile ? undefined : active, names: left })
                    .then(() => (pick.items = rowsOf(shell, folder.uri)));
            });
            pick.onDidHide(() => reject(new Cancelled()));
            pick.show();
        });
    } finally {
        pick.dispose();
    }
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

async function askName(taken: readonly string[]): Promise<string> {
    const name = await vscode.window.showInputBox({
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
    if (name === undefined || profileNameProblem(name) !== undefined) {
        throw new Cancelled();
    }
    return name;
}
