import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderFileSource } from '../../../../src/adapters/node/folderFileSource';
import { quietOperation } from '../../../../src/base/operation';
import { containerize } from '../../../../src/workflows/containerize';

const fixtures = path.resolve(__dirname, '../../../fixtures/apps');
const golden = path.resolve(__dirname, '../../../golden');

/** UPDATE_GOLDEN=1 writes what is made now; look at the difference before it is committed. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('the files that each fixture project gets', function () {
    this.timeout(20_000);
    for (const name of readdirSync(fixtures)) {
        it(`are those that were looked at: ${name}`, async () => {
            const { files } = await containerize(quietOperation(), folderFileSource(path.join(fixtures, name)));
            assert.ok(files.some((file) => /(^|\/)Dockerfile$/.test(file.path) && file.action === 'create'));
            for (const file of files) {
                const at = path.join(golden, `${name}.${file.path.replace(/^\./, '').replaceAll('/', '.')}`);
                if (update) {
                    mkdirSync(golden, { recursive: true });
                    writeFileSync(at, file.content);
                }
                assert.ok(existsSync(at), `${at} is missing: UPDATE_GOLDEN=1 writes it`);
                assert.equal(file.content, readFileSync(at, 'utf8'));
            }
        });
    }
});
