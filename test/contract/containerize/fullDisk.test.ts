import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeProposedFiles } from '../../../src/adapters/node/writeProposedFiles';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';

const pageBytes = 4096;

/** A disk of 16 pages in memory, which only root may make. */
describe('writing files to a full disk', function () {
    let disk: string | undefined;

    before(function () {
        const place = mkdtempSync(path.join(tmpdir(), 'slipway-full-'));
        try {
            execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${(16 * pageBytes).toString()}`, 'tmpfs', place], { stdio: 'ignore' });
        } catch {
            rmSync(place, { recursive: true });
            this.skip();
        }
        disk = place;
    });

    after(() => {
        if (disk !== undefined) {
            execFileSync('umount', [disk]);
            rmSync(disk, { recursive: true });
        }
    });

    it('keeps the old content of the file that does not fit, writes what came before it, and leaves no half of it behind', async () => {
        const folder = disk ?? '';
        writeFileSync(path.join(folder, 'Dockerfile'), 'FROM old\n');
        const files = [
            { path: '.dockerignore', content: '.git\n', action: 'create' as const },
            { path: 'Dockerfile', content: 'FROM new\n'.repeat(16 * pageBytes), action: 'edit' as const },
        ];
        await assert.rejects(writeProposedFiles(quietOperation(), folder, files), (error: unknown) => {
            assert.ok(isFailure(error));
            assert.equal(error.code, 'workspace/write-failed');
            assert.deepEqual(error.facts, { file: 'Dockerfile', reason: 'ENOSPC' });
            return true;
        });
        assert.equal(readFileSync(path.join(folder, 'Dockerfile'), 'utf8'), 'FROM old\n');
        assert.deepEqual(readdirSync(folder).sort(), ['.dockerignore', 'Dockerfile']);
        // What did not fit took no space with it.
        await writeProposedFiles(quietOperation(), folder, [{ path: 'Dockerfile', content: 'FROM new\n', action: 'edit' }]);
        assert.equal(readFileSync(path.join(folder, 'Dockerfile'), 'utf8'), 'FROM new\n');
    });
});
