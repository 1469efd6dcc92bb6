import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import { redact } from '../base/redact';

/** The whole story of what Slipway did, with secrets masked. The channel is made when the first line is written. */
export class Output implements vscode.Disposable {
    private readonly channel = lazy(() => vscode.window.createOutputChannel('Slipway', 'slipway-log'));
    private used = false;

    line(text: string): void {
        this.used = true;
        this.channel().appendLine(redact(text));
    }

    /** A line that opens a new piece of work, with the time of day. */
    heading(text: string): void {
        this.line(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
    }

    show(): void {
        this.channel().show(true);
    }

    dispose(): void {
        if (this.used) {
            this.channel().dispose();
        }
    }
}
