import type { StartedWith } from './startedWith';

/** What node or Bun is given to run. */
export interface Script {
    /** What runs, such as dist/app.js. */
    readonly entry: string;
    /** What it is made from, such as src/app.ts. */
    readonly source: string;
    readonly server: 'node' | 'bun';
    readonly place: { readonly file: string; readonly line?: number };
    readonly confidence: 'certain' | 'likely' | 'guess';
    readonly build: string | undefined;
    /** A program that runs TypeScript as it is. */
    readonly runner?: string;
    /** The whole command when it is not `node FILE`. */
    readonly command?: string;
    /** Packages with their majors that bring the program of the command, where the project lists none. */
    readonly globals?: readonly string[];
    /** What stands beside the script, as its start command says it. */
    readonly beside?: StartedWith;
}

/** What every way to run it has. */
export type ScriptBase = Pick<Script, 'server'>;
