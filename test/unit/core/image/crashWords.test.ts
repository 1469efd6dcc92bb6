import assert from 'node:assert/strict';
import { crashWords } from '../../../../src/core/image/crashWords';

describe('the words of a crashed app', () => {
    const check = (title: string, log: readonly string[], expected: readonly string[]) =>
        it(title, () => assert.deepEqual(crashWords(log), expected));

    check(
        'are Python’s error, not what gunicorn says after it',
        [
            '  File "/app/app.py", line 1, in <module>',
            'RuntimeError: no chart aboard',
            '[2026-11-28 20:22:35 +0000] [1] [INFO] Control socket listening at /home/app/.gunicorn/gunicorn.ctl',
            '[2026-11-28 20:22:35 +0000] [1] [ERROR] Shutting down: Master',
            '[2026-11-28 20:22:35 +0000] [1] [ERROR] Reason: Worker failed to boot.',
        ],
        ['RuntimeError: no chart aboard'],
    );
    check(
        'are found behind the time that a platform writes before a line',
        ['2026-11-28T20:22:35.1234567Z sqlalchemy.exc.OperationalError: (sqlite3) unable to open', '2026-11-28T20:22:36Z bye'],
        ['sqlalchemy.exc.OperationalError: (sqlite3) unable to open'],
    );
    check(
        'are Node’s error with its code',
        ['Error: listen EADDRINUSE: address already in use :::3000', '    at Server.setup'],
        ['Error: listen EADDRINUSE: address already in use :::3000'],
    );
    check(
        'are Go’s panic',
        ['panic: runtime error: index out of range [3]', '', 'goroutine 1 [running]:'],
        ['panic: runtime error: index out of range [3]'],
    );
    check('are the last lines where none names an error', ['a', 'b', 'c', 'd'], ['b', 'c', 'd']);
});
