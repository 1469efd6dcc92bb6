import { dialEngine } from './dialEngine.mjs';
import { engineAddresses } from './engineAddresses.mjs';
import { engineRequest } from './engineRequest.mjs';

/** The engine that answers: `{ address, dial }`, or `{ problem }` with Node's error code of the best try ('ENOENT', 'EACCES', 'TIMEOUT' …). */
export async function findEngine() {
    const problems = [];
    for (const address of engineAddresses()) {
        const dial = dialEngine(address);
        if (!dial) {
            problems.push('UNKNOWN');
            continue;
        }
        try {
            const { status } = await engineRequest(dial, 'GET', '/_ping', { timeoutMs: 4000 });
            if (status === 200) {
                return { address, dial };
            }
            problems.push(`HTTP ${status}`);
        } catch (error) {
            problems.push(error.code ?? 'UNKNOWN');
        }
    }
    return { problem: problems.find((code) => code !== 'ENOENT') ?? 'ENOENT' };
}
