import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import { redact } from '../base/redact';

/** The whole story of what Slipway did, with secrets masked. The channel is made when the first line is written. */
export class Output implements vscode.Disposable {
    private readonly channel = lazy(() => vscode.window.createOutputChannel('Slipway', 'slipway-log'));
    private used = false;
    private readonly wrote = new vscode.EventEmitter<string>();
    /** Each line as it was written, masked. */
    readonly onDidWrite = this.wrote.event;

    line(text: string): void {
        this.used = true;
        const line = redact(text);
        this.channel().appendLine(line);
        this.wrote.fire(line);
    }

    /** A line that opens a new piece of work, with the time of day. */
    heading(text: string): void {
        this.line(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
    }

    show(): void {
        this.channel().show(true);
    }

    dispose(): void {
        this.wrote.dispose();
        if (this.used) {
            this.channel().dispose();
        }
    }
}
