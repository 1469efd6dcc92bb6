import type { Operation } from '../base/operation';
import type { ExecResult } from '../core/diagnose/checkResult';

/** How long and how much a command may talk before it is cut off; what came until then is kept. */
export interface ExecOptions {
    readonly timeoutMs?: number;
    /** Of stdout and of stderr, each. */
    readonly maxBytes?: number;
    readonly stdin?: string;
    /** Output as it arrives, decoded and cut off at `maxBytes`; untrusted bytes of the container. */
    readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

export interface TerminalSize {
    readonly columns: number;
    readonly rows: number;
}

/** A shell that a person types into. Nothing is lost before `onData` is set. */
export interface InteractiveShell {
    write(data: string): void;
    resize(size: TerminalSize): void;
    /** Raw output of the terminal, decoded as UTF-8 across chunk borders. */
    onData(listener: (data: string) => void): void;
    /** Settles when the shell ended: its exit code, or undefined when the connection went away. */
    readonly ended: Promise<number | undefined>;
    close(): void;
}

/** Files of the container. Absent where the connection cannot carry them. */
export interface RemoteFiles {
    list(
        op: Operation,
        folder: string,
    ): Promise<readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'other'; readonly bytes: number }[]>;
    /** Throws Failure 'ssh/transfer-failed' when the file is larger than `maxBytes` (64 MiB unless told). */
    download(op: Operation, path: string, maxBytes?: number): Promise<Uint8Array>;
    upload(op: Operation, path: string, content: Uint8Array): Promise<void>;
}

/**
 * A way into one running container, whatever carries it: SSH through App Service's tunnel, or the exec websockets of Container Apps and Container Instances.
 * It connects on first use, reconnects when it was cut, and runs at most `parallel` commands at once; more wait their turn.
 * Every method throws Failure 'ssh/…'; a command that was running when the connection was cut throws 'ssh/connection-lost'.
 */
export interface RemoteShell {
    readonly kind: 'ssh' | 'container-apps' | 'container-instances';
    readonly parallel: number;
    /** Runs one command line with the container's shell. A non-zero exit code, a timeout and too much output are results, not errors. */
    exec(op: Operation, command: string, options?: ExecOptions): Promise<ExecResult>;
    openShell(op: Operation, size: TerminalSize): Promise<InteractiveShell>;
    readonly files?: RemoteFiles;
    /** Closes the connection and everything on it. Safe to call twice. */
    close(): void;
}

/** Where App Service's tunnel is. `scmUrl` is read from the site's Repository host name, never built; `siteUrl` is asked once to wake a sleeping app. */
export interface AppServiceShellTarget {
    readonly kind: 'app-service';
    readonly name: string;
    readonly scmUrl: string;
    readonly siteUrl?: string;
    /** The instance's name (64 hex digits) when there are several. */
    readonly instance?: string;
    readonly username?: string;
    readonly password?: string;
    /** Publishing credentials, asked for only when the tunnel refuses the bearer token. */
    readonly basicCredentials?: (op: Operation) => Promise<{ readonly username: string; readonly password: string } | undefined>;
}

/** A replica's container in Container Apps. `execEndpoint` is the one that the replica's list gives. */
export interface ContainerAppsShellTarget {
    readonly kind: 'container-apps';
    readonly name: string;
    readonly execEndpoint: string;
    /** The debug console's, where the platform has one: a shell of its own beside a container that has none. */
    readonly debugEndpoint?: string;
    /** Asks getAuthToken of the app; its token opens the websocket. */
    readonly execToken: (op: Operation) => Promise<string>;
    /** The program to start, `sh` unless told. */
    readonly command?: string;
}

/** A container of a group in Container Instances; `startExec` is the resource provider's exec call. */
export interface ContainerInstancesShellTarget {
    readonly kind: 'container-instances';
    readonly name: string;
    readonly startExec: (
        op: Operation,
        command: string,
        size: TerminalSize,
    ) => Promise<{ readonly webSocketUri: string; readonly password: string }>;
    readonly command?: string;
}

export type ShellTarget = AppServiceShellTarget | ContainerAppsShellTarget | ContainerInstancesShellTarget;

/** Makes the way into a container; nothing is dialled before the first command. */
export type OpenRemoteShell = (target: ShellTarget) => RemoteShell;

/** One request to the public address, without credentials. Never throws for what the far side does: that is the result. */
export type ProbeUrl = (
    op: Operation,
    url: string,
    request: { readonly method: string; readonly body?: string },
    timeoutMs: number,
) => Promise<UrlProbe>;

export type UrlProbe =
    | { readonly kind: 'answer'; readonly status: number; readonly durationMs: number; readonly body: string }
    | { readonly kind: 'no-answer'; readonly reason: string; readonly durationMs: number };
