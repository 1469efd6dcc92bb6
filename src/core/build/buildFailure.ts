import { Failure } from '../../base/failure';
import type { ContextPlace } from './contextPlace';
import { explainBuildFailure, missingFileWords, type FailedBuild } from './explainBuildFailure';

/** A failed build as the Failure that is thrown; `find` says why a path is not in its context. */
export async function buildFailure(
    build: FailedBuild,
    context: { readonly root: string; find(path: string): Promise<ContextPlace> },
): Promise<Failure> {
    const { code, facts, missing } = explainBuildFailure(build);
    const why = missing === undefined ? {} : missingFileWords(missing, await context.find(missing));
    return new Failure(code, { ...facts, ...why, folder: context.root, message: build.message });
}
