import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInCode } from '../../../scripts/extension/openInCode.mjs';
import { usableCode } from '../../../scripts/extension/usableCode.mjs';

/** What `npm start` asks of a desktop's `code`: our side only, since the one here writes down what it is asked and opens no window. */
describe('npm start with a code on the PATH', () => {
    let folder: string;
    const before = { PATH: process.env.PATH, DISPLAY: process.env.DISPLAY };

    beforeEach(function () {
        if (process.platform === 'win32' || (process.platform === 'linux' && /microsoft/i.test(readFileSync('/proc/version', 'utf8')))) {
            this.skip();
        }
        folder = mkdtempSync(path.join(tmpdir(), 'slipway-code-'));
        const programs = path.join(folder, 'bin');
        mkdirSync(programs);
        const code = path.join(programs, 'code');
        writeFileSync(
            code,
            `#!/bin/sh\n{ echo "$LOCAL_AZURE_OF_TEST"; for word in "$@"; do echo "$word"; done; echo .; } >> '${folder}/asked'\n`,
        );
        chmodSync(code, 0o755);
        process.env.PATH = `${programs}${path.delimiter}${before.PATH ?? ''}`;
        process.env.DISPLAY = ':0';
    });
    afterEach(() => {
        process.env.PATH = before.PATH;
        if (before.DISPLAY === undefined) {
            delete process.env.DISPLAY;
        } else {
            process.env.DISPLAY = before.DISPLAY;
        }
        rmSync(folder, { recursive: true, force: true });
    });

    it('installs the package into extensions of its own and opens the sample in a window that is waited for', async () => {
        const code = usableCode();
        assert.equal(code, path.join(folder, 'bin/code'));
        await openInCode({
            code,
            scratch: folder,
            folder: '/the/sample',
            env: { ...process.env, LOCAL_AZURE_OF_TEST: 'reached' },
        });
        const asked = () =>
            readFileSync(path.join(folder, 'asked'), 'utf8')
                .split('\n.\n')
                .map((words) => words.split('\n'));
        while (asked().length < 3) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const [install = [], open = []] = asked();
        const own = ['--user-data-dir', path.join(folder, 'code'), '--extensions-dir', path.join(folder, 'extensions')];
        assert.deepEqual(install.slice(1, 5), own);
        assert.equal(install.at(-2), '--install-extension');
        assert.match(install.at(-1) ?? '', /out\/slipway\.vsix$/);
        assert.equal(open[0], 'reached');
        assert.deepEqual(open.slice(1, 5), own);
        assert.deepEqual(open.slice(-3), ['--new-window', '--wait', '/the/sample']);
    });

    it('takes no code where there is no screen', function () {
        if (process.platform !== 'linux') {
            this.skip();
        }
        delete process.env.DISPLAY;
        const wayland = process.env.WAYLAND_DISPLAY;
        delete process.env.WAYLAND_DISPLAY;
        try {
            assert.equal(usableCode(), undefined);
        } finally {
            if (wayland !== undefined) {
                process.env.WAYLAND_DISPLAY = wayland;
            }
        }
    });
});
