import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideVerdict } from '../../../../src/core/diagnose/verdict';
import type { Cause } from '../../../../src/core/diagnose/verdictFinding';
import type { Probes, RequestOutcome } from '../../../../src/core/diagnose/verdictProbes';
import { badClient, chat, check, gateway, good as plain, health, none, ok, red } from './verdictProbes';

const nginx = red('<html><head><title>502 Bad Gateway</title></head><body><center>nginx/1.24.0</center></body></html>', 502);
const host = 'shop.openai.azure.com';
/** The app of the other tests, behind gunicorn, with a disk that was tried and no variable that its code demands. */
const good: Probes = {
    ...plain,
    listeners: [
        { port: 2222, scope: 'any', process: 'sshd' },
        { port: 8000, scope: 'any', process: 'gunicorn' },
    ],
    variables: [],
    canWrite: 'yes',
};
const answer = (body: string, status: number, auth: 'key' | 'client' | 'system' = 'system') => ({ ...red(body, status), auth });

describe('The verdict on a revision that is not ready, while the one before serves', () => {
    const platform = { state: 'Degraded', lastError: '0/1 replicas ready', serving: 'shop--one' };
    const silent = { title: 'GET /health', outside: ok, inside: none('Connection refused') };
    const { appPort: _, ...unheard } = good;
    check(
        'on another port',
        { ...good, platform, listeners: [{ port: 9999, scope: 'any', process: 'python3' }], appPort: 9999, portIn: 'target-port' },
        ['port-mismatch'],
    );
    check(
        'that ended over an import',
        {
            ...unheard,
            platform: { ...platform, logLines: ["ModuleNotFoundError: No module named 'tiktoken'"] },
            requests: [silent],
            listeners: [],
            absent: [{ name: 'tiktoken', where: 'app.py:3' }],
        },
        ['import-error'],
    );
    it('tells which one visitors get, whatever the cause', () =>
        assert.deepEqual(
            decideVerdict({ ...good, platform }).symptoms.map(({ quoted }) => quoted),
            ['shop--one'],
        ));
    check('where nothing says why', { ...good, platform }, ['revision-not-ready']);
    check(
        'is no word on the path to it: the answers outside are of another revision',
        { ...good, platform, requests: [{ ...health, outside: gateway }, chat(ok)] },
        ['revision-not-ready'],
    );
});

describe('The verdict on memory', () => {
    const killed = ['[CRITICAL] WORKER TIMEOUT (pid:8)', 'Worker (pid:9) was sent SIGKILL! Perhaps out of memory?'];
    check(
        'a worker that is killed while it answers, under a master that lives',
        { ...good, requests: [health, chat(none('Empty reply from server'))], memory: { oomKills: 3 }, logLines: killed },
        ['out-of-memory'],
    );
    check(
        'the same, when the last worker ended by another signal',
        {
            ...good,
            requests: [health, chat(none('Empty reply from server'))],
            memory: { oomKills: 3 },
            logLines: [...killed, 'Worker (pid:12) was sent SIGSEGV!'],
        },
        'cannot-tell',
        ['out-of-memory'],
    );
    check(
        'kills of yesterday, and a server in front of the app that gets no answer from it today',
        { ...good, requests: [{ title: 'GET /health', outside: nginx, inside: nginx }], memory: { oomKills: 2 } },
        'cannot-tell',
        ['out-of-memory'],
    );
    check(
        'kills of yesterday, and an app that hangs today',
        { ...good, requests: [{ title: 'GET /health', outside: gateway, inside: none('Operation timed out') }], memory: { oomKills: 2 } },
        'cannot-tell',
        ['out-of-memory'],
    );
    check(
        'kills of yesterday, and an app that answers visitors but not at 127.0.0.1',
        {
            ...good,
            requests: [{ title: 'GET /health', outside: ok, inside: none('Connection refused') }],
            listeners: [{ port: 8000, scope: 'one', process: 'python3' }],
            memory: { oomKills: 2 },
        },
        'healthy',
    );
});

describe('The verdict on addresses', () => {
    check(
        'an app that listens by IPv6 only',
        {
            ...good,
            requests: [{ title: 'GET /health', outside: gateway, inside: none('Connection refused') }],
            insideSix: ok,
        },
        ['ipv6-only'],
    );
    check(
        'an app by IPv6 only that visitors reach all the same',
        { ...good, requests: [{ title: 'GET /health', outside: ok, inside: none('Connection refused') }], insideSix: ok },
        'healthy',
        [],
    );
    check(
        'a proxy on the right port answers 502, because the app behind it listens by IPv6 only',
        {
            ...good,
            requests: [{ title: 'GET /health', outside: nginx, inside: nginx }],
            listeners: [
                { port: 8000, scope: 'any', process: 'nginx' },
                { port: 3000, scope: 'loopback', process: 'node' },
            ],
        },
        'cannot-tell',
        [],
    );
    check(
        'the same, with a model that refuses the identity: what never ran did not fail at it',
        {
            ...good,
            requests: [{ title: 'GET /health', outside: nginx, inside: nginx }],
            modelAnswer: answer('PermissionDenied', 401),
        },
        'cannot-tell',
        ['identity-no-role'],
    );
    check(
        'the right port, and 404 at the health path, inside and outside',
        { ...good, requests: [{ title: 'GET /', outside: red('Not Found', 404), inside: red('Not Found', 404) }] },
        'healthy',
    );
    check(
        'the right port, 404 at the health path inside, and a front end that takes it for ill',
        { ...good, requests: [{ title: 'GET /', outside: red('<h1>Service Unavailable</h1>', 503), inside: red('Not Found', 404) }] },
        'cannot-tell',
    );
    check(
        'the same, started again by the probe until it was counted as a loop',
        {
            ...good,
            requests: [{ title: 'GET /', outside: red('<h1>Service Unavailable</h1>', 503), inside: red('Not Found', 404) }],
            platform: { restarts: 9, state: 'Running' },
            processes: [{ pid: 1, parent: 0, ageSeconds: 40, name: 'python3' }],
        },
        'cannot-tell',
        ['crash-loop'],
    );
    check(
        'an address at which the front end knows no app',
        {
            ...good,
            requests: [
                { title: 'GET /', outside: red('<h1>404 Web Site not found.</h1>', 404), inside: ok },
                { title: 'GET /chat', outside: red('<h1>404 Web Site not found.</h1>', 404), inside: ok },
            ],
        },
        ['platform-path'],
    );
});

describe('The verdict on the disk', () => {
    const readOnly = chat(red("OSError: [Errno 30] Read-only file system: '/app/cache/index.db'"));
    check('a folder that cannot be written', { ...good, requests: [health, readOnly] }, ['disk-read-only']);
    check(
        'a folder that cannot be written beside a disk that is full: the error is that of the first',
        { ...good, requests: [health, readOnly], disks: [{ path: '/home', totalKiB: 1e6, freeKiB: 0 }] },
        ['disk-read-only'],
        ['disk-full'],
    );
    check('a read-only disk that nobody misses', { ...good, canWrite: 'no' }, 'healthy');
    check(
        'a read-only disk, and an app that fails without a word',
        { ...good, requests: [health, chat(red('Internal Server Error'))], canWrite: 'no' },
        'cannot-tell',
    );
    check(
        'no space for watchers of files is no full disk',
        { ...good, requests: [health, chat(red('Error: ENOSPC: System limit for number of file watchers reached'))] },
        'cannot-tell',
    );
});

describe('The verdict on names', () => {
    const slowNames = { [host]: 5200, 'login.microsoftonline.com': 5100 };
    check(
        'an app and a model that both wait for the resolver',
        { ...good, nameDurationsMs: slowNames, modelLatenciesMs: [5900, 6000, 6100], appLatenciesMs: [6500, 6600, 6700] },
        ['name-slow'],
    );
    check(
        'a model that cannot be asked because its name takes too long',
        {
            ...good,
            requests: [health, chat(red('APITimeoutError: Request timed out.', 504))],
            nameDurationsMs: { [host]: 15_000 },
            modelAnswer: { ...none('Resolving timed out after 10002 milliseconds'), auth: 'system' },
        },
        ['name-slow'],
    );
    check(
        'a resolver that failed once, and answered when it was asked for itself',
        {
            ...good,
            requests: [health, chat(red('APIConnectionError: Connection error.', 502))],
            modelAnswer: { ...none('Temporary failure in name resolution'), auth: 'system' },
        },
        'cannot-tell',
        ['endpoint-unreachable'],
    );
    check('a slow resolver, and an app that is quick all the same', { ...good, nameDurationsMs: slowNames }, 'healthy');
});

describe('The verdict on the model', () => {
    const noDeployment = answer(
        '{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}',
        404,
    );
    const failing = { ...good, requests: [health, chat(red('openai.NotFoundError: Error code: 404', 502))] };
    it('names the variable that the app takes the name of the deployment from', () => {
        const environment = { AZURE_OPENAI_ENDPOINT: `https://${host}`, AZURE_OPENAI_DEPLOYMENT: 'gpt-5' };
        const { causes } = decideVerdict({ ...failing, environment, model: 'gpt-5', modelAnswer: noDeployment });
        assert.deepEqual(causes[0]?.next, [{ kind: 'edit-setting', name: 'AZURE_OPENAI_DEPLOYMENT' }]);
        assert.equal(causes[0].facts.setting, 'AZURE_OPENAI_DEPLOYMENT');
    });
    check(
        'a path that is not found because no deployment is named in the settings',
        (({ model: _, ...rest }: Probes) => ({
            ...rest,
            modelAnswer: answer('{"error":{"code":"404","message":"Resource not found"}}', 404),
        }))(failing),
        'cannot-tell',
    );
    check(
        'a path that is not found under an endpoint that has one of its own',
        {
            ...failing,
            endpoint: 'https://gate.contoso.example/models',
            endpointHost: 'gate.contoso.example',
            names: { 'gate.contoso.example': 'ok' },
            modelAnswer: answer('Resource not found', 404),
        },
        'cannot-tell',
        ['endpoint-wrong'],
    );
    check(
        'too many requests now, and an app that says so',
        {
            ...good,
            requests: [health, chat(red('openai.RateLimitError: Error code: 429', 502))],
            modelAnswer: answer('Requests have exceeded token rate limit', 429),
        },
        ['model-throttled'],
    );
    check(
        'too many requests then, and a model that answers now',
        { ...good, requests: [health, chat(red('openai.RateLimitError: Error code: 429', 502))] },
        'cannot-tell',
        ['model-throttled'],
    );
    check(
        'a model behind a firewall: no role would help',
        {
            ...good,
            requests: [health, chat(red('openai.PermissionDeniedError: Error code: 403', 502))],
            modelAnswer: answer('{"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}', 403),
        },
        ['model-network-refused'],
    );
    check(
        'a model with a private endpoint alone',
        {
            ...good,
            requests: [health, chat(red('openai.PermissionDeniedError: Error code: 403', 502))],
            modelAnswer: answer('Public access is disabled. Please configure private endpoint.', 403, 'key'),
        },
        ['model-network-refused'],
    );
    check(
        'a model that takes no keys: another key would not help',
        {
            ...good,
            requests: [health, chat(red('openai.PermissionDeniedError: Error code: 403', 502))],
            modelAnswer: answer(
                '{"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}}',
                403,
                'key',
            ),
        },
        ['keys-disabled'],
    );
    check(
        'a token that is taken for a key: the endpoint may be of a region, and no role is known to be missing',
        {
            ...good,
            requests: [health, chat(red('openai.AuthenticationError: Error code: 401', 502))],
            modelAnswer: answer('Access denied due to invalid subscription key or wrong API endpoint.', 401),
        },
        'cannot-tell',
        ['identity-no-role'],
    );
    const lacks = (action: string) =>
        chat(
            red(
                `APIStatusError: HTTP 401: {"error":{"code":"PermissionDenied","message":"The principal \`f2e0f5f8\` lacks the required data action \`${action}\` to perform this."}}`,
                502,
            ),
        );
    const complete = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action';
    const unasked = (({ modelAnswer: _, ...rest }: Probes) => rest)(good);
    check(
        'an app that says which right its identity lacks, while the check of the model came to nothing',
        { ...unasked, requests: [health, lacks(complete)] },
        ['identity-no-role'],
    );
    check(
        'the same, seen from outside only, with what the platform was told',
        {
            requests: [{ title: 'POST /chat', outside: lacks(complete).outside }],
            reachedContainer: 'no',
            environment: { AZURE_OPENAI_ENDPOINT: `https://${host}/` },
            environmentSource: 'settings',
        },
        ['identity-no-role'],
    );
    check(
        'the same, where no setting names a deployment, so that the check of the model led nowhere',
        (({ model: _, ...rest }: Probes) => ({
            ...rest,
            requests: [health, lacks(complete)],
            modelAnswer: answer('{"error":{"code":"404","message":"Resource not found"}}', 404),
        }))(good),
        ['identity-no-role'],
    );
    check(
        'the same, where the check of the model got no token',
        { ...good, requests: [health, lacks(complete)], modelAnswer: { ...red('Access denied', 401), auth: 'none' } },
        ['identity-no-role'],
    );
    check(
        'the same words about another service',
        { ...unasked, requests: [health, lacks('Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read')] },
        'cannot-tell',
    );
    check(
        'the same, while the model lets this identity in: the role may just have been given',
        { ...good, requests: [health, lacks(complete)] },
        'cannot-tell',
    );
    check(
        'a refusal by somebody else, while the model refuses too',
        {
            ...good,
            requests: [health, chat(red('httpx.HTTPStatusError: Client error 403 for url https://api.partner.example/rates'))],
            modelAnswer: answer('PermissionDenied', 401),
        },
        'cannot-tell',
        ['identity-no-role'],
    );
});

describe('The verdict on words that mean something else', () => {
    const refusing: Partial<Probes> = { modelAnswer: answer('PermissionDenied: lacks the required', 401) };
    const silent: Partial<Probes> = { modelAnswer: { ...none('Connection timed out'), auth: 'system' } };
    check(
        'a form that lacks a client_id, in an app whose identity is wrong besides',
        {
            ...good,
            requests: [health, chat(red('{"detail":[{"loc":["body","client_id"],"msg":"field required"}]}', 422))],
            identity: badClient,
        },
        'cannot-tell',
        ['identity-not-assigned'],
    );
    check(
        'a model of another kind, while the one in Azure refuses',
        { ...good, ...refusing, requests: [health, chat(red('sklearn.exceptions.NotFittedError: This model is not fitted yet.'))] },
        'cannot-tell',
        ['identity-no-role'],
    );
    check(
        "a file of a model's that is not there, while the one in Azure refuses",
        { ...good, ...refusing, requests: [health, chat(red('FileNotFoundError: model/weights.bin'))] },
        'cannot-tell',
        ['identity-no-role'],
    );
    check(
        'a database that does not answer in time, while the model does not either',
        { ...good, ...silent, requests: [health, chat(red('psycopg2.OperationalError: connection to server timed out'))] },
        'cannot-tell',
        ['endpoint-unreachable'],
    );
    check(
        'the same, told by the log alone',
        {
            ...good,
            ...silent,
            requests: [health, chat(red('Internal Server Error'))],
            logLines: ['psycopg2.OperationalError: connection to server timed out'],
        },
        'cannot-tell',
        ['endpoint-unreachable'],
    );
    check(
        'a database whose TLS ends, while the model does not answer',
        { ...good, ...silent, requests: [health, chat(red('psycopg2.OperationalError: SSL connection has been closed unexpectedly'))] },
        'cannot-tell',
        ['endpoint-unreachable'],
    );
    check(
        "an error class of the app's own, with the status that the model answers",
        { ...good, ...refusing, requests: [health, chat(red('AnswerError: upstream said 401'))] },
        ['identity-no-role'],
    );
    check(
        'a plain sentence about the model, and no error by name',
        { ...good, ...refusing, requests: [health, chat(red('The model could not be reached.', 502))] },
        ['identity-no-role'],
    );
});

/** Errors of something else, as their libraries word them. */
const foreign: readonly RequestOutcome[] = [
    red('ZeroDivisionError: division by zero'),
    red('redis.exceptions.ConnectionError: Error -2 connecting to cache.contoso.test:6379. Name or service not known.'),
    red('psycopg2.OperationalError: could not translate host name "db" to address: Temporary failure in name resolution'),
    red('Error: getaddrinfo ENOTFOUND db.internal'),
    red('Error: connect ECONNREFUSED 10.0.0.4:5432'),
    red('azure.core.exceptions.HttpResponseError: (AuthorizationPermissionMismatch) This request is not authorized. Status: 403'),
    red('azure.cosmos.exceptions.CosmosHttpResponseError: (Unauthorized) The input authorization token cannot serve it. Status code: 401'),
    red("pyodbc.InterfaceError: ('28000', Login failed for user '<token-identified principal>')"),
    red("KeyError: 'choices'"),
    red('requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.partner.example/v1'),
    red('stripe.error.AuthenticationError: No API key provided'),
    red('elasticsearch.NotFoundError: index_not_found_exception'),
    red('asyncio.TimeoutError'),
    red("TypeError: Cannot read properties of undefined (reading 'id')"),
    red('smtplib.SMTPServerDisconnected: Connection unexpectedly closed'),
    red('ssl.SSLCertVerificationError: certificate verify failed: self-signed certificate in certificate chain'),
    red('slowapi.errors.RateLimitExceeded: 5 per 1 minute', 429),
];
/** What may be wrong besides, without a part in it. */
const besides: readonly Partial<Probes>[] = [
    { modelAnswer: answer('PermissionDenied: lacks the required', 401) },
    { modelAnswer: answer('oops', 503) },
    { modelAnswer: answer('quota', 429) },
    { modelAnswer: answer('DeploymentNotFound', 404) },
    { modelAnswer: { ...none('Connection timed out'), auth: 'system' } },
    {
        modelAnswer: { ...none('SSL certificate problem'), auth: 'system' },
        certificates: { [host]: { outcome: 'refused', text: 'self-signed certificate' } },
    },
    {
        modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
        names: { [host]: 'no-such-name', 'login.microsoftonline.com': 'ok' },
    },
    { identity: badClient },
    { memory: { oomKills: 4 } },
    { disks: [{ path: '/home', totalKiB: 1e6, freeKiB: 0 }] },
    { absent: [{ name: 'tiktoken', where: 'app.py:1' }] },
    { clockSkewSeconds: 900 },
    { logLines: ["ModuleNotFoundError: No module named 'tiktoken'"] },
    { platform: { restarts: 9, state: 'Running' } },
];

describe('The verdict on an error of something else', () => {
    for (const outcome of foreign) {
        it(`blames nothing that is wrong besides: ${outcome.body.slice(0, 60)}`, () => {
            for (const facts of besides) {
                const { kind, causes } = decideVerdict({ ...good, ...facts, requests: [health, chat(outcome)] });
                assert.deepEqual([kind, causes.map(({ cause }) => cause)], ['cannot-tell', []], JSON.stringify(facts));
            }
        });
    }
});

describe('The verdict on certificates and clocks', () => {
    const expired = chat(red('openai.APIConnectionError: certificate verify failed: certificate has expired', 502));
    const refused: Partial<Probes> = {
        modelAnswer: { ...none('SSL certificate problem: certificate has expired'), auth: 'system' },
        certificates: { [host]: { outcome: 'refused', text: 'certificate has expired' } },
    };
    check('an expired certificate of the model', { ...good, ...refused, requests: [health, expired] }, ['certificate']);
    check(
        'an expired certificate, under a clock that is ten minutes wrong',
        { ...good, ...refused, requests: [health, expired], clockSkewSeconds: 600 },
        ['certificate'],
        ['clock-skew'],
    );
    check(
        'a clock that is a year ahead, to which every certificate has expired',
        { ...good, ...refused, requests: [health, expired], clockSkewSeconds: 31_000_000 },
        ['clock-skew'],
    );
    check(
        'an expired certificate, under a clock that is a year behind',
        { ...good, ...refused, requests: [health, expired], clockSkewSeconds: -31_000_000 },
        ['certificate'],
        ['clock-skew'],
    );
    check(
        'an expired certificate of somebody else, while the model refuses the identity',
        {
            ...good,
            requests: [
                health,
                chat(
                    red("requests.exceptions.SSLError: HTTPSConnectionPool(host='api.partner.example', port=443): certificate has expired"),
                ),
            ],
            modelAnswer: answer('PermissionDenied', 401),
        },
        'cannot-tell',
        ['identity-no-role'],
    );
    check(
        'a token that is not valid yet, by a clock that is behind',
        {
            ...good,
            requests: [health, chat(red('jwt.ImmatureSignatureError: The token is not yet valid (nbf)'))],
            clockSkewSeconds: -900,
        },
        ['clock-skew'],
    );
    check(
        'a token that is not valid yet, by a clock that is ahead',
        {
            ...good,
            requests: [health, chat(red('jwt.ImmatureSignatureError: The token is not yet valid (nbf)'))],
            clockSkewSeconds: 900,
        },
        'cannot-tell',
        ['clock-skew'],
    );
});

/** Faults of two requests, each named by the answer to its own. */
const faults: readonly (readonly [Cause, RequestOutcome, Partial<Probes>])[] = [
    ['identity-not-assigned', red('ClientAuthenticationError: failed', 502), { identity: badClient }],
    ['import-error', red("ModuleNotFoundError: No module named 'tiktoken'"), { absent: [{ name: 'tiktoken', where: 'app.py:3' }] }],
    ['setting-missing', red('STRIPE_KEY is not set'), {}],
    ['disk-full', red('OSError: [Errno 28] No space left on device'), { disks: [{ path: '/home', totalKiB: 1e6, freeKiB: 0 }] }],
    ['disk-read-only', red("OSError: [Errno 30] Read-only file system: '/data/x'"), {}],
    ['model-not-found', red('openai.NotFoundError: DeploymentNotFound', 502), { modelAnswer: answer('DeploymentNotFound', 404) }],
    ['identity-no-role', red('openai.PermissionDeniedError', 502), { modelAnswer: answer('PermissionDenied: lacks the required', 401) }],
];
const loopback: Partial<Probes> = { listeners: [{ port: 8000, scope: 'loopback', process: 'python3' }] };

describe('The verdict on two faults at once', () => {
    it('names one or both of them, and never a third', () => {
        const pairs = fc.tuple(fc.constantFrom(...faults), fc.constantFrom(...faults)).filter(([one, other]) => one[0] !== other[0]);
        fc.assert(
            fc.property(pairs, ([[one, oneBody, oneFacts], [other, otherBody, otherFacts]]) => {
                const { causes } = decideVerdict({
                    ...good,
                    ...otherFacts,
                    ...oneFacts,
                    requests: [health, chat(oneBody), chat(otherBody)],
                });
                const named = causes.map(({ cause }) => cause);
                assert.ok(named.includes(one) || named.includes(other), `${one}, ${other}: ${named.join()}`);
                assert.deepEqual(
                    named.filter((cause) => cause !== one && cause !== other),
                    [],
                );
            }),
            { numRuns: 500, seed: 8 },
        );
    });

    it('names both an address that nobody reaches and what fails behind it', () => {
        for (const [cause, body, facts] of faults) {
            const { causes } = decideVerdict({
                ...good,
                ...loopback,
                ...facts,
                requests: [
                    { title: 'GET /health', outside: gateway, inside: ok },
                    { title: 'POST /chat', outside: gateway, inside: body },
                ],
            });
            assert.deepEqual(causes.map((one) => one.cause).sort(), [cause, 'loopback-only'].sort());
        }
    });
});
