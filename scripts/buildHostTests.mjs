// Makes plain CommonJS out of test/host for the extension host, which loads no TypeScript; types are checked by `npm run types`. What a test imports of src/
// comes along: it is tried with the real `vscode`.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './machine/root.mjs';

const from = path.join(root, 'test/host');
const to = path.join(root, 'out/test/host');
fs.rmSync(to, { recursive: true, force: true });
await build({
    entryPoints: fs
        .readdirSync(from, { recursive: true })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => path.join(from, name)),
    outbase: from,
    outdir: to,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
});
