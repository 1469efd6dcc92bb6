import type { Profile } from '../core/project/profile';

/**
 * What the language server asks of its client. The server never opens a file: what it knows of the project beyond the open documents comes
 * through these requests, so that remote, virtual and unsaved files are all the same to it.
 */
export interface LanguageRequests {
    /** The files of the workspace folder that `uri` is in; null for an untitled document or a file outside every folder. */
    readonly 'slipway/listFiles': { readonly params: DocumentParams; readonly result: FileListing | null };
    /** One file's text as it is saved, at most 1 MiB; null when it is absent, binary or too large. */
    readonly 'slipway/readFile': { readonly params: DocumentParams; readonly result: FileText | null };
    /** What detection found out about the project, and how it is deployed; null when nothing is known. */
    readonly 'slipway/facts': { readonly params: DocumentParams; readonly result: ProjectFacts | null };
}

export interface DocumentParams {
    readonly uri: string;
}

export interface FileListing {
    /** URI of the folder, without a trailing slash. */
    readonly root: string;
    /** Relative to `root`, with `/`, sorted; what FileSource.list() leaves out is left out here too. */
    readonly paths: readonly string[];
}

export interface FileText {
    readonly text: string;
    /** True when the bytes were UTF-16, which pip and the image's Python read less kindly than an editor. */
    readonly encoding: 'utf8' | 'utf16';
}

/** What is known of a project outside its files. Everything is optional: rules say only what the known facts support. */
export interface ProjectFacts {
    readonly profile?: Partial<Pick<Profile, 'framework' | 'entry' | 'server' | 'port' | 'runtimeVersion' | 'healthPath' | 'evidence'>>;
    readonly deploy?: DeployFacts;
}

export interface DeployFacts {
    readonly target?: 'appService' | 'containerApps' | 'containerInstances';
    /** The port that Azure is told to forward to: WEBSITES_PORT, targetPort or the container group's port. */
    readonly port?: number;
    readonly healthPath?: string;
    /** Where the image is built; ACR Tasks understand less of a Dockerfile than the engine. */
    readonly build?: 'engine' | 'acrTasks';
    readonly ssh?: 'on' | 'off';
}

/** Passed once, with `initialize`. */
export interface LanguageOptions {
    /** URI of docs/rules.md, to which a finding's code links. */
    readonly rulesPage?: string;
    readonly settings: LanguageSettings;
}

/** The `slipway.lint` section as the client resolved it; sent again with every change. */
export interface LanguageSettings {
    /** `full` adds completion, symbols and links; `rules` leaves these to another extension. The client resolves `auto`. */
    readonly mode: 'rules' | 'full';
    /** Severities by rule code; a code that is absent keeps its default. */
    readonly rules: Readonly<Record<string, string>>;
    readonly codeLens: 'on' | 'off';
    readonly inlayHints: 'on' | 'off';
}
