// A mocha reporter: mocha's own spec output, and the counts with the titles of what failed or was skipped as JSON in the file $SLIPWAY_RESULTS.
const fs = require('node:fs');
const Mocha = require('mocha');

module.exports = class SpecAndCounts extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const counts = { passed: 0, failed: [], skipped: [] };
        runner.on('pass', () => (counts.passed += 1));
        // A hook that fails is counted as a failure too: what it would have prepared was not tested.
        runner.on('fail', (test) => counts.failed.push(test.fullTitle()));
        runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
        runner.on('end', () => {
            if (process.env.SLIPWAY_RESULTS) {
                fs.writeFileSync(process.env.SLIPWAY_RESULTS, JSON.stringify(counts));
            }
        });
    }
};
