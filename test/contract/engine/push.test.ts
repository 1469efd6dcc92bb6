import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { Engine, LayerProgress } from '../../../src/ports/engine';
import { pushImage } from '../../../src/workflows/pushImage';
import { build, busyboxBase, machineEngine, testPrefix } from './testEngine';
import { startTokenRegistry, type TokenRegistry } from './tokenRegistry';

describe('pushing to a real registry with token authentication', function () {
    this.timeout(60_000);
    const op = quietOperation();
    const image = `${testPrefix}/push:1`;
    let engine: Engine;
    let registry: TokenRegistry;

    before(async function () {
        const found = await machineEngine();
        const started = found && (await startTokenRegistry());
        if (found === undefined || started === undefined) {
            this.skip();
        }
        engine = found;
        registry = started;
        await build(
            engine,
            { Dockerfile: `${busyboxBase}RUN dd if=/dev/urandom of=/fresh bs=1M count=24 2>/dev/null\nCMD ["sh"]\n` },
            { builder: 'api', tags: [image] },
        );
    });
    after(async () => {
        for (const reference of (registry as TokenRegistry | undefined) === undefined
            ? []
            : ['a/b', 'a/c', 'a/d'].map((name) => `${registry.host}/${name}:1`)) {
            await engine.removeImage(op, reference).catch(() => undefined);
        }
        await (engine as Engine | undefined)?.removeImage(op, image).catch(() => undefined);
        await (registry as TokenRegistry | undefined)?.stop();
    });

    const login = (token: string) => ({ kind: 'identityToken' as const, server: registry.host, token });

    it('answers the digest that the registry has, and tells the bytes of each layer', async () => {
        const layers: LayerProgress[] = [];
        const reference = `${registry.host}/a/b:1`;
        const { digest } = await pushImage(
            op,
            engine,
            { image, reference, login: login(registry.refreshToken), platform: 'linux/amd64' },
            (layer) => layers.push(layer),
        );
        assert.match(digest, /^sha256:[0-9a-f]{64}$/);
        assert.ok((await engine.image(op, reference))?.digests.includes(`${registry.host}/a/b@${digest}`));
        assert.ok(
            layers.some(({ totalBytes, currentBytes }) => (totalBytes ?? 0) > 1_000_000 && (currentBytes ?? 0) > 0),
            'no bytes were told',
        );
        assert.ok(registry.grants.some((grant) => grant.startsWith('refresh_token repository:a/b:')));
    });

    it('sends nothing twice', async () => {
        const layers: LayerProgress[] = [];
        const reference = `${registry.host}/a/b:1`;
        await pushImage(op, engine, { image, reference, login: login(registry.refreshToken) }, (layer) => layers.push(layer));
        assert.ok(layers.some(({ status }) => status === 'Layer already exists'));
        assert.ok(!layers.some(({ status }) => status === 'Pushed'));
    });

    it('gives up at once when the registry refuses the login', async () => {
        const began = Date.now();
        await assert.rejects(
            pushImage(op, engine, { image, reference: `${registry.host}/a/c:1`, login: login('stale') }, () => undefined),
            (error: unknown) => isFailure(error) && error.code === 'registry/unauthorized',
        );
        assert.ok(Date.now() - began < 5_000, 'it retried');
    });

    it('can be cancelled', async () => {
        const stop = new AbortController();
        const pushing = pushImage(
            quietOperation(stop.signal),
            engine,
            { image, reference: `${registry.host}/a/d:1`, login: login(registry.refreshToken) },
            () => stop.abort(),
        );
        await assert.rejects(pushing, (error: unknown) => error instanceof Error && error.name === 'Cancelled');
    });

    it('refuses an image for another processor before anything is sent', async () => {
        const pushing = pushImage(
            op,
            engine,
            { image, reference: `${registry.host}/a/e:1`, login: login(registry.refreshToken), platform: 'linux/arm64' },
            () => undefined,
        );
        await assert.rejects(pushing, (error: unknown) => isFailure(error) && error.code === 'engine/wrong-platform');
    });

    it('tells a registry that is not there', async () => {
        const reference = '127.0.0.1:1/a/b:1';
        await assert.rejects(
            pushImage(op, engine, { image, reference, login: { kind: 'anonymous', server: '127.0.0.1:1' } }, () => undefined),
            (error: unknown) => isFailure(error) && error.code === 'engine/push-failed',
        );
        await engine.removeImage(op, reference);
    });
});
