import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { settableFacts } from '../../../../src/core/project/factSheet';
import type { SettableFact } from '../../../../src/core/project/factSheet';
import { knownValues, readFactValue } from '../../../../src/core/project/factValue';
import { seen } from './seen';

describe('What is stated of a fact', () => {
    for (const [fact, text, expected] of [
        ['port', ' 8080 ', '8080'],
        ['port', '8e3', { is: 'port' }],
        ['port', '0', { is: 'port' }],
        ['port', '65536', { is: 'port' }],
        ['healthPath', '/up?x=1', '/up?x=1'],
        ['healthPath', 'up', { is: 'path' }],
        ['healthPath', '/a b', { is: 'path' }],
        ['runtimeVersion', '3.13', '3.13'],
        ['runtimeVersion', '3.13\nRUN id', { is: 'version' }],
        ['language', 'python', 'Python'],
        ['packageManager', 'PNPM', 'pnpm'],
        ['kind', 'banana', { is: 'unknown', known: ['web', 'worker', 'library', 'none'] }],
        ['framework', 'Our Own', 'Our Own'],
    ] as const satisfies readonly (readonly [SettableFact, string, unknown])[]) {
        it(`${fact} as ${JSON.stringify(text)} is ${typeof expected === 'string' ? `taken as ${expected}` : 'refused'}`, () => {
            assert.deepEqual(readFactValue(fact, text), expected);
        });
    }

    it('is never nothing', () => {
        for (const fact of settableFacts) {
            assert.deepEqual(readFactValue(fact, ' '), { is: 'empty' });
        }
    });

    it('is one of the words that docs/containerize-json.md lists', () => {
        const docs = readFileSync(path.resolve(__dirname, '../../../../docs/containerize-json.md'), 'utf8');
        assert.deepEqual(
            Object.values(knownValues).flatMap((values) => values.filter((value) => !docs.includes(`\`${value}\``))),
            [],
        );
    });
});

describe('What is in the way is told', () => {
    it('a line of a requirements file that is none, with file and line', async () => {
        const files = {
            'requirements.txt': 'flask\ngunicorn\n???!!\nrequests=2.0\n',
            'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
        };
        assert.deepEqual(await seen(files, { framework: 'Flask', codes: [] }), {
            framework: 'Flask',
            codes: ['workspace/file-malformed', 'workspace/file-malformed'],
        });
    });

    it('but not the lock of Bun that is no text', async () => {
        const files = {
            'package.json': '{"main":"app.js","dependencies":{"express":"5"}}',
            'bun.lockb': '\0',
            'app.js': 'app.listen(3000);\n',
        };
        assert.deepEqual(await seen(files, { packageManager: 'bun', codes: [] }), { packageManager: 'bun', codes: [] });
    });

    for (const [text, major] of [
        ['lts/iron', '20'],
        ['lts/Hydrogen\n', '18'],
        ['lts/*', '22'],
        ['node20.1', '20'],
        ['v18.1', '18'],
    ] as const) {
        it(`Node's version by the name of its line: ${JSON.stringify(text)} is ${major}`, async () => {
            const files = {
                'package.json': '{"main":"app.js","dependencies":{"express":"5"}}',
                '.nvmrc': text,
                'app.js': 'app.listen(3000);\n',
            };
            assert.deepEqual(await seen(files, { runtimeVersion: major }), { runtimeVersion: major });
        });
    }
});
