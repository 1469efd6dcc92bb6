// node scripts/withTools.mjs [--oldest] <file.ts> [argument …]: runs a TypeScript file with Node 24, a code-server and a browser at hand (test/ui/tools.ts).
import { endAll } from './machine/atEnd.mjs';
import { root } from './machine/root.mjs';
import { start } from './machine/start.mjs';
import { tools } from './machine/tools.mjs';
import { tsx } from './machine/tsx.mjs';

const [first, ...others] = process.argv.slice(2);
const isOldest = first === '--oldest';
const found = await tools(isOldest ? 'oldest' : 'today');
const { exited } = start(found.node, [...tsx, ...(isOldest ? others : [first, ...others])], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SLIPWAY_TOOLS: JSON.stringify(found) },
    graceMs: 15_000,
});
const { code } = await exited;
await endAll();
process.exitCode = code ?? 1;
