import * as vscode from 'vscode';
import { isCancelled, isFailure } from '../../base/failure';
import { quietOperation, type Operation } from '../../base/operation';
import type { InteractiveShell, RemoteShell } from '../../ports/ssh';
import { failureSentence, failureText } from '../../views/failureText';
import { normalScreen, screenAfter, terminalNotice } from '../../views/terminalNotice';

/** A way into a container, and what it is called. */
export interface TerminalWay {
    readonly remote: RemoteShell;
    readonly name: string;
}

/**
 * A container's shell in VS Code's own terminal. What the container prints goes to the terminal only; nothing of it is run here. When the connection was cut,
 * Enter opens another one in the same terminal, below what was printed: by a way that is looked for anew, because the container may have been made anew.
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
        private way: TerminalWay,
        private readonly findWay: (op: Operation) => Promise<TerminalWay>,
    ) {}

    open(size: vscode.TerminalDimensions | undefined): void {
        this.size = size ?? this.size;
        void this.connect('first');
    }

    handleInput(data: string): void {
        if (this.state === 'connected') {
            this.shell?.write(data);
        } else if (this.state === 'connecting') {
            this.pending += data;
        } else if (data.includes('\r')) {
            void this.connect('again');
        }
    }

    setDimensions(size: vscode.TerminalDimensions): void {
        this.size = { columns: size.columns, rows: size.rows };
        this.shell?.resize(this.size);
    }

    close(): void {
        this.stopper.abort();
        this.shell?.close();
        this.way.remote.close();
    }

    private async connect(time: 'first' | 'again'): Promise<void> {
        this.state = 'connecting';
        this.say(vscode.l10n.t('Connecting to {0}…', this.way.name));
        const op = quietOperation(this.stopper.signal);
        try {
            if (time === 'again') {
                await this.changeWay(op);
            }
            const shell = await this.way.remote.openShell(op, this.size);
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

    private async changeWay(op: Operation): Promise<void> {
        const before = this.way;
        const found = await this.findWay(op);
        before.remote.close();
        this.way = found;
        if (this.stopper.signal.aborted) {
            found.remote.close();
        }
        // The instance that was chosen may be gone.
        if (found.name !== before.name) {
            this.say(vscode.l10n.t('Connecting to {0}…', found.name));
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
