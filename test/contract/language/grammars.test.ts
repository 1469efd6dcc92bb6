import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const folder = 'test/fixtures/language/grammars';
// What the injections write on comes with the editor; small stand-ins hold the scopes' names here.
const grounds = ['dockerfile', 'shell', 'python', 'ignore'].flatMap((name) => ['-g', `${folder}/${name}.ground.json`]);

describe('the grammars', function () {
    this.timeout(30_000);
    for (const [sample, scope] of [
        ['sample.requirements', 'source.pip-requirements'],
        ['sample.dockerignore', 'source.ignore'],
        ['sample.dockerfile', 'source.dockerfile'],
        ['sample.slipway-log', 'text.slipway-log'],
    ] as const) {
        it(`scope ${sample} as its snapshot says`, () => {
            const { status, stdout, stderr } = spawnSync(
                process.execPath,
                [
                    'node_modules/vscode-tmgrammar-test/dist/snapshot.js',
                    '--config',
                    'package.json',
                    '-s',
                    scope,
                    ...grounds,
                    `${folder}/${sample}`,
                ],
                { cwd: root, encoding: 'utf8' },
            );
            assert.equal(status, 0, `${stdout}${stderr}`);
            // Without a snapshot the tool writes one and is content.
            assert.doesNotMatch(stdout, /Generating/);
        });
    }
});
