import * as vscode from 'vscode';
import { Cancelled, Failure, isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { quietOperation } from '../base/operation';
import { withoutLinks } from '../base/withoutLinks';
import type { Milestone } from './milestones';
import { sayMade } from './sayMade';
import type { Shell } from './shell';

/** What a command's module exports; loaded when the command first runs. */
export interface CommandModule {
    readonly run: (shell: Shell, op: Operation, ...args: readonly unknown[]) => Promise<void>;
    /** Brings to the front what a refused second start would have begun again, where there is something to see of it. */
    readonly reveal?: (shell: Shell, ...args: readonly unknown[]) => 'shown' | 'nothing';
}

/** A command is a row: it owns the intent, the runner owns progress, cancellation, telemetry and errors. */
export interface CommandRow {
    /** Title of the cancellable notification while it runs; absent when the command ends in an instant or shows its own. */
    readonly progress?: string;
    readonly trust: 'required' | 'notNeeded';
    /** A second start while one runs: `refused` shows that one or says so, `allowed` starts another. */
    readonly again: 'refused' | 'allowed';
    /** What is reached when it succeeded. */
    readonly reaches?: Milestone;
    readonly load: () => Promise<CommandModule>;
}

const running = new Set<string>();

/** Registers one command, whose row is loaded when it first runs. The returned command answers true when the work was done, false when it failed or was cancelled. */
export function registerCommand(shell: Shell, id: string, load: () => Promise<CommandRow | undefined>): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        const row = await load();
        if (row === undefined) {
            throw new Error(`${id} has no row`);
        }
        return await runCommand(shell, id, row, args);
    });
}

async function runCommand(shell: Shell, id: string, row: CommandRow, args: readonly unknown[]): Promise<boolean> {
    const startedMs = Date.now();
    let outcome = 'ok';
    const single = row.again === 'refused';
    if (single && running.has(id)) {
        // A task that ends with 1 says why.
        shell.output.line(`${id} is already running`);
        await refuse(shell, row, args);
        return false;
    }
    try {
        running.add(id);
        if (row.trust === 'required' && !vscode.workspace.isTrusted) {
            throw new Failure('workspace/not-trusted');
        }
        const { run } = await row.load();
        if (row.progress === undefined) {
            await run(shell, { ...quietOperation(), log: (line) => shell.output.line(line) }, ...args);
        } else {
            await withProgress(shell, vscode.l10n.t(row.progress), (op) => run(shell, op, ...args));
        }
        if (row.reaches !== undefined) {
            shell.milestones.reached(row.reaches);
        }
    } catch (error) {
        outcome = isCancelled(error) ? 'cancelled' : isFailure(error) ? error.code : 'internal/unexpected';
        if (!isCancelled(error)) {
            const { present } = await import(/* webpackChunkName: "present" */ './present');
            present(shell, error);
        }
    } finally {
        if (single) {
            running.delete(id);
        }
        shell.telemetry.send('command', { command: id, outcome, durationMs: Date.now() - startedMs });
    }
    return outcome === 'ok';
}

async function refuse(shell: Shell, row: CommandRow, args: readonly unknown[]): Promise<void> {
    const { reveal } = await row.load();
    if (reveal?.(shell, ...args) === 'shown') {
        return;
    }
    const said =
        row.progress === undefined
            ? vscode.l10n.t('This is already running.')
            : vscode.l10n.t('{0} is already running.', vscode.l10n.t(row.progress));
    void vscode.window
        .showInformationMessage(said, vscode.l10n.t('Show Output'))
        .then((choice) => choice !== undefined && shell.output.show());
}

/** Runs `work` under a cancellable notification; its messages replace each other, its fraction fills the bar. */
export async function withProgress<T>(shell: Shell, title: string, work: (op: Operation) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const shown = new ShownProgress(title, () => controller.abort());
    const op: Operation = {
        signal: controller.signal,
        report: (message, fraction) => shown.report(message, fraction),
        log: (line) => shell.output.line(line),
        aside: async (question) => {
            shown.close();
            try {
                return await question();
            } finally {
                await shown.open();
            }
        },
    };
    // What asks at once would otherwise be closed by the palette that still gives the focus back.
    await shown.open();
    try {
        return await work(op);
    } catch (error) {
        // An aborted request fails in many ways; what the user did was cancel.
        throw controller.signal.aborted && !isFailure(error) ? new Cancelled() : error;
    } finally {
        shown.close();
    }
}

/** A cancellable notification that can be put away and shown again as it was. */
class ShownProgress {
    private progress: vscode.Progress<{ message?: string; increment?: number }> | undefined;
    private end: () => void = () => undefined;
    private message = '';
    private percent = 0;

    constructor(
        private readonly title: string,
        private readonly onCancel: () => void,
    ) {}

    /** Settles when it is there. */
    async open(): Promise<void> {
        const ended = new Promise<void>((resolve) => {
            this.end = resolve;
        });
        await new Promise<void>((opened) => {
            void vscode.window.withProgress(
                { location: vscode.ProgressLocation.Notification, title: this.title, cancellable: true },
                async (progress, token) => {
                    const stop = token.onCancellationRequested(this.onCancel);
                    this.progress = progress;
                    if (this.message !== '') {
                        progress.report({ message: this.message, ...(this.percent > 0 ? { increment: this.percent } : {}) });
                    }
                    opened();
                    await ended;
                    stop.dispose();
                },
            );
        });
    }

    report(message: string, fraction?: number): void {
        const increment = fraction === undefined ? 0 : Math.max(0, fraction * 100 - this.percent);
        this.percent += increment;
        this.message = withoutLinks(sayMade(message));
        this.progress?.report(increment > 0 ? { message: this.message, increment } : { message: this.message });
    }

    close(): void {
        this.progress = undefined;
        this.end();
    }
}

/** As withProgress, but what ends within a second shows nothing. */
export async function withProgressWhenSlow<T>(shell: Shell, title: string, work: (op: Operation) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    let report: Operation['report'] = () => undefined;
    const working = work({
        signal: controller.signal,
        report: (message, fraction) => report(message, fraction),
        log: (line) => shell.output.line(line),
    });
    const timer = setTimeout(() => {
        void withProgress(shell, title, async (shown) => {
            report = (message, fraction) => shown.report(message, fraction);
            shown.signal.addEventListener('abort', () => controller.abort());
            await working.catch(() => undefined);
        });
    }, 1000);
    try {
        return await working;
    } catch (error) {
        throw controller.signal.aborted && !isFailure(error) ? new Cancelled() : error;
    } finally {
        clearTimeout(timer);
    }
}
