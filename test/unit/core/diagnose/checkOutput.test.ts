import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { checks } from '../../../../src/core/diagnose/checks';
import { evidenceLine, evidenceLines, evidenceReader } from '../../../../src/core/diagnose/checkEvidence';
import { parseCheckOutput, plainText } from '../../../../src/core/diagnose/parseCheckOutput';
import { prelude, shellWord } from '../../../../src/core/diagnose/checksPrelude';
import { renderCheck } from '../../../../src/core/diagnose/renderCheck';
import { readProbes } from '../../../../src/core/diagnose/verdictReadProbes';

const result = (stdout: string) => ({ exitCode: 0, stdout, stderr: '', ended: 'exited' as const, durationMs: 1 });

describe('Output of a container', () => {
    for (const [title, input, expected] of [
        ['colours', '\u001b[32m✓\u001b[0m ok', '✓ ok'],
        ['a window title', '\u001b]0;owned\u0007text', 'text'],
        ['a title that never ends', '\u001b]0;owned', ''],
        ['cursor movement and clearing', '\u001b[2J\u001b[1;1Hfake prompt$ ', 'fake prompt$ '],
        ['backspaces', 'rm\b\b', 'rm'],
        ['direction marks', 'a\u202etxt.exe', 'atxt.exe'],
        ['HTML stays text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ] as const) {
        it(`loses ${title}`, () => assert.equal(plainText(input), expected));
    }

    it('is bounded in facts, lines and length', () => {
        const { facts, lines } = parseCheckOutput('@a=1\n'.repeat(5000) + 'x\n'.repeat(5000) + 'y'.repeat(100_000));
        assert.deepEqual([facts.length, lines.length], [2000, 600]);
        assert.ok(Math.max(...lines.map((line) => line.length)) <= 2000);
    });

    it('never becomes a probe when it is malformed', () => {
        const probes = readProbes({
            requests: [{ method: 'GET', path: '/' }],
            reachedContainer: 'yes',
            outside: [undefined],
            results: new Map([
                ['listeners', result('@listen=99999 any 0 1 x\n@listen=abc any 0 1 x\n@listen=80 sideways 0 1 x\n@app=-1 x')],
                ['local', result('@http.local.0=9999 5\n@http.local.0=200 5')],
                ['memory', result('@limit=max\n@used=1e9\n@oom_kills=-3')],
                ['clock', result('@epoch=tomorrow')],
                ['model', result('@endpoint=\n@auth=root\n@http.model=200 5')],
            ]),
        });
        assert.deepEqual(probes.listeners, []);
        assert.deepEqual(
            [probes.appPort, probes.endpoint, probes.modelAnswer, probes.clockSkewSeconds, probes.requests[0]?.inside],
            [undefined, undefined, undefined, undefined, undefined],
        );
        assert.deepEqual(probes.memory, {});
    });

    for (const [line, expected] of [
        ['@env=DB_PASSWORD=hunter2', 'DB_PASSWORD=********'],
        ['@env=IDENTITY_HEADER=abc', 'IDENTITY_HEADER=********'],
        ['@env=DATABASE_URL=postgres://me:hunter2@db/x', 'DATABASE_URL=postgres://me:********@db/x'],
        ["export API_KEY='abc def'", 'API_KEY=********'],
        ['@env=NOTE=a\u001eb', 'NOTE=a⏎b'],
        ['@http.local.0=502 12', 'local.0: HTTP 502, 12 ms'],
        ['@http.model=0 7', 'model: no answer, 7 ms'],
        ['@listen=9999 any 0 12 my app', 'port 9999 on all addresses, my app (process 12)'],
        ['@absent=tiktoken faults.py:59', 'not installed: tiktoken faults.py:59'],
    ] as const) {
        it(`shows ${line} as ${expected}`, () => assert.ok(evidenceLine(line).endsWith(expected), evidenceLine(line)));
    }

    for (const [title, lines, expected] of [
        [
            'a private key that `env` prints over several lines',
            [
                'TLS_CERT_KEY=-----BEGIN PRIVATE KEY-----',
                'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
                'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu==',
                '-----END PRIVATE KEY-----',
                'PORT=8000',
            ],
            ['TLS_CERT_KEY=********', '********', '********', '********', 'PORT=8000'],
        ],
        [
            'an encrypted one in a log',
            [
                '2026-11-29T10:00:00Z -----BEGIN RSA PRIVATE KEY-----',
                '2026-11-29T10:00:00Z Proc-Type: 4,ENCRYPTED',
                '2026-11-29T10:00:00Z MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
                '2026-11-29T10:00:01Z listening on port 8000',
            ],
            ['2026-11-29T10:00:00Z ********', '********', '********', '2026-11-29T10:00:01Z listening on port 8000'],
        ],
        [
            'none after one that stands on a line of its own',
            ['a -----BEGIN PRIVATE KEY-----MIIE-----END PRIVATE KEY----- b', 'word'],
            ['a ******** b', 'word'],
        ],
    ] as const) {
        it(`masks every line of ${title}`, () => {
            assert.deepEqual(evidenceLines(lines.join('\n')), expected);
            assert.deepEqual(lines.map(evidenceReader()), expected);
        });
    }

    it('shows at most 800 lines', () => assert.equal(evidenceLines('x\n'.repeat(5000)).length, 800));
});

describe('The battery', () => {
    it('has an id and a title for every check, each id once', () => {
        assert.equal(new Set(checks.map((check) => check.id)).size, checks.length);
        assert.ok(checks.every((check) => check.title !== ''));
    });
    for (const text of ["/a'; touch /tmp/owned; '", '$(id)`id`"\\', 'line\nline', '']) {
        it(`quotes ${JSON.stringify(text)} for a shell, which gives it back unchanged`, () => {
            assert.equal(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`]).toString(), text);
        });
    }
    it('has scripts that a POSIX shell can read', function () {
        // A shell for each script, beside whatever else the machine does.
        this.timeout(30_000);
        for (const check of checks) {
            execFileSync('sh', ['-n'], { input: renderCheck(check, { requests: [{ method: 'GET', path: "/it's" }], configuredPort: 80 }) });
            execFileSync('sh', ['-n'], { input: `${prelude}\n${check.script({ requests: [{ method: 'GET', path: "/it's" }] })}` });
        }
    });
});
