import assert from 'node:assert/strict';
import { azureErrors, findAzureError } from '../../../../src/core/diagnose/azureErrors';
import { explainAzureError } from '../../../../src/core/diagnose/explainAzureError';
import { parseServiceError } from '../../../../src/core/diagnose/serviceError';

describe('The catalogue of Azure’s errors', () => {
    for (const row of azureErrors) {
        it(`finds ${row.id} from its own quote`, () => {
            assert.equal(findAzureError(parseServiceError(row.statuses?.[0] ?? 400, row.quote))?.id, row.id);
        });
    }

    it('has each row once', () => assert.equal(new Set(azureErrors.map((row) => row.id)).size, azureErrors.length));
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
        [409, 'azure/conflict'],
        [429, 'azure/throttled'],
        [400, 'azure/refused'],
        [503, 'azure/server-error'],
    ] as const) {
        it(`takes an unknown ${status} for ${code}`, () => assert.equal(explainAzureError(parseServiceError(status, '')).code, code));
    }

    it('says which provider is not registered', () => {
        const body =
            '{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace \'Microsoft.App\'."}}';
        assert.equal(explainAzureError(parseServiceError(409, body)).facts.namespace, 'Microsoft.App');
    });
});
