import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isFailure } from '../../src/base/failure';
import { quietOperation } from '../../src/base/operation';
import { VscodeTokens } from '../../src/shell/cloud/vscodeTokens';

const scope = 'https://management.azure.com/.default';
const claims = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const op = quietOperation();

interface Asked {
    readonly scopes?: readonly string[];
    readonly claims?: string;
}

/** VS Code's own authentication, with an account of the test's behind it. */
describe('signing in by VS Code’s account', () => {
    const tokens = new VscodeTokens({ provider: 'microsoft', account: undefined }, 'interactive');
    let asked: Asked[] = [];

    before(async () => {
        const fake = vscode.extensions.getExtension<{ asked: Asked[] }>('slipway-test.fake-microsoft');
        assert.ok(fake, 'the account of the test is not there');
        ({ asked } = await fake.activate());
    });

    it('gives a token and says whose it is', async () => {
        assert.equal(await tokens.token(op, scope), `token for ${scope}`);
        assert.equal(tokens.account, 'dev@contoso.test');
    });

    it('asks for a token of a tenant', async () => {
        assert.match(await tokens.token(op, scope, { tenantId: 'guest' }), /VSCODE_TENANT:guest/);
    });

    it('fails in silence for a tenant that wants a sign-in of its own', async () => {
        await assert.rejects(
            tokens.silent.token(op, scope, { tenantId: 'closed' }),
            (error) => isFailure(error) && error.code === 'azure/not-signed-in',
        );
    });

    it('hands the claims of a challenge on, as VS Code reads them', async () => {
        assert.equal(await tokens.token(op, scope, { tenantId: 'guest', claims }), 'token with a second factor');
        assert.equal(asked.at(-1)?.claims, claims);
        assert.ok(asked.at(-1)?.scopes?.includes('VSCODE_TENANT:guest'));
    });
});
