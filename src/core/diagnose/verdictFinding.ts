/** Every cause that the verdict can name; the words are in views/diagnoseWords.ts. */
export const causes = [
    'app-stopped',
    'port-mismatch',
    'loopback-only',
    'ipv6-only',
    'not-listening',
    'crash-loop',
    'out-of-memory',
    'disk-full',
    'disk-read-only',
    'import-error',
    'import-incompatible',
    'setting-missing',
    'identity-not-assigned',
    'identity-not-chosen',
    'identity-missing',
    'identity-unreachable',
    'identity-no-role',
    'key-refused',
    'keys-disabled',
    'model-network-refused',
    'endpoint-wrong',
    'model-not-found',
    'name-unknown',
    'resolver-down',
    'name-slow',
    'endpoint-unreachable',
    'certificate',
    'model-throttled',
    'model-down',
    'latency-in-app',
    'latency-in-model',
    'clock-skew',
    'platform-path',
    'revision-not-ready',
] as const;

export type Cause = (typeof causes)[number];

export type Confidence = 'certain' | 'likely' | 'possible';

export type Layer = 'platform' | 'container' | 'app' | 'settings' | 'identity' | 'network' | 'model';

/** One line that a person can check, and the check that printed it. */
export interface EvidenceLine {
    readonly check: string;
    /** What Slipway saw, in English; absent where the line is a quote and nothing else. */
    readonly text?: string;
    /** What an app, Azure or a tool wrote, which stays as it is; it follows the text. */
    readonly quoted?: string;
}

/** What could be done next. The shell turns it into a button; nothing is done by itself. */
export type NextStep =
    | { readonly kind: 'set-setting'; readonly name: string; readonly value: string }
    | { readonly kind: 'set-target-port'; readonly port: number }
    | { readonly kind: 'deploy-with-port'; readonly port: number }
    | { readonly kind: 'remove-setting'; readonly name: string }
    | { readonly kind: 'edit-setting'; readonly name: string }
    | { readonly kind: 'add-requirement'; readonly name: string; readonly manifest: string }
    /** The identity may call the model at this host. */
    | { readonly kind: 'assign-role'; readonly host: string }
    /** `clientId` is the identity's that the settings name; '' is any. */
    | { readonly kind: 'assign-identity'; readonly clientId: string }
    /** The portal's pages of the resource whose models answer at this host. */
    | { readonly kind: 'open-model-metrics'; readonly host: string }
    | { readonly kind: 'open-model-health'; readonly host: string }
    | { readonly kind: 'restart' }
    | { readonly kind: 'start' }
    | { readonly kind: 'open-terminal' }
    | { readonly kind: 'show-logs' }
    | { readonly kind: 'add-ssh-layer' };

export interface Finding {
    readonly cause: Cause;
    readonly layer: Layer;
    readonly confidence: Confidence;
    /** What the words mention: ports, names, milliseconds. Untrusted text. */
    readonly facts: Readonly<Record<string, string | number>>;
    readonly evidence: readonly EvidenceLine[];
    readonly next: readonly NextStep[];
}
