/**
 * Prints what failed and was skipped and, as the very last line, the counts; returns the exit code. Where nothing may be skipped (in CI), what was counts as
 * failed. The reasons stand here once more, at the end of a log of which often only the end is kept.
 */
export function summarize(results, { skipping }) {
    const skipped = results.flatMap((result) => result.skipped.map((title) => `${result.name}: ${title}`));
    const failed = results.flatMap((result) => lines(result.name, result));
    const triedAgain = results.flatMap((result) => (result.triedAgain ? lines(result.name, result.triedAgain) : []));
    const passed = results.reduce((sum, result) => sum + result.passed, 0);
    if (skipping === 'refused') {
        failed.push(...skipped.splice(0).map((title) => `${title} (skipped, which nothing may be in CI)`));
    }
    for (const [heading, titles] of [
        ['Skipped:', skipped],
        ['Failed at the first of two tries:', triedAgain],
        ['Failed:', failed],
    ]) {
        if (titles.length > 0) {
            console.log(`\n${heading}\n${titles.map((title) => `  ${title}`).join('\n')}`);
        }
    }
    console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
    return failed.length > 0 || passed === 0 ? 1 : 0;
}

function lines(step, { failed, reasons }) {
    return failed.map((title) => {
        const reason = reasons?.[title];
        return `${step}: ${title}${reason ? `\n      ${reason.trim().split('\n').slice(0, 6).join('\n      ')}` : ''}`;
    });
}
