import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideVerdict } from '../../../../src/core/diagnose/verdict';
import type { Cause } from '../../../../src/core/diagnose/verdictFinding';
import type { Probes } from '../../../../src/core/diagnose/verdictProbes';
import { badClient, chat, check, gateway, good, health, none, ok, red } from './verdictProbes';

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
    const unchosen: Partial<Probes> = {
        requests: [health, chat(red('ClientAuthenticationError: the managed identity gave no token', 502))],
        identity: { endpoint: 'set', usesKey: 'no', system: { ...red('Unable to load the proper Managed Identity.', 400), token: 'no' } },
        modelAnswer: { ...red('Access denied', 401), auth: 'none' },
    };
    check('an app without any identity of its own', { ...good, ...unchosen, assigned: [] }, ['identity-missing']);
    check(
        'an app whose only identity is not the one of the system, and is not named',
        { ...good, ...unchosen, assigned: [{ name: 'shop-id', clientId: '1111' }] },
        ['identity-not-chosen'],
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
    const unreached = { requests: [{ title: 'GET /', outside: gateway }], reachedContainer: 'no' as const, configuredPort: 8000 };
    check(
        'no way into the container, but its log says that it listens elsewhere',
        {
            ...unreached,
            platform: {
                logLines: ['2026-11-28T10:00:00Z INFO listening on port 9999, fault mode off', 'Container did not respond to HTTP pings'],
            },
        },
        ['port-mismatch'],
    );
    check(
        'the same, of an app that then ended by an error',
        { ...unreached, platform: { logLines: ['INFO listening on port 9999', 'ValueError: bad row'] } },
        'cannot-tell',
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

describe('The verdict is not led astray', () => {
    const other = chat(red('ValueError: bad row'));
    check(
        'by an old kill for memory, when the app answers by itself',
        { ...good, requests: [health, chat(red('Internal Server Error'))], memory: { oomKills: 1 } },
        'cannot-tell',
        ['out-of-memory'],
    );
    check(
        'by restarts of last month',
        {
            ...good,
            requests: [health, chat(red('Internal Server Error'))],
            platform: { restarts: 5 },
            processes: [{ pid: 1, parent: 0, ageSeconds: 90_000, name: 'python3' }],
        },
        'cannot-tell',
        ['crash-loop'],
    );
    check(
        'by a key that some dictionary lacks',
        { ...good, requests: [health, chat(red("KeyError: 'EUR'"))], variables: [{ name: 'PORT', where: 'app.py:3' }] },
        'cannot-tell',
        ['setting-missing'],
    );
    check(
        'but by a key that the sources read from the environment',
        { ...good, requests: [health, chat(red("KeyError: 'EUR'"))], variables: [{ name: 'EUR', where: 'app.py:3' }] },
        ['setting-missing'],
    );
    check(
        'by a code that looks like a variable',
        { ...good, requests: [health, chat(red('RESOURCE_NOT_FOUND not found'))] },
        'cannot-tell',
    );
    check(
        'by an identity that is not assigned, when the answer names another error',
        { ...good, requests: [health, other], identity: badClient },
        'cannot-tell',
        ['identity-not-assigned'],
    );
    check(
        'by a model that refuses, when the answer names another error',
        { ...good, requests: [health, other], modelAnswer: { ...red('PermissionDenied', 401), auth: 'system' } },
        'cannot-tell',
        ['identity-no-role'],
    );
    check('by a clock, when nothing speaks of time', { ...good, requests: [health, other], clockSkewSeconds: 400 }, 'cannot-tell', [
        'clock-skew',
    ]);
    check(
        'by a name that has no answer now: that is not a name that does not exist',
        {
            ...good,
            requests: [health, chat(red('APIConnectionError: Connection error.', 502))],
            names: { 'shop.openai.azure.com': 'no-answer', 'login.microsoftonline.com': 'ok' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        },
        ['name-unknown'],
    );
    check(
        'by an app that fails now and then: its own words outside are no front end',
        { ...good, requests: [health, { title: 'POST /chat', outside: red('{"detail":"try again"}', 502), inside: ok }] },
        'cannot-tell',
        ['platform-path'],
    );
    check(
        'by a worker that need not listen',
        { requests: [{ title: 'GET /' }], reachedContainer: 'yes', listeners: [], environment: {} },
        'cannot-tell',
        ['not-listening'],
    );
    check(
        'by checks that did not end',
        { requests: [{ title: 'GET /' }, { title: 'POST /chat' }], reachedContainer: 'yes' },
        'cannot-tell',
    );
    check(
        'a request that is refused inside and outside is not as it should be',
        { ...good, requests: [health, chat(red('Method Not Allowed', 405))] },
        'cannot-tell',
    );
    check(
        'a refusal that says why',
        { ...good, requests: [health, chat(red('ClientAuthenticationError: no token', 401))], identity: badClient },
        ['identity-not-assigned'],
    );
    check(
        'access restrictions in front of a healthy app',
        {
            ...good,
            requests: [health, { title: 'POST /chat', outside: red('<h1>Ip Forbidden</h1>', 403), inside: ok }].map((one) => ({
                ...one,
                outside: red('<h1>Ip Forbidden</h1>', 403),
            })),
        },
        ['platform-path'],
    );
    check(
        'a name that an installed package does not have is no missing package',
        { ...good, requests: [health, chat(red("ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/usr/lib/x.py)"))] },
        ['import-incompatible'],
    );
    it('offers no package for a part of one that is there', () => {
        const { causes } = decideVerdict({ ...good, requests: [health, chat(red("ModuleNotFoundError: No module named 'shop.models'"))] });
        assert.deepEqual([causes[0]?.facts.module, causes[0]?.next.map(({ kind }) => kind)], ['shop.models', ['show-logs']]);
    });
    it("names Node's manifest where none was found", () => {
        const { manifest: _, ...nowhere } = node;
        const { causes } = decideVerdict({ ...nowhere, requests: [health, chat(red("Error: Cannot find module 'left-pad'"))] });
        assert.equal(causes[0]?.facts.manifest, 'package.json');
    });
});

/** What is wrong, each with the cause that is to be named for it alone. */
const faults: readonly (readonly [Cause, Partial<Probes>])[] = [
    ['identity-not-assigned', { requests: [health, chat(red('ClientAuthenticationError: failed', 502))], identity: badClient }],
    [
        'endpoint-wrong',
        {
            requests: [health, chat(red('APIConnectionError: Connection error.', 502))],
            names: { 'shop.openai.azure.com': 'no-such-name', 'login.microsoftonline.com': 'ok' },
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        },
    ],
    [
        'import-error',
        {
            requests: [health, chat(red("ModuleNotFoundError: No module named 'tiktoken'"))],
            absent: [{ name: 'tiktoken', where: 'app.py:3' }],
        },
    ],
    ['setting-missing', { requests: [health, chat(red('STRIPE_KEY is not set'))] }],
    ['latency-in-app', { appLatenciesMs: [4600, 4700, 4800] }],
    [
        'port-mismatch',
        {
            requests: [{ title: 'GET /health', outside: gateway, inside: ok }],
            listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
            appPort: 9999,
        },
    ],
    [
        'loopback-only',
        {
            requests: [{ title: 'GET /', outside: gateway, inside: ok }],
            listeners: [{ port: 8000, scope: 'loopback', process: 'python3' }],
        },
    ],
    ['platform-path', { requests: [{ title: 'GET /health', outside: gateway, inside: ok }] }],
    [
        'identity-no-role',
        {
            requests: [health, chat(red('APIStatusError: HTTP 401', 502))],
            modelAnswer: { ...red('PermissionDenied', 401), auth: 'system' },
        },
    ],
    [
        'model-throttled',
        { requests: [health, chat(red('RateLimitError: HTTP 429', 502))], modelAnswer: { ...red('', 429), auth: 'system' } },
    ],
    [
        'disk-full',
        {
            requests: [health, chat(red('OSError: [Errno 28] No space left on device'))],
            disks: [{ path: '/home', totalKiB: 1e6, freeKiB: 0 }],
        },
    ],
];

/** What may be seen beside a fault and explains nothing. */
const circumstances: readonly Partial<Probes>[] = [
    { memory: { limitBytes: 2 ** 30, usedBytes: 2 ** 28, oomKills: 2 } },
    { platform: { restarts: 9, state: 'Running' }, processes: [{ pid: 1, parent: 0, ageSeconds: 100_000, name: 'python3' }] },
    { absent: [{ name: 'pytest', where: 'conftest.py:1' }] },
    { clockSkewSeconds: 500 },
    {
        logLines: [
            "ModuleNotFoundError: No module named 'pytest'",
            "KeyError: 'OLD_KEY'",
            'Worker (pid:9) was sent SIGKILL! Perhaps out of memory?',
        ],
    },
    { certificates: { 'login.microsoftonline.com': { outcome: 'unknown', text: 'timed out' } } },
];
const someCircumstances = fc.subarray([...circumstances]).map((few) => Object.assign({}, ...few) as Partial<Probes>);

describe('The verdict, whatever else is seen', function () {
    this.timeout(20_000);

    it('names the fault, and nothing certain beside it', () => {
        fc.assert(
            fc.property(fc.constantFrom(...faults), someCircumstances, ([cause, fault], noise) => {
                const { causes } = decideVerdict({ ...good, ...noise, ...fault });
                assert.deepEqual(
                    [causes[0]?.cause, causes.slice(1).filter(({ confidence }) => confidence === 'certain').length],
                    [cause, 0],
                );
            }),
            { numRuns: 1000, seed: 8 },
        );
    });

    it('names nothing when the answer names an error of another kind', () => {
        fc.assert(
            fc.property(
                someCircumstances,
                fc.constantFrom('ValueError: bad row', 'TypeError: x is not a function', "KeyError: 'EUR'"),
                (noise, words) => {
                    const verdict = decideVerdict({ ...good, variables: [], ...noise, requests: [health, chat(red(words))] });
                    assert.equal(verdict.kind, 'cannot-tell', JSON.stringify(verdict.causes));
                },
            ),
            { numRuns: 1000, seed: 8 },
        );
    });

    it('is healthy only when something answered and nothing failed', () => {
        const outcome = fc.option(fc.constantFrom(ok, red('', 404), red('', 500), gateway, none('refused')), { nil: undefined });
        const request = fc.record({ title: fc.constant('GET /'), outside: outcome, inside: outcome }).map(({ title, outside, inside }) => ({
            title,
            ...(outside === undefined ? {} : { outside }),
            ...(inside === undefined ? {} : { inside }),
        }));
        fc.assert(
            fc.property(
                fc.array(request, { minLength: 1, maxLength: 3 }),
                someCircumstances,
                fc.constantFrom('yes' as const, 'no' as const),
                (requests, noise, reachedContainer) => {
                    const { kind } = decideVerdict({ ...good, ...noise, requests, reachedContainer });
                    const outcomes = requests.flatMap(({ outside, inside }) => [outside, inside].filter((one) => one !== undefined));
                    const fails =
                        outcomes.some(({ status }) => status === 0 || status >= 500) ||
                        requests.slice(1).some(({ outside, inside }) => outside?.status === 404 || inside?.status === 404);
                    assert.ok(kind !== 'healthy' || (outcomes.length > 0 && !fails), JSON.stringify(requests));
                },
            ),
            { numRuns: 2000, seed: 8 },
        );
    });

    it('names no other cause because something was not found out', () => {
        const optional = Object.keys(good).filter((key) => key !== 'requests' && key !== 'reachedContainer');
        fc.assert(
            fc.property(fc.constantFrom(...faults), fc.subarray(optional), ([cause, fault], forgotten) => {
                const known = Object.fromEntries(
                    Object.entries({ ...good, ...fault }).filter(([key]) => !forgotten.includes(key)),
                ) as unknown as Probes;
                const wrong = decideVerdict(known).causes.filter((one) => one.cause !== cause);
                assert.deepEqual(wrong, []);
            }),
            { numRuns: 3000, seed: 8 },
        );
    });
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
