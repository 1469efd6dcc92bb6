import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../machine/isAlive.mjs';
import { forgetEngine, ownEngine } from './ownEngine.mjs';

/** Stops the engine that the scripts started, and no other one. */
export async function stopEngine() {
    const own = ownEngine();
    if (own) {
        process.kill(own.pid, 'SIGTERM');
        for (const end = Date.now() + 20_000; isAlive(own.pid) && Date.now() < end;) {
            await sleep(50);
        }
    }
    forgetEngine();
}
