import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { isCancelled } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { Rehearsal } from '../../../src/core/image/rehearsal';
import type { Engine } from '../../../src/ports/engine';
import { rehearsalLabel, rehearse, type RehearsalRequest } from '../../../src/workflows/rehearse';
import { build, busyboxBase, machineEngine, testPrefix } from './testEngine';

/** A container that is started beside a whole run may take seconds to do anything. */
const patience = Math.max(1, Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1) || 1);

// A window of its own that is killed as soon as its container runs.
const orphanScript = `
    import('${path.join(__dirname, 'testEngine.ts')}').then(async ({ machineEngine }) => {
        const engine = await machineEngine();
        const { image, labels } = JSON.parse(process.env.ORPHAN);
        const op = { signal: new AbortController().signal, report() {}, log() {} };
        await engine.run(op, { image, env: {}, labels, ports: [], readOnly: 'writable' });
        process.kill(process.pid, 'SIGKILL');
    });
`;

describe('rehearsing with the real engine', function () {
    this.timeout(90_000);
    const op = quietOperation();
    const made: string[] = [];
    let engine: Engine;

    before(async function () {
        const found = await machineEngine();
        if (found === undefined) {
            this.skip();
        }
        engine = found;
    });
    after(async () => {
        for (const image of made) {
            await engine.removeImage(op, image).catch(() => undefined);
        }
    });

    /** Containers of this image: other suites rehearse theirs on the same engine. */
    async function leftOf(image: string) {
        const id = (await engine.image(op, image))?.id;
        return (await engine.containers(op, rehearsalLabel)).filter((container) => [image, id].includes(container.image));
    }

    async function rehearsed(
        name: string,
        lines: string,
        request: Partial<RehearsalRequest> = {},
        signal?: AbortSignal,
    ): Promise<Rehearsal> {
        const image = `${testPrefix}/rehearse-${name}:1`;
        made.push(image);
        await build(engine, { Dockerfile: `${busyboxBase}${lines}\n`, 'index.html': 'hello' }, { builder: 'api', tags: [image] });
        try {
            return await rehearse(quietOperation(signal), engine, { image, port: 8000, startLimitMs: 6_000 * patience, ...request });
        } finally {
            assert.deepEqual(await leftOf(image), [], 'its container was left behind');
        }
    }

    it('first removes what a process left behind that was killed in the middle, and nothing that belongs to a living one', async () => {
        const image = `${testPrefix}/rehearse-orphan:1`;
        made.push(image);
        await build(engine, { Dockerfile: `${busyboxBase}CMD ["sleep","600"]\n` }, { builder: 'api', tags: [image] });
        const labels = { [rehearsalLabel]: '1' };
        const killed = spawnSync(process.execPath, ['--import=tsx', '--eval', orphanScript], {
            encoding: 'utf8',
            env: { ...process.env, ORPHAN: JSON.stringify({ image, labels }) },
        });
        assert.equal(killed.signal, 'SIGKILL', killed.stderr);
        const ours = await engine.run(op, { image, env: {}, labels, ports: [], readOnly: 'writable' });
        try {
            assert.equal((await leftOf(image)).length, 2);
            assert.equal((await rehearse(op, engine, { image, port: 8000, startLimitMs: 500 })).kind, 'timeout');
            assert.deepEqual(
                (await leftOf(image)).map(({ id }) => id),
                [ours.id],
            );
        } finally {
            await engine.removeContainer(op, ours.id);
        }
    });

    const httpd = 'COPY index.html /www/\nCMD ["httpd","-f","-h","/www","-p","';

    it('answers, with the port that Azure tells it', async () => {
        const outcome = await rehearsed('answers', 'COPY index.html /www/\nCMD exec httpd -f -h /www -p "$PORT"', { port: 8123 });
        assert.deepEqual(outcome.kind === 'answers' ? [outcome.port, outcome.status] : outcome.kind, [8123, 200]);
    });

    it('answers on the health path, badly', async () => {
        const outcome = await rehearsed('health', `${httpd}8000"]`, { healthPath: '/healthz' });
        assert.ok(outcome.kind === 'answers' && outcome.status === 404 && outcome.path === '/healthz', JSON.stringify(outcome));
    });

    it('listens on another port', async () => {
        const outcome = await rehearsed('port', `EXPOSE 5000\n${httpd}5000"]`);
        assert.ok(outcome.kind === 'wrongPort' && outcome.port === 5000 && outcome.expected === 8000, JSON.stringify(outcome));
    });

    it('listens on 127.0.0.1 only', async () => {
        const outcome = await rehearsed('loopback', `${httpd}127.0.0.1:8000"]`);
        assert.ok(outcome.kind === 'loopbackOnly' && outcome.address === '127.0.0.1', JSON.stringify(outcome));
    });

    it('ends, with its exit code and its last words', async () => {
        const outcome = await rehearsed('crash', 'CMD echo "ModuleNotFoundError: No module named \'flask\'" >&2; exit 3');
        assert.ok(outcome.kind === 'crashed' && outcome.exitCode === 3 && outcome.reason !== undefined, JSON.stringify(outcome));
        assert.ok(outcome.logLines.some((line) => line.includes('flask')));
    });

    it('has a command that does not exist', async () => {
        const outcome = await rehearsed('missing', 'CMD ["gunicorn","app:app"]');
        assert.ok(outcome.kind === 'crashed' && outcome.exitCode === 127, JSON.stringify(outcome));
    });

    it('needs more memory than the plan has', async () => {
        const outcome = await rehearsed('memory', 'CMD ["sh","-c","sleep 1; exec tail /dev/zero"]', { memoryBytes: 16_000_000 });
        assert.ok(outcome.kind === 'crashed' && outcome.outOfMemory, JSON.stringify(outcome));
    });

    it('does not answer in time', async () => {
        const outcome = await rehearsed('timeout', 'CMD ["sleep","600"]', { startLimitMs: 2_500 });
        assert.ok(outcome.kind === 'timeout' && outcome.listeners.length === 0, JSON.stringify(outcome));
    });

    it('speaks something else than HTTP', async () => {
        const outcome = await rehearsed('talk', 'CMD ["nc","-ll","-p","8000","-e","/bin/echo","SSH-2.0-x"]');
        assert.equal(outcome.kind, 'notHttp', JSON.stringify(outcome));
    });

    it('cannot write where the target is read-only', async () => {
        const outcome = await rehearsed('readonly', 'CMD touch /data || exit 9', { readOnly: 'readOnly' });
        assert.ok(outcome.kind === 'crashed' && outcome.exitCode === 9, JSON.stringify(outcome));
    });

    it('is for another processor', async () => {
        const outcome = await rehearsed('arm', 'CMD ["true"]', { platform: 'linux/arm64' });
        assert.deepEqual(outcome, { kind: 'wrongPlatform', platform: 'linux/amd64', wanted: 'linux/arm64' });
    });

    it('is seen without a shell in the image', async () => {
        const image = `${testPrefix}/rehearse-bare:1`;
        made.push(image);
        const bare = 'FROM scratch\nCOPY busybox /httpd\nEXPOSE 5000\nCMD ["/httpd","-f","-p","5000"]\n';
        await build(engine, { Dockerfile: bare }, { builder: 'api', tags: [image] });
        const outcome = await rehearse(op, engine, { image, port: 8000, startLimitMs: 8_000 });
        assert.ok(outcome.kind === 'wrongPort' && outcome.port === 5000, JSON.stringify(outcome));
        assert.deepEqual(await leftOf(image), []);
    });

    it('leaves nothing behind when it is cancelled', async () => {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), 2_500);
        // A number of its own: other tests, which may run beside this one, sleep for ten minutes.
        await assert.rejects(rehearsed('cancel', 'CMD ["sleep","6173"]', { startLimitMs: 60_000 }, stop.signal), isCancelled);
        clearTimeout(timer);
        assert.ok(
            !execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
                .split('\n')
                .some((line) => line === 'sleep 6173'),
        );
    });
});
