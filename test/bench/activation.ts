import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { median } from './median';
import type { Bench, Row } from './row';

const root = path.resolve(__dirname, '../..');
const rounds = 15;

// `process.stdout` is made at its first use, which takes longer than the load: the clock is read before it.
// Everything that the eager bundle may touch of `vscode` is a function that gives more of the same.
const loadAndTime = `
const Module = require('node:module');
const any = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator ? undefined : any), apply: () => any, construct: () => ({}) });
const load = Module._load;
Module._load = function (name, ...rest) { return name === 'vscode' ? any : load.call(this, name, ...rest); };
const began = process.hrtime.bigint();
require(process.argv[1]);
const took = Number(process.hrtime.bigint() - began) / 1e6;
process.stdout.write(String(took));
`;

/** The eager bundle and the package as webpack and vsce made them, and VS Code's own word for the activation. */
export const bench: Bench = {
    title: 'Activation',
    run: () => {
        const bundle = path.join(root, 'dist/extension.js');
        const loads = Array.from({ length: rounds }, () =>
            Number(execFileSync(process.execPath, ['-e', loadAndTime, bundle], { encoding: 'utf8' })),
        );
        const rows: Row[] = [
            { name: 'Eager bundle', value: fs.statSync(bundle).size / 1000, unit: 'kB', goal: 60 },
            { name: `Its load in Node with a stub vscode, median of ${rounds}`, value: median(loads), unit: 'ms', goal: 5 },
            { name: 'Activation in the extension host, as VS Code measured it', value: activationMs(), unit: 'ms' },
            { name: 'The .vsix', value: fs.statSync(path.join(root, 'out/slipway.vsix')).size / 1e6, unit: 'MB' },
        ];
        return Promise.resolve({ rows });
    },
};

/** A process of its own: the code that drives a window is compiled for a browser's types. */
function activationMs(): number {
    return Number(
        execFileSync(process.execPath, [...process.execArgv, path.join(root, 'test/ui/activationTime.ts')], { encoding: 'utf8' }),
    );
}
