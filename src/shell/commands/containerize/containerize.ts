import * as vscode from 'vscode';
import { folderFileSource } from '../../../adapters/node/folderFileSource';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { makeTemplate } from '../../../core/dockerfile/makeTemplate';
import { servedByDockerfile } from '../../../core/dockerfile/servedByDockerfile';
import type { SettableFact } from '../../../core/project/factSheet';
import { readFactValue } from '../../../core/project/factValue';
import type { ProposedFile } from '../../../core/project/profile';
import { templatePath } from '../../../workflows/containerize';
import { withProgressWhenSlow } from '../../command';
import { chooseFolder } from '../../folderArgument';
import { chooseProject, inspectFolder, overridesOf, setOverride, type Inspected } from '../../inspectFolder';
import { changes, previewFile, previewFiles, writeFiles } from '../../proposedFiles';
import { scaffoldChoices, setScaffoldChoices } from '../../scaffoldChoices';
import { askText, pick, pickWithButtons, unlessClosed } from '../../ask';
import type { Shell } from '../../shell';
import { factLabel, inProject, resetButton, summaryRows, type Place, type Summary, type SummaryRow } from './summaryRows';

/** Shows what was found, lets every fact be changed and things be added, previews each file and writes them on consent. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    let inner: string | undefined;
    let last: string | undefined;
    const compared = new Set<string>();
    for (;;) {
        const choices = scaffoldChoices(shell, folder);
        const found = await withProgressWhenSlow(shell, vscode.l10n.t('Slipway: Containerize'), (looking) =>
            inspectFolder(shell, looking, folder, choices.compose),
        );
        const again = found.projects.find((project) => project.folder === inner && project.kind !== 'none' && project.kind !== 'library');
        const project = await chooseProject(op, again === undefined ? found : { ...found, projects: [again] }, folder);
        inner = project.profile.folder;
        const profile = servedByDockerfile(project.profile, project.files);
        // What nothing could be read from belongs to none of the folder's projects, and is told with each.
        const untold = found.projects.flatMap(({ kind, findings }) => (kind === 'none' ? findings : []));
        const summary: Summary = {
            profile: { ...profile, findings: [...profile.findings, ...untold] },
            files: project.files,
            wanted: changes(project.files),
            overrides: overridesOf(shell, folder, inner),
            choices,
            template: await ownTemplate(folder, project),
        };
        const choice = await chooseRow(
            op,
            folder,
            summary,
            last,
            async (fact) => await setOverride(shell, folder, project.profile.folder, fact, ''),
        );
        last = keyOf(choice);
        switch (choice.act) {
            case 'fact':
                await changeFact(shell, op, folder, project, choice.fact);
                continue;
            case 'sshd':
                await setScaffoldChoices(shell, folder, { ...choices, sshd: choices.sshd === 'none' ? 'appService' : 'none' });
                continue;
            case 'compose':
                await setScaffoldChoices(shell, folder, { ...choices, compose: choices.compose === 'none' ? 'compose' : 'none' });
                continue;
            case 'template':
                await makeOwnTemplate(shell, op, folder, project);
                return;
            case 'file':
            case 'fix':
                compared.add(versionOf(choice.shown));
                await previewFile(shell, folder.uri, choice.shown);
                if (choice.shown.action !== 'keep' && (await agreed(op, [choice.shown]))) {
                    await writeWhereTrusted(folder, [choice.shown]);
                }
                continue;
            case 'open':
                await openPlace(folder, choice.place);
                continue;
            case 'preview':
            case 'write':
                // What is there is not changed before the change was seen, also by whoever wants to write at once.
                if (choice.act === 'preview' || summary.wanted.some((file) => file.action === 'edit' && !compared.has(versionOf(file)))) {
                    summary.wanted.forEach((file) => compared.add(versionOf(file)));
                    await previewFiles(shell, folder.uri, summary.wanted);
                    if (!(await agreed(op, summary.wanted))) {
                        continue;
                    }
                }
                await write(folder, summary.wanted);
                return;
            case 'done':
                return;
            case 'none':
                continue;
        }
    }
}

async function writeWhereTrusted(folder: vscode.WorkspaceFolder, files: readonly ProposedFile[]): Promise<void> {
    if (!vscode.workspace.isTrusted) {
        throw new Failure('workspace/not-trusted');
    }
    await writeFiles(folder.uri, files);
}

async function write(folder: vscode.WorkspaceFolder, files: readonly ProposedFile[]): Promise<void> {
    await writeWhereTrusted(folder, files);
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

/**
 * Asked in a list: the keyboard is in it while the diff is seen below, and Escape ends the command, so that the diff can be read at leisure. A message would
 * wait on when Escape hides it, and the command with it.
 */
async function agreed(op: Operation, files: readonly ProposedFile[]): Promise<boolean> {
    const yes = files.length === 1 ? vscode.l10n.t('Write the File') : vscode.l10n.t('Write {0} Files', String(files.length));
    const rows = [
        { label: `$(check) ${yes}`, description: files.map(({ path }) => path).join(', '), answer: 'yes' },
        { label: `$(arrow-left) ${vscode.l10n.t('Back')}`, description: '', answer: 'no' },
    ];
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Write these changes to your folder?'),
        placeHolder: vscode.l10n.t('Escape closes this list and leaves the comparison open'),
    });
    return chosen.answer === 'yes';
}

/** The path of the folder's own template for the project's stack, when there is one. */
async function ownTemplate(folder: vscode.WorkspaceFolder, { stack }: Inspected): Promise<string | undefined> {
    const file = stack === undefined ? undefined : templatePath(stack);
    return file !== undefined && (await folderFileSource(folder.uri.fsPath).exists(file)) ? file : undefined;
}

/** Writes the project's Dockerfile as a template, after it was shown. */
async function makeOwnTemplate(
    shell: Shell,
    op: Operation,
    folder: vscode.WorkspaceFolder,
    { profile, files, stack }: Inspected,
): Promise<void> {
    const dockerfile = files.find((file) => file.path === inProject(profile, 'Dockerfile'));
    if (dockerfile === undefined || stack === undefined) {
        return;
    }
    const file: ProposedFile = { path: templatePath(stack), content: makeTemplate(dockerfile.content, profile), action: 'create' };
    await previewFile(shell, folder.uri, file);
    if (await agreed(op, [file])) {
        await write(folder, [file]);
    }
}

/** A proposed file as it was shown: another content is another change. */
function versionOf({ path, content }: ProposedFile): string {
    return `${path}\n${content}`;
}

function keyOf(row: SummaryRow): string {
    return row.act === 'fact'
        ? `fact ${row.fact}`
        : row.act === 'file'
          ? `file ${row.shown.path}`
          : row.act === 'open' || row.act === 'fix'
            ? row.label
            : row.act;
}

/** Shows the summary with the cursor where it was; the buttons open evidence, or take back what the user set. */
async function chooseRow(
    op: Operation,
    folder: vscode.WorkspaceFolder,
    summary: Summary,
    last: string | undefined,
    reset: (fact: SettableFact) => Promise<void>,
): Promise<SummaryRow> {
    const rows = summaryRows(summary);
    const inner = summary.profile.folder;
    return await pickWithButtons(
        op,
        rows,
        {
            title: vscode.l10n.t('Slipway: Containerize {0}', [folder.name, ...(inner === '' ? [] : [inner])].join('/')),
            placeHolder: vscode.l10n.t('Write the files, or choose a fact to change it'),
            active: rows.find((row) => keyOf(row) === last),
        },
        async (row, button) => {
            if (button === resetButton && row.act === 'fact') {
                await reset(row.fact);
                return { kind: 'answer', row: { act: 'none', label: '' } };
            }
            await openPlace(folder, row.place);
            return undefined;
        },
    );
}

async function openPlace(folder: vscode.WorkspaceFolder, place: Place | undefined): Promise<void> {
    if (place !== undefined) {
        const at = new vscode.Position(Math.max(0, (place.line ?? 1) - 1), 0);
        await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, place.file), {
            selection: new vscode.Range(at, at),
            preserveFocus: true,
        });
    }
}

async function changeFact(
    shell: Shell,
    op: Operation,
    folder: vscode.WorkspaceFolder,
    { profile }: Inspected,
    fact: SettableFact,
): Promise<void> {
    const current = profile[fact];
    const written = current === undefined ? '' : typeof current === 'object' ? (current.at(-1) ?? '') : String(current);
    const others = profile.alternatives.filter((alternative) => alternative.fact === fact);
    const typeIt = vscode.l10n.t('Type another value…');
    const kinds: typeof others =
        fact === 'kind' ? ['web', 'worker'].filter((kind) => kind !== written).map((value) => ({ fact, value })) : [];
    if (others.length > 0 || fact === 'kind') {
        const rows = [
            { label: written, description: vscode.l10n.t('current') },
            ...[...others, ...kinds].map((other) => ({
                label: other.value,
                description: other.file === undefined ? '' : `${other.file}${other.line === undefined ? '' : `:${other.line}`}`,
            })),
            ...(fact === 'kind' ? [] : [{ label: typeIt, description: '' }]),
        ];
        const chosen = await unlessClosed(pick(op, rows, { title: factLabel(fact) }));
        if (chosen === undefined || chosen.label === written) {
            return;
        }
        if (chosen.label !== typeIt) {
            await setOverride(shell, folder, profile.folder, fact, chosen.label);
            return;
        }
    }
    const value = await unlessClosed(
        askText(op, {
            title: factLabel(fact),
            value: written,
            prompt: vscode.l10n.t('Empty: what Slipway finds.'),
            validateInput: (text) => problemWith(fact, text.trim()),
        }),
    );
    if (value !== undefined && value.trim() !== written) {
        const read = readFactValue(fact, value);
        await setOverride(shell, folder, profile.folder, fact, typeof read === 'string' ? read : '');
    }
}

function problemWith(fact: SettableFact, text: string): string | undefined {
    const read = text === '' ? text : readFactValue(fact, text);
    if (typeof read === 'string') {
        return undefined;
    }
    switch (read.is) {
        case 'port':
            return vscode.l10n.t('A port is a number from 1 to 65535.');
        case 'path':
            return vscode.l10n.t('A path begins with / and has no blanks.');
        case 'version':
            return vscode.l10n.t('A version is written in numbers, such as 3.13.');
        case 'unknown':
            return vscode.l10n.t('Use one of: {0}.', read.known.join(', '));
        case 'empty':
            return undefined;
    }
}
