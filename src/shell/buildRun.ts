import * as vscode from 'vscode';
import { isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { BuildEvent } from '../core/build/buildEvent';
import { readFromBuildPanel, type BuildPanelState, type BuildPanelWords, type FromBuildPanel } from '../views/buildPanel';
import { createBuildTree } from '../views/buildTree';
import { failureText } from '../views/failureText';
import { sizeWords } from '../base/sizeWords';
import { buildLog } from './buildLog';
import { buildRowWords } from './buildRowWords';
import { PagePanel } from './panel/pagePanel';
import { perform } from './present';
import type { Shell } from './shell';

/** How a build is shown while it runs and after. */
export interface ShownBuild {
    readonly note: (event: BuildEvent) => void;
    ended(how: { readonly kind: 'built'; readonly words?: string } | { readonly kind: 'failed'; readonly error: unknown }): void;
}

export interface BuildCommand {
    readonly title: string;
    /** What “Build Again” runs. */
    readonly command: string;
    readonly dockerfile: string;
    /** Stops the build. */
    readonly cancel: () => void;
}

const panels = new Map<
    string,
    { readonly panel: PagePanel<BuildPanelState, FromBuildPanel>; receive: (message: FromBuildPanel) => void }
>();
const drawEveryMs = 100;

/** Shows a build in the folder's build panel, step by step, and writes it to the output. */
export async function openBuildRun(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder, build: BuildCommand): Promise<ShownBuild> {
    const dockerfileUri = vscode.Uri.joinPath(folder.uri, build.dockerfile);
    const text = await vscode.workspace.fs.readFile(dockerfileUri).then(
        (bytes) => new TextDecoder().decode(bytes),
        () => '',
    );
    const tree = createBuildTree(text);
    const log = buildLog(op);
    const startedMs = Date.now();
    let over: Partial<BuildPanelState> = {};
    const state = (): BuildPanelState => ({
        title: build.title,
        subtitle: subtitle(folder, build.dockerfile, tree.read()),
        dockerfile: build.dockerfile,
        phase: 'running',
        tree: tree.read(),
        startedMs,
        words: words(),
        ...over,
    });
    const receive = (message: FromBuildPanel): void => {
        switch (message.kind) {
            case 'ready':
                return;
            case 'cancel':
                build.cancel();
                return;
            case 'again':
                void vscode.commands.executeCommand(build.command, dockerfileUri);
                return;
            case 'showOutput':
                shell.output.show();
                return;
            case 'showLine': {
                const at = new vscode.Position(Math.max(0, message.line - 1), 0);
                void vscode.window.showTextDocument(dockerfileUri, {
                    selection: new vscode.Range(at, at),
                    viewColumn: vscode.ViewColumn.One,
                });
                return;
            }
            case 'remedy': {
                const remedy = over.failure?.remedies[message.index];
                if (remedy !== undefined) {
                    void perform(remedy);
                }
            }
        }
    };
    const panel = panelOf(shell, folder, state(), receive);
    let timer: NodeJS.Timeout | undefined;
    const draw = () => {
        timer = undefined;
        panel.draw(state());
    };
    return {
        note: (event) => {
            log(event);
            tree.note(event);
            timer ??= setTimeout(draw, drawEveryMs);
        },
        ended: (how) => {
            clearTimeout(timer);
            tree.end();
            over = { endedMs: Date.now(), ...ending(how) };
            draw();
        },
    };
}

function ending(how: Parameters<ShownBuild['ended']>[0]): Partial<BuildPanelState> {
    if (how.kind === 'built') {
        return { phase: 'done', ...(how.words === undefined ? {} : { result: how.words }) };
    }
    const { error } = how;
    if (isCancelled(error)) {
        return { phase: 'cancelled' };
    }
    const line = isFailure(error) ? error.facts.line : undefined;
    return {
        phase: 'failed',
        failure: failureText(error, (sentence) => vscode.l10n.t(sentence)),
        ...(typeof line === 'number' ? { failedLine: line } : {}),
    };
}

/** One panel a folder: the next build takes it over, wherever the user has put it. */
function panelOf(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    state: BuildPanelState,
    receive: (message: FromBuildPanel) => void,
): PagePanel<BuildPanelState, FromBuildPanel> {
    const key = folder.uri.toString();
    const known = panels.get(key);
    if (known !== undefined) {
        known.receive = receive;
        known.panel.draw(state);
        known.panel.reveal('keepFocus');
        return known.panel;
    }
    const panel = new PagePanel<BuildPanelState, FromBuildPanel>(
        shell.context.extensionUri,
        {
            viewType: 'slipway.build',
            title: vscode.l10n.t('Build {0}', folder.name),
            script: 'build.js',
            read: readFromBuildPanel,
            place: 'beside',
        },
        state,
        (message) => panels.get(key)?.receive(message),
    );
    panels.set(key, { panel, receive });
    panel.onDidClose(() => panels.delete(key));
    return panel;
}

function subtitle(folder: vscode.WorkspaceFolder, dockerfile: string, { sent, cached, steps }: BuildPanelState['tree']): string {
    return [
        `${folder.name}/${dockerfile}`,
        ...(sent === undefined ? [] : [vscode.l10n.t('{0} in {1} files sent', sizeWords(sent.bytes), String(sent.files))]),
        ...(steps === 0 ? [] : [vscode.l10n.t('{0} of {1} steps from the cache', String(cached), String(steps))]),
    ].join(' · ');
}

function words(): BuildPanelWords {
    return {
        ...buildRowWords(),
        cancel: vscode.l10n.t('Cancel'),
        again: vscode.l10n.t('Build Again'),
        output: vscode.l10n.t('Show Output'),
    };
}
