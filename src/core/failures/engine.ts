/** What can go wrong here, by code; the words are in views/words/engine.ts. */
export const engineFailures = ['engine/not-found'] as const;

export type EngineFailure = (typeof engineFailures)[number];
