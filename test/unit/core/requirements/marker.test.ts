import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markerHolds } from '../../../../src/core/requirements/marker';

const rows: readonly (readonly [string, string | undefined, boolean])[] = [
    ['sys_platform == "win32"', '3.13', false],
    ["sys_platform != 'win32'", '3.13', true],
    ['os_name == "nt" or python_version < "3.9"', '3.13', false],
    ['os_name == "nt" or python_version < "3.9"', '3.8', true],
    ['python_version >= "3.10"', '3.9', false],
    ['python_version >= "3.10"', '3.13', true],
    ["'3.10' <= python_version", '3.9', false],
    ['python_full_version < "3.12.4"', '3.12', true],
    ['python_full_version < "3.12.4"', '3.13', false],
    ['python_version in "3.8 3.9"', '3.9', true],
    ['python_version not in "3.8 3.9"', '3.9', false],
    ['(sys_platform == "win32" or sys_platform == "linux") and python_version < "3.12"', '3.11', true],
    ['(sys_platform == "win32" or sys_platform == "linux") and python_version < "3.12"', '3.13', false],
    ['platform_python_implementation == "PyPy"', '3.13', false],
    ['sys_platform == "win32" and python_version > "3"', undefined, false],
    ['python_version < "3.9"', undefined, true],
    ['extra == "test"', '3.13', false],
    ['platform_machine == "arm64"', '3.13', true],
    ['"linux" in sys_platform', '3.13', true],
    ['not a marker', '3.13', true],
];

describe("A requirement's marker", () => {
    for (const [marker, python, expected] of rows) {
        it(`${marker} ${expected ? 'holds' : 'does not hold'} on Python ${python ?? 'not chosen yet'}`, () => {
            assert.equal(markerHolds(marker, python === undefined ? {} : { python }), expected);
        });
    }

    it('never throws', () => {
        assert.equal(markerHolds(`${'('.repeat(20_000)}python_version < "3"${')'.repeat(20_000)}`, { python: '3.13' }), true);
        assert.equal(markerHolds('"a" in constructor', { python: '3.13' }), true);
        fc.assert(fc.property(fc.string(), fc.string(), (marker, python) => typeof markerHolds(marker, { python }) === 'boolean'));
    });
});
