import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../../scripts/machine/withLock.mjs';

const tools = path.resolve(__dirname, '../../../.tools');

describe('a lock of the scripts', () => {
    const name = `test-${randomUUID()}`;
    const file = path.join(tools, `${name}.lock`);

    it('lets one in at a time', async () => {
        let inside = 0;
        let most = 0;
        const work = async () => {
            most = Math.max(most, ++inside);
            await sleep(5);
            inside--;
        };
        await Promise.all([withLock(name, work), withLock(name, work)]);
        assert.equal(most, 1);
        assert.equal(fs.existsSync(file), false);
    });

    it('is released when the work throws', async () => {
        await assert.rejects(withLock(name, () => Promise.reject(new Error('no'))));
        assert.equal(fs.existsSync(file), false);
    });

    it('is taken over from an owner that died', async () => {
        const { pid } = spawnSync(process.execPath, ['--version']);
        fs.writeFileSync(file, String(pid));
        assert.equal(await withLock(name, () => Promise.resolve('mine')), 'mine');
        assert.equal(fs.existsSync(file), false);
    });
});
