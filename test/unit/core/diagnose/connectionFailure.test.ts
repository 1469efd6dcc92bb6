import assert from 'node:assert/strict';
import { connectionFailure } from '../../../../src/core/diagnose/connectionFailure';

const error = (message: string, code = '', cause?: unknown) => Object.assign(new Error(message, { cause }), { code });
const azure = 'https://management.azure.com/subscriptions';

describe('A connection that comes to nothing', () => {
    for (const [title, thrown, url, expected] of [
        [
            'is a proxy’s fault where somebody else was dialled',
            error('connect ECONNREFUSED 10.1.2.3:3128', 'ECONNREFUSED'),
            azure,
            { kind: 'proxy', proxy: '10.1.2.3:3128' },
        ],
        [
            'is a proxy’s fault inside of what fetch throws',
            error(
                'fetch failed',
                '',
                new AggregateError([error('connect ECONNREFUSED ::1:3128'), error('connect ECONNREFUSED 127.0.0.1:3128')]),
            ),
            azure,
            { kind: 'proxy', proxy: '::1:3128' },
        ],
        [
            'names the proxy that VS Code’s agent tried',
            error('Failed to establish a socket connection to proxies: PROXY proxy.example.com:8080'),
            azure,
            { kind: 'proxy', proxy: 'proxy.example.com:8080' },
        ],
        [
            'names a proxy that does not exist',
            error('getaddrinfo ENOTFOUND proxy.example.com'),
            azure,
            { kind: 'proxy', proxy: 'proxy.example.com' },
        ],
        ['is the server’s where the server was dialled', error('connect ECONNREFUSED 20.1.2.3:443', 'ECONNREFUSED'), azure, undefined],
        ['is the server’s at its own port', error('connect ECONNREFUSED 127.0.0.1:4711'), 'http://127.0.0.1:4711/x', undefined],
        ['is the name’s where the server’s is not known', error('getaddrinfo ENOTFOUND management.azure.com'), azure, undefined],
        [
            'is the certificate’s, however deep',
            error('fetch failed', '', error('self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN')),
            azure,
            { kind: 'untrusted' },
        ],
        ['is nobody’s between where nothing says so', error('socket hang up', 'ECONNRESET'), azure, undefined],
        ['is nothing where it is no error', 'no', azure, undefined],
    ] as const) {
        it(title, () => {
            const found = connectionFailure(thrown, url);
            const kind = found?.code === 'azure/proxy-unreachable' ? 'proxy' : 'untrusted';
            const { proxy } = found?.facts ?? {};
            assert.deepEqual(found && { kind, ...(proxy === undefined ? {} : { proxy }) }, expected);
        });
    }
});
