import assert from 'node:assert/strict';
import { systemPackagesFor } from '../../../../src/core/requirements/systemPackages';

describe('Debian packages that distributions need', () => {
    for (const [title, names, expected] of [
        ['are those to compile and those to run', ['psycopg2'], { build: ['build-essential', 'libpq-dev'], run: ['libpq5'] }],
        ['are those of what a distribution brings along', ['ultralytics'], { build: [], run: ['libgl1', 'libglib2.0-0'] }],
        ['are none that Debian has no more, at which the build would stop', ['pdfkit'], { build: [], run: [] }],
        ['are none where nothing is known of a name, whatever objects have of theirs', ['constructor', 'flask'], { build: [], run: [] }],
    ] as const) {
        it(title, () => assert.deepEqual(systemPackagesFor(names, []), expected));
    }
});
