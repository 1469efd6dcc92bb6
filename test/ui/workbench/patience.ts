/** How many times longer than on an idle machine the tests wait before they give up: `npm test` runs suites beside each other. */
export const patience = Math.max(1, Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1) || 1);
