/** Errors that are Slipway's own fault. */
export const internalFailures = ['internal/unexpected'] as const;

export type InternalFailure = (typeof internalFailures)[number];
