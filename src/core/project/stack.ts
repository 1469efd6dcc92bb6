import type { Blueprint } from '../dockerfile/blueprint';
import type { FactSheet } from './factSheet';
import type { Folder } from './folder';
import type { Hints } from './hints/collectHints';
import type { Needs, Profile, ProjectFinding, ProposedFile } from './profile';

/** What a detector is given: one folder, what its deployment files say, and the sheet that it writes facts on. */
export interface Site {
    readonly folder: Folder;
    readonly hints: Hints;
    readonly facts: FactSheet;
}

/** What a detector makes of a folder beyond the facts on the sheet. */
export interface Detection {
    readonly kind: Profile['kind'];
    /** Why it is not a web app, in one sentence. */
    readonly reason?: string;
    readonly startCommand?: readonly string[];
    readonly findings: readonly ProjectFinding[];
    readonly needs: Needs;
    /** What the Dockerfile is made from; undefined when there is nothing to run. */
    readonly blueprint?: Blueprint;
    /** Changes of the project's own files that the blueprint counts on. */
    readonly edits: readonly ProposedFile[];
    /** Folders below the root, such as a workspace's packages, whose code runs in it too: what they need it needs. */
    readonly uses?: readonly string[];
    /** Folders below the project's own that hold other apps, which are only built from the same place: what they need is theirs. */
    readonly apart?: readonly string[];
    /** The folder as it was read, where more was known of it than lies in it: an app whose packages the root of its workspace lists. */
    readonly seen?: Folder;
    /** How sure it is that this stack is what the folder is about: 0 (nothing) to 100. */
    readonly certainty: number;
}

/** One stack's detector. Answers undefined when the folder has nothing of it. */
export type DetectStack = (site: Site) => Promise<Detection | undefined>;

export const noNeeds: Needs = { variables: [], services: [], writes: [], migrations: [] };
