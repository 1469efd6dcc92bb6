import assert from 'node:assert/strict';
import { decideVerdict } from '../../../../src/core/diagnose/verdict';
import type { Cause } from '../../../../src/core/diagnose/verdictFinding';
import type { Probes, RequestOutcome } from '../../../../src/core/diagnose/verdictProbes';
import { badClient, chat, check, good, health, none, red } from './verdictProbes';

const host = 'shop.openai.azure.com';
const answer = (body: string, status: number, auth: 'key' | 'system' | 'none' = 'system') => ({ ...red(body, status), auth });

/** What is wrong beside the failing request, with what it is called when the request says no word of why. */
const besides: readonly (readonly [Cause, Partial<Probes>])[] = [
    ['identity-no-role', { modelAnswer: answer('PermissionDenied: lacks the required', 401) }],
    ['model-down', { modelAnswer: answer('oops', 503) }],
    ['model-throttled', { modelAnswer: answer('quota', 429) }],
    ['model-not-found', { modelAnswer: answer('DeploymentNotFound', 404) }],
    ['endpoint-unreachable', { modelAnswer: { ...none('Connection timed out'), auth: 'system' } }],
    [
        'certificate',
        {
            modelAnswer: { ...none('SSL certificate problem'), auth: 'system' },
            certificates: { [host]: { outcome: 'refused', text: 'self-signed certificate' } },
        },
    ],
    [
        'endpoint-wrong',
        {
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
            names: { [host]: 'no-such-name', 'login.microsoftonline.com': 'ok' },
        },
    ],
    [
        'resolver-down',
        {
            modelAnswer: { ...none('Could not resolve host'), auth: 'system' },
            names: { [host]: 'no-answer', 'login.microsoftonline.com': 'no-answer' },
        },
    ],
    ['identity-not-assigned', { identity: badClient }],
    [
        'identity-missing',
        {
            identity: { endpoint: 'set', usesKey: 'no', system: { ...red('x', 400), token: 'no' } },
            assigned: [],
            modelAnswer: answer('Access denied', 401, 'none'),
        },
    ],
    [
        'key-refused',
        { identity: { endpoint: 'set', usesKey: 'yes' }, modelAnswer: answer('Access denied due to invalid subscription key', 401, 'key') },
    ],
    ['disk-full', { disks: [{ path: '/home', totalKiB: 1e6, freeKiB: 0 }] }],
];
const harmless: readonly Partial<Probes>[] = [
    { memory: { oomKills: 4 } },
    { absent: [{ name: 'tiktoken', where: 'app.py:1' }] },
    { clockSkewSeconds: 900 },
    { platform: { restarts: 9, state: 'Running' } },
];

const keyVault =
    "(Forbidden) The user, group or application 'appid=1;oid=2' does not have secrets get permission on key vault 'kv-shop;location=westeurope'.";

/** Reasons in somebody's own words, and refusals by other services of Azure. */
const reasons: readonly RequestOutcome[] = [
    red(`azure.core.exceptions.HttpResponseError: ${keyVault}`),
    red(`{"error":{"code":"Forbidden","message":"${keyVault}"}}`),
    red(`Azure.RequestFailedException: ${keyVault} Status: 403 (Forbidden)`),
    red("azure.core.exceptions.HttpResponseError: Operation returned an invalid status 'Forbidden'"),
    red('azure.core.exceptions.ClientAuthenticationError: (Unauthorized) AKV10032: Invalid issuer.'),
    red('ClientAuthenticationError: (Unauthorized) Request is missing a Bearer or PoP token.'),
    red('azure.core.exceptions.ResourceNotFoundError: (SecretNotFound) A secret with (name/id) db was not found in this key vault.'),
    red('azure.core.exceptions.ServiceRequestError: Cannot connect to host kv-shop.vault.azure.net:443 ssl:default'),
    red('RestError: Caller is not authorized to perform action Microsoft.KeyVault/vaults/secrets/getSecret/action on resource.'),
    red('azure.core.exceptions.HttpResponseError: This request is not authorized. ErrorCode:AuthorizationPermissionMismatch'),
    red('Caller is not authorized to perform action on resource.', 403),
    red('{"error":"Forbidden"}', 403),
    red('Forbidden'),
    red('{"message":"Database is not reachable"}', 503),
    red('{"error":"payment declined"}', 402),
    red('{"error":"not found"}', 404),
    red('{"detail":"Not authenticated"}', 401),
    red('Too many requests', 429),
    red('Timed out waiting for the search index', 504),
    red('Cache server said 401'),
    red('Partner answered 403', 502),
    red('Quota exceeded for this customer'),
    red('The certificate of the print server has expired'),
    red('No such host: erp.internal', 502),
    red('Model Y is out of stock'),
    red('Deployment frozen until Monday', 503),
    red('{"code":"E_VALIDATION","message":"age must be a number"}', 422),
    red('panic: runtime error: index out of range [3] with length 3'),
    red('Traceback (most recent call last): File "/app/main.py", line 401, in chat'),
    red('Interner Fehler: das Lager antwortet nicht'),
];

describe('The verdict on an answer with a reason that is not of the model', () => {
    for (const outcome of reasons) {
        it(`blames nothing that is wrong besides: ${outcome.body.slice(0, 90)}`, () => {
            for (const facts of [...besides.map(([, wrong]) => wrong), ...harmless]) {
                const { kind, causes } = decideVerdict({ ...good, ...facts, requests: [health, chat(outcome)] });
                assert.deepEqual([kind, causes.map(({ cause }) => cause)], ['cannot-tell', []], JSON.stringify(facts));
            }
        });
    }
});

describe('The verdict on an answer without a reason', () => {
    for (const [cause, facts] of besides) {
        it(`names by elimination the one thing that is wrong, and is not sure of it: ${cause}`, () => {
            const { causes } = decideVerdict({ ...good, ...facts, requests: [health, chat(red('Internal Server Error'))] });
            assert.deepEqual(
                causes.map((one) => [one.cause, one.confidence]),
                [[cause, 'likely']],
            );
        });
    }
    const home = (body: string) => ({ title: 'GET /', outside: red(body), inside: red(body) });
    check(
        'a page that need not call the model, while the identity has no role',
        { ...good, requests: [home('Internal Server Error')], modelAnswer: answer('PermissionDenied: lacks the required', 401) },
        'cannot-tell',
        ['identity-no-role'],
    );
    check(
        'the same page, which says that it does',
        {
            ...good,
            requests: [home('openai.AuthenticationError: Error code: 401')],
            modelAnswer: answer('PermissionDenied: lacks the required', 401),
        },
        ['identity-no-role'],
    );
});

describe('The verdict on a secret of a key vault', () => {
    const noToken = chat(
        red(
            'ClientAuthenticationError: DefaultAzureCredential failed to retrieve a token from the included credentials: https://kv-shop.vault.azure.net',
        ),
    );
    check('for which no token came, because the identity is not assigned', { ...good, requests: [health, noToken], identity: badClient }, [
        'identity-not-assigned',
    ]);
    check(
        'that was refused to an identity, while another one is not assigned',
        { ...good, requests: [health, chat(red(`azure.core.exceptions.HttpResponseError: ${keyVault}`))], identity: badClient },
        'cannot-tell',
        ['identity-not-assigned'],
    );
});

describe("The verdict on the errors of Azure's own clients, when they speak of the model", () => {
    const cases: readonly (readonly [string, string, Partial<Probes>, Cause])[] = [
        [
            'a role',
            'azure.core.exceptions.HttpResponseError: (PermissionDenied) The principal lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
            { modelAnswer: answer('PermissionDenied: lacks the required', 401) },
            'identity-no-role',
        ],
        [
            'a deployment',
            'azure.core.exceptions.ResourceNotFoundError: (DeploymentNotFound) The API deployment for this resource does not exist.',
            { modelAnswer: answer('DeploymentNotFound', 404) },
            'model-not-found',
        ],
        [
            'a host',
            `azure.core.exceptions.ServiceRequestError: Cannot connect to host ${host}:443 ssl:default`,
            { modelAnswer: { ...none('Connection timed out'), auth: 'system' } },
            'endpoint-unreachable',
        ],
        [
            'a deployment in JavaScript',
            'RestError: The API deployment for this resource does not exist. openai',
            { modelAnswer: answer('DeploymentNotFound', 404) },
            'model-not-found',
        ],
        [
            'a call that hangs',
            'The request timed out',
            { modelAnswer: { ...none('Connection timed out'), auth: 'system' } },
            'endpoint-unreachable',
        ],
    ];
    for (const [title, body, facts, cause] of cases) {
        check(title, { ...good, ...facts, requests: [health, chat(red(body, 502))] }, [cause]);
    }
});
