import type { DiagnosePanelState } from './diagnosePanel';

/** What the diagnostics page is sent: the whole state, small enough to draw again at every change. */
export interface ToDiagnosePage {
    readonly kind: 'state';
    readonly state: DiagnosePanelState;
    /** Instances to choose from, by the platform's names; empty when there is nothing to choose. */
    readonly instances: readonly string[];
}

export type FromDiagnosePage =
    | { readonly kind: 'ready' }
    /** `request` such as `POST /chat`; empty when only the health path is to be asked. */
    | { readonly kind: 'run'; readonly request: string; readonly instance: string }
    | { readonly kind: 'runOne'; readonly check: string }
    | { readonly kind: 'cancel' }
    | { readonly kind: 'export' }
    | { readonly kind: 'terminal' }
    /** A button of the verdict: which finding, which of its steps. */
    | { readonly kind: 'step'; readonly cause: string; readonly index: number };

/** Reads a message from the page; undefined when it is not one of ours. */
export function readFromDiagnosePage(value: unknown): FromDiagnosePage | undefined {
    if (typeof value !== 'object' || value === null || !('kind' in value)) {
        return undefined;
    }
    const message = value as Record<string, unknown>;
    switch (message.kind) {
        case 'ready':
        case 'cancel':
        case 'export':
        case 'terminal':
            return { kind: message.kind };
        case 'run':
            return typeof message.request === 'string' && typeof message.instance === 'string'
                ? { kind: 'run', request: message.request, instance: message.instance }
                : undefined;
        case 'runOne':
            return typeof message.check === 'string' ? { kind: 'runOne', check: message.check } : undefined;
        case 'step':
            return typeof message.cause === 'string' && typeof message.index === 'number'
                ? { kind: 'step', cause: message.cause, index: message.index }
                : undefined;
        default:
            return undefined;
    }
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'] as const;

/** What a person types as the request that fails: `/chat`, `POST /chat`, `POST /chat {"q":1}`; undefined when it is none. */
export function readTypedRequest(
    text: string,
): { readonly method: (typeof methods)[number]; readonly path: string; readonly body?: string } | undefined {
    const match = /^(?:(GET|POST|PUT|DELETE|HEAD)\s+)?(\/\S*)(?:\s+(\S.*))?$/i.exec(text.trim());
    const path = match?.[2];
    if (path === undefined) {
        return undefined;
    }
    const method = methods.find((known) => known === match?.[1]?.toUpperCase()) ?? 'GET';
    const body = match?.[3];
    return { method, path, ...(body === undefined ? {} : { body }) };
}
