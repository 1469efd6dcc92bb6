import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAzure } from '../../../../src/adapters/azure/openAzure';
import { resolveInLocal } from '../../../../src/adapters/azure/resolveInLocal';
import { Failure, isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import { clouds } from '../../../../src/core/deploy/cloud';
import type { TokenSource } from '../../../../src/ports/tokenSource';

const op = quietOperation();
const home = 'home';
const guest = 'guest';
const subscription = (id: string, tenantId: string) => ({ subscriptionId: id, tenantId, displayName: id, state: 'Enabled' });
const claims = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';

interface Asked {
    readonly tenant: string | undefined;
    readonly claims: string | undefined;
    readonly silent: boolean;
}

describe('Subscriptions over several tenants', () => {
    let server: Server;
    let challenges = 0;
    /** A customer has given the home tenant a subscription to look after (Azure Lighthouse). */
    let delegated = false;
    let asked: Asked[] = [];

    before(async () => {
        server = createServer((request, response) => {
            const path = new URL(request.url ?? '/', 'http://azure').pathname;
            const tenant = (request.headers.authorization ?? '').split(':')[1];
            response.setHeader('content-type', 'application/json');
            if (challenges > 0) {
                challenges -= 1;
                response.statusCode = 401;
                response.setHeader(
                    'www-authenticate',
                    `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
                );
                response.end('{"error":{"code":"InvalidAuthenticationToken","message":"multi-factor authentication is required"}}');
                return;
            }
            response.end(
                JSON.stringify({
                    value:
                        path === '/tenants'
                            ? [{ tenantId: home }, { tenantId: guest }]
                            : [
                                  subscription(`${tenant ?? ''}-1`, tenant ?? ''),
                                  ...(delegated && tenant === home ? [subscription('theirs-1', 'customer')] : []),
                              ],
                }),
            );
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    after(() => {
        server.closeAllConnections();
        server.close();
    });
    beforeEach(() => {
        asked = [];
        challenges = 0;
        delegated = false;
    });

    /** An account for which the guest tenant wants a sign-in of its own. */
    function tokens(refused: string | undefined): TokenSource {
        const source = (silent: boolean): TokenSource => ({
            account: 'me',
            token: (_op, _scope, options = {}) => {
                asked.push({ tenant: options.tenantId, claims: options.claims, silent });
                return silent && options.tenantId === refused
                    ? Promise.reject(new Failure('azure/not-signed-in'))
                    : Promise.resolve(`token:${options.tenantId ?? ''}:`);
            },
        });
        return { ...source(false), silent: source(true) };
    }

    function azure(source: TokenSource, isChosen?: (id: string) => boolean) {
        const local = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'key' };
        return openAzure({
            ...{ resolve: resolveInLocal(local), cloud: clouds.local, tokens: source, pollMs: 1 },
            ...(isChosen === undefined ? {} : { isChosen: ({ id }: { readonly id: string }) => isChosen(id) }),
        });
    }

    it('are those of all of them, and nobody is asked for each', async () => {
        const { subscriptions, failures } = await azure(tokens(undefined)).subscriptions.list(op);
        assert.deepEqual([subscriptions.map(({ id }) => id), failures], [['guest-1', 'home-1'], []]);
        assert.deepEqual(
            asked.filter(({ silent }) => !silent).map(({ tenant }) => tenant),
            [undefined],
        );
    });

    it('are the rest when one tenant wants a sign-in of its own', async () => {
        const { subscriptions, failures } = await azure(tokens(guest)).subscriptions.list(op);
        assert.deepEqual(
            [subscriptions.map(({ id }) => id), failures.map(({ tenantId, error }) => [tenantId, isFailure(error) && error.code])],
            [['home-1'], [[guest, 'azure/not-signed-in']]],
        );
    });

    it('are the chosen ones, and all when asked for all or when none of the chosen is left', async () => {
        const ids = async (isChosen: (id: string) => boolean, which?: 'all') =>
            (await azure(tokens(undefined), isChosen).subscriptions.list(op, which)).subscriptions.map(({ id }) => id);
        assert.deepEqual(await ids((id) => id === 'home-1'), ['home-1']);
        assert.deepEqual(await ids((id) => id === 'home-1', 'all'), ['guest-1', 'home-1']);
        assert.deepEqual(await ids(() => false), ['guest-1', 'home-1']);
    });

    it('are entered by the tenant that lists them where their own lets the account in nowhere', async () => {
        delegated = true;
        const client = azure(tokens(undefined));
        const { subscriptions } = await client.subscriptions.list(op);
        assert.deepEqual(
            subscriptions.map(({ id, tenantId }) => [id, tenantId]),
            [
                ['guest-1', guest],
                ['home-1', home],
                ['theirs-1', home],
            ],
        );
        asked = [];
        await client.subscriptions.locations(op, 'theirs-1');
        assert.deepEqual([...new Set(asked.map(({ tenant }) => tenant))], [home]);
    });

    it('are read after a second factor, which is asked for with the claims of the challenge', async () => {
        challenges = 1;
        const { subscriptions } = await azure(tokens(undefined)).subscriptions.list(op);
        assert.equal(subscriptions.length, 2);
        assert.deepEqual(
            asked.filter((each) => each.claims !== undefined),
            [{ tenant: undefined, claims, silent: false }],
        );
    });

    it('say that a second factor is missing when the challenge is not met', async () => {
        challenges = 100;
        await assert.rejects(
            azure(tokens(undefined)).subscriptions.list(op),
            (error) => isFailure(error) && error.code === 'azure/more-proof-needed',
        );
    });
});
