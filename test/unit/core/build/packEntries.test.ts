import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContextEntry } from '../../../../src/core/build/contextEntry';
import { packEntries } from '../../../../src/core/build/packEntries';
import { decodeJob, encodeJob } from '../../../../src/core/build/packerMessages';
import { tarHeader, writePlainHeader } from '../../../../src/core/build/tarHeader';
import { walkContext } from '../../../../src/core/build/walkContext';
import { parseIgnore } from '../../../../src/core/dockerfile/ignore';

const long = `${'folder/'.repeat(30)}file`;

describe('A packed context', () => {
    let root: string;

    before(() => {
        root = fs.mkdtempSync(path.join(tmpdir(), 'slipway-pack-'));
        const write = (file: string, content: string | Buffer, mode = 0o644) => {
            fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
            fs.writeFileSync(path.join(root, file), content);
            fs.chmodSync(path.join(root, file), mode);
            fs.utimesSync(path.join(root, file), 1_700_000_000.75, 1_700_000_000.75);
        };
        write('run.sh', '#!/bin/sh\n', 0o755);
        write('empty', '');
        write('naïve/ünïcode.txt', 'x');
        write(long, 'long');
        write('big/content', Buffer.alloc(3_000_001, 'abcdefg'));
        write('big/exact', Buffer.alloc(1024 * 1024, 'z'));
        write('node_modules/ignored/index.js', 'no');
        write('node_modules/kept.js', 'yes');
        fs.mkdirSync(path.join(root, 'hollow'));
        fs.symlinkSync('run.sh', path.join(root, 'link'));
        fs.symlinkSync('nowhere/'.repeat(20), path.join(root, 'dangling'));
    });
    after(() => fs.rmSync(root, { recursive: true, force: true }));

    const walk = (rules = ''): readonly ContextEntry[] => {
        const walking = walkContext(fs, root, parseIgnore(rules), 'posix');
        for (;;) {
            const step = walking.next();
            if (step.done === true) {
                return step.value;
            }
        }
    };
    const pack = (entries: Iterable<ContextEntry>): Buffer =>
        Buffer.concat([...packEntries(fs, root, entries)].map((chunk) => Buffer.from(chunk)));

    it('is walked in a stable order, with the folders that what comes back needs and no others', () => {
        assert.deepEqual(
            walk('**\n!node_modules/kept.js\n!run.sh').map((entry) => entry.path),
            ['node_modules', 'node_modules/kept.js', 'run.sh'],
        );
        assert.deepEqual(
            walk('big\nfolder\nn*').map((entry) => entry.path),
            ['dangling', 'empty', 'hollow', 'link', 'run.sh'],
        );
    });

    it('is what tar reads: modes, links, long and foreign names, contents', () => {
        const archive = pack(walk());
        const out = fs.mkdtempSync(path.join(tmpdir(), 'slipway-unpack-'));
        try {
            execFileSync('tar', ['-x', '-p', '-C', out], { input: archive, stdio: ['pipe', 'pipe', 'pipe'] });
            const seen = (folder: string, file: string) => {
                const facts = fs.lstatSync(path.join(folder, file));
                return facts.isSymbolicLink()
                    ? fs.readlinkSync(path.join(folder, file))
                    : facts.isDirectory()
                      ? 'folder'
                      : [facts.mode, Math.floor(facts.mtimeMs / 1000), fs.readFileSync(path.join(folder, file)).toString('base64')];
            };
            const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
            assert.deepEqual(fs.readdirSync(out, { recursive: true, encoding: 'utf8' }).sort(), files);
            for (const file of files) {
                assert.deepEqual(seen(out, file), seen(root, file), file);
            }
        } finally {
            fs.rmSync(out, { recursive: true, force: true });
        }
    });

    it('has the same bytes when the memory of earlier chunks is filled again', () => {
        const entries = walk();
        const chunks = packEntries(fs, root, entries);
        const parts: Buffer[] = [];
        let used: Uint8Array<ArrayBuffer> | undefined;
        for (let next = chunks.next(); next.done !== true; next = chunks.next(used)) {
            parts.push(Buffer.from(next.value));
            used = next.value.fill(0xff);
        }
        assert.ok(parts.length > 4);
        assert.ok(Buffer.concat(parts).equals(pack(entries)));
    });

    it('has the same entries on the other side of a worker', () => {
        const entries = [
            ...walk(),
            { path: 'Dockerfile', kind: 'file', mode: 0o644, sizeBytes: 0, modifiedSeconds: 0, source: '/elsewhere' } as const,
        ];
        assert.deepEqual([...decodeJob(encodeJob(root, entries, 4))], entries);
    });

    it('has the same header either way where one block is enough', () => {
        for (const entry of walk()) {
            const quick = new Uint8Array(1024).fill(0xff);
            if (writePlainHeader(entry, quick, 512)) {
                assert.deepEqual(quick.subarray(512), tarHeader(entry), entry.path);
            } else {
                assert.ok(entry.kind === 'symlink' || entry.path.length >= 100 || /[^ -~]/.test(entry.path), entry.path);
            }
        }
    });

    it('names a file that became shorter since the walk, and closes it', () => {
        const entries = walk().map((entry) => (entry.path === 'run.sh' ? { ...entry, sizeBytes: entry.sizeBytes + 1 } : entry));
        assert.throws(() => pack(entries), { code: 'build/context-changed' });
    });
});
