import * as vscode from 'vscode';
import { isCancelled, isFailure } from '../../base/failure';
import { quietOperation } from '../../base/operation';
import type { InteractiveShell, RemoteShell } from '../../ports/ssh';
import { failureSentence, failureText } from '../../views/failureText';
import { normalScreen, screenAfter, terminalNotice } from '../../views/terminalNotice';

/**
 * A container's shell in VS Code's own terminal. What the container prints goes to the terminal only; nothing of it is run here. When the connection was cut,
 * Enter opens another one in the same terminal, below what was printed.
 */
export class RemoteTerminal implements vscode.Pseudoterminal {
    private readonly written = new vscode.EventEmitter<string>();
    private readonly closed = new vscode.EventEmitter<number>();
    readonly onDidWrite = this.written.event;
    readonly onDidClose = this.closed.event;
    private readonly stopper = new AbortController();
    private shell: InteractiveShell | undefined;
    private pending = '';
    private state: 'connecting' | 'connected' | 'cut' = 'connecting';
    private size = { columns: 80, rows: 24 };
    private screen = normalScreen;

    constructor(
        private readonly remote: RemoteShell,
        private readonly name: string,
    ) {}

    open(size: vscode.TerminalDimensions | undefined): void {
        this.size = size ?? this.size;
        void this.connect();
    }

    handleInput(data: string): void {
        if (this.state === 'connected') {
            this.shell?.write(data);
        } else if (this.state === 'connecting') {
            this.pending += data;
        } else if (data.includes('\r')) {
            void this.connect();
        }
    }

    setDimensions(size: vscode.TerminalDimensions): void {
        this.size = { columns: size.columns, rows: size.rows };
        this.shell?.resize(this.size);
    }

    close(): void {
        this.stopper.abort();
        this.shell?.close();
        this.remote.close();
    }

    private async connect(): Promise<void> {
        this.state = 'connecting';
        this.say(vscode.l10n.t('Connecting to {0}…', this.name));
        try {
            const shell = await this.remote.openShell(quietOperation(this.stopper.signal), this.size);
            this.shell = shell;
            this.state = 'connected';
            shell.onData((data) => this.show(data));
            shell.write(this.pending);
            this.pending = '';
            const code = await shell.ended;
            if (code === undefined) {
                this.cut(vscode.l10n.t('The connection was cut.'));
            } else {
                this.closed.fire(code);
            }
        } catch (error) {
            if (!isCancelled(error)) {
                this.cut(isFailure(error) ? failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence))) : String(error));
            }
        }
    }

    private cut(why: string): void {
        this.state = 'cut';
        this.shell = undefined;
        this.pending = '';
        this.say(`${why} ${vscode.l10n.t('Press Enter to connect again.')}`);
    }

    private show(output: string): void {
        this.screen = screenAfter(this.screen, output);
        this.written.fire(output);
    }

    private say(text: string): void {
        this.show(terminalNotice(text, this.screen));
    }
}
