/** A Dockerfile as data. A new instruction fails to compile until render knows it. */
export interface Dockerfile {
    /** Comment lines at the top, without `#`. */
    readonly header: readonly string[];
    readonly stages: readonly Stage[];
}

export interface Stage {
    readonly image: string;
    readonly name?: string;
    /** The reason for the image, shown above FROM. */
    readonly comment?: string;
    readonly steps: readonly Step[];
}

/** One instruction, or an empty line; `comment` is shown above it, one line each. */
export type Step = Instruction & { readonly comment?: string };

export type Instruction =
    | { readonly kind: 'workdir'; readonly path: string }
    | { readonly kind: 'env'; readonly values: Readonly<Record<string, string>> }
    | { readonly kind: 'arg'; readonly name: string; readonly value?: string }
    | {
          readonly kind: 'copy';
          readonly sources: readonly string[];
          readonly target: string;
          readonly from?: string;
          readonly owner?: string;
      }
    /** A shell command; `&&`-joined parts on lines of their own. `caches` are folders that the builder keeps between builds. */
    | { readonly kind: 'run'; readonly commands: readonly string[]; readonly caches?: readonly Cache[] }
    | { readonly kind: 'expose'; readonly ports: readonly number[] }
    | { readonly kind: 'user'; readonly name: string }
    | { readonly kind: 'healthcheck'; readonly command: readonly string[]; readonly startPeriodSeconds: number }
    | { readonly kind: 'entrypoint'; readonly command: readonly string[] }
    | { readonly kind: 'cmd'; readonly command: readonly string[] }
    | { readonly kind: 'stopsignal'; readonly signal: string }
    | { readonly kind: 'gap' };

export interface Cache {
    readonly path: string;
    /** Added to the command where there are no cache mounts, to leave no cache in the layer; an environment assignment before the first command. */
    readonly plainEnv?: string;
    /** A command after it that leaves nothing of the cache in the layer, where there is no mount. */
    readonly plainAfter?: string;
}
