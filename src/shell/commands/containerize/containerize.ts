import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { settableFacts, type SettableFact } from '../../../core/project/factSheet';
import type { ProposedFile } from '../../../core/project/profile';
import { chooseFolder } from '../../folderArgument';
import { chooseProject, inspectFolder, overridesOf, setOverride, type Inspected } from '../../inspectFolder';
import { changes, previewFiles, writeFiles } from '../../proposedFiles';
import type { Shell } from '../../shell';

type Choice = vscode.QuickPickItem &
    (
        | { readonly act: 'write' | 'preview' | 'done' }
        | { readonly act: 'fact'; readonly fact: SettableFact; readonly file?: string; readonly line?: number }
        | { readonly act: 'none' }
    );

const labels: Partial<Record<SettableFact, string>> = {
    language: 'Language',
    runtimeVersion: 'Version',
    framework: 'Framework',
    entry: 'Entry',
    server: 'Server',
    port: 'Port',
    packageManager: 'Packages',
    healthPath: 'Health path',
};
const openEvidence: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open where this was read' };

/** Shows what was found, lets every fact be changed, previews the files and writes them on consent. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(argument);
    for (;;) {
        const project = await chooseProject(await inspectFolder(shell, op, folder), folder);
        const wanted = changes(project.files);
        const choice = await summary(shell, folder, project, wanted);
        switch (choice.act) {
            case 'fact':
                await changeFact(shell, folder, project, choice.fact);
                continue;
            case 'preview':
                await previewFiles(shell, folder.uri, wanted);
                if (await agreed(wanted)) {
                    await write(folder, wanted);
                    return;
                }
                throw new Cancelled();
            case 'write':
                await write(folder, wanted);
                return;
            case 'done':
                return;
            case 'none':
                continue;
        }
    }
}

async function write(folder: vscode.WorkspaceFolder, files: readonly ProposedFile[]): Promise<void> {
    if (!vscode.workspace.isTrusted) {
        throw new Failure('workspace/not-trusted');
    }
    await writeFiles(folder.uri, files);
    const [first] = files;
    if (first !== undefined) {
        await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, first.path), { preview: true });
    }
    const deploy = vscode.l10n.t('Deploy');
    void vscode.window
        .showInformationMessage(
            vscode.l10n.t('Wrote {0}. Undo in the editor takes it back.', files.map((file) => file.path).join(', ')),
            deploy,
        )
        .then((answer) =>
            answer === deploy ? vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString() }) : undefined,
        );
}

async function agreed(files: readonly ProposedFile[]): Promise<boolean> {
    const yes = vscode.l10n.t('Write {0} Files', String(files.length));
    const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Write these changes to your folder?'),
        yes,
        vscode.l10n.t('Cancel'),
    );
    return answer === yes;
}

async function summary(shell: Shell, folder: vscode.WorkspaceFolder, project: Inspected, wanted: readonly ProposedFile[]): Promise<Choice> {
    const { profile } = project;
    const overrides = overridesOf(shell, folder);
    const names = wanted.map((file) => (file.action === 'create' ? `${file.path} (new)` : file.path)).join(', ');
    const rows: Choice[] =
        wanted.length === 0
            ? [{ act: 'done', label: '$(check) Nothing to change', description: vscode.l10n.t('The folder has all it needs.') }]
            : [
                  { act: 'preview', label: '$(diff-multiple) Preview the changes', description: names },
                  {
                      act: 'write',
                      label: wanted.length === 1 ? '$(check) Write the file' : `$(check) Write the ${wanted.length} files`,
                      description: names,
                  },
              ];
    rows.push({ act: 'none', label: vscode.l10n.t('What was found'), kind: vscode.QuickPickItemKind.Separator });
    for (const fact of settableFacts) {
        const label = labels[fact];
        const value = fact === 'startCommand' ? undefined : profile[fact];
        if (label === undefined || value === undefined) {
            continue;
        }
        const evidence = profile.evidence.find((entry) => entry.fact === fact && entry.value === String(value));
        const place = evidence === undefined || evidence.file === '' ? undefined : evidence;
        rows.push({
            act: 'fact',
            fact,
            label: `${label}: ${String(value)}`,
            description:
                overrides[fact] !== undefined
                    ? vscode.l10n.t('set by you')
                    : place === undefined
                      ? ''
                      : place.line === undefined
                        ? place.file
                        : `${place.file}:${place.line}`,
            ...(place === undefined ? {} : { buttons: [openEvidence], file: place.file }),
            ...(place?.line === undefined ? {} : { line: place.line }),
        });
    }
    const findings = profile.findings.map((finding): Choice => ({
        act: 'none',
        label: `$(${finding.severity}) ${finding.message}`,
        description: finding.file ?? '',
    }));
    if (findings.length > 0) {
        rows.push({ act: 'none', label: vscode.l10n.t('To know'), kind: vscode.QuickPickItemKind.Separator }, ...findings);
    }
    return await pick(folder, rows);
}

async function pick(folder: vscode.WorkspaceFolder, rows: readonly Choice[]): Promise<Choice> {
    const quickPick = vscode.window.createQuickPick<Choice>();
    quickPick.title = vscode.l10n.t('Slipway: Containerize {0}', folder.name);
    quickPick.placeholder = vscode.l10n.t('Write the files, or choose a fact to change it');
    quickPick.items = rows;
    quickPick.ignoreFocusOut = true;
    try {
        return await new Promise<Choice>((resolve, reject) => {
            quickPick.onDidAccept(() => {
                const [chosen] = quickPick.selectedItems;
                if (chosen !== undefined) {
                    resolve(chosen);
                }
            });
            quickPick.onDidTriggerItemButton(({ item }) => {
                if (item.act === 'fact' && item.file !== undefined) {
                    const at = new vscode.Position(Math.max(0, (item.line ?? 1) - 1), 0);
                    void vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, item.file), {
                        selection: new vscode.Range(at, at),
                        preserveFocus: true,
                    });
                }
            });
            quickPick.onDidHide(() => reject(new Cancelled()));
            quickPick.show();
        });
    } finally {
        quickPick.dispose();
    }
}

async function changeFact(shell: Shell, folder: vscode.WorkspaceFolder, { profile }: Inspected, fact: SettableFact): Promise<void> {
    const current = profile[fact];
    const others = profile.alternatives.filter((alternative) => alternative.fact === fact);
    const typeIt = vscode.l10n.t('Type another value…');
    if (others.length > 0) {
        const rows = [
            { label: String(current), description: vscode.l10n.t('current') },
            ...others.map((other) => ({
                label: other.value,
                description: other.line === undefined ? (other.file ?? '') : `${other.file ?? ''}:${other.line}`,
            })),
            { label: typeIt, description: '' },
        ];
        const chosen = await vscode.window.showQuickPick(rows, { title: labels[fact] ?? fact });
        if (chosen === undefined) {
            return;
        }
        if (chosen.label !== typeIt) {
            await setOverride(shell, folder, fact, chosen.label);
            return;
        }
    }
    const value = await vscode.window.showInputBox({
        title: labels[fact] ?? fact,
        value: Array.isArray(current) ? current.join(' ') : String(current ?? ''),
        prompt: vscode.l10n.t('Empty: what Slipway finds.'),
        validateInput: (text) =>
            fact === 'port' && text !== '' && !/^[1-9]\d{0,4}$/.test(text)
                ? vscode.l10n.t('A port is a number from 1 to 65535.')
                : undefined,
    });
    if (value !== undefined) {
        await setOverride(shell, folder, fact, value.trim());
    }
}
