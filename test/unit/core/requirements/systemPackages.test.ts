import assert from 'node:assert/strict';
import { systemPackagesFor } from '../../../../src/core/requirements/systemPackages';

describe('Debian packages that distributions need', () => {
    for (const [title, names, expected] of [
        [
            'are those to compile and those to run',
            ['psycopg2'],
            { build: ['build-essential', 'libpq-dev'], run: ['libpq5'], runFor: ['psycopg2'] },
        ],
        [
            'are those of what a distribution brings along',
            ['ultralytics'],
            { build: [], run: ['libgl1', 'libglib2.0-0'], runFor: ['ultralytics'] },
        ],
        ['are none that Debian has no more, at which the build would stop', ['pdfkit'], { build: [], run: [], runFor: [] }],
        [
            'are none where nothing is known of a name, whatever objects have of theirs',
            ['constructor', 'flask'],
            { build: [], run: [], runFor: [] },
        ],
    ] as const) {
        it(title, () => assert.deepEqual(systemPackagesFor(names, []), expected));
    }

    it('are the libraries of what is brought along, but not the programs', () => {
        const { run } = systemPackagesFor(['flask'], [], { brought: ['weasyprint', 'gitpython'] });
        assert.deepEqual(run, ['libharfbuzz-subset0', 'libpango-1.0-0', 'libpangoft2-1.0-0']);
    });

    it('are a browser where the code drives one', () => {
        assert.deepEqual(systemPackagesFor(['selenium'], []).run, []);
        assert.deepEqual(systemPackagesFor(['selenium'], [], { imported: ['selenium'] }).run, ['chromium', 'chromium-driver']);
    });
});
