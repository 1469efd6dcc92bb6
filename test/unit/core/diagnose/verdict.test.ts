import assert from 'node:assert/strict';
import { decideVerdict } from '../../../../src/core/diagnose/verdict';
import type { Cause } from '../../../../src/core/diagnose/verdictFinding';
import type { Probes, RequestOutcome } from '../../../../src/core/diagnose/verdictProbes';

const ok: RequestOutcome = { status: 200, durationMs: 5, body: '{}' };
const red = (body: string, status = 500): RequestOutcome => ({ status, durationMs: 5, body });
const none = (error: string): RequestOutcome => ({ status: 0, durationMs: 5, body: '', error });
const gateway = red('<h1>Application Error</h1>', 502);

const health = { title: 'GET /health', outside: ok, inside: ok };
const chat = (outcome: RequestOutcome) => ({ title: 'POST /chat', outside: outcome, inside: outcome });

/** A Python app with a model, an identity and nothing wrong. */
const good: Probes = {
    requests: [health, chat(ok)],
    configuredPort: 8000,
    reachedContainer: 'yes',
    listeners: [
        { port: 2222, scope: 'any', process: 'sshd' },
        { port: 8000, scope: 'any', process: 'python3' },
    ],
    appPort: 8000,
    environment: { AZURE_AI_FOUNDRY_ENDPOINT: 'https://shop.openai.azure.com', AZURE_AI_MODEL: 'gpt-4o-mini' },
    environmentSource: 'listener',
    names: { 'shop.openai.azure.com': 'ok', 'login.microsoftonline.com': 'ok' },
    endpoint: 'https://shop.openai.azure.com',
    endpointHost: 'shop.openai.azure.com',
    model: 'gpt-4o-mini',
    identity: { endpoint: 'set', usesKey: 'no', system: { ...ok, token: 'yes' } },
    modelAnswer: { ...ok, durationMs: 600, auth: 'system' },
    absent: [],
    packages: ['fastapi'],
    required: ['fastapi'],
    manifest: 'requirements.txt',
    logLines: [],
    modelLatenciesMs: [600, 650, 700],
    appLatenciesMs: [700, 750, 800],
    memory: { limitBytes: 2 ** 30, usedBytes: 2 ** 28, oomKills: 0 },
    disks: [{ path: '/', totalKiB: 10_000_000, freeKiB: 5_000_000 }],
    clockSkewSeconds: 1,
};
/** A Node app on Alpine: no model, no helpers, no Python, and only nc and wget. */
const {
    modelLatenciesMs: _m,
    appLatenciesMs: _a,
    modelAnswer: _o,
    endpoint: _e,
    endpointHost: _h,
    model: _n,
    identity: _i,
    names: _d,
    ...plain
} = good;
const node: Probes = {
    ...plain,
    requests: [health],
    configuredPort: 3000,
    appPort: 3000,
    environment: { NODE_ENV: 'production' },
    listeners: [{ port: 3000, scope: 'any', process: 'node' }],
    manifest: 'package.json',
    required: ['express'],
    packages: ['express'],
};
const badClient = {
    endpoint: 'set',
    usesKey: 'no',
    clientId: '0000',
    system: { ...ok, token: 'yes' },
    client: { ...red('No identity', 400), token: 'no' },
} as const;

function check(title: string, probes: Probes, expected: readonly Cause[] | 'healthy' | 'cannot-tell', observed: readonly Cause[] = []) {
    it(title, () => {
        const verdict = decideVerdict(probes);
        const said = verdict.kind === 'cause' ? verdict.causes.map((finding) => finding.cause) : verdict.kind;
        assert.deepEqual(said, expected, JSON.stringify(verdict, null, 1));
        assert.deepEqual(
            verdict.observations.map((finding) => finding.cause),
            observed,
        );
    });
}

describe('The verdict on the seven modes', () => {
    check('off is healthy', good, 'healthy');
    check(
        'bad-creds: the identity in AZURE_CLIENT_ID is not assigned, the platform path is green',
        { ...good, requests: [health, chat(red('ClientAuthenticationError: DefaultAzureCredential failed', 502))], identity: badClient },
        ['identity-not-assigned'],
    );
    check(
        'wrong-endpoint: no such resource under a name of Azure while others resolve',
        {
            ...good,
            requests: [health, chat(red('APIConnectionError: Connection error.', 502))],
            names: { 'shop.openai.azure.com': 'no-such-name', 'login.microsoftonline.com': 'ok' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        },
        ['endpoint-wrong'],
    );
    check(
        'dns-fail: a name of nobody',
        {
            ...good,
            endpointHost: 'no-such-host.example',
            endpoint: 'https://no-such-host.example',
            requests: [health, chat(red('APIConnectionError: Connection error.', 502))],
            names: { 'no-such-host.example': 'no-such-name', 'login.microsoftonline.com': 'ok' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        },
        ['name-unknown'],
    );
    check(
        'port-mismatch: green inside on 9999, red outside, the platform uses 8000',
        {
            ...good,
            requests: [{ title: 'GET /health', outside: gateway, inside: ok }],
            listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
            appPort: 9999,
            insideConfigured: none('Connection refused'),
        },
        ['port-mismatch'],
    );
    check(
        'dep-import-error: the body names the module, requirements.txt does not',
        {
            ...good,
            requests: [health, chat(red("ModuleNotFoundError: No module named 'tiktoken'"))],
            absent: [{ name: 'tiktoken', where: 'app.py:3' }],
        },
        ['import-error'],
    );
    check('latency-spike: the model is fast, the app is not', { ...good, appLatenciesMs: [4600, 4700, 4800] }, ['latency-in-app']);
});

describe('The verdict on other shapes', () => {
    check('a healthy Node app on Alpine', node, 'healthy');
    check(
        'a Node app that lacks a package and never listened',
        {
            ...node,
            requests: [{ title: 'GET /', outside: gateway }],
            listeners: [],
            appPort: undefined as never,
            logLines: ["Error: Cannot find module 'express'"],
            absent: [{ name: 'express', where: 'package.json:1' }],
        },
        ['import-error'],
    );
    check('a healthy app on a red platform', { ...good, requests: [{ title: 'GET /health', outside: gateway, inside: ok }] }, [
        'platform-path',
    ]);
    check(
        'two faults at once are both named',
        {
            ...good,
            requests: [
                { title: 'GET /health', outside: gateway, inside: ok },
                { title: 'POST /chat', outside: gateway, inside: red('ClientAuthenticationError', 502) },
            ],
            listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
            appPort: 9999,
            identity: badClient,
        },
        ['port-mismatch', 'identity-not-assigned'],
    );
    check(
        'a missing package and a wrong endpoint are both named',
        {
            ...good,
            requests: [health, chat(red("ModuleNotFoundError: No module named 'tiktoken'"))],
            names: { 'shop.openai.azure.com': 'no-such-name', 'login.microsoftonline.com': 'ok' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        },
        ['import-error', 'endpoint-wrong'],
    );
    check(
        'an app that listens on 127.0.0.1 only',
        {
            ...good,
            requests: [{ title: 'GET /', outside: gateway, inside: ok }],
            listeners: [{ port: 8000, scope: 'loopback', process: 'python3' }],
        },
        ['loopback-only'],
    );
    check(
        'a stopped app',
        { requests: [{ title: 'GET /', outside: red('', 503) }], reachedContainer: 'no', platform: { state: 'Stopped' } },
        ['app-stopped'],
    );
    check(
        'an app whose identity has no role',
        {
            ...good,
            requests: [health, chat(red('APIStatusError: HTTP 401', 502))],
            modelAnswer: { ...red('PermissionDenied: lacks the required data action', 401), auth: 'system' },
        },
        ['identity-no-role'],
    );
    check(
        'a model that is not deployed there',
        { ...good, requests: [health, chat(red('HTTP 404', 502))], modelAnswer: { ...red('DeploymentNotFound', 404), auth: 'system' } },
        ['model-not-found'],
    );
    check(
        'a model that throttles',
        { ...good, requests: [health, chat(red('HTTP 429', 502))], modelAnswer: { ...red('', 429), auth: 'system' } },
        ['model-throttled'],
    );
    check(
        'a full disk',
        {
            ...good,
            requests: [health, chat(red('OSError: [Errno 28] No space left on device'))],
            disks: [{ path: '/home', totalKiB: 1_000_000, freeKiB: 0 }],
        },
        ['disk-full'],
    );
    check(
        'an app killed for memory',
        {
            ...good,
            requests: [{ title: 'GET /', outside: gateway, inside: none('empty reply') }],
            memory: { limitBytes: 2 ** 29, usedBytes: 2 ** 29 - 1, oomKills: 4 },
            logLines: ['Worker (pid:9) was sent SIGKILL! Perhaps out of memory?'],
        },
        ['out-of-memory'],
    );
    check(
        'a crash loop without a reason in sight',
        {
            ...good,
            requests: [{ title: 'GET /', outside: gateway }],
            listeners: [],
            appPort: undefined as never,
            platform: { restarts: 7, state: 'Waiting' },
        },
        ['crash-loop'],
    );
    check('a setting that the app asks for', { ...good, requests: [health, chat(red("KeyError: 'STRIPE_KEY'"))] }, ['setting-missing']);
    check(
        'a resolver that answers nothing',
        {
            ...good,
            requests: [health, chat(red('Connection error', 502))],
            names: { 'shop.openai.azure.com': 'no-answer', 'login.microsoftonline.com': 'no-answer' },
            modelAnswer: { ...none('timed out'), auth: 'none' },
        },
        ['resolver-down'],
    );
    check(
        'an app without an identity, whose answer names the variable that the platform sets for one',
        {
            ...good,
            requests: [health, chat(red('ClientAuthenticationError: no managed identity (IDENTITY_ENDPOINT is not set)', 502))],
            identity: { endpoint: 'unset', usesKey: 'no' },
            modelAnswer: { ...red('Access denied', 401), auth: 'none' },
        },
        ['identity-missing'],
    );
    check(
        'a setting that is missing, of an app that also listens on another port',
        {
            ...good,
            requests: [
                { title: 'GET /health', outside: gateway, inside: ok },
                { title: 'POST /chat', outside: gateway, inside: red("KeyError: 'STRIPE_KEY'") },
            ],
            listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
            appPort: 9999,
        },
        ['port-mismatch', 'setting-missing'],
    );
    check('a slow model', { ...good, appLatenciesMs: [9000, 9100], modelLatenciesMs: [8000, 8200] }, ['latency-in-model']);
});

describe('The verdict does not guess', () => {
    check('an app that fails for a reason of its own', { ...good, requests: [health, chat(red('Internal Server Error'))] }, 'cannot-tell');
    check(
        'no way into the container, but the answer outside says which identity is missing',
        {
            requests: [
                { title: 'GET /', outside: ok },
                {
                    title: 'POST /chat',
                    outside: red(
                        'ClientAuthenticationError: the managed identity gave no token (HTTP 400): {"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."}',
                        502,
                    ),
                },
            ],
            reachedContainer: 'no',
            environment: { AZURE_CLIENT_ID: '0000' },
            environmentSource: 'settings',
        },
        ['identity-not-assigned'],
    );
    check(
        'the same answer, of an app whose settings name no identity',
        {
            requests: [
                { title: 'POST /chat', outside: red('No User Assigned or Delegated Managed Identity found for specified ClientId', 502) },
            ],
            reachedContainer: 'no',
        },
        'cannot-tell',
        ['identity-not-assigned'],
    );
    check(
        'no way into the container, but the answer outside names the missing module',
        { requests: [{ title: 'GET /', outside: red("ModuleNotFoundError: No module named 'tiktoken'") }], reachedContainer: 'no' },
        ['import-error'],
    );
    check('nothing but a red address', { requests: [{ title: 'GET /', outside: gateway }], reachedContainer: 'no' }, 'cannot-tell');
    check(
        'no answer from outside may be this machine',
        { ...good, requests: [{ title: 'GET /', outside: none('ENOTFOUND'), inside: ok }] },
        'cannot-tell',
        ['platform-path'],
    );
    check(
        'an import error of yesterday in the log does not explain a credential error of today',
        {
            ...good,
            requests: [health, chat(red('ClientAuthenticationError: no token', 502))],
            identity: badClient,
            absent: [{ name: 'tiktoken', where: 'faults.py:3' }],
            logLines: ["ModuleNotFoundError: No module named 'tiktoken'", 'ERROR ClientAuthenticationError: no token'],
        },
        ['identity-not-assigned'],
    );
    check(
        'an old import error is not the reason of a silent failure after a newer error',
        {
            ...good,
            requests: [health, chat(red('Internal Server Error'))],
            absent: [{ name: 'tiktoken', where: 'a.py:1' }],
            logLines: ["ModuleNotFoundError: No module named 'tiktoken'", 'ValueError: bad row'],
        },
        'cannot-tell',
    );
    check('a module that is not installed but never missed', { ...good, absent: [{ name: 'tiktoken', where: 'faults.py:3' }] }, 'healthy');
    check('an unassigned identity that nothing uses', { ...good, identity: badClient }, 'healthy');
    check(
        'an import error in a log although the module is there now',
        { ...good, requests: [health, chat(red('Internal Server Error'))], logLines: ["ModuleNotFoundError: No module named 'fastapi'"] },
        'cannot-tell',
        ['import-error'],
    );
    check('an app on another port that visitors reach all the same', { ...good, configuredPort: 80 }, 'healthy');
    check('4xx answers are answers', { ...good, requests: [{ title: 'GET /', outside: red('', 404), inside: red('', 404) }] }, 'healthy');
    check(
        'where no name resolves at all, an unknown resource proves nothing',
        {
            ...good,
            requests: [health, chat(red('Connection error', 502))],
            names: { 'shop.openai.azure.com': 'no-such-name', 'login.microsoftonline.com': 'no-such-name' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'none' },
        },
        'cannot-tell',
        ['endpoint-wrong'],
    );
});

describe('What the verdict shows', () => {
    it('is masked, wherever the container hid the secret', () => {
        const verdict = decideVerdict({
            ...good,
            requests: [health, chat(red("ModuleNotFoundError: No module named 'x' https://me:hunter22@host/?sig=abcdefgh"))],
        });
        const text = JSON.stringify(verdict);
        assert.ok(!text.includes('hunter22') && !text.includes('abcdefgh'), text);
    });
    it('lists what was ruled out', () => {
        const { eliminated } = decideVerdict({ ...good, requests: [health, chat(red('Internal Server Error'))] });
        assert.deepEqual(
            eliminated.map((one) => one.layer),
            ['network', 'identity', 'model'],
        );
    });
});
