import type { Listener } from './listeners';

/** What came of running an image as its target will. `logLines` are the last that the container wrote, oldest first. */
export type Rehearsal =
    /** It answers on the port; `status` is 5xx when it answers badly. */
    | {
          readonly kind: 'answers';
          readonly port: number;
          readonly path: string;
          readonly status: number;
          readonly ms: number;
          readonly logLines: readonly string[];
      }
    /** The port is open, but nothing that speaks HTTP answers there. */
    | { readonly kind: 'notHttp'; readonly port: number; readonly logLines: readonly string[] }
    | { readonly kind: 'loopbackOnly'; readonly port: number; readonly address: string; readonly logLines: readonly string[] }
    /** It listens, elsewhere than the target will look; `status` when it answered there. */
    | {
          readonly kind: 'wrongPort';
          readonly expected: number;
          readonly port: number;
          readonly reach: Listener['reach'];
          readonly status?: number;
          readonly logLines: readonly string[];
      }
    | {
          readonly kind: 'crashed';
          readonly exitCode: number;
          readonly outOfMemory: boolean;
          readonly ms: number;
          readonly reason?: string;
          readonly advice?: string;
          readonly logLines: readonly string[];
      }
    | { readonly kind: 'timeout'; readonly limitMs: number; readonly listeners: readonly Listener[]; readonly logLines: readonly string[] }
    | { readonly kind: 'wrongPlatform'; readonly platform: string; readonly wanted: string };
