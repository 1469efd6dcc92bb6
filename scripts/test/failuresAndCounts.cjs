// A mocha reporter for runs of many suites: failures in full, nothing else, and the counts with the titles of what failed or was skipped as JSON in the file
// $SLIPWAY_RESULTS. It also stretches every test's time limit by $SLIPWAY_TEST_PATIENCE: suites run beside each other on two cores.
const fs = require('node:fs');
const Mocha = require('mocha');

const patience = Math.max(1, Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1) || 1);
const { timeout } = Mocha.Runnable.prototype;

// Only where the limit is read: where one is set, suites hand theirs down to their tests, and the factor would count twice.
Mocha.Runnable.prototype.timeout = function (...args) {
    return args.length === 0 ? timeout.call(this) * patience : timeout.apply(this, args);
};

module.exports = class FailuresAndCounts extends Mocha.reporters.Base {
    constructor(runner, options) {
        super(runner, options);
        const counts = { passed: 0, failed: [], skipped: [], slowest: [], reasons: {} };
        runner.on('pass', (test) => {
            counts.passed += 1;
            counts.slowest.push([test.fullTitle(), test.duration]);
        });
        // A hook that fails is counted as a failure too: what it would have prepared was not tested.
        runner.on('fail', (test, error) => {
            counts.failed.push(test.fullTitle());
            counts.reasons[test.fullTitle()] = String(error?.message ?? error).slice(0, 600);
        });
        runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
        runner.on('end', () => {
            counts.slowest = counts.slowest.sort((one, other) => other[1] - one[1]).slice(0, 10);
            if (this.failures.length > 0) {
                Mocha.reporters.Base.list(this.failures);
            }
            if (process.env.SLIPWAY_RESULTS) {
                fs.writeFileSync(process.env.SLIPWAY_RESULTS, JSON.stringify(counts, undefined, 1));
            }
        });
    }
};
