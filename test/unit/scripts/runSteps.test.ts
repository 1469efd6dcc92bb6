import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { alternate } from '../../../scripts/test/alternate.mjs';
import { chooseSteps } from '../../../scripts/test/chooseSteps.mjs';
import { runSteps } from '../../../scripts/test/runSteps.mjs';
import type { Step } from '../../../scripts/test/runSteps.mjs';
import { summarize } from '../../../scripts/test/summarize.mjs';

/** Runs `work` with nothing printed and answers what was. */
async function quietly<T>(work: () => Promise<T> | T): Promise<{ readonly value: T; readonly printed: string }> {
    const { log } = console;
    const write = process.stdout.write.bind(process.stdout);
    const errors = process.stderr.write.bind(process.stderr);
    let printed = '';
    const keep = (text: string | Uint8Array) => {
        printed += String(text);
        return true;
    };
    console.log = (text: unknown) => void keep(`${String(text)}\n`);
    process.stdout.write = keep;
    process.stderr.write = keep;
    try {
        return { value: await work(), printed };
    } finally {
        console.log = log;
        process.stdout.write = write;
        process.stderr.write = errors;
    }
}

/** Steps that note how many of them run at a time and in which order they began. */
function observed(...shapes: readonly (readonly [name: string, after?: readonly string[], failed?: readonly string[], load?: number])[]) {
    const seen = { order: [] as string[], now: 0, most: 0, load: 0, mostLoad: 0 };
    const steps: Step[] = shapes.map(([name, after = [], failed = [], load]) => ({
        name,
        after,
        ...(load === undefined ? {} : { load }),
        run: async () => {
            seen.order.push(name);
            seen.most = Math.max(seen.most, ++seen.now);
            seen.load += load ?? 100;
            seen.mostLoad = Math.max(seen.mostLoad, seen.load);
            await turn();
            seen.now--;
            seen.load -= load ?? 100;
            return { passed: 1, failed };
        },
    }));
    return { seen, steps };
}

describe('the steps of npm test', () => {
    it('run at most so many at once, in the order of the list', async () => {
        const { seen, steps } = observed(['a'], ['b'], ['c'], ['d'], ['e']);
        await quietly(() => runSteps(steps, 200));
        assert.deepEqual(seen.order, ['a', 'b', 'c', 'd', 'e']);
        assert.equal(seen.most, 2);
    });

    it('run three at once where they mostly wait, and never more than the machine is good for', async () => {
        const waiting = (name: string) => [name, [], [], 60] as const;
        const { seen, steps } = observed(waiting('a'), waiting('b'), waiting('c'), waiting('d'));
        await quietly(() => runSteps(steps, 220));
        assert.equal(seen.most, 3);
        const mixed = observed(['busy'], ['busy too'], waiting('a'), waiting('b'), ['busy again'], waiting('c'));
        await quietly(() => runSteps(mixed.steps, 220));
        assert.ok(mixed.seen.mostLoad <= 220, `${mixed.seen.mostLoad}`);
        assert.equal(mixed.seen.order.length, 6);
    });

    it('alternate, so that one that is busy and two that wait are beside each other for as long as there are both', () => {
        const steps = (letter: string, count: number, load: number) =>
            observed(...Array.from({ length: count }, (_, at) => [`${letter}${at}`, [], [], load] as const)).steps;
        const order = alternate(steps('b', 2, 100), steps('w', 6, 60));
        assert.deepEqual(
            order.map(({ name }) => name),
            ['b0', 'w0', 'w1', 'b1', 'w2', 'w3', 'w4', 'w5'],
        );
        assert.deepEqual(
            alternate(steps('b', 3, 100), []).map(({ name }) => name),
            ['b0', 'b1', 'b2'],
        );
    });

    it('let what fits by where the next does not, and run what is larger than the machine alone', async () => {
        const { seen, steps } = observed(['busy'], ['huge', [], [], 400], ['small', [], [], 60]);
        await quietly(() => runSteps(steps, 220));
        assert.deepEqual(seen.order, ['busy', 'small', 'huge']);
        assert.equal(seen.mostLoad, 400);
    });

    it('are joined by the next where cores were idle twice all the same, up to two that wait', async () => {
        const ends: (() => void)[] = [];
        let isOver = false;
        const began: string[] = [];
        const steps = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name): Step => ({
            name,
            load: 60,
            run: () => {
                began.push(name);
                return new Promise((resolve) => {
                    const end = () => resolve({ passed: 1 });
                    ends.push(end);
                    if (isOver) {
                        end();
                    }
                });
            },
        }));
        const idle = [70, 20, 70, 70, 70, 70, 70, 70, 70, 70];
        const beganAt: string[] = [];
        const cores = {
            everyMs: 1,
            idle: () => {
                beganAt.push(began.join(''));
                const now = idle.shift() ?? 0;
                if (idle.length === 0) {
                    isOver = true;
                    ends.forEach((end) => end());
                }
                return now;
            },
        };
        await quietly(() => runSteps(steps, 220, cores));
        assert.deepEqual(beganAt.slice(0, 10), ['abc', 'abc', 'abc', 'abc', 'abcd', 'abcd', 'abcde', 'abcde', 'abcde', 'abcde']);
        assert.equal(began.join(''), 'abcdefg');
    });

    it('are judged by their second run where they may have one, and what failed first is printed', async () => {
        let runs = 0;
        const step = (tries: 1 | 2, failing: number): Step => ({
            name: `fails ${failing} times`,
            tries,
            run: () => Promise.resolve(++runs <= failing ? { failed: ['a case'], output: 'what it said' } : { passed: 1 }),
        });
        for (const [tries, failing, expected] of [
            [2, 0, 0],
            [2, 1, 0],
            [2, 2, 1],
            [1, 1, 1],
        ] as const) {
            runs = 0;
            const { value, printed } = await quietly(() => runSteps([step(tries, failing)], 100));
            assert.equal(value[0]?.failed.length, expected, `${tries} tries, ${failing} failures`);
            assert.equal(runs, Math.min(tries, failing + 1));
            assert.equal(printed.includes('what it said'), failing > 0);
        }
    });

    it('wait for what they come after, and let others by', async () => {
        const { seen, steps } = observed(['late', ['first']], ['first'], ['other']);
        await quietly(() => runSteps(steps, 100));
        assert.deepEqual(seen.order, ['first', 'late', 'other']);
    });

    it('fail without having run where what they build on failed', async () => {
        const { seen, steps } = observed(['build', [], ['build']], ['tour', ['build']]);
        const { value } = await quietly(() => runSteps(steps, 200));
        assert.deepEqual(seen.order, ['build']);
        assert.deepEqual(value.find(({ name }) => name === 'tour')?.failed, ['tour (not run, because build failed)']);
    });

    it('count a step that throws as failed, with its words', async () => {
        const { value } = await quietly(() => runSteps([{ name: 'a', run: () => Promise.reject(new Error('no disk')) }], 100));
        assert.deepEqual([value[0]?.failed, value[0]?.output], [['a'], 'no disk']);
    });

    it('are chosen with everything that they build on', () => {
        const { steps } = observed(['a'], ['b', ['a']], ['c', ['b']], ['d']);
        assert.deepEqual(
            chooseSteps(steps, ['c']).map(({ name }) => name),
            ['a', 'b', 'c'],
        );
        assert.equal(chooseSteps(steps, []).length, 4);
        assert.throws(() => chooseSteps(steps, ['x']), /no step named "x"/);
    });

    for (const [title, result, skipping, line, code] of [
        ['green', {}, 'allowed', '3 passed, 0 failed, 0 skipped', 0],
        ['red with a failure', { failed: ['one'] }, 'allowed', '3 passed, 1 failed, 0 skipped', 1],
        ['green with something skipped', { skipped: ['two'] }, 'allowed', '3 passed, 0 failed, 1 skipped', 0],
        ['red with something skipped in CI', { skipped: ['two'] }, 'refused', '3 passed, 1 failed, 0 skipped', 1],
        ['red when nothing ran', { passed: 0 }, 'allowed', '0 passed, 0 failed, 0 skipped', 1],
    ] as const) {
        it(`end with one line of counts: ${title}`, async () => {
            const results = [{ name: 'unit', passed: 3, failed: [], skipped: [], ...result }];
            const { value, printed } = await quietly(() => summarize(results, { skipping }));
            assert.equal(printed.trimEnd().split('\n').at(-1), line);
            assert.equal(value, code);
        });
    }

    it('end with why, for the end of a log is what is kept of it', async () => {
        const results = [
            { name: 'ui slots', passed: 3, failed: ['swaps'], skipped: [], reasons: { swaps: 'waited 5 s in vain\nfor a dialog' } },
            { name: 'tour', passed: 7, failed: [], skipped: [], triedAgain: { failed: ['opens'], reasons: { opens: 'no window' } } },
        ];
        const { printed } = await quietly(() => summarize(results, { skipping: 'refused' }));
        assert.match(printed, /Failed at the first of two tries:\n {2}tour: opens\n {6}no window\n/);
        assert.match(printed, /Failed:\n {2}ui slots: swaps\n {6}waited 5 s in vain\n {6}for a dialog\n/);
    });
});
