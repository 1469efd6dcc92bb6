import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { ProbeUrl, RemoteShell } from '../../../src/ports/ssh';
import { diagnose, type CheckReport } from '../../../src/workflows/diagnose';

/** A container whose app answers well on the port that the platform asks: every check prints the same, and reads of it what is its own. */
const healthyInside: RemoteShell = {
    kind: 'ssh',
    parallel: 8,
    exec: () =>
        Promise.resolve({
            ended: 'exited',
            exitCode: 0,
            stdout: '@listen=8000 any 0 1 python3\n@app=8000 1\n@http.local.0=200 5\n@body.local.0=fine\n',
            stderr: '',
            durationMs: 1,
        }),
    openShell: () => Promise.reject(new Error('no terminal here')),
    close: () => undefined,
};

/** Visitors get these statuses, one after the other; the last one stays. */
const look = async (...statuses: readonly number[]) => await lookBy('GET', ...statuses);

async function lookBy(method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE', ...statuses: readonly number[]) {
    let asked = 0;
    const probeUrl: ProbeUrl = () =>
        Promise.resolve({
            kind: 'answer',
            status: statuses[Math.min(asked++, statuses.length - 1)]!,
            durationMs: 7,
            body: 'page',
        });
    const shown: CheckReport[] = [];
    const { verdict } = await diagnose(
        quietOperation(),
        { shell: healthyInside, probeUrl, now: Date.now },
        { name: 'shop', url: 'https://shop.example', requests: [{ method, path: '/' }], configuredPort: 8000 },
        (event) => event.kind === 'finished' && event.report.id === 'outside' && shown.push(event.report),
    );
    const said = verdict.kind === 'cause' ? verdict.causes.map(({ cause }) => cause).join() : verdict.kind;
    return { said, asked, lines: shown.at(-1)!.lines.filter((line) => line.startsWith(method)) };
}

describe('What is asked from outside', () => {
    it('is asked once when it answers', async () => {
        assert.deepEqual(await look(200), { said: 'healthy', asked: 1, lines: ['GET /: HTTP 200, 7 ms'] });
    });

    it('is asked again when the app turns out to be well: it may have been starting', async () => {
        assert.deepEqual(await look(503, 200), {
            said: 'healthy',
            asked: 2,
            lines: ['GET /: HTTP 503, 7 ms', 'GET /: HTTP 200, 7 ms'],
        });
    });

    for (const [method, asked] of [
        ['HEAD', 2],
        ['POST', 1],
        ['PUT', 1],
        ['DELETE', 1],
    ] as const) {
        it(`is asked again only where that changes nothing: ${method}`, async () => {
            assert.equal((await lookBy(method, 503, 200)).asked, asked);
        });
    }

    it('is the fault of the platform when it fails again', async () => {
        assert.deepEqual((await look(503, 503)).said, 'platform-path');
    });
});

describe('A check that misbehaves', () => {
    const answer = (command: string, ended: 'exited' | 'timed-out' | 'too-much-output') => ({
        ended,
        ...(ended === 'exited' ? { exitCode: 0 } : { exitCode: undefined }),
        stdout: command,
        stderr: '',
        durationMs: 1,
    });
    const healthy = '@listen=8000 any 0 1 python3\n@app=8000 1\n@http.local.0=200 5\n@body.local.0=fine\n';
    /** The two checks that look for a resolver and a disk; all others answer well. */
    const shell: RemoteShell = {
        ...healthyInside,
        exec: (_, command, options) => {
            if (command.includes('resolv.conf')) {
                return Promise.resolve(answer('@dns=half', 'timed-out'));
            }
            if (command.includes('df -P')) {
                // One chunk of a tunnel may hold thousands of lines.
                options?.onOutput?.('y\n'.repeat(100_000), 'stdout');
                options?.onOutput?.('y\n'.repeat(100_000), 'stdout');
                return Promise.resolve(answer('y\n'.repeat(200_000), 'too-much-output'));
            }
            return Promise.resolve(answer(healthy, 'exited'));
        },
    };

    it('is told by its name and bounded in its lines, and the others decide without it', async () => {
        const shown = new Map<string, CheckReport>();
        let lines = 0;
        const { verdict, probes } = await diagnose(
            quietOperation(),
            { shell, probeUrl: () => Promise.resolve({ kind: 'answer', status: 200, durationMs: 7, body: 'page' }), now: Date.now },
            { name: 'shop', url: 'https://shop.example', requests: [{ method: 'GET', path: '/' }], configuredPort: 8000 },
            (event) => {
                lines += event.kind === 'line' ? 1 : 0;
                if (event.kind === 'finished') {
                    shown.set(event.report.id, event.report);
                }
            },
        );
        assert.deepEqual(
            [shown.get('dns')?.ended, shown.get('disk')?.ended, shown.get('local')?.ended],
            ['timed-out', 'too-much-output', 'exited'],
        );
        assert.ok(shown.get('disk')!.lines.length <= 800 && lines <= 300);
        assert.equal(probes.names, undefined);
        assert.equal(verdict.kind, 'healthy');
    });

    it('has a time of its own to end in, whatever it is', async () => {
        const times: (number | undefined)[] = [];
        await diagnose(
            quietOperation(),
            {
                shell: {
                    ...healthyInside,
                    exec: (_, command, options) => {
                        times.push(options?.timeoutMs);
                        return Promise.resolve(answer(command === 'true' ? '' : healthy, 'exited'));
                    },
                },
                probeUrl: () => Promise.resolve({ kind: 'answer', status: 200, durationMs: 7, body: 'page' }),
                now: Date.now,
            },
            { name: 'shop', url: 'https://shop.example', requests: [{ method: 'GET', path: '/' }] },
            () => undefined,
        );
        assert.ok(times.length > 20 && times.every((ms) => ms !== undefined && ms <= 125_000), times.join());
    });
});
