import assert from 'node:assert/strict';
import { isMaskedName, isSecretName, redact, redactValue } from '../../../src/base/redact';

const secret = 'S3cr3tS3cr3tS3cr3t';

describe('redact', () => {
    for (const [title, text] of [
        ['a bearer token', `Authorization: Bearer ${secret}`],
        ['a signed URL', `https://x.blob.core.windows.net/c/b?sv=1&sig=${secret}`],
        ['a password in a URL', `postgres://user:${secret}@db/x`],
        ['a password without a user, as Azure writes its Redis', `rediss://:${secret}@x.redis.cache.windows.net:6380/0`],
        ['a password with a slash', `postgres://user:a/${secret}@db/x`],
        ['a storage connection string', `DefaultEndpointsProtocol=https;AccountKey=${secret};x`],
        ['a refresh token in JSON', `{"refresh_token":"${secret}"}`],
        ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`],
        ['the key of a model', `Incorrect key provided: sk-proj-${secret}_abc`],
        ['the token of a chat', `xoxb-${secret}`],
        ['the header of a request in a log', `headers: {'api-key': '${secret}', 'accept': '*/*'}`],
        ['the header of a gateway', `Ocp-Apim-Subscription-Key: ${secret}`],
        ['a JSON web token', `eyJhbGciOi.${secret}.sig`],
    ] as const) {
        it(`masks ${title}`, () => {
            assert.ok(!redact(text).includes(secret), redact(text));
            assert.equal(redact(redact(text)), redact(text));
        });
    }

    it('leaves ordinary text alone', () => {
        const text = 'Step 3/7 : COPY requirements.txt . sha256:0123456789abcdef port 8000 from http://localhost:4873/@scope/package';
        assert.equal(redact(text), text);
    });

    for (const [title, part] of [
        ['spaces', ' '],
        ['beginnings of tokens', 'eyJ-'],
        ['beginnings of fields', 'password"  '],
        ['beginnings of addresses', '://a:'],
        ['beginnings of keys', '-----BEGIN PRIVATE KEY----- -----END '],
    ] as const) {
        it(`takes no longer for each character of a long text of ${title}`, function () {
            // Minutes for what grows with the square of the length.
            this.timeout(20_000);
            const text = part.repeat(1_000_000 / part.length);
            assert.ok(redact(text).length > 0);
        });
    }

    it('masks a value by the name it goes under', () => {
        assert.ok(isSecretName('DB_PASSWORD') && isSecretName('apiKey') && !isSecretName('PORT'));
        assert.equal(redactValue('AZURE_CLIENT_SECRET', 'x'), '********');
        assert.equal(redactValue('PORT', '8000'), '8000');
        for (const name of ['AZURE_OPENAI_KEY', 'COSMOS_KEY', 'STORAGE_KEY1', 'ENCRYPTION_KEY', 'DB_PWD', 'SENTRY_DSN', 'signingKey']) {
            assert.equal(redactValue(name, 'x'), '********', name);
        }
        for (const name of ['KEYBOARD', 'MONKEY', 'HOTKEYS', 'TURKEY']) {
            assert.ok(!isMaskedName(name), name);
        }
    });
});
