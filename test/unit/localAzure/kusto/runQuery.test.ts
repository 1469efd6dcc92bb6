import assert from 'node:assert/strict';
import { QueryProblem } from '../../../../src/localAzure/kusto/expression';
import { runQuery } from '../../../../src/localAzure/kusto/runQuery';

const rows = [
    { name: 'one', type: 'microsoft.web/sites', size: 3, tags: { env: 'prod' }, at: '2026-03-01T00:00:00.000Z' },
    { name: 'Two', type: 'microsoft.app/containerapps', size: 1, tags: {}, at: '2026-03-02T00:00:00.000Z' },
    { name: 'three', type: 'microsoft.web/sites', size: 2, tags: { env: 'test' }, at: '2026-03-03T00:00:00.000Z' },
];
const now = Date.parse('2026-03-03T12:00:00Z');
const run = (query: string) => runQuery(query, (name) => (name === 'Resources' ? rows : undefined), now);
const names = (query: string) => run(query).map((row) => row.name);

describe('a query', () => {
    for (const [query, expected] of [
        ["Resources | where type =~ 'Microsoft.Web/sites'", ['one', 'three']],
        ["Resources | where type == 'Microsoft.Web/sites'", []],
        ["Resources | where type in~ ('MICROSOFT.APP/containerApps') or name has 'one'", ['one', 'Two']],
        ["Resources | where not(name contains 'o')", ['three']],
        ["Resources | where tags.env == 'prod' and size > 2", ['one']],
        ["Resources | where isnotempty(tags['env']) | order by size asc", ['three', 'one']],
        ['Resources | where at > ago(1d)', ['three']],
        ['Resources | top 2 by size', ['one', 'three']],
        ["Resources | where name !in ('one') | take 1", ['Two']],
        ["Resources | where name == 'a | b'", []],
    ] as const) {
        it(query, () => assert.deepEqual(names(query), expected));
    }
    it('shows what it is asked to', () => {
        assert.deepEqual(run("Resources | project label = strcat(name, '!'), tags.env | take 1"), [{ label: 'one!', env: 'prod' }]);
        assert.deepEqual(run('Resources | summarize count() by type | order by count_ desc'), [
            { type: 'microsoft.web/sites', count_: 2 },
            { type: 'microsoft.app/containerapps', count_: 1 },
        ]);
        assert.deepEqual(run('Resources | count'), [{ Count: 3 }]);
        assert.deepEqual(run('Resources | distinct type'), [{ type: 'microsoft.web/sites' }, { type: 'microsoft.app/containerapps' }]);
    });
    for (const query of [
        '',
        'Nothing | take 1',
        'Resources | where',
        "Resources | where name == 'x",
        'Resources | where (name',
        'Resources | explode',
        'Resources | take many',
        'Resources | where nonsense(name)',
        'Resources | summarize sum(size)',
    ]) {
        it(`is refused: ${JSON.stringify(query)}`, () => assert.throws(() => run(query), QueryProblem));
    }
});
