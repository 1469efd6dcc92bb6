import assert from 'node:assert/strict';
import { isSecretName, redact, redactValue } from '../../../src/base/redact';

const secret = 'S3cr3tS3cr3tS3cr3t';

describe('redact', () => {
    for (const [title, text] of [
        ['a bearer token', `Authorization: Bearer ${secret}`],
        ['a signed URL', `https://x.blob.core.windows.net/c/b?sv=1&sig=${secret}`],
        ['a password in a URL', `postgres://user:${secret}@db/x`],
        ['a storage connection string', `DefaultEndpointsProtocol=https;AccountKey=${secret};x`],
        ['a refresh token in JSON', `{"refresh_token":"${secret}"}`],
        ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`],
        ['a JSON web token', `eyJhbGciOi.${secret}.sig`],
    ] as const) {
        it(`masks ${title}`, () => {
            assert.ok(!redact(text).includes(secret), redact(text));
            assert.equal(redact(redact(text)), redact(text));
        });
    }

    it('leaves ordinary text alone', () => {
        const text = 'Step 3/7 : COPY requirements.txt . sha256:0123456789abcdef port 8000';
        assert.equal(redact(text), text);
    });

    it('masks a value by the name it goes under', () => {
        assert.ok(isSecretName('DB_PASSWORD') && isSecretName('apiKey') && !isSecretName('PORT'));
        assert.equal(redactValue('AZURE_CLIENT_SECRET', 'x'), '********');
        assert.equal(redactValue('PORT', '8000'), '8000');
    });
});
