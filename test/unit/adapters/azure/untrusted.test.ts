import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import { translate } from '../../../../src/adapters/azure/failures';
import { isFailure } from '../../../../src/base/failure';
import { createSigningCertificate } from '../../../../src/localAzure/containerRegistry/signingCertificate';
import { failureText } from '../../../../src/views/failureText';

describe('A server whose certificate is not trusted', () => {
    let server: https.Server;
    let url: string;

    before(async () => {
        const { privateKey, pem } = createSigningCertificate('a proxy that opens connections', Date.now());
        server = https.createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem }, (_, outgoing) =>
            outgoing.end('{}'),
        );
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    });
    after(() => server.close());

    it('is told as that, with what to do about it', async () => {
        const op = { signal: new AbortController().signal };
        const failure = await createDefaultHttpClient()
            .sendRequest(createPipelineRequest({ url }))
            .then(
                () => assert.fail('the certificate was trusted'),
                (error: unknown) => translate(op, 'management.azure.com', error),
            );
        assert.ok(isFailure(failure), String(failure));
        assert.equal(failure.code, 'azure/certificate-untrusted');
        const text = failureText(failure);
        assert.match(text.what, /management\.azure\.com/);
        assert.match(text.next, /certificate of your organization/);
    });
});
