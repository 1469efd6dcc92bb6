import assert from 'node:assert/strict';
import { judgeListeners } from '../../../../src/core/image/judgeListeners';
import { parseListeners } from '../../../../src/core/image/listeners';
import { crashReason } from '../../../../src/core/image/crashReasons';

const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (address: string, state = '0A') =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 1 1`;
const row6 = (address: string) =>
    `   0: ${address} 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1`;

describe('the sockets of a container', () => {
    const check = (title: string, lines: readonly string[], expected: readonly string[]) =>
        it(title, () =>
            assert.deepEqual(
                parseListeners([header, ...lines].join('\n')).map(({ address, port, reach }) => `${address} ${port.toString()} ${reach}`),
                expected,
            ),
        );
    check('are read from /proc/net/tcp', [row('00000000:1F40')], ['0.0.0.0 8000 everywhere']);
    check('know loopback', [row('0100007F:1388')], ['127.0.0.1 5000 loopback']);
    check('leave out connections', [row('00000000:1F40', '01')], []);
    check('leave out the engine’s name server', [row('0B00007F:9A11')], []);
    check(
        'are read from tcp6',
        [row6('00000000000000000000000000000000:0050'), row6('00000000000000000000000001000000:0051')],
        [':: 80 everywhere', '::1 81 loopback'],
    );
    check('see through mapped addresses', [row6('0000000000000000FFFF00000100007F:0050')], ['127.0.0.1 80 loopback']);
    check('survive nonsense', ['', 'garbage', '   0: XYZ'], []);
});

describe('where an app listens', () => {
    const everywhere = (port: number) => ({ port, address: '0.0.0.0', reach: 'everywhere' as const });
    const loopback = (port: number) => ({ port, address: '127.0.0.1', reach: 'loopback' as const });
    it('is right when one socket is reachable', () => assert.equal(judgeListeners([loopback(80), everywhere(80)], 80, []).kind, 'ready'));
    it('is loopback only', () => assert.equal(judgeListeners([loopback(80), everywhere(81)], 80, []).kind, 'loopbackOnly'));
    it('is another port, a reachable one first', () =>
        assert.deepEqual(judgeListeners([loopback(1), everywhere(5000)], 80, []), {
            kind: 'wrongPort',
            port: 5000,
            address: '0.0.0.0',
            reach: 'everywhere',
        }));
    it('is nowhere when only the platform’s own port is open', () =>
        assert.equal(judgeListeners([everywhere(2222)], 80, [2222]).kind, 'nothing'));
});

describe('why a container ended', () => {
    const check = (title: string, code: number, lines: readonly string[], reason: RegExp) =>
        it(title, () => assert.match(crashReason(code, lines)?.reason ?? '', reason));
    check('names the command that is missing', 127, ['exec: "gunicorn": executable file not found in $PATH'], /gunicorn/);
    check('names the module that is missing', 3, ["ModuleNotFoundError: No module named 'flask'"], /flask/);
    check('names the object that is missing', 4, ["Failed to find attribute 'application' in 'app'."], /application/);
    check('names the file that is read-only', 1, ["/bin/sh: can't create /app/y: Read-only file system"], /\/app\/y/);
    check('names the setting that is missing', 1, ["KeyError: 'DATABASE_URL'"], /DATABASE_URL/);
    check('goes by the exit code when nothing is said', 137, [], /memory/);
    it('has nothing to say about an unknown end', () => assert.equal(crashReason(42, ['bye']), undefined));
});
