import assert from 'node:assert/strict';
import fc from 'fast-check';
import { forLinux } from '../../../../src/core/requirements/forLinux';

function check(title: string, list: string, expected: string): void {
    it(title, () => {
        assert.equal(forLinux(list).content, expected);
    });
}

describe('A list that was written on another machine', () => {
    check('leaves what is for Windows only to its marker', 'pywin32==306\n', 'pywin32==306\n');
    check('keeps its line endings and comments', 'sklearn # models\r\nflask\r\n', 'scikit-learn # models\r\nflask\r\n');
    check('keeps a marker that is there', "pyobjc==10; sys_platform == 'darwin'\n", "pyobjc==10; sys_platform == 'darwin'\n");
    check('installs what is for macOS on macOS only', 'pyobjc-core==10\n', "pyobjc-core==10; sys_platform == 'darwin'\n");
    check(
        'installs what newer Pythons have themselves on older ones only',
        "backports.zoneinfo==0.2.1 # times\nenum34\nbackports.zoneinfo; python_version < '3.9'\nbackports.tarfile\n",
        "backports.zoneinfo==0.2.1; python_version < '3.9' # times\nenum34; python_version < '3.4'\nbackports.zoneinfo; python_version < '3.9'\nbackports.tarfile\n",
    );
    check(
        'leaves out what the system brought',
        'pkg-resources==0.0.0\npython-apt==2.4.0+ubuntu1\n',
        '# pkg-resources==0.0.0\n# python-apt==2.4.0+ubuntu1\n',
    );
    check('takes the index for a path of conda', 'numpy @ file:///C:/b/abs_1/croot/numpy_1/work\nflask @ file:///home/conda/flask-3.0.0-py3-none-any.whl#sha256=ab\n', 'numpy\nflask==3.0.0\n'); // prettier-ignore
    check('keeps a path of its own', 'kit @ file:./kit\n', 'kit @ file:./kit\n');
    check('takes a build for a graphics card off', 'torch==2.5.1+cu121\n', 'torch==2.5.1\n');
    check('leaves a build alone whose index it names', '--extra-index-url https://example.com/cu121\ntorch==2.5.1+cu121\n', '--extra-index-url https://example.com/cu121\ntorch==2.5.1+cu121\n'); // prettier-ignore
    check('leaves out what comes with Python', 'sqlite3\nos\nasyncio==3.4.3\n', '# sqlite3\n# os\n# asyncio==3.4.3\n');
    check(
        'calls a distribution by its name',
        'sklearn==0.0\ncv2\nPIL==1.1.7 # pictures\n',
        'scikit-learn\nopencv-python-headless\npillow # pictures\n',
    );
    check('names a distribution once', 'sklearn\nscikit-learn==1.6\n', '# sklearn\nscikit-learn==1.6\n');
    check('leaves lines with hashes alone', 'sklearn==0.0 --hash=sha256:ab\n', 'sklearn==0.0 --hash=sha256:ab\n');
    check('leaves everything else as it is', 'Flask==3.0 ; python_version > "3"\n-r base.txt\n\n# pywin32\n', 'Flask==3.0 ; python_version > "3"\n-r base.txt\n\n# pywin32\n'); // prettier-ignore

    it('is mended once: a mended list is left as it is', () => {
        fc.assert(
            fc.property(
                fc.array(fc.constantFrom('flask', 'pywin32==1', 'sklearn', 'os', 'numpy @ file:///tmp/x', 'torch==2.0+cu118', '# x', ''), {
                    maxLength: 8,
                }),
                fc.constantFrom('\n', '\r\n'),
                (lines, ending) => {
                    const { content } = forLinux(lines.join(ending));
                    assert.deepEqual(forLinux(content).changes, []);
                    assert.equal(content.split(ending).length, lines.join(ending).split(ending).length);
                },
            ),
        );
    });
});
