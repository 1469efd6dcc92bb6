import { debianPackages } from '../machine/debianPackages.mjs';
import { say } from '../machine/say.mjs';
import { withLock } from '../machine/withLock.mjs';
import { aptSources } from './aptSources.mjs';
import { chooseRecipes } from './chooseRecipes.mjs';
import { hubAnswers } from './hubAnswers.mjs';
import { machineFiles } from './machineFiles.mjs';
import { recipes } from './recipes.mjs';
import { fingerprint, madeFromLabel, standinLabel, standinState } from './standinImage.mjs';

// Raise it when a recipe changes, so that images made by the old one are made again.
const recipeState = 1;

/**
 * Makes the stand-ins for these images on an engine where Docker Hub cannot be reached, two at a time, unless they are there. Returns undefined, or one
 * sentence that says why builds will lack their base images. An image that was not made here is never touched.
 */
export async function makeStandins(engine, names) {
    const chosen = chooseRecipes(recipes, names);
    const files = await machineFiles();
    const jobs = [];
    for (const recipe of chosen) {
        const madeFrom = fingerprint({ recipeState, files, name: recipe.name, tags: recipe.tags, madeOf: recipe.madeOf });
        const states = await Promise.all(recipe.tags.map((tag) => standinState(engine.dial, tag, madeFrom)));
        if (states.some((state) => state === 'none' || state === 'stale') && !states.includes('real')) {
            jobs.push({ recipe, labels: { [standinLabel]: recipe.standsFor, [madeFromLabel]: madeFrom } });
        }
    }
    if (jobs.length === 0 || (await hubAnswers())) {
        return undefined;
    }
    if (!engine.isOwn && process.env.CI !== 'true' && process.env.SLIPWAY_STANDINS !== '1') {
        return 'Docker Hub cannot be reached and this engine is yours, so no stand-in base images were put on it; set SLIPWAY_STANDINS=1 to allow that.';
    }
    if (!(await debianPackages(['mmdebstrap'])) || (await aptSources('bookworm')).length === 0) {
        return 'Docker Hub cannot be reached, and stand-ins for its images can only be made on Debian as root.';
    }
    await withLock('standins', () => makeAll(engine.dial, jobs, files));
    return undefined;
}

async function makeAll(dial, jobs, files) {
    const made = new Map();
    const make = async ({ recipe, labels }) => {
        await made.get(recipe.base);
        // Somebody else may have made it while this one waited for the lock.
        if ((await standinState(dial, recipe.tags[0], labels[madeFromLabel])) === 'ready') {
            return;
        }
        const startedAt = Date.now();
        say(`making a stand-in for ${recipe.standsFor}`);
        await recipe.make({ dial, files, labels, sources: aptSources });
        say(`made ${recipe.tags.join(', ')} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    };
    for (const job of jobs) {
        made.set(job.recipe.name, make(job));
    }
    const results = await Promise.allSettled(made.values());
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) {
        throw failed.reason;
    }
}
