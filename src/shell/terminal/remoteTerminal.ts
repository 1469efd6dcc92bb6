import * as vscode from 'vscode';
import { isCancelled, isFailure } from '../../base/failure';
import { quietOperation } from '../../base/operation';
import type { InteractiveShell, RemoteShell } from '../../ports/ssh';
import { failureSentence, failureText } from '../../views/failureText';

/** A container's shell in VS Code's own terminal. What the container prints goes to the terminal only; nothing of it is run here. */
export class RemoteTerminal implements vscode.Pseudoterminal {
    private readonly written = new vscode.EventEmitter<string>();
    private readonly closed = new vscode.EventEmitter<number>();
    readonly onDidWrite = this.written.event;
    readonly onDidClose = this.closed.event;
    private readonly stopper = new AbortController();
    private shell: InteractiveShell | undefined;
    private pending = '';

    constructor(
        private readonly remote: RemoteShell,
        private readonly name: string,
    ) {}

    open(size: vscode.TerminalDimensions | undefined): void {
        this.written.fire(`\x1b[2m${vscode.l10n.t('Connecting to {0}…', this.name)}\x1b[0m\r\n`);
        void this.connect(size ?? { columns: 80, rows: 24 });
    }

    handleInput(data: string): void {
        if (this.shell === undefined) {
            this.pending += data;
        } else {
            this.shell.write(data);
        }
    }

    setDimensions(size: vscode.TerminalDimensions): void {
        this.shell?.resize({ columns: size.columns, rows: size.rows });
    }

    close(): void {
        this.stopper.abort();
        this.shell?.close();
        this.remote.close();
    }

    private async connect(size: vscode.TerminalDimensions): Promise<void> {
        try {
            const shell = await this.remote.openShell(quietOperation(this.stopper.signal), { columns: size.columns, rows: size.rows });
            this.shell = shell;
            shell.onData((data) => this.written.fire(data));
            shell.write(this.pending);
            this.pending = '';
            const code = await shell.ended;
            if (code === undefined) {
                this.written.fire(`\r\n\x1b[2m${vscode.l10n.t('The connection was closed. Open the terminal again to go on.')}\x1b[0m\r\n`);
            } else {
                this.closed.fire(code);
            }
        } catch (error) {
            if (!isCancelled(error)) {
                const text = isFailure(error) ? failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence))) : String(error);
                this.written.fire(`\r\n${text}\r\n`);
            }
        }
    }
}
