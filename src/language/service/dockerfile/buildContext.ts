import { folderOf, joinPath, knownPaths } from '../paths';
import type { Snapshot } from '../snapshot';
import type { Word } from './shellCommands';
import type { DockerfileModel } from './readDockerfile';
import type { Step } from './step';

/** What one COPY or ADD takes from the build context. */
export interface CopiedSource {
    readonly step: Step;
    readonly word: Word;
    /** Relative to the context, cleaned; '' is the whole context. */
    readonly source: string;
    readonly destination: string;
}

/** Sources of COPY and ADD that come from the context: no `--from`, no URL, no heredoc, no variable. */
export function copiedSources(model: DockerfileModel): readonly CopiedSource[] {
    return model.steps.filter((step) => step.keyword === 'COPY' || step.keyword === 'ADD').flatMap(sourcesOf);
}

function sourcesOf(step: Step): readonly CopiedSource[] {
    const words = step.words();
    const destination = words.at(-1)?.text;
    if (destination === undefined || step.flags().some((flag) => flag.name === 'from')) {
        return [];
    }
    return words.slice(0, -1).flatMap((word) => {
        const source = /^([a-z]+:\/\/|git@|<<)|\$/i.test(word.text) ? undefined : joinPath('', word.text.replace(/^\/+/, ''));
        return source === undefined ? [] : [{ step, word, source, destination }];
    });
}

/**
 * The folder that is sent to the engine, relative to the workspace folder. Nobody writes it down, so it is the folder between the Dockerfile's own
 * and the workspace's in which most of what COPY names is there; the nearest one when that decides nothing.
 */
export function contextRoot(snapshot: Snapshot, sources: readonly CopiedSource[]): string {
    const own = folderOf(snapshot.path);
    if (snapshot.paths === undefined || own === '') {
        return own;
    }
    const known = knownPaths(snapshot.paths);
    let best = own;
    let bestScore = -1;
    for (let folder = own; ; folder = folderOf(folder)) {
        const score = sources.filter(({ source }) => source !== '' && known.has(joinPath(folder, source) ?? '\0')).length;
        if (score > bestScore) {
            best = folder;
            bestScore = score;
        }
        if (folder === '') {
            return best;
        }
    }
}
