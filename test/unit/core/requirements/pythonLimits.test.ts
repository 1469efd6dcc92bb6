import assert from 'node:assert/strict';
import { misfits, pythonMinors } from '../../../../src/core/requirements/pythonLimits';

/** The Pythons that an exact release of a distribution works on. */
function worksOn(name: string, version: string): readonly string[] {
    const requirement = { name, specifier: `==${version}`, file: 'requirements.txt', line: 1 };
    return pythonMinors.filter((minor) => misfits([requirement], minor).length === 0);
}

describe('A release that Python went on from', () => {
    it('works on the Pythons that still have the modules that it imports', () => {
        assert.deepEqual(worksOn('bottle', '0.13.2'), ['3.13', '3.12', '3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('bottle', '0.12.25'), ['3.12', '3.11', '3.10', '3.9']);
    });

    it('is judged among those of its own major version where an older one works', () => {
        assert.deepEqual(worksOn('sqlalchemy', '1.4.54'), ['3.13', '3.12', '3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('sqlalchemy', '2.0.30'), ['3.12', '3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('sqlalchemy', '2.0.31'), ['3.13', '3.12', '3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('pydantic', '2.5.0'), ['3.12', '3.11', '3.10', '3.9']);
        const bound = (specifier: string) =>
            misfits([{ name: 'pydantic', specifier, file: 'requirements.txt', line: 1 }], '3.13').map(({ needs }) => needs);
        assert.deepEqual(bound('<2'), []);
        assert.deepEqual(bound('>=2,<2.6'), ['2.8.0']);
        assert.deepEqual(bound('<3'), []);
        assert.deepEqual(bound('>=2'), []);
    });

    it('works on the Pythons that it can be imported on', () => {
        assert.deepEqual(worksOn('httpx', '0.23.0'), ['3.12', '3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('markdown', '3.3.7'), ['3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('stripe', '2.55.0'), ['3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('azure-identity', '1.5.0'), ['3.11', '3.10', '3.9']);
        assert.deepEqual(worksOn('motor', '2.5.1'), ['3.10', '3.9']);
    });

    it('works on none when it was written for Python 2', () => {
        assert.deepEqual(worksOn('bottle', '0.10.2'), []);
    });
});
