import assert from 'node:assert/strict';
import { missingForProcesses } from '../deploy/processStage';
import { runMatrix, type MatrixTarget } from './runMatrix';

/** What all targets of this process had together. */
const whole = { runs: 0, seconds: 0 };

/** More at once than cores: a cell waits most of its time. */
const lanes = 8;

/** A test that a target holds in every cell; `SLIPWAY_MATRIX_ONLY` chooses cells by name, such as `first site × throttled`. */
export function holdToMatrix(title: string, target: MatrixTarget): void {
    describe(`Every step of a deploy to ${title} × every fault × retry, cancel, kill`, function () {
        this.timeout(1_800_000);

        it('ends in the state that was asked for, with nothing doubled, nothing lost and no secret told', async function () {
            const missing = missingForProcesses();
            if (missing !== undefined) {
                console.log(`      skipped: ${missing}`);
                this.skip();
            }
            const only = process.env.SLIPWAY_MATRIX_ONLY;
            const startedMs = Date.now();
            const { outcomes, problems } = await runMatrix(target, lanes, only === undefined ? undefined : new RegExp(only));
            const count = new Map<string, number>();
            outcomes.forEach(({ ended }) => count.set(ended, (count.get(ended) ?? 0) + 1));
            const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
            whole.runs += outcomes.length;
            whole.seconds += Number(seconds);
            console.log(`      ${title}: ${outcomes.length} runs in ${seconds} s; the disturbed deploys ended so:`);
            [...count].sort((a, b) => b[1] - a[1]).forEach(([ended, times]) => console.log(`        ${times} × ${ended}`));
            console.log(`      the matrix so far: ${whole.runs} runs in ${whole.seconds} s`);
            assert.ok(outcomes.length > 0);
            assert.deepEqual(problems, []);
        });
    });
}
