import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { Engine } from '../../../src/ports/engine';
import { build, busyboxBase, machineEngine, testPrefix } from './testEngine';

describe('a terminal in a container', function () {
    this.timeout(60_000);
    const op = quietOperation();
    const image = `${testPrefix}/terminal:1`;
    let engine: Engine;
    let id = '';

    before(async function () {
        const found = await machineEngine();
        if (found === undefined) {
            this.skip();
        }
        engine = found;
        await build(engine, { Dockerfile: `${busyboxBase}CMD ["sleep","120"]\n` }, { builder: 'api', tags: [image] });
        ({ id } = await engine.run(op, { image, env: {}, labels: { 'slipway.test': '1' }, ports: [] }));
    });
    after(async () => {
        if (id !== '') {
            await engine.removeContainer(op, id);
            await engine.removeImage(op, image);
        }
    });

    async function until(condition: () => boolean): Promise<void> {
        for (let tries = 0; !condition() && tries < 100; tries++) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.ok(condition());
    }

    it('takes what is typed, knows its size, and ends with its command', async () => {
        let shown = '';
        const decoder = new TextDecoder();
        const terminal = await engine.terminal(op, id, ['sh'], (bytes) => (shown += decoder.decode(bytes, { stream: true })));
        await terminal.resize(91, 33);
        terminal.write('stty size; echo grün-$((6*7))\n');
        await until(() => shown.includes('grün-42') && shown.includes('33 91'));
        terminal.write('exit\n');
        await terminal.ended;
    });

    it('hangs up when it is closed', async () => {
        const stop = new AbortController();
        const terminal = await engine.terminal(quietOperation(stop.signal), id, ['sh'], () => undefined);
        stop.abort();
        await terminal.ended;
    });
});
