import assert from 'node:assert/strict';
import { fillQuery, splitSecretQuery, withQuery } from '../../../../src/core/mcp/secretQuery';

describe('the address of an MCP server', () => {
    const check = (title: string, given: string, address: string, query: string) =>
        it(title, () => {
            assert.deepEqual(splitSecretQuery(given), { address, query });
            assert.equal(new URL(withQuery(address, query)).searchParams.size, new URL(given).searchParams.size);
        });

    check('without a secret stays as it is', 'https://a.example/mcp?team=a%20b', 'https://a.example/mcp?team=a%20b', '');
    check('is parted from the key of a Functions app', 'https://a.example/mcp?code=k%3D%3D', 'https://a.example/mcp', 'code=k%3D%3D');
    check('keeps its other parameters', 'https://a.example/mcp?a=1&tavilyApiKey=k&b=2', 'https://a.example/mcp?a=1&b=2', 'tavilyApiKey=k');
    for (const name of ['key', 'sig', 'token', 'access_token', 'api-key', 'subscription-key', 'client_secret']) {
        check(`is parted from ${name}`, `https://a.example/?${name}=k`, 'https://a.example/', `${name}=k`);
    }
    check('is parted from what is to be filled', 'https://a.example/?who=${input:who}', 'https://a.example/', 'who=%24%7Binput%3Awho%7D');

    check('keeps both of two secrets of one name', 'https://a.example/mcp?key=1&key=2', 'https://a.example/mcp', 'key=1&key=2');

    it('gives no secret of a name that the address has already', () => {
        assert.equal(withQuery('https://a.example/mcp?key=x', 'key=1&key=2'), 'https://a.example/mcp?key=x');
    });

    it('is filled by value: a value cannot add a parameter', () => {
        assert.equal(
            withQuery('https://a.example/?x=1', fillQuery('code=%24%7Binput%3Ak%7D', { 'input:k': 'v&x=2#' })),
            'https://a.example/?x=1&code=v%26x%3D2%23',
        );
    });

    it('that is none stays as it was typed', () => {
        assert.deepEqual(splitSecretQuery('a.example?code=1'), { address: 'a.example?code=1', query: '' });
    });
});
