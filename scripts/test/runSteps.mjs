import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../machine/say.mjs';

/** Of a step that says nothing else: it keeps a core busy, in hundredths. */
const oneCore = 100;

/** How much more than `most` may begin where cores are idle all the same: two steps that wait, or one that does not. */
const mostBeyond = 130;

/**
 * Runs steps that depend on each other, as many at a time as `most` (hundredths of a core) allows by their `load`, in the order of the list as far as that
 * allows. A step is `{ name, after, load, run }`; `run` resolves with `{ passed, failed, skipped, reasons, output }` (titles in the two lists, and why by title)
 * or rejects. What depends on a step that failed fails too, without having run. A step with `tries: 2` that failed runs once more as a whole; what failed first
 * is printed, and the second run counts (docs/decisions/015-a-second-try.md, 016-steps-beside-each-other.md).
 * `cores` is `{ everyMs, idle }`: where `idle()` (hundredths of a core since it was last asked) says twice that a step would have room, that step begins too.
 */
export async function runSteps(steps, most, cores) {
    const waiting = [...steps];
    const running = new Map();
    const results = new Map();
    let idleBefore = 0;
    const ready = () => waiting.filter((step) => (step.after ?? []).every((name) => results.has(name)));
    const load = () => [...running.values()].reduce((sum, step) => sum + step.load, 0);
    const begin = (step) => {
        waiting.splice(waiting.indexOf(step), 1);
        const broken = (step.after ?? []).find((name) => results.get(name).failed.length > 0);
        running.set(step.name, { load: loadOf(step), ended: perform(step, broken) });
    };
    while (waiting.length + running.size > 0) {
        // What is larger than the machine runs alone.
        for (const step of ready()) {
            if (running.size === 0 || load() + loadOf(step) <= most) {
                begin(step);
            }
        }
        const result = await firstOf(
            [...running.values()].map(({ ended }) => ended),
            waiting.length > 0 ? cores?.everyMs : undefined,
        );
        if (result === undefined) {
            const idle = cores.idle();
            const room = Math.min(idle, idleBefore);
            const more = ready().find((step) => loadOf(step) <= room && load() + loadOf(step) <= most + mostBeyond);
            idleBefore = more ? 0 : idle;
            if (more) {
                begin(more);
            }
            continue;
        }
        running.delete(result.name);
        results.set(result.name, result);
        print(result);
    }
    return [...results.values()];
}

function loadOf({ load }) {
    return load ?? oneCore;
}

/** The first result, or undefined when there is none after `limitMs`. */
async function firstOf(ends, limitMs) {
    if (limitMs === undefined) {
        return await Promise.race(ends);
    }
    const limit = new AbortController();
    try {
        return await Promise.race([...ends, sleep(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
    } finally {
        limit.abort();
    }
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
