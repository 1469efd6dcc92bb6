import { engineRequest } from '../engine/engineRequest.mjs';
import { start } from '../machine/start.mjs';
import { streamedAnswer } from './streamedAnswer.mjs';

const patienceMs = 300_000;

/** Builds the folder (with its Dockerfile) on the engine under these tags and labels. */
export async function buildImage(dial, folder, tags, labels) {
    const query = new URLSearchParams({ version: '1', rm: 'true', forcerm: 'true', labels: JSON.stringify(labels) });
    for (const tag of tags) {
        query.append('t', tag);
    }
    const tar = start('tar', ['-C', folder, '--owner=0', '--group=0', '-c', '.'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
        streamedAnswer(await engineRequest(dial, 'POST', `/build?${query}`, { body: tar.child.stdout, timeoutMs: patienceMs }));
    } finally {
        await tar.stop();
    }
}
