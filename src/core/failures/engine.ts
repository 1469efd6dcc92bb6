/** What can go wrong here, by code; the words are in views/words/engine.ts. */
export const engineFailures = [
    'engine/not-found',
    'engine/no-permission',
    'engine/not-running',
    'engine/unwell',
    'engine/timeout',
    'engine/unreachable',
    'engine/windows-containers',
    'engine/bad-endpoint',
    'engine/no-such-context',
    'engine/connection-lost',
    'engine/no-space',
    'engine/no-such-image',
    'engine/no-such-container',
    'engine/port-taken',
    'engine/refused',
    'engine/wrong-platform',
    'engine/push-failed',
] as const;

export type EngineFailure = (typeof engineFailures)[number];
