import assert from 'node:assert/strict';
import { readLock } from '../../../../../src/core/project/python/readLock';

/** `NAME SPECIFIER@LINE` for each locked distribution, and the Python with its line. */
function check(title: string, file: string, text: string, locked: readonly string[], python: string | undefined) {
    it(title, () => {
        const read = readLock(file, text);
        assert.deepEqual(
            [...read.locked.values()].map((each) => `${each.name} ${each.specifier}@${each.line}`),
            locked,
        );
        assert.equal(read.python === undefined ? undefined : `${read.python.specifier}@${read.python.line}`, python);
    });
}

const entry = '[[package]]\nname = "Flask_Login"\nversion = "0.6.3"\n';

describe('The lock that chooses Python', () => {
    check('of uv', 'uv.lock', `version = 1\nrequires-python = ">=3.11, <3.13"\n\n${entry}`, ['flask-login ==0.6.3@4'], '>=3.11, <3.13@2');
    check('of Poetry', 'poetry.lock', `${entry}\n[metadata]\npython-versions = "^3.10"\n`, ['flask-login ==0.6.3@1'], '^3.10@6');
    check('of PDM', 'pdm.lock', `${entry}\n[metadata]\nrequires_python = "==3.12.*"\n`, ['flask-login ==0.6.3@1'], '==3.12.*@6');
    check(
        'of Pipenv, by the minor version',
        'Pipfile.lock',
        '{"_meta":{"requires":{"python_version":"3.11"}},\n"default":{\n"Flask":{"version":"==3.1.2"}},"develop":{"pytest":{"version":"==8.0"}}}',
        ['flask ==3.1.2@3'],
        '==3.11.*@1',
    );
    check(
        'of Pipenv, by the exact version',
        'Pipfile.lock',
        '{"_meta":{"requires":{"python_version":"3.11","python_full_version":"3.11.9"}},"default":{}}',
        [],
        '==3.11.9@1',
    );
    check(
        'that ends in the middle still tells what it holds',
        'uv.lock',
        `requires-python = ">=3.12"\n${entry}[[package]]\nname = "fla`,
        ['flask-login ==0.6.3@2'],
        '>=3.12@1',
    );
    check('that is no JSON tells nothing', 'Pipfile.lock', '<<<<<<< HEAD', [], undefined);
});
