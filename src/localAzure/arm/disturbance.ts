import { AsyncLocalStorage } from 'node:async_hooks';

/** What befalls the operations that a request starts. */
export type Disturbance = { readonly kind: 'stuck' } | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Set around a request's handler, so that whatever operation it starts is hit, and no other's. */
export const disturbance = new AsyncLocalStorage<Disturbance>();
