import * as vscode from 'vscode';
import { lazy } from '../base/lazy';

/** One finished command; listed in telemetry.json. No names, paths, ids or messages. */
export interface CommandFinished {
    readonly command: string;
    /** `ok`, `cancelled` or the failure's code. */
    readonly outcome: string;
    readonly durationMs: number;
}

// Without a key nothing is ever sent and the library is not even loaded.
const connectionString: string = readConnectionString();
const kept = 50;

function readConnectionString(): string {
    return '';
}

/** Sends through VS Code's own telemetry library, which obeys the user's telemetry level. */
export class Telemetry implements vscode.Disposable {
    private readonly recent: CommandFinished[] = [];
    private readonly reporter = lazy(async () => {
        const { TelemetryReporter } = await import(/* webpackChunkName: "telemetry" */ '@vscode/extension-telemetry');
        return new TelemetryReporter(connectionString);
    });
    private loaded = false;

    commandFinished(event: CommandFinished): void {
        this.recent.push(event);
        if (this.recent.length > kept) {
            this.recent.shift();
        }
        if (connectionString !== '' && vscode.env.isTelemetryEnabled) {
            this.loaded = true;
            void this.reporter().then((reporter) =>
                reporter.sendTelemetryEvent(
                    'command',
                    { command: event.command, outcome: event.outcome },
                    { durationMs: event.durationMs },
                ),
            );
        }
    }

    /** The newest events of this window, oldest first, for Slipway: Show Telemetry. */
    shown(): { readonly sending: boolean; readonly events: readonly CommandFinished[] } {
        return { sending: connectionString !== '' && vscode.env.isTelemetryEnabled, events: this.recent };
    }

    dispose(): void {
        if (this.loaded) {
            void this.reporter().then((reporter) => reporter.dispose());
        }
    }
}
