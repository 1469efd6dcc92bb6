/** One fact and where it was read. `line` is 1-based; absent when the file's presence is the evidence. */
export interface Evidence {
    /** The name of the profile's field that this supports, such as `entry` or `port`. */
    readonly fact: string;
    readonly value: string;
    readonly file: string;
    readonly line?: number;
    readonly confidence: 'certain' | 'likely' | 'guess';
}

export type Severity = 'error' | 'warning' | 'info';

/** Appends to or replaces lines of one file; applied only after a preview. */
export interface FileFix {
    readonly title: string;
    readonly path: string;
    readonly content: string;
}

/** Something in the project that will or may fail in a container. */
export interface ProjectFinding {
    /** `'area/problem'`, such as `requirements/server-missing`. */
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly fix?: FileFix;
}

export interface NeededVariable {
    readonly name: string;
    readonly required: boolean;
    readonly secret: boolean;
    readonly default?: string;
    readonly file: string;
    readonly line: number;
}

export interface NeededService {
    /** postgres, mysql, redis, mongodb, rabbitmq, … */
    readonly kind: string;
    readonly variable?: string;
    readonly file: string;
    readonly line: number;
}

export interface WrittenPath {
    readonly path: string;
    readonly reason: string;
    readonly file: string;
    readonly line: number;
}

/** What the app needs of its surroundings, each with file and line. */
export interface Needs {
    readonly variables: readonly NeededVariable[];
    readonly services: readonly NeededService[];
    readonly writes: readonly WrittenPath[];
    readonly migrations: readonly { readonly command: string; readonly file: string; readonly line?: number }[];
}

/** What was found out about one deployable folder. Fields that do not apply are undefined. The vocabulary is in docs/containerize-json.md. */
export interface Profile {
    /** Relative to the source's root; '' is the root itself. */
    readonly folder: string;
    /** The folder that the image is built from, when it is not `folder` itself: a member of a workspace is built from the workspace's root. */
    readonly context?: string;
    readonly kind: 'web' | 'worker' | 'library' | 'none';
    readonly language?: string;
    readonly framework?: string;
    /** `module:object`, `module:factory()` or a script path. */
    readonly entry?: string;
    readonly server?: string;
    /** The exec form of the container's command. */
    readonly startCommand?: readonly string[];
    readonly port?: number;
    readonly packageManager?: string;
    readonly runtimeVersion?: string;
    /** A path that answers below 400 without signing in; `/` when nothing better is known. */
    readonly healthPath?: string;
    readonly alternatives: readonly { readonly fact: string; readonly value: string; readonly file?: string; readonly line?: number }[];
    readonly evidence: readonly Evidence[];
    readonly findings: readonly ProjectFinding[];
    readonly needs: Needs;
}

/** A file that containerizing makes, changes, or finds good as it is. */
export interface ProposedFile {
    readonly path: string;
    readonly content: string;
    readonly action: 'create' | 'edit' | 'keep';
    /** Why, in one sentence. */
    readonly reason?: string;
}

/** The outcome of looking at a folder. */
export interface Containerization {
    readonly projects: readonly Profile[];
    readonly files: readonly ProposedFile[];
}
