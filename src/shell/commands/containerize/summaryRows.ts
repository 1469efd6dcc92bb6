import * as vscode from 'vscode';
import { settableFacts, type Overrides, type SettableFact } from '../../../core/project/factSheet';
import type { Profile, ProjectFinding, ProposedFile } from '../../../core/project/profile';
import { twoLines } from '../../../views/twoLines';
import { sayMade } from '../../sayMade';
import type { ScaffoldChoices } from '../../scaffoldChoices';

export interface Place {
    readonly file: string;
    readonly line?: number;
}

export type Act =
    | { readonly act: 'write' | 'preview' | 'done' | 'compose' | 'sshd' | 'template' | 'none' }
    | { readonly act: 'file' | 'fix'; readonly shown: ProposedFile }
    | { readonly act: 'fact'; readonly fact: SettableFact }
    | { readonly act: 'open' };

/** A row of the summary; `place` is where its evidence is. */
export type SummaryRow = vscode.QuickPickItem & Act & { readonly place?: Place };

/** What the summary is about: one project of a folder, with everything that was found and chosen. */
export interface Summary {
    readonly profile: Profile;
    readonly files: readonly ProposedFile[];
    readonly wanted: readonly ProposedFile[];
    readonly overrides: Overrides;
    readonly choices: ScaffoldChoices;
    /** The project's own template for this stack, when there is one. */
    readonly template: string | undefined;
}

const { t } = vscode.l10n;
const evidenceButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: t('Open where this was read') };
/** Takes back what the user set. */
export const resetButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('discard'), tooltip: t('Take what Slipway finds') };

/** The words for a fact, in the order of the summary. */
export function factLabel(fact: SettableFact): string {
    const labels: Record<SettableFact, string> = {
        kind: t('Kind'),
        language: t('Language'),
        runtimeVersion: t('Version'),
        framework: t('Framework'),
        entry: t('Entry'),
        server: t('Server'),
        startCommand: t('Start command'),
        port: t('Port'),
        packageManager: t('Packages'),
        healthPath: t('Health path'),
    };
    return labels[fact];
}

/** Everything in one list: what will be written, what was found and where, what can be added, what the app needs, and what to know. */
export function summaryRows(summary: Summary): SummaryRow[] {
    return [
        ...actionRows(summary),
        ...section(t('Files'), summary.files.map(fileRow)),
        ...section(
            t('What was found'),
            settableFacts.map((fact) => factRow(summary, fact)),
        ),
        ...section(t('Additions'), additionRows(summary)),
        ...section(t('What it needs'), needRows(summary.profile)),
        ...section(
            t('To know'),
            summary.profile.findings.map((finding) => findingRow(summary, finding)),
        ),
    ];
}

/** Of a row's first line, so that the place behind it is seen as well. */
const longestLine = 78;

/** What to know, in two lines where one would be cut off, with the change that mends it where that is not among the proposed ones anyway. */
function findingRow({ wanted }: Summary, { severity, message, file, line, fix }: ProjectFinding): SummaryRow {
    const place = file === undefined ? undefined : { file, ...(line !== undefined && { line }) };
    const [first, rest] = twoLines(sayMade(message), longestLine);
    const offered = fix === undefined || wanted.some(({ path }) => path === fix.path) ? undefined : fix;
    const detail = [...(offered === undefined ? [] : [`$(lightbulb) ${sayMade(offered.title)}`]), rest].filter((part) => part !== '');
    const row = { ...openRow(`$(${severity}) ${first}`, '', place), ...(detail.length > 0 && { detail: detail.join(' · ') }) };
    return offered === undefined ? row : { ...row, act: 'fix', shown: { path: offered.path, content: offered.content, action: 'edit' } };
}

function section(title: string, rows: readonly SummaryRow[]): SummaryRow[] {
    return rows.length === 0 ? [] : [{ act: 'none', label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

function actionRows({ wanted }: Summary): SummaryRow[] {
    if (wanted.length === 0) {
        return [{ act: 'done', label: `$(check) ${t('Nothing to change')}`, description: t('The folder has all it needs.') }];
    }
    const names = wanted.map((file) => (file.action === 'create' ? t('{0} (new)', file.path) : file.path)).join(', ');
    return [
        { act: 'preview', label: `$(diff-multiple) ${t('Preview the changes')}`, description: names },
        {
            act: 'write',
            label: `$(check) ${wanted.length === 1 ? t('Write the file') : t('Write the {0} files', wanted.length)}`,
            description: names,
        },
    ];
}

function fileRow(file: ProposedFile): SummaryRow {
    const icons = { create: 'new-file', edit: 'edit', keep: 'pass' } as const;
    return { act: 'file', shown: file, label: `$(${icons[file.action]}) ${file.path}`, description: sayMade(file.reason ?? '') };
}

function factRow({ profile, overrides }: Summary, fact: SettableFact): SummaryRow {
    const value = profile[fact];
    const text = value === undefined ? t('not known') : typeof value === 'object' ? value.join(' ') : String(value);
    const evidence = profile.evidence.find((entry) => entry.fact === fact && entry.value === String(value) && entry.file !== '');
    const others = profile.alternatives.filter((other) => other.fact === fact).map((other) => other.value);
    const isSet = overrides[fact] !== undefined;
    const from = isSet ? t('set by you') : evidence === undefined ? '' : shown(evidence);
    return {
        act: 'fact',
        fact,
        label: `${factLabel(fact)}: ${text}`,
        description: [from, ...(others.length === 0 ? [] : [t('or {0}', others.slice(0, 3).join(', '))])]
            .filter((part) => part !== '')
            .join(' · '),
        buttons: [...(isSet ? [resetButton] : []), ...(evidence === undefined ? [] : [evidenceButton])],
        ...(evidence !== undefined && { place: evidence }),
    };
}

function additionRows({ profile, files, choices, template }: Summary): SummaryRow[] {
    const dockerfile = files.find((file) => file.path === inProject(profile, 'Dockerfile'));
    const box = (on: boolean) => `$(${on ? 'pass-filled' : 'circle-large-outline'})`;
    const own = dockerfile?.action === 'create' && template === undefined;
    return dockerfile === undefined
        ? []
        : [
              ...(own
                  ? [
                        {
                            act: 'sshd' as const,
                            label: `${box(choices.sshd === 'appService')} ${t('SSH for App Service')}`,
                            description: t('an sshd that starts on App Service only; the app keeps its own user'),
                        },
                    ]
                  : []),
              {
                  act: 'compose',
                  label: `${box(choices.compose === 'compose')} compose.yaml`,
                  description: t('starts everything on your own machine'),
              },
              template === undefined
                  ? {
                        act: 'template',
                        label: `$(symbol-snippet) ${t('Make a template of this Dockerfile')}`,
                        description: t('for every project of this folder, in {0}', '.slipway/templates'),
                    }
                  : openRow(`$(symbol-snippet) ${t('Made from your template')}`, template, { file: template }),
          ];
}

function needRows({ needs }: Profile): SummaryRow[] {
    return [
        ...needs.variables.map((each) =>
            openRow(
                `$(symbol-variable) ${each.name}`,
                [
                    each.required ? t('required') : t('optional'),
                    ...(each.secret ? [t('secret')] : []),
                    ...(each.default === undefined ? [] : [t('default {0}', each.default)]),
                ].join(', '),
                each,
            ),
        ),
        ...needs.services.map((each) =>
            openRow(`$(database) ${each.kind}`, each.variable === undefined ? '' : t('by {0}', each.variable), each),
        ),
        ...needs.migrations.map((each) => openRow(`$(table) ${each.command}`, t('brings the database up to date'), each)),
        ...needs.writes.map((each) => openRow(`$(save) ${each.path}`, t('{0}; a redeploy loses it', sayMade(each.reason)), each)),
    ];
}

function openRow(label: string, description: string, place: Place | undefined): SummaryRow {
    return {
        act: 'open',
        label,
        description: [description, place === undefined ? '' : shown(place)].filter((part) => part !== '').join(' · '),
        ...(place !== undefined && { place, buttons: [evidenceButton] }),
    };
}

function shown({ file, line }: Place): string {
    return line === undefined ? file : `${file}:${line}`;
}

export function inProject({ folder }: Profile, file: string): string {
    return folder === '' ? file : `${folder}/${file}`;
}
