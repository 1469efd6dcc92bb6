import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from './patience';

/** Asks until the answer is neither undefined nor false, and returns it; throws after `timeoutMs` (times the patience), naming what was waited for. */
export async function until<T>(
    what: string,
    ask: () => Promise<T | undefined | false> | T | undefined | false,
    timeoutMs = 15_000,
): Promise<T> {
    let problem: unknown;
    for (const end = Date.now() + timeoutMs * patience; Date.now() < end;) {
        try {
            const answer = await ask();
            if (answer !== undefined && answer !== false) {
                return answer;
            }
        } catch (error) {
            problem = error;
        }
        await sleep(50);
    }
    throw new Error(`waited ${timeoutMs * patience} ms in vain for ${what}`, { cause: problem });
}
