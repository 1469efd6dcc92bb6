import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accountTokens, type AccountKind } from '../../../../src/adapters/identity/accountTokens';
import { isCancelled, isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import { clouds } from '../../../../src/core/deploy/cloud';

const scope = clouds.public.managementScope;
const token = `head.${Buffer.from(JSON.stringify({ upn: 'dev@contoso.test' })).toString('base64url')}.sign`;
const soon = new Date(Date.now() + 3_600_000).toISOString();
const op = quietOperation();

/** A program of that name on the PATH that notes how it was called. */
function fake(folder: string, name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
}

(process.platform === 'win32' ? describe.skip : describe)('Tokens of the machine’s own accounts', function () {
    this.timeout(60_000);
    let folder = '';
    const path = process.env.PATH;
    const source = (kind: AccountKind) => accountTokens({ kind, cloud: clouds.public, ask: 'silent', showCode: () => undefined });
    const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'slipway-az-'));
        process.env.PATH = `${folder}${delimiter}${path ?? ''}`;
    });
    afterEach(() => {
        process.env.PATH = path;
        rmSync(folder, { recursive: true, force: true });
    });

    for (const [kind, program, answer] of [
        ['azureCli', 'az', { accessToken: token, expiresOn: soon, tokenType: 'Bearer' }],
        ['azd', 'azd', { token, expiresOn: soon }],
    ] as const) {
        it(`come from ${program}, once for each tenant, and say whose they are`, async () => {
            fake(folder, program, `cat <<'JSON'\n${JSON.stringify(answer)}\nJSON`);
            const tokens = source(kind);
            assert.equal(await tokens.token(op, scope), token);
            assert.equal(await tokens.token(op, scope), token);
            assert.equal(await tokens.token(op, scope, { tenantId: '11111111-2222-4333-8444-555555555555' }), token);
            assert.equal(tokens.account, 'dev@contoso.test');
            assert.equal(calls().length, 2);
            assert.match(calls()[1] ?? '', /11111111-2222-4333-8444-555555555555/);
        });
    }

    for (const [title, kind, program, script, code] of [
        ['nobody signed in', 'azureCli', 'az', `echo 'Please run "az login" to setup account.' >&2; exit 1`, 'azure/not-signed-in'],
        [
            'nobody signed in to azd',
            'azd',
            'azd',
            `echo 'ERROR: not logged in, run \`azd auth login\` to login' >&2; exit 1`,
            'azure/not-signed-in',
        ],
        ['it writes nonsense', 'azureCli', 'az', 'echo nonsense', 'azure/not-signed-in'],
    ] as const) {
        it(`say so when ${title}`, async () => {
            fake(folder, program, script);
            await assert.rejects(
                source(kind).token(op, scope),
                (error) => isFailure(error) && error.code === code && error.facts.reason !== '',
            );
        });
    }

    it('give the exact command for a second factor that only the program can ask for', async () => {
        fake(folder, 'az', 'exit 1');
        await assert.rejects(
            source('azureCli').token(op, scope, { claims: '{"access_token":{"acrs":{"essential":true}}}' }),
            (error) =>
                isFailure(error) &&
                error.code === 'azure/more-proof-needed' &&
                /^az login .*--claims-challenge \S+/.test(String(error.facts.command)),
        );
    });

    it('are given up when the user cancels', async () => {
        fake(folder, 'az', 'exit 1');
        const stopped = quietOperation(AbortSignal.abort());
        await assert.rejects(source('azureCli').token(stopped, scope), isCancelled);
    });

    it('say what a service principal lacks', async () => {
        await assert.rejects(source('environment').token(op, scope), (error) => isFailure(error) && error.code === 'azure/not-signed-in');
    });

    it('never show a device code unasked', async () => {
        await assert.rejects(source('deviceCode').token(op, scope), (error) => isFailure(error) && error.code === 'azure/not-signed-in');
    });
});
