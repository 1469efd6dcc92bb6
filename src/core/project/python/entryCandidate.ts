import type { FrameworkId } from './frameworks';
import type { PasteApp } from './pasteApp';
import { moduleName } from './pythonModules';
import type { PyModule } from './pythonModules';

/** Something that could be started: an object that a server imports, or a script that opens the port itself. */
export interface EntryCandidate {
    readonly module: PyModule;
    readonly framework: FrameworkId;
    /** The object's name, with `()` for a factory; undefined for a script. */
    readonly object?: string;
    /** The folder to start in. */
    readonly base: string;
    readonly line: number;
    readonly score: number;
    /** The module whose code opens the port, when a script calls a function of another one that does. */
    readonly opens?: PyModule;
    /** The function that a console script calls, when running the module by itself would serve nothing. */
    readonly calls?: string;
    /** The project's own modules that these take settings from, for an MCP server that may have to be told to serve. */
    readonly settings?: readonly PyModule[];
    /** The name of an MCP server that the module makes and nothing runs. */
    readonly unrun?: string;
    /** The dotted name of the project's own folder, where the object is imported from the folder around it. */
    readonly within?: string;
    /** The PasteDeploy file that calls the factory with its settings. */
    readonly paste?: PasteApp;
}

/** `module:object`, or a script's path relative to the project. */
export function entryOf(candidate: EntryCandidate): string {
    return candidate.object === undefined
        ? candidate.module.path
        : `${[candidate.within, moduleName(candidate.module.path, candidate.base)].filter((part) => (part ?? '') !== '').join('.')}:${candidate.object}`;
}
