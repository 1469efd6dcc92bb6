import assert from 'node:assert/strict';
import { holds, type Asked } from '../../../../src/localAzure/governance/policyCondition';
import type { JsonObject } from '../../../../src/localAzure/json';

const asked: Asked = {
    written: {
        id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverfarms/plan',
        type: 'Microsoft.Web/serverfarms',
        name: 'plan',
        location: 'West Europe',
        body: { sku: { name: 'B1' }, tags: { owner: 'me' }, properties: { reserved: true } },
    },
    methods: ['pwd'],
};

describe('The condition of a policy', () => {
    for (const [title, condition, expected] of [
        ['compares without case', { field: 'type', equals: 'microsoft.web/SERVERFARMS' }, true],
        ['reads a region by its short name', { field: 'location', in: ['westeurope', 'northeurope'] }, true],
        ['reads what is not in a list', { field: 'location', notIn: ['northeurope'] }, true],
        ['reads a tag in brackets', { field: "tags['owner']", equals: 'me' }, true],
        ['reads a tag that is missing', { field: 'tags[cost]', exists: 'false' }, true],
        ['reads an alias of the type that is written', { field: 'Microsoft.Web/serverfarms/sku.name', like: 'B*' }, true],
        ['reads a property below `properties`', { field: 'Microsoft.Web/serverfarms/reserved', equals: 'true' }, true],
        ['does not hold for an alias of another type', { field: 'Microsoft.Web/sites/httpsOnly', notEquals: true }, false],
        [
            'wants all of allOf',
            {
                allOf: [
                    { field: 'name', equals: 'plan' },
                    { field: 'name', equals: 'other' },
                ],
            },
            false,
        ],
        [
            'wants one of anyOf',
            {
                anyOf: [
                    { field: 'name', equals: 'other' },
                    { field: 'name', equals: 'plan' },
                ],
            },
            true,
        ],
        ['turns not around', { not: { field: 'name', equals: 'other' } }, true],
        ['asks how the caller signed in', { value: '[claims().amr]', notContains: 'mfa' }, true],
        ['does not hold for an expression that is not known', { value: "[concat('a')]", notEquals: 'b' }, false],
        ['does not hold without an operator that is known', { field: 'name', lessThan: 'z' }, false],
    ] as const satisfies readonly (readonly [string, JsonObject, boolean])[]) {
        it(title, () => {
            assert.equal(holds(condition, asked), expected);
        });
    }
});
