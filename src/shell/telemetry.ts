import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { Milestone } from './milestones';

/** Everything that Slipway ever tells, held against telemetry.json by a test: counts, durations, codes. No names, paths, ids or messages. */
export interface TelemetryEvents {
    /** A command ended; `outcome` is `ok`, `cancelled` or a failure's code. */
    readonly command: { readonly command: string; readonly outcome: string; readonly durationMs: number };
    /** A step of a deploy ended; `step` is its kind. */
    readonly step: { readonly step: string; readonly outcome: string; readonly durationMs: number };
    /** Something succeeded on this machine for the first time. */
    readonly milestone: { readonly milestone: Milestone };
}

export interface TelemetryEvent {
    readonly name: keyof TelemetryEvents;
    readonly properties: Readonly<Record<string, string | number>>;
}

const kept = 50;

/** Sends through VS Code's own telemetry library, which obeys the user's telemetry level. */
export class Telemetry implements vscode.Disposable {
    private readonly recent: TelemetryEvent[] = [];
    private readonly reporter = lazy(async () => {
        const { TelemetryReporter } = await import(/* webpackChunkName: "telemetry" */ '@vscode/extension-telemetry');
        return new TelemetryReporter(this.connection);
    });
    private loaded = false;

    /** Without a connection string nothing is ever sent and the library is not even loaded. */
    constructor(private readonly connection: string) {}

    send<Name extends keyof TelemetryEvents>(name: Name, properties: TelemetryEvents[Name]): void {
        const event: TelemetryEvent = { name, properties: { ...properties } };
        this.recent.push(event);
        if (this.recent.length > kept) {
            this.recent.shift();
        }
        if (this.sends()) {
            this.loaded = true;
            void this.reporter().then((reporter) => reporter.sendTelemetryEvent(name, texts(event), numbers(event)));
        }
    }

    /** The newest events of this window, oldest first, for Slipway: Show Telemetry. */
    shown(): { readonly sending: boolean; readonly key: 'set' | 'none'; readonly events: readonly TelemetryEvent[] } {
        return { sending: this.sends(), key: this.connection === '' ? 'none' : 'set', events: this.recent };
    }

    dispose(): void {
        if (this.loaded) {
            void this.reporter().then((reporter) => reporter.dispose());
        }
    }

    private sends(): boolean {
        return this.connection !== '' && vscode.env.isTelemetryEnabled;
    }
}

function texts({ properties }: TelemetryEvent): Record<string, string> {
    return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function numbers({ properties }: TelemetryEvent): Record<string, number> {
    return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
