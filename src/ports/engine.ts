import type { Operation } from '../base/operation';
import type { BuildEvent } from '../core/build/buildEvent';
import type { BuildContext } from './buildContext';

/** The Docker engine, whichever it is. Every method throws Failure 'engine/…', 'build/…' or 'registry/…'. */
export interface Engine {
    /** Asks the engine who it is; the cheapest call that proves it answers. */
    facts(op: Operation): Promise<EngineFacts>;
    /** Builds and tags. Events arrive in order; the promise settles after the last. Cancelling stops the build on the engine. */
    build(op: Operation, request: BuildRequest, onEvent: (event: BuildEvent) => void): Promise<BuiltImage>;
    /** Pushes `reference`; `onLayer` reports bytes per layer. Answers the manifest digest. */
    push(op: Operation, reference: string, login: RegistryLogin, onLayer: (layer: LayerProgress) => void): Promise<PushedImage>;
    pull(op: Operation, reference: string, login: RegistryLogin | undefined): Promise<void>;
    tag(op: Operation, image: string, reference: string): Promise<void>;
    image(op: Operation, reference: string): Promise<ImageDetails | undefined>;
    images(op: Operation): Promise<readonly ImageDetails[]>;
    removeImage(op: Operation, reference: string): Promise<void>;
    run(op: Operation, request: RunRequest): Promise<RunningContainer>;
    container(op: Operation, id: string): Promise<ContainerState | undefined>;
    containers(op: Operation, label: string): Promise<readonly ContainerState[]>;
    /** Those of them that a process of this machine ran which has ended without removing them. */
    orphans(op: Operation, label: string): Promise<readonly ContainerState[]>;
    /** stdout and stderr, newest last; follows until cancelled when `follow`. Lines without their newline. */
    logs(
        op: Operation,
        id: string,
        options: { readonly follow: 'follow' | 'stop'; readonly tail?: number },
        onLine: (line: string) => void,
    ): Promise<void>;
    /** Runs a command in a container and answers its output (each at most 1 MiB). */
    exec(
        op: Operation,
        id: string,
        command: readonly string[],
    ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
    /** Runs a command with a terminal of its own; `op` stays with it and hangs up. */
    terminal(op: Operation, id: string, command: readonly string[], onBytes: (bytes: Uint8Array) => void): Promise<EngineTerminal>;
    /** One GET to a published port of a container, from where the engine is; redirects are not followed. */
    visit(op: Operation, container: RunningContainer, containerPort: number, path: string): Promise<Visit>;
    stop(op: Operation, id: string): Promise<void>;
    /** Removes it even when `op` is cancelled. Fails where the engine has ended; then it goes as soon as the engine is back and is watched or runs another. */
    removeContainer(op: Operation, id: string): Promise<void>;
    /** Engine events until cancelled. */
    watch(
        op: Operation,
        onEvent: (event: { readonly kind: 'image' | 'container'; readonly action: string; readonly id: string }) => void,
    ): Promise<void>;
}

export interface EngineFacts {
    readonly endpoint: string;
    readonly version: string;
    readonly apiVersion: string;
    readonly osType: string;
    readonly architecture: string;
    readonly kind: 'docker' | 'podman';
    /** What `/build` understands best here. */
    readonly builder: 'buildkit' | 'classic';
    readonly storageDriver?: string;
}

export interface BuildRequest {
    /** Scanned by a ContextReader; names the Dockerfile too. */
    readonly context: BuildContext;
    readonly tags: readonly string[];
    /** Such as `linux/amd64`. */
    readonly platform?: string;
    readonly target?: string;
    readonly buildArgs?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    /** Values of `RUN --mount=type=secret`, by id. */
    readonly secrets?: Readonly<Record<string, string>>;
    readonly cache?: 'use' | 'ignore';
    /** Whether base images are looked up anew. */
    readonly pull?: 'always' | 'missing';
    /** `auto` takes buildx where it is installed, else the engine's API. */
    readonly builder?: 'auto' | 'api' | 'buildx' | 'classic';
    /** Answers credentials for the registry host that a base image comes from. */
    readonly login?: (host: string) => Promise<RegistryLogin | undefined>;
}

export interface BuiltImage {
    readonly id: string;
    /** What built it. */
    readonly builder: 'buildx' | 'buildkit' | 'classic';
    readonly sizeBytes: number;
    readonly durationMs: number;
    readonly cachedSteps: number;
    readonly steps: number;
    readonly labels: Readonly<Record<string, string>>;
}

/** How the engine signs in to one registry. Lives in memory only. */
export type RegistryLogin =
    | { readonly kind: 'anonymous'; readonly server: string }
    | { readonly kind: 'password'; readonly server: string; readonly username: string; readonly password: string }
    /** A refresh token from ACR's /oauth2/exchange. */
    | { readonly kind: 'identityToken'; readonly server: string; readonly token: string };

export interface LayerProgress {
    readonly layer: string;
    readonly status: string;
    readonly currentBytes?: number;
    readonly totalBytes?: number;
}

export interface PushedImage {
    readonly digest: string;
}

export interface ImageDetails {
    readonly id: string;
    readonly tags: readonly string[];
    readonly digests: readonly string[];
    readonly sizeBytes: number;
    readonly createdMs: number;
    readonly architecture: string;
    readonly os: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly exposedPorts: readonly number[];
    readonly user: string;
    readonly command: readonly string[];
}

export interface RunRequest {
    readonly image: string;
    readonly name?: string;
    readonly env: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    /** Container ports to publish on 127.0.0.1; the engine chooses the host port when it is 0. */
    readonly ports: readonly { readonly containerPort: number; readonly hostPort: number }[];
    readonly memoryBytes?: number;
    readonly command?: readonly string[];
    readonly readOnly?: 'readOnly' | 'writable';
    /** Such as `linux/amd64`; the image's own unless given. */
    readonly platform?: string;
}

export interface EngineTerminal {
    write(text: string): void;
    resize(columns: number, rows: number): Promise<void>;
    /** Settles when the command or its connection has ended. */
    readonly ended: Promise<void>;
}

export interface RunningContainer {
    readonly id: string;
    readonly ports: readonly { readonly containerPort: number; readonly hostPort: number }[];
}

/** `silent`: nothing answered within five seconds, or the connection was closed without a word. */
export type Visit = { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'silent' } | { readonly kind: 'notHttp' };

export interface ContainerState {
    readonly id: string;
    readonly name: string;
    readonly image: string;
    readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
    readonly exitCode?: number;
    readonly oomKilled?: boolean;
    readonly startedAt?: string;
    readonly ports: readonly { readonly containerPort: number; readonly hostPort: number }[];
    readonly labels: Readonly<Record<string, string>>;
}
