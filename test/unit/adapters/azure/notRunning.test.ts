import assert from 'node:assert/strict';
import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { translate } from '../../../../src/adapters/azure/failures';
import { resolveInLocal } from '../../../../src/adapters/azure/resolveInLocal';
import { isFailure } from '../../../../src/base/failure';
import { failureText } from '../../../../src/views/failureText';

const asked = 'https://management.azure.com/subscriptions';
// Nothing listens on port 1.
const nowhere = 'http://127.0.0.1:1';

/** What becomes of a request that nobody hears. */
async function failureAt(url: string, headers: Readonly<Record<string, string>>) {
    const request = createPipelineRequest({ url, headers: createHttpHeaders(headers), allowInsecureConnection: true });
    const failure = await createDefaultHttpClient()
        .sendRequest(request)
        .then(
            () => assert.fail('somebody answered'),
            (error: unknown) => translate({ signal: new AbortController().signal }, 'management.azure.com', error),
        );
    assert.ok(isFailure(failure), String(failure));
    return failure;
}

describe('a request that nobody hears', () => {
    it('is told as the local Azure that has ended, where it was meant for that', async () => {
        const { url, headers } = resolveInLocal({ url: nowhere, key: 'a' })(asked);
        const failure = await failureAt(url, headers);
        assert.equal(failure.code, 'localAzure/not-running');
        assert.equal(failureText(failure).what, 'The local Azure does not answer.');
    });

    it('is told with its host everywhere else', async () => {
        assert.equal((await failureAt(`${nowhere}/subscriptions`, {})).code, 'azure/unreachable');
    });
});
