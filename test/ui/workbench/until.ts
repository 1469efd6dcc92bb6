import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from './patience';

/** A pause that grows with what was waited for: an answer takes a tenth of a core where it is asked for 20 times a second, and a deploy takes a minute. */
function pauseMs(waitedMs: number): number {
    return Math.min(200, Math.max(50, waitedMs / 20));
}

/** Asks until the answer is neither undefined nor false, and returns it; throws after `timeoutMs` (times the patience), naming what was waited for. */
export async function until<T>(
    what: string,
    ask: () => Promise<T | undefined | false> | T | undefined | false,
    timeoutMs = 15_000,
): Promise<T> {
    let problem: unknown;
    const begin = Date.now();
    for (const end = begin + timeoutMs * patience; Date.now() < end;) {
        try {
            const answer = await ask();
            if (answer !== undefined && answer !== false) {
                return answer;
            }
        } catch (error) {
            problem = error;
        }
        await sleep(pauseMs(Date.now() - begin));
    }
    throw new Error(`waited ${timeoutMs * patience} ms in vain for ${what}`, { cause: problem });
}
