// `npm run check`: types, lint, format, knip and the unit tests. The last line is `N passed, N failed, N skipped`.
import { endAll } from './machine/atEnd.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { node24 } from './machine/node24.mjs';
import { runSteps } from './test/runSteps.mjs';
import { staticSteps } from './test/staticSteps.mjs';
import { summarize } from './test/summarize.mjs';

await ensureNodeModules();
const results = await runSteps(staticSteps(await node24()), 200);
await endAll();
process.exitCode = summarize(results, { skipping: 'refused' });
