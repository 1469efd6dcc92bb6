import fc from 'fast-check';
import { allRules } from '../../src/language/service/allRules';
import { anySnapshot } from '../unit/language/anyDocument';
import { lookAtEverything } from '../unit/language/lookAtEverything';

// `npm run fuzz`, or `npm run fuzz -- 20000 SEED`: generated documents through every parser and rule; a failure prints the smallest document and its seed.
// In the end it tells how many documents each rule spoke up in: a rule that none of them reached was not tried.
const [runs = '1000000', seed] = process.argv.slice(2);
const startedMs = performance.now();
const batch = 20_000;
const first = seed === undefined ? Date.now() % 1_000_000_000 : Number(seed);
const met = new Map<string, number>(allRules.map(({ code }) => [code, 0]));
for (let done = 0; done < Number(runs); done += batch) {
    const numRuns = Math.min(batch, Number(runs) - done);
    const property = fc.property(anySnapshot, (snapshot) => {
        for (const code of new Set(lookAtEverything(snapshot))) {
            met.set(code, (met.get(code) ?? 0) + 1);
        }
    });
    fc.assert(property, { numRuns, seed: first + done, endOnFailure: false });
    console.log(`${done + numRuns} documents, ${Math.round((performance.now() - startedMs) / 1000)} s (first seed ${first})`);
}
const counts = [...met].sort(([, one], [, other]) => one - other);
console.log(counts.map(([code, count]) => `${code} ${count}`).join('\n'));
const unmet = counts.filter(([, count]) => count === 0).map(([code]) => code);
if (unmet.length > 0) {
    console.log(`No document reached ${unmet.join(', ')}.`);
    process.exitCode = 1;
}
