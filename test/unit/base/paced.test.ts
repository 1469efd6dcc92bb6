import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { paced } from '../../../src/base/paced';

describe('what is paced', () => {
    const gather = () => {
        const handed: string[] = [];
        return { handed, pace: paced<string>(20, (value) => handed.push(value)) };
    };

    it('is handed on at once when nothing was before', () => {
        const { handed, pace } = gather();
        pace.put('first');
        pace.stop();
        assert.deepEqual(handed, ['first']);
    });

    it('is handed on as the newest after a pause, and the last one always', async () => {
        const { handed, pace } = gather();
        ['first', 'second', 'third'].forEach((value) => pace.put(value));
        assert.deepEqual(handed, ['first']);
        await sleep(60);
        assert.deepEqual(handed, ['first', 'third']);
        pace.put('fourth');
        assert.deepEqual(handed, ['first', 'third', 'fourth']);
        pace.stop();
    });

    it('is handed on before its time when something has to follow it', () => {
        const { handed, pace } = gather();
        pace.put('first');
        pace.put('second');
        pace.flush();
        pace.flush();
        pace.stop();
        assert.deepEqual(handed, ['first', 'second']);
    });

    it('is dropped when nobody is there any more', async () => {
        const { handed, pace } = gather();
        pace.put('first');
        pace.put('second');
        pace.stop();
        await sleep(60);
        assert.deepEqual(handed, ['first']);
    });
});
