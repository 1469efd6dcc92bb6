import type { PictureColumn } from './azurePicture';
import type { RunComparison } from './compareRuns';
import type { Remedy } from './words/wording';

/** Everything the plan panel shows; sent whole, small enough to draw again at every change. */
export interface PlanPanelState {
    readonly title: string;
    readonly subtitle: string;
    /** `past` is a run of an earlier window, as it was remembered. */
    readonly phase: 'review' | 'running' | 'done' | 'failed' | 'cancelled' | 'past';
    /** Everything happens on this machine. */
    readonly local?: 'yes';
    /** How long the run took, or takes so far; absent before it. */
    readonly totalMs?: number;
    readonly facts: readonly PanelFact[];
    readonly files: readonly PanelFile[];
    readonly fields: readonly PanelField[];
    /** What the app is told; those that matter little come after `hiddenFrom`. */
    readonly variables: readonly PanelVariable[];
    readonly steps: readonly PanelStep[];
    readonly cost?: string;
    readonly warnings: readonly string[];
    /** What the run created or changed, in order. */
    readonly made: readonly PanelMade[];
    readonly runs?: RunComparison;
    readonly picture?: PanelPicture;
    readonly result?: { readonly url: string; readonly words: string };
    readonly failure?: { readonly what: string; readonly why?: string; readonly next: string; readonly remedies: readonly Remedy[] };
}

/** A thing that was found out about the project, with the place it was read from. */
export interface PanelFact {
    readonly label: string;
    readonly value: string;
    readonly file?: string;
    readonly line?: number;
}

export interface PanelFile {
    readonly path: string;
    readonly action: 'create' | 'edit' | 'keep';
    readonly reason: string;
}

export interface PanelField {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly choices?: readonly { readonly value: string; readonly label: string }[];
    /** The choices are suggestions: any other text may be typed. */
    readonly typing?: 'allowed';
    readonly hint?: string;
    readonly error?: string;
}

/** A variable of the app. The value of a secret never comes to the page, only from it. */
export interface PanelVariable {
    readonly name: string;
    readonly value: string;
    readonly secret: 'yes' | 'no';
    /** `folded`: shown on request only, for the app does well without it. */
    readonly weight: 'shown' | 'folded';
    readonly placeholder: string;
    readonly hint: string;
    readonly file?: string;
    readonly line?: number;
    readonly error?: string;
    /** The code requires it and nobody has given it. */
    readonly missing?: 'yes';
    /** Any random text will do. */
    readonly generate?: 'offered';
}

export interface PanelStep {
    readonly id: string;
    readonly title: string;
    readonly detail?: string;
    readonly change: 'create' | 'change' | 'keep' | 'run';
    readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
    readonly durationMs?: number;
    /** When it began, counted from the run's start. */
    readonly fromMs?: number;
    readonly message?: string;
    /** What it said so far, oldest first; the newest lines when there are many. */
    readonly log?: readonly string[];
}

/** Something that the run created or changed. */
export interface PanelMade {
    readonly label: string;
    readonly name: string;
    readonly change: 'created' | 'changed';
    /** What choosing it opens; absent when it has no page. */
    readonly opens?: 'page' | 'file';
}

/** What is in Azure now, or why that is not known. */
export interface PanelPicture {
    readonly state: 'asking' | 'shown' | 'unknown';
    readonly words: string;
    readonly columns: readonly PictureColumn[];
}

export interface ToPlanPanel {
    readonly kind: 'state';
    readonly state: PlanPanelState;
}

export type FromPlanPanel =
    | { readonly kind: 'ready' }
    | { readonly kind: 'field'; readonly id: string; readonly value: string }
    | { readonly kind: 'variable'; readonly name: string; readonly value: string }
    | { readonly kind: 'generate'; readonly name: string }
    | { readonly kind: 'showFile'; readonly path: string }
    | { readonly kind: 'showEvidence'; readonly file: string; readonly line: number }
    | { readonly kind: 'start' }
    | { readonly kind: 'cancel' }
    | { readonly kind: 'openResult' }
    | { readonly kind: 'showOutput' }
    | { readonly kind: 'export' }
    /** Look at Azure again. */
    | { readonly kind: 'look' }
    /** A box of the picture. */
    | { readonly kind: 'node'; readonly node: 'registry' | 'deployment' }
    /** One of `made`. */
    | { readonly kind: 'openMade'; readonly index: number }
    | { readonly kind: 'remedy'; readonly index: number };

/** Reads a message from the panel's page; undefined when it is not one of ours. */
export function readFromPlanPanel(value: unknown): FromPlanPanel | undefined {
    if (typeof value !== 'object' || value === null || !('kind' in value)) {
        return undefined;
    }
    const message = value as Record<string, unknown>;
    switch (message.kind) {
        case 'ready':
        case 'start':
        case 'cancel':
        case 'openResult':
        case 'look':
        case 'showOutput':
        case 'export':
            return { kind: message.kind };
        case 'field':
            return typeof message.id === 'string' && typeof message.value === 'string'
                ? { kind: 'field', id: message.id, value: message.value }
                : undefined;
        case 'variable':
            return typeof message.name === 'string' && typeof message.value === 'string'
                ? { kind: 'variable', name: message.name, value: message.value }
                : undefined;
        case 'generate':
            return typeof message.name === 'string' ? { kind: 'generate', name: message.name } : undefined;
        case 'showFile':
            return typeof message.path === 'string' ? { kind: 'showFile', path: message.path } : undefined;
        case 'showEvidence':
            return typeof message.file === 'string' && typeof message.line === 'number'
                ? { kind: 'showEvidence', file: message.file, line: message.line }
                : undefined;
        case 'node':
            return message.node === 'registry' || message.node === 'deployment' ? { kind: 'node', node: message.node } : undefined;
        case 'openMade':
            return typeof message.index === 'number' ? { kind: 'openMade', index: message.index } : undefined;
        case 'remedy':
            return typeof message.index === 'number' ? { kind: 'remedy', index: message.index } : undefined;
        default:
            return undefined;
    }
}
