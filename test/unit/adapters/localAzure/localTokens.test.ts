import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localTokens } from '../../../../src/adapters/localAzure/localTokens';
import { isCancelled } from '../../../../src/base/failure';

describe('localTokens', () => {
    it('calls a cancelled request cancelled, not a local Azure that does not run', async () => {
        const server = createServer(() => undefined);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const stopper = new AbortController();
        server.once('request', () => stopper.abort());
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        const op = { signal: stopper.signal, report: () => undefined, log: () => undefined };
        try {
            await assert.rejects(localTokens({ url, key: 'key', tenantId: 'tenant' }).token(op, 'scope'), isCancelled);
        } finally {
            server.closeAllConnections();
            server.close();
        }
    });
});
