import assert from 'node:assert/strict';
import { headerSchemaProblem } from '../../../../src/core/mcp/headerSchema';
import { nestsDeeperThan } from '../../../../src/core/mcp/jsonDepth';
import { repairAnswer } from '../../../../src/core/mcp/leniency';

type Json = Record<string, unknown>;

describe('repairAnswer', () => {
    const check = (title: string, era: 'modern' | 'legacy', method: string, body: Json, expected: Json, codes: readonly string[]) =>
        it(title, () => {
            const { message, notices } = repairAnswer({ era, method }, body);
            assert.deepEqual(message, expected);
            assert.deepEqual(
                notices.map(({ code }) => code),
                codes,
            );
            assert.equal(message === body, codes.length === 0, 'what needs nothing stays the same object');
        });
    const whole = { resultType: 'complete', ttlMs: 5, cacheScope: 'public' };

    check(
        'leaves a correct answer alone',
        'modern',
        'tools/list',
        { result: { ...whole, tools: [] } },
        { result: { ...whole, tools: [] } },
        [],
    );
    check('asks nothing new of the older era', 'legacy', 'tools/list', { result: { tools: [] } }, { result: { tools: [] } }, []);
    check(
        'fills what a list lacks',
        'modern',
        'prompts/list',
        { result: { prompts: [] } },
        { result: { prompts: [], resultType: 'complete', ttlMs: 0, cacheScope: 'private' } },
        ['no-result-type', 'no-ttl', 'no-cache-scope'],
    );
    check(
        'does not cache a question',
        'modern',
        'resources/read',
        { result: { resultType: 'input_required' } },
        { result: { resultType: 'input_required' } },
        [],
    );
    check(
        'reads a wrong ttl as stale',
        'modern',
        'tools/list',
        { result: { ...whole, ttlMs: 1.5, tools: [] } },
        { result: { ...whole, ttlMs: 0, tools: [] } },
        ['bad-ttl'],
    );
    check(
        'knows the candidate’s version error',
        'modern',
        'server/discover',
        { error: { code: -32004, message: '', data: { supported: [] } } },
        { error: { code: -32022, message: '', data: { supported: [] } } },
        ['release-candidate-code'],
    );
    check(
        'knows the candidate’s header error',
        'modern',
        'tools/call',
        { error: { code: -32001, message: 'Header mismatch' } },
        { error: { code: -32020, message: 'Header mismatch' } },
        ['release-candidate-code'],
    );
    check(
        'leaves the same number with another meaning alone',
        'modern',
        'tools/call',
        { error: { code: -32004, message: 'busy' } },
        { error: { code: -32004, message: 'busy' } },
        [],
    );
    check(
        'leaves an older server’s codes alone',
        'legacy',
        'tools/call',
        { error: { code: -32001, message: 'header' } },
        { error: { code: -32001, message: 'header' } },
        [],
    );
    check(
        'keeps the good entries of a list',
        'legacy',
        'tools/list',
        { result: { tools: [{ name: 'a', inputSchema: { type: 'object' } }, null, { name: '' }] } },
        { result: { tools: [{ name: 'a', inputSchema: { type: 'object' } }] } },
        ['list-item-dropped', 'list-item-dropped'],
    );
    check(
        'gives a resource its address as a name',
        'legacy',
        'resources/list',
        { result: { resources: [{ uri: 'a:b', title: 4 }] } },
        { result: { resources: [{ uri: 'a:b', name: 'a:b' }] } },
        ['list-item-repaired', 'list-item-repaired'],
    );
    check(
        'leaves a tool out that would write headers at will',
        'modern',
        'tools/list',
        {
            result: {
                ...whole,
                tools: [{ name: 'a', inputSchema: { type: 'object', properties: { x: { type: 'string', 'x-mcp-header': 'a b' } } } }],
            },
        },
        { result: { ...whole, tools: [] } },
        ['header-schema-invalid'],
    );
});

describe('headerSchemaProblem', () => {
    const check = (title: string, properties: Json, ok: boolean) =>
        it(title, () => assert.equal(headerSchemaProblem({ type: 'object', properties }) === undefined, ok));
    const header = (name: unknown, type: unknown = 'string') => ({ type, 'x-mcp-header': name });

    check('takes a string, an integer and a boolean', { a: header('A'), b: header('B', 'integer'), c: header('C', 'boolean') }, true);
    check('takes one in a nested object', { a: { type: 'object', properties: { b: header('B') } } }, true);
    check('takes a property that is named so', { 'x-mcp-header': { type: 'string' } }, true);
    check('refuses a number', { a: header('A', 'number') }, false);
    check('refuses an empty name', { a: header('') }, false);
    check('refuses a line break', { a: header('A\r\nB') }, false);
    check('refuses the same name in another case', { a: header('Region'), b: header('REGION') }, false);
    check('refuses one inside a list', { a: { type: 'array', items: header('A') } }, false);
    check('refuses one inside an alternative', { a: { anyOf: [header('A')] } }, false);
});

describe('nestsDeeperThan', () => {
    const check = (title: string, text: string, deep: boolean) => it(title, () => assert.equal(nestsDeeperThan(text, 3), deep));

    check('counts objects and lists', '[{"a":[1]}]', false);
    check('says when it is too deep', '[{"a":[[1]]}]', true);
    check('does not count brackets in strings', '["[[[[[[", "\\"[[[[", "\\\\"]', false);
    check('does not count siblings', '[[],[],[],[],[]]', false);
});
