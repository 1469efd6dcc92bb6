import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitCommit } from '../../../../src/adapters/node/gitCommit';

describe('The commit of a folder', () => {
    let root: string;
    const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'init.defaultBranch=main', '-C', root, ...args], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
        }).trim();

    beforeEach(() => {
        root = mkdtempSync(path.join(tmpdir(), 'slipway-git-'));
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    it('is the one that git names: on a branch, below the root, packed, detached, in a work tree', async () => {
        git('init', '-q');
        assert.equal(await gitCommit(root), undefined);
        git('commit', '-q', '--allow-empty', '-m', 'one');
        const commit = git('rev-parse', 'HEAD');
        mkdirSync(path.join(root, 'deep/er'), { recursive: true });
        assert.equal(await gitCommit(path.join(root, 'deep/er')), commit);
        git('pack-refs', '--all');
        assert.equal(await gitCommit(root), commit);
        git('worktree', 'add', '-q', path.join(root, 'tree'), '-b', 'other');
        assert.equal(await gitCommit(path.join(root, 'tree')), commit);
        git('checkout', '-q', '--detach');
        assert.equal(await gitCommit(root), commit);
    });

    it('is none outside of a repository', async () => {
        assert.equal(await gitCommit(root), undefined);
    });
});
