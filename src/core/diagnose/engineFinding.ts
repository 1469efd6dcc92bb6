/** What a button does: copy a command, open a page, or run one of Slipway's commands. */
export type SetupRemedy =
    | { readonly kind: 'copy'; readonly title: string; readonly text: string }
    | { readonly kind: 'open'; readonly title: string; readonly url: string }
    | { readonly kind: 'command'; readonly title: string; readonly command: string };

/** Something that the doctor found. */
export interface SetupFinding {
    /** Names the rule, such as `wsl-integration-off`. */
    readonly rule: SetupRule;
    /** `problem` keeps Slipway from building here; `warning` may; `good` is as it should be. */
    readonly kind: 'problem' | 'warning' | 'good';
    readonly title: string;
    /** Why, in one sentence. */
    readonly cause: string;
    /** What was seen that says so. */
    readonly evidence: string;
    /** What to do, in one sentence. */
    readonly fix: string;
    readonly remedies: readonly SetupRemedy[];
}

/** The rules, in the order of weight: the first problem is the one to solve. */
export const setupRules = [
    'context-missing',
    'endpoint-invalid',
    'wsl-1',
    'no-distribution',
    'wsl-not-ready',
    'sign-in-enforced',
    'windows-containers',
    'permission',
    'wsl-integration-off',
    'stale-host',
    'stale-context',
    'desktop-not-running',
    'engine-starting',
    'engine-hangs',
    'engine-stopped',
    'not-installed',
    'no-engine',
    'disk-full',
    'credential-helper',
    'certificate',
    'registry-unreachable',
    'engine-too-old',
    'client-version',
    'engine',
    'buildx-missing',
    'window-not-in-wsl',
    'python-missing',
    'environment-missing',
    'azure-signed-out',
    'window-in-wsl',
    'python',
    'environment',
    'azure-signed-in',
] as const;

export type SetupRule = (typeof setupRules)[number];
