/** What a place where an engine may listen says to `GET /_ping`. */
export type ProbeResult =
    | { readonly kind: 'answers'; readonly apiVersion: string; readonly osType: string; readonly server: string; readonly builder?: string }
    /** Nothing is there. */
    | { readonly kind: 'absent' }
    /** A socket that nobody listens on any more. */
    | { readonly kind: 'refused' }
    | { readonly kind: 'denied' }
    | { readonly kind: 'timeout' }
    /** It answers, but is starting, paused or broken. */
    | { readonly kind: 'unwell'; readonly status: number; readonly body: string }
    | { readonly kind: 'failed'; readonly reason: string };

/** Who named a place: `usual` is one where engines listen by default. */
export type EngineSource = 'chosen' | 'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'config' | 'usual';

/** What was found out about the machine's engines. */
export interface EngineSetup {
    /** In the order in which they would be used. */
    readonly places: readonly {
        readonly url: string;
        readonly source: EngineSource;
        readonly context?: string;
        readonly result: ProbeResult;
    }[];
    /** A context or host that is named but cannot be read, such as a context that was removed. */
    readonly badName?: { readonly source: EngineSource; readonly name: string; readonly problem: 'no-such-context' | 'bad-endpoint' };
    readonly config: {
        readonly readable: 'yes' | 'absent' | 'broken';
        readonly currentContext?: string;
        readonly credsStore?: string;
        /** What its program says to a harmless request; undefined when there is none or it was not asked. */
        readonly helper?: {
            readonly program: string;
            readonly outcome: 'works' | 'missing' | 'cannot-run' | 'fails';
            readonly output: string;
        };
    };
    /** The Docker CLI on the PATH. */
    readonly cli?: string;
    /** The buildx plugin's version, such as `0.29.1`. */
    readonly buildx?: string;
    /** Free bytes where the engine keeps its images, when they can be known. */
    readonly freeBytes?: number;
}

/** What was found out about the machine itself. */
export interface MachineSetup {
    /** As in `process.platform`. */
    readonly platform: string;
    /** This process runs inside WSL. */
    readonly wsl?: { readonly version: 1 | 2; readonly distribution: string };
    readonly inContainer: 'yes' | 'no';
    /** Docker Desktop's own files; `shared` is its folder in every WSL distribution. */
    readonly desktop: { readonly installed: 'yes' | 'no'; readonly shared: 'yes' | 'no' };
    /** What `wsl.exe --list --verbose` prints; undefined where there is no wsl.exe. */
    readonly distributions?: { readonly list: readonly WslDistribution[]; readonly output: string };
    readonly python?: string;
    readonly proxy?: string;
}

export interface WslDistribution {
    readonly name: string;
    /** As Windows says it: it is translated, so show it, never compare it. */
    readonly state: string;
    readonly version: 1 | 2;
    readonly isDefault: 'yes' | 'no';
}

/** What the window and the project add; undefined where nobody asked, as on the command line. */
export interface ProjectSetup {
    /** `local`, `wsl`, `ssh-remote`, `dev-container` … */
    readonly window: string;
    readonly folder?: string;
    readonly needsPython: 'yes' | 'no';
    readonly environment: 'present' | 'absent' | 'unknown';
    readonly azure: 'signed-in' | 'signed-out' | 'unknown';
    /** What the Dockerfile uses that old builders lack. */
    readonly dockerfileNeeds: readonly ('mount' | 'heredoc' | 'link' | 'syntax')[];
}

/** Everything that the rules look at. */
export interface Setup {
    readonly engine: EngineSetup;
    readonly machine: MachineSetup;
    readonly project?: ProjectSetup;
    /** The engine's or the CLI's own words about what failed last. */
    readonly complaint?: string;
}
