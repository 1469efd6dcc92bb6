import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderErrorsPage } from '../../../../scripts/errors/renderErrorsPage';
import { Failure, type Facts } from '../../../../src/base/failure';
import { azureErrorIds, azureErrors, startSymptoms, type AzureErrorId } from '../../../../src/core/diagnose/catalogue/azureErrors';
import { azureEvidence } from '../../../../src/core/diagnose/catalogue/azureEvidence';
import { explainAzureError, findAzureError } from '../../../../src/core/diagnose/explainAzureError';
import { explainStart } from '../../../../src/core/diagnose/explainStart';
import { parseServiceError } from '../../../../src/core/diagnose/serviceError';
import { failureText } from '../../../../src/views/failureText';
import { azureErrorWords } from '../../../../src/views/words/azureErrors';
import { bodyOf } from './catalogueBodies';

const root = path.resolve(__dirname, '../../../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    contributes: { commands: readonly { command: string }[] };
};
const declared = manifest.contributes.commands.map(({ command }) => command);

/** What the place that throws adds to what the answer says. */
const context: Facts = {
    server: 'r.azurecr.io',
    registry: 'r',
    repository: 'app',
    reason: 'It said so.',
    role: 'AcrPush',
    subscription: 'sub',
};
const startContext: Facts = { ...context, name: 'app', port: 8000, ip: '203.0.113.1', listening: 5000, role: 'AcrPull' };

/** The failure that a row's own quote becomes. */
function failureOf(id: AzureErrorId): Failure {
    const evidence = azureEvidence[id];
    if (evidence.shape === 'line') {
        const symptom = explainStart([evidence.quote], startSymptoms[id]?.registry === 'repository' ? { permissions: 'repository' } : {});
        assert.ok(symptom);
        return new Failure(symptom.code, { ...startContext, row: symptom.row, reason: symptom.line });
    }
    const { code, facts } = explainAzureError(parseServiceError(evidence.status ?? 400, bodyOf(evidence)));
    return new Failure(code, { ...context, ...facts });
}

describe('The catalogue of Azure’s errors', () => {
    for (const id of azureErrorIds) {
        it(`knows ${id} from its own quote, and tells it without a hole`, () => {
            const failure = failureOf(id);
            assert.equal(failure.facts.row, id);
            assert.equal(failure.code, (azureErrors[id] ?? startSymptoms[id])?.failure);
            const { what, why = '', next } = azureErrorWords[id];
            const holes = [...`${what} ${why} ${next}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
            assert.deepEqual(
                holes.filter((name) => (failure.facts[name] ?? '') === ''),
                [],
            );
            const text = failureText(failure);
            for (const sentence of [text.what, text.next]) {
                assert.match(sentence, /[.?!”]$/);
                assert.doesNotMatch(sentence, /[{}]/);
            }
        });
    }

    it('has at least 40 confirmed rows, each with a page or a recording', () => {
        const confirmed = azureErrorIds.filter((id) => azureEvidence[id].trust === 'confirmed');
        assert.ok(confirmed.length >= 40, String(confirmed.length));
        for (const id of confirmed) {
            assert.match(azureEvidence[id].source, /^(https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(issues|pull)\/\d+|recording:[\w.]+)$/, id);
        }
    });

    it('offers something for every row, and only commands that exist', () => {
        for (const id of azureErrorIds) {
            const remedies = failureText(failureOf(id)).remedies;
            assert.ok(remedies.length > 0 || ['forbidden', 'registry-locked'].includes(id), id);
            for (const remedy of remedies) {
                assert.ok(remedy.kind !== 'command' || declared.includes(remedy.command), `${id}: ${JSON.stringify(remedy)}`);
            }
        }
    });

    for (const [id, facts, command] of [
        ['provider-not-registered', { namespace: 'Microsoft.App' }, 'az provider register --namespace Microsoft.App --wait'],
        ['wrong-tenant', { tenant: '1-2' }, 'az login --tenant 1-2'],
        ['locked', { group: 'rg-1' }, 'az lock list --resource-group rg-1 --output table'],
        ['being-deleted', { group: 'rg-1' }, 'az group wait --name rg-1 --deleted'],
        ['subscription-not-found', {}, 'az account list --output table'],
        [
            'forbidden',
            { objectId: '1-2', groupId: '/subscriptions/s/resourceGroups/g' },
            'az role assignment create --role Contributor --assignee 1-2 --scope /subscriptions/s/resourceGroups/g',
        ],
        [
            'identity-not-assignable',
            { objectId: '1-2', scope: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i' },
            'az role assignment create --role "Managed Identity Operator" --assignee 1-2 --scope /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i',
        ],
        ['registry-firewall', { registry: 'r', ip: '203.0.113.1' }, 'az acr network-rule add --name r --ip-address 203.0.113.1'],
        [
            'registry-locked',
            { registry: 'r', repository: 'app' },
            'az acr repository update --name r --repository app --write-enabled true',
        ],
        ['start-registry-firewall', { registry: 'r' }, 'az acr update --name r --allow-trusted-services true'],
    ] as const) {
        it(`copies for ${id}: ${command.slice(0, 60)}…`, () => {
            const copied = azureErrorWords[id].remedies?.(facts).flatMap((remedy) => (remedy.kind === 'copy' ? [remedy.text] : []));
            assert.deepEqual(copied, [command]);
        });
    }

    it('registers with the subscription and the namespace that the refusal was about', () => {
        assert.deepEqual(failureText(failureOf('provider-not-registered')).remedies[0], {
            kind: 'command',
            title: 'Register',
            command: 'slipway.azure.registerProvider',
            args: [{ subscription: 'sub', namespace: 'Microsoft.ContainerRegistry' }],
        });
    });

    it('copies nothing into a shell that is not a plain word', () => {
        for (const id of azureErrorIds) {
            const evil = new Proxy<Facts>({}, { get: () => 'x; rm -rf ~ #' });
            const copied = azureErrorWords[id].remedies?.(evil).flatMap((remedy) => (remedy.kind === 'copy' ? [remedy.text] : [])) ?? [];
            assert.deepEqual(
                copied.filter((text) => text.includes('rm -rf')),
                [],
                id,
            );
        }
    });

    it('docs/errors.md is current (npm run errors)', () => {
        assert.equal(readFileSync(path.join(root, 'docs/errors.md'), 'utf8'), renderErrorsPage());
    });
});

describe('parseServiceError', () => {
    for (const [title, body, code, message] of [
        ['ARM’s shape', '{"error":{"code":"A","message":"m"}}', 'A', 'm'],
        [
            'Microsoft.Web’s shape with capital keys',
            '{"Code":"Conflict","Message":"There was a conflict.","Details":[{"ErrorEntity":{"Code":"B"}}]}',
            'Conflict',
            'There was a conflict.',
        ],
        [
            'a registry’s shape',
            '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
            'UNAUTHORIZED',
            'authentication required',
        ],
        ['a page', '<html><style>x{}</style><h1>502 Bad&nbsp;Gateway</h1></html>', '', '502 Bad&nbsp;Gateway'],
        ['nothing', '', '', ''],
        ['something else', '[1,2]', '', '[1,2]'],
    ] as const) {
        it(`reads ${title}`, () => {
            const error = parseServiceError(409, body);
            assert.deepEqual([error.code, error.message], [code, message]);
        });
    }
});

describe('explainAzureError', () => {
    for (const [status, code] of [
        [401, 'azure/token-refused'],
        [403, 'azure/forbidden'],
        [404, 'azure/not-found'],
        [409, 'azure/conflict'],
        [429, 'azure/throttled'],
        [400, 'azure/refused'],
        [503, 'azure/server-error'],
    ] as const) {
        it(`takes an unknown ${status} for ${code}, in no row`, () => {
            const { code: found, facts } = explainAzureError(parseServiceError(status, ''));
            assert.deepEqual([found, facts.row], [code, undefined]);
        });
    }

    it('claims no cause by a code that stands for many', () => {
        const of = (code: string, message: string, status = 409) => explainAzureError({ status, code, message, details: [] }).code;
        assert.equal(of('OperationNotAllowed', 'The server farm is being updated by another operation.'), 'azure/conflict');
        assert.equal(of('FailedIdentityOperation', 'Identity operation failed: the service is unavailable.', 400), 'azure/refused');
        assert.equal(of('OperationNotAllowed', 'Operation results in exceeding quota limits of Core. Maximum allowed: 10'), 'azure/quota');
        assert.equal(of('QuotaExceeded', 'No more of them.'), 'azure/quota');
    });

    it('says which provider is not registered', () => {
        const body =
            '{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace \'Microsoft.App\'."}}';
        assert.equal(explainAzureError(parseServiceError(409, body)).facts.namespace, 'Microsoft.App');
    });

    it('finds the reason among the details of a deployment that failed', () => {
        const body = JSON.stringify({
            error: {
                code: 'DeploymentFailed',
                message: 'At least one resource deployment operation failed.',
                details: [{ code: 'SkuNotAvailable', message: "The requested size is currently not available in location 'westus'." }],
            },
        });
        const { id } = findAzureError(parseServiceError(409, body)) ?? {};
        assert.equal(id, 'sku-unavailable');
    });
});

describe('explainStart', () => {
    it('does not take Flask’s list of addresses for a loopback bind', () => {
        const lines = [
            ' * Running on all addresses (0.0.0.0)',
            ' * Running on http://127.0.0.1:5000',
            "ERROR - Container app_0_1 didn't respond to HTTP pings on port: 8000, failing site start.",
        ];
        assert.equal(explainStart(lines)?.row, 'start-port-silent');
        assert.equal(explainStart(lines.slice(1))?.row, 'start-loopback');
    });

    it('names the cause before what follows from it', () => {
        const lines = [
            'ERROR - unauthorized: authentication required',
            'ERROR - Container a did not start within expected time limit. Elapsed time = 230 sec',
        ];
        assert.equal(explainStart(lines)?.row, 'start-pull-unauthorized');
        assert.equal(explainStart(lines, { permissions: 'repository' })?.row, 'start-pull-unauthorized-abac');
    });
});
