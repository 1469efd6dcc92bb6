import { engineRequest } from '../engine/engineRequest.mjs';
import { streamedAnswer } from './streamedAnswer.mjs';

const patienceMs = 300_000;

/** Makes an image of one layer out of a tar stream; `changes` are Dockerfile instructions. The first tag is imported, the others point to it. */
export async function importImage(dial, tar, tags, changes) {
    const [first, ...others] = tags.map((tag) => /^(.*):([^:]+)$/.exec(tag).slice(1));
    const query = new URLSearchParams({ fromSrc: '-', repo: first[0], tag: first[1] });
    for (const change of changes) {
        query.append('changes', change);
    }
    streamedAnswer(await engineRequest(dial, 'POST', `/images/create?${query}`, { body: tar, timeoutMs: patienceMs }));
    for (const [repo, tag] of others) {
        const { status, text } = await engineRequest(
            dial,
            'POST',
            `/images/${encodeURIComponent(first.join(':'))}/tag?${new URLSearchParams({ repo, tag })}`,
        );
        if (status !== 201) {
            throw new Error(`could not tag ${repo}:${tag}: ${text}`);
        }
    }
}
