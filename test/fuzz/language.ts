import fc from 'fast-check';
import { anySnapshot } from '../unit/language/anyDocument';
import { lookAtEverything } from '../unit/language/lookAtEverything';

// `npm run fuzz`, or `npm run fuzz -- 20000 SEED`: generated documents through every parser and rule; a failure prints the smallest document and its seed.
const [runs = '1000000', seed] = process.argv.slice(2);
const startedMs = performance.now();
const batch = 20_000;
const first = seed === undefined ? Date.now() % 1_000_000_000 : Number(seed);
for (let done = 0; done < Number(runs); done += batch) {
    const numRuns = Math.min(batch, Number(runs) - done);
    fc.assert(fc.property(anySnapshot, lookAtEverything), { numRuns, seed: first + done, endOnFailure: false });
    console.log(`${done + numRuns} documents, ${Math.round((performance.now() - startedMs) / 1000)} s (first seed ${first})`);
}
