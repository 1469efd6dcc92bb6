import { say } from '../machine/say.mjs';

/**
 * Runs steps that depend on each other, a few at a time, in the order of the list as far as that allows. A step is `{ name, after, run }`; `run` resolves with
 * `{ passed, failed, skipped, reasons, output }` (titles in the two lists, and why by title) or rejects. What depends on a step that failed fails too, without having run. A step with
 * `tries: 2` that failed runs once more as a whole; what failed first is printed, and the second run counts (docs/decisions/015-a-second-try.md).
 */
export async function runSteps(steps, atOnce) {
    const waiting = [...steps];
    const running = new Map();
    const results = new Map();
    const isReady = (step) => (step.after ?? []).every((name) => results.has(name));
    while (waiting.length + running.size > 0) {
        for (const step of waiting.filter(isReady).slice(0, atOnce - running.size)) {
            waiting.splice(waiting.indexOf(step), 1);
            const broken = (step.after ?? []).find((name) => results.get(name).failed.length > 0);
            running.set(step.name, perform(step, broken));
        }
        const result = await Promise.race(running.values());
        running.delete(result.name);
        results.set(result.name, result);
        print(result);
    }
    return [...results.values()];
}

async function perform(step, broken) {
    const startedAt = Date.now();
    const done = (result) => ({
        name: step.name,
        seconds: (Date.now() - startedAt) / 1000,
        passed: 0,
        failed: [],
        skipped: [],
        output: '',
        ...result,
    });
    if (broken !== undefined) {
        return done({ failed: [`${step.name} (not run, because ${broken} failed)`] });
    }
    const first = await attempt(step);
    if (step.tries !== 2 || !(first.failed?.length > 0)) {
        return done(first);
    }
    say(`${step.name}: once more, for these failed: ${first.failed.join('; ')}`);
    const second = await attempt(step);
    return done({
        ...second,
        triedAgain: { failed: first.failed, reasons: first.reasons },
        output: `At the first try failed: ${first.failed.join('; ')}\n${first.output ?? ''}\nAt the second try:\n${second.output ?? ''}`,
    });
}

async function attempt(step) {
    try {
        return await step.run();
    } catch (error) {
        return { failed: [step.name], output: error instanceof Error ? error.message : String(error) };
    }
}

function print({ name, seconds, passed, failed, skipped, output }) {
    if (output.trim() !== '') {
        process.stdout.write(`\n── ${name} ──\n${output.trimEnd()}\n`);
    }
    say(
        `${failed.length > 0 ? 'FAILED' : 'ok'}  ${name}: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped in ${seconds.toFixed(1)} s`,
    );
}
