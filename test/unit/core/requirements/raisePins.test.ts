import assert from 'node:assert/strict';
import { raisePins } from '../../../../src/core/requirements/raisePins';

describe('raisePins', () => {
    const check = (title: string, text: string, expected: string, name = 'numpy', line = 1) => {
        it(title, () => {
            assert.equal(raisePins(text, [{ requirement: { name, specifier: '', file: '', line }, needs: '1.26.0' }]), expected);
        });
    };
    check('a pin', 'numpy==1.20.0\n', 'numpy==1.26.0\n');
    check('only its line, with what is behind it', 'flask\r\nNumPy == 1.20.0 ; python_version > "3" # why\r\n', 'flask\r\nNumPy == 1.26.0 ; python_version > "3" # why\r\n', 'numpy', 2); // prettier-ignore
    check('bounds become an open one', 'numpy>=1.19,<1.21', 'numpy>=1.26.0');
    check('a release that fits', 'numpy~=1.20.0', 'numpy~=1.26.0');
    check('extras and other spellings of the name', 'ruamel_yaml.clib[x]==0.2', 'ruamel_yaml.clib[x]==1.26.0', 'ruamel-yaml-clib');
    check('pyproject', '    "numpy<=1.20",\n', '    "numpy>=1.26.0",\n');
    check('Poetry', 'numpy = "^1.20"', 'numpy = "^1.26.0"');
    check('Poetry, a version of its own', 'numpy = "1.20"', 'numpy = "1.26.0"');
    check('Poetry, in a table', 'numpy = {version = "^1.20", extras = ["a"]}', 'numpy = {version = "^1.26.0", extras = ["a"]}');
    check('conda', '  - numpy=1.20', '  - numpy=1.26.0');
    check('a line that says something else', 'flask==1\n', 'flask==1\n');
    check('a name that only begins so', 'numpy-financial==1.0', 'numpy-financial==1.0');
    check('no bound at all', 'numpy', 'numpy');
});
