import type { Duplex } from 'node:stream';

/** How the engine signs in to pull. Lives in memory only. */
export type PullLogin =
    | { readonly kind: 'anonymous' }
    | { readonly kind: 'password'; readonly server: string; readonly username: string; readonly password: string }
    | { readonly kind: 'identityToken'; readonly server: string; readonly token: string };

export interface PulledImage {
    /** The image's id on the engine: what is started is what was pulled, whatever happens to the tag. */
    readonly id: string;
    readonly digest: string | undefined;
    readonly architecture: string;
    readonly exposedPorts: readonly number[];
}

export interface StartRequest {
    /** Unique on the engine; also the name that logs mention. */
    readonly name: string;
    readonly image: string;
    readonly env: Readonly<Record<string, string>>;
    readonly entrypoint?: readonly string[];
    readonly command?: readonly string[];
    /** Ports inside the container that this process wants to reach. */
    readonly ports: readonly number[];
    readonly memoryBytes?: number;
    readonly cpus?: number;
    /** A process whose network this one shares, as containers of one group do; then `ports` are that one's. */
    readonly networkOf?: RunningProcess;
    /** The engine's name of the network to be on; without it the engine's own. */
    readonly network?: string;
    /** Names that the process resolves besides its resolver's, each as `name:address`. */
    readonly hosts?: readonly string[];
    /** Volumes of the engine's own, made when they are first named, which outlive the process. No folder of this machine is ever mounted. */
    readonly volumes?: readonly { readonly name: string; readonly path: string }[];
    readonly labels: Readonly<Record<string, string>>;
    /** Each line of output as it comes, until the process is removed. */
    readonly onLine: (source: 'stdout' | 'stderr', line: string) => void;
}

export interface Exit {
    readonly exitCode: number;
    readonly outOfMemory: boolean;
}

export interface ExecRequest {
    readonly command: readonly string[];
    readonly columns: number;
    readonly rows: number;
}

/** A command that runs inside a process, with a terminal. */
export interface ExecSession {
    /** Both ways the terminal's bytes; ends when the command does. */
    readonly terminal: Duplex;
    resize(columns: number, rows: number): void;
    /** After the terminal ended; undefined when the engine does not know. */
    exitCode(): Promise<number | undefined>;
}

/** Something that was started and may have ended. */
export interface RunningProcess {
    readonly id: string;
    readonly name: string;
    /** Where a port of it is reached from here. */
    address(port: number): { readonly host: string; readonly port: number } | undefined;
    /** The ports that something in its network listens on; only where the runner can tell. */
    listening?(): readonly number[];
    /** Settles when it ended, by itself or because it was stopped. */
    readonly exited: Promise<Exit>;
    /** Runs a command inside it, on a terminal. Throws RunnerRefusal. */
    exec(request: ExecRequest): Promise<ExecSession>;
    /** Runs a command beside it, in an image that has a shell, with its processes and network. Throws RunnerRefusal. */
    debug(request: ExecRequest): Promise<ExecSession>;
    /** Ends it (a moment to finish, then at once) and removes what is left of it. Never throws. */
    remove(graceSeconds: number): Promise<void>;
}

/** A pull or start that the engine refused; `message` is the engine's own. */
export class RunnerRefusal extends Error {
    constructor(
        readonly kind: 'unauthorized' | 'notFound' | 'unreachable' | 'noEngine' | 'platform' | 'start',
        message: string,
    ) {
        super(message);
        this.name = 'RunnerRefusal';
    }
}

/** What really runs the images that are deployed. */
export interface Runner {
    /** Throws RunnerRefusal. */
    pull(image: string, login: PullLogin, signal: AbortSignal): Promise<PulledImage>;
    /** Throws RunnerRefusal. */
    start(request: StartRequest): Promise<RunningProcess>;
    /** Removes a volume that nothing uses any more. Never throws. */
    removeVolume(name: string): Promise<void>;
    /** Ends everything that this process started. */
    close(): Promise<void>;
}
