import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { mintRegistryToken, parseScopes } from '../../../../src/localAzure/containerRegistry/registryTokens';
import { createSigningCertificate } from '../../../../src/localAzure/containerRegistry/signingCertificate';

describe('registry tokens', () => {
    const now = Date.UTC(2026, 10, 22);
    const certificate = createSigningCertificate('test', now);

    it('are signed under a certificate that is well formed', () => {
        const parsed = new X509Certificate(certificate.pem);
        assert.equal(parsed.subject, 'CN=test');
        assert.equal(parsed.ca, true);
        assert.ok(parsed.verify(parsed.publicKey));
        assert.ok(Date.parse(parsed.validTo) > now);
    });
    it('carry the rights that were granted, and no empty ones', () => {
        const token = mintRegistryToken(
            certificate,
            '127.0.0.1:5000',
            'me',
            [
                { type: 'repository', name: 'a', actions: ['pull'] },
                { type: 'repository', name: 'b', actions: [] },
            ],
            now,
        );
        const [head = '', claims = '', signature = ''] = token.split('.');
        assert.ok(
            verify(
                'sha256',
                Buffer.from(`${head}.${claims}`),
                { key: new X509Certificate(certificate.pem).publicKey, dsaEncoding: 'ieee-p1363' },
                Buffer.from(signature, 'base64url'),
            ),
        );
        const parsed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { access: unknown; aud: string };
        assert.deepEqual([parsed.aud, parsed.access], ['127.0.0.1:5000', [{ type: 'repository', name: 'a', actions: ['pull'] }]]);
    });
    for (const [title, scopes, expected] of [
        ['one scope', ['repository:app:pull,push'], [['app', ['pull', 'push']]]],
        [
            'several in one parameter, as POST sends them',
            ['repository:a:pull repository:b/c:push'],
            [
                ['a', ['pull']],
                ['b/c', ['push']],
            ],
        ],
        ['a name with a port', ['repository:host:5000/a:pull'], [['host:5000/a', ['pull']]]],
        ['nonsense', ['pull', ''], []],
    ] as const) {
        it(`are asked for by ${title}`, () =>
            assert.deepEqual(
                parseScopes(scopes).map((one) => [one.name, one.actions]),
                expected,
            ));
    }
});
