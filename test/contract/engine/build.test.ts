import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createDockerEngine } from '../../../src/adapters/docker/dockerEngine';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { Engine } from '../../../src/ports/engine';
import { buildxEngine } from './buildxEngine';
import { startRefusingProxy, type RefusingProxy } from './refusingProxy';
import { build, busyboxBase, machineEngine, testPrefix } from './testEngine';

/** Made anew in each run: what is asserted about a first build must not be cached. */
const run = `${Date.now().toString()}-${process.pid.toString()}`;

for (const builder of ['buildx', 'api', 'classic'] as const) {
    describe(`building with the real engine (${builder})`, function () {
        this.timeout(60_000);
        const nonce = `${builder}-${run}`;
        let engine: Engine;
        const tag = `${testPrefix}/${builder}:1`;

        before(async function () {
            const found = builder === 'buildx' ? await buildxEngine() : await machineEngine();
            if (found === undefined) {
                this.skip();
            }
            engine = found;
        });
        after(async () => {
            await (engine as Engine | undefined)?.removeImage(quietOperation(), tag).catch(() => undefined);
        });

        const failure = async (files: Readonly<Record<string, string>>, secrets = {}) => {
            try {
                await build(engine, files, { builder, secrets });
            } catch (error) {
                assert.ok(isFailure(error), String(error));
                return error;
            }
            assert.fail('it was built');
        };

        it('builds, tags, labels and tells each step with its output', async () => {
            const dockerfile = `${busyboxBase}ARG WHO\nCOPY hello.txt /\nRUN echo "${nonce} $WHO grün" && cat /hello.txt\nCMD ["/bin/sh"]\n`;
            const first = await build(
                engine,
                { Dockerfile: dockerfile, 'hello.txt': nonce },
                { builder, tags: [tag], labels: { 'slipway.test': nonce }, buildArgs: { WHO: 'me' } },
            );
            assert.equal(first.image.builder, { buildx: 'buildx', api: 'buildkit', classic: 'classic' }[builder]);
            assert.equal(first.image.labels['slipway.test'], nonce);
            assert.equal((await engine.image(quietOperation(), tag))?.id, first.image.id);
            const lines = first.events.flatMap((event) => (event.kind === 'log' ? [event.line] : []));
            assert.ok(lines.includes(`${nonce} me grün`) && lines.includes(nonce), JSON.stringify(lines));
            const step = first.events.findLast((event) => event.kind === 'step' && event.step.name.includes('RUN echo'));
            assert.ok(step?.kind === 'step' && step.step.state === 'done' && step.step.durationMs !== undefined);
            const second = await build(
                engine,
                { Dockerfile: dockerfile, 'hello.txt': nonce },
                { builder, tags: [tag], labels: { 'slipway.test': nonce }, buildArgs: { WHO: 'me' } },
            );
            assert.ok(second.image.cachedSteps >= 3, `${second.image.cachedSteps.toString()} steps were cached`);
        });

        it('names the line of a command that fails, and why', async function () {
            // The classic builder of 20.10 may lose the last output of a command that ends at once.
            this.retries(2);
            const { code, facts } = await failure({ Dockerfile: `${busyboxBase}RUN echo a \\\n && gunicorn ${nonce}\n` });
            assert.deepEqual(
                [code, facts.line, facts.instruction, facts.exitCode, facts.kind],
                ['build/step-failed', 4, 'RUN', 127, 'command'],
            );
        });

        it('names the .dockerignore line that hides a file', async () => {
            const { code, facts } = await failure({
                Dockerfile: `${busyboxBase}COPY a.log /\n`,
                'a.log': '',
                '.dockerignore': '# logs\n*.log\n',
            });
            assert.deepEqual([code, facts.line, facts.missing], ['build/step-failed', 4, 'a.log']);
            assert.match(String(facts.reason), /line 2 of \.dockerignore/);
        });

        it('names the line of a syntax error', async () => {
            const { code, facts } = await failure({ Dockerfile: `${busyboxBase}RUMM echo\n` });
            assert.deepEqual([code, facts.line], ['build/dockerfile-invalid', 4]);
        });

        it('names a base image that cannot be had', async () => {
            const { code, facts } = await failure({ Dockerfile: 'FROM registry.invalid/nothing:1\nRUN true\n' });
            assert.deepEqual([code, facts.line], ['build/base-image', 1]);
        });

        it('stops on the engine when it is cancelled, and leaves nothing behind', async () => {
            const stop = new AbortController();
            const seconds = 31_000 + (process.pid % 1000);
            const began = Date.now();
            await assert.rejects(
                build(
                    engine,
                    { Dockerfile: `${busyboxBase}RUN echo ${nonce} begun; sleep ${seconds.toString()}\n` },
                    {
                        builder,
                        signal: stop.signal,
                        onEvent: (event) => event.kind === 'log' && event.line.includes('begun') && stop.abort(),
                    },
                ),
                isCancelled,
            );
            assert.ok(Date.now() - began < 30_000);
            const running = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(`sleep ${seconds.toString()}`);
            for (let tries = 0; running() && tries < 20; tries++) {
                await new Promise((resolve) => setTimeout(resolve, 250));
            }
            assert.equal(running(), false, 'the step still runs');
            // Other suites have containers of their own on this engine, which come and go: only this build's bear its command.
            const left = () =>
                execFileSync('docker', ['ps', '--all', '--no-trunc', '--format', '{{.Command}}'], { encoding: 'utf8' })
                    .split('\n')
                    .filter((command) => command.includes(`sleep ${seconds.toString()}`));
            for (let tries = 0; left().length > 0 && tries < 120; tries++) {
                await new Promise((resolve) => setTimeout(resolve, 250));
            }
            assert.deepEqual(left(), []);
        });

        if (builder !== 'classic') {
            it('hands secrets to the step that mounts them, and shows them nowhere', async () => {
                const secret = `s3cret-${nonce}`;
                const { events } = await build(
                    engine,
                    {
                        Dockerfile: `${busyboxBase}RUN --mount=type=secret,id=tok cp /run/secrets/tok /x; cat /run/secrets/tok; wc -c < /x; echo ${nonce}\n`,
                    },
                    { builder, secrets: { tok: secret } },
                );
                const lines = events.flatMap((event) => (event.kind === 'log' ? [event.line] : []));
                assert.ok(!JSON.stringify(events).includes(secret));
                assert.ok(lines.join('\n').includes(String(secret.length)), JSON.stringify(lines));
            });

            it('names a secret that is not set', async () => {
                const { code, facts } = await failure({
                    Dockerfile: `${busyboxBase}RUN --mount=type=secret,id=absent,required=true true ${nonce}\n`,
                });
                assert.deepEqual([code, facts.secret], ['build/secret-missing', 'absent']);
            });
        }
    });
}

describe('building where sessions are refused', function () {
    this.timeout(60_000);
    let proxy: RefusingProxy;

    before(async function () {
        if ((await machineEngine()) === undefined) {
            this.skip();
        }
        proxy = await startRefusingProxy('/session');
    });
    after(() => (proxy as RefusingProxy | undefined)?.stop());

    it('builds without one, and asks the engine itself for the base image', async () => {
        const engine = createDockerEngine({ kind: 'socket', path: proxy.path });
        const { image } = await build(engine, { Dockerfile: `${busyboxBase}RUN echo ${run} refused\n` }, { builder: 'api' });
        assert.equal(image.builder, 'buildkit');
        assert.ok(proxy.refused > 0, 'no session was asked for');
        await assert.rejects(
            build(engine, { Dockerfile: 'FROM 127.0.0.1:1/nothing:1\nRUN true\n' }, { builder: 'api' }),
            (error: unknown) => isFailure(error) && error.code === 'build/base-image',
        );
        assert.ok(
            proxy.seen.some((url) => url.includes('/images/create?') && url.includes('nothing')),
            'the base image was not pulled first',
        );
    });
});
