import type { BuildTree } from './buildTree';
import type { FailureText } from './failureText';

/** Everything the page of a build shows; sent whole. */
export interface BuildPanelState {
    readonly title: string;
    readonly subtitle: string;
    readonly dockerfile: string;
    readonly phase: 'running' | 'done' | 'failed' | 'cancelled';
    readonly tree: BuildTree;
    readonly startedMs: number;
    readonly endedMs?: number;
    readonly result?: string;
    readonly failure?: Pick<FailureText, 'what' | 'why' | 'next' | 'remedies'>;
    /** The Dockerfile's line that broke the build. */
    readonly failedLine?: number;
    readonly words: BuildPanelWords;
}

/** What the page says, in the user's language. */
export interface BuildPanelWords extends BuildRowWords {
    readonly cancel: string;
    readonly again: string;
    readonly output: string;
}

export interface BuildRowWords {
    readonly preparation: string;
    /** Above the steps of a Dockerfile with one stage. */
    readonly steps: string;
    readonly result: string;
    readonly cached: string;
    /** `{0}` is the number. */
    readonly line: string;
    readonly states: Readonly<Record<'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled', string>>;
}

export type FromBuildPanel =
    | { readonly kind: 'ready' | 'cancel' | 'again' | 'showOutput' }
    | { readonly kind: 'showLine'; readonly line: number }
    | { readonly kind: 'remedy'; readonly index: number };

/** Reads a message from the page; undefined when it is not one of ours. */
export function readFromBuildPanel(value: unknown): FromBuildPanel | undefined {
    if (typeof value !== 'object' || value === null || !('kind' in value)) {
        return undefined;
    }
    const { kind, line, index } = value as Readonly<Record<string, unknown>>;
    switch (kind) {
        case 'ready':
        case 'cancel':
        case 'again':
        case 'showOutput':
            return { kind };
        case 'showLine':
            return typeof line === 'number' ? { kind, line } : undefined;
        case 'remedy':
            return typeof index === 'number' ? { kind, index } : undefined;
        default:
            return undefined;
    }
}
