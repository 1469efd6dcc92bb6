import type { Behaviour } from './behaviour';

/** What the runner tells an app's process. `run` counts the lives of a process that is used again. */
export type ToApp =
    | {
          readonly kind: 'run';
          readonly run: number;
          readonly behaviour: Behaviour;
          readonly env: Readonly<Record<string, string>>;
          readonly port: number;
          readonly image: string;
      }
    | { readonly kind: 'stop'; readonly run: number };

/** What an app's process says. A port `inside` is reached at the loopback port `outside`. */
export type FromApp =
    | { readonly kind: 'ready' }
    | { readonly kind: 'listening'; readonly run: number; readonly inside: number; readonly outside: number }
    | { readonly kind: 'line'; readonly run: number; readonly source: 'stdout' | 'stderr'; readonly line: string }
    | { readonly kind: 'stopped'; readonly run: number }
    | { readonly kind: 'leaving' };
