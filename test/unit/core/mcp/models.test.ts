import assert from 'node:assert/strict';
import { candidateUrls } from '../../../../src/core/mcp/candidateUrls';
import { exampleArguments } from '../../../../src/core/mcp/exampleArguments';
import { formModel } from '../../../../src/core/mcp/formModel';
import { carryHandles, findHandles } from '../../../../src/core/mcp/handles';
import { addToMcpJson, parseMcpJson } from '../../../../src/core/mcp/mcpJson';
import { judgeReadiness, isReady } from '../../../../src/core/mcp/readiness';
import { readinessMarkdown } from '../../../../src/views/readinessMarkdown';
import { resultModel } from '../../../../src/core/mcp/resultModel';
import { toCurl } from '../../../../src/core/mcp/toCurl';
import { startTrace } from '../../../../src/core/mcp/traceContext';
import { isFailure } from '../../../../src/base/failure';

type Json = Record<string, unknown>;

describe('formModel', () => {
    const check = (title: string, properties: Json, expected: readonly Json[], more: Json = {}) =>
        it(title, () => {
            const { fields } = formModel({ type: 'object', properties, ...more });
            assert.deepEqual(
                fields.map((field) => Object.fromEntries(Object.keys(expected[0]!).map((key) => [key, (field as unknown as Json)[key]]))),
                expected,
            );
        });

    check(
        'makes a text, a number and a switch',
        { a: { type: 'string' }, b: { type: 'integer', minimum: 2 }, c: { type: 'boolean', default: true } },
        [
            { kind: 'text', required: true, initial: undefined },
            { kind: 'number', required: false, initial: undefined },
            { kind: 'boolean', required: false, initial: true },
        ],
        { required: ['a'] },
    );
    check(
        'makes choices of enumerations and titled constants',
        { a: { enum: ['x', 1, null] }, b: { oneOf: [{ const: 'k', title: 'Kay' }] } },
        [
            {
                kind: 'choice',
                options: [
                    { value: 'x', label: 'x' },
                    { value: 1, label: '1' },
                    { value: null, label: 'null' },
                ],
            },
            { kind: 'choice', options: [{ value: 'k', label: 'Kay' }] },
        ],
    );
    check('makes a choice of many', { a: { type: 'array', items: { type: 'string', enum: ['x'] } } }, [{ kind: 'choice', many: true }]);
    check('nests groups', { a: { type: 'object', properties: { b: { type: 'string' } } } }, [{ kind: 'group', path: ['a'] }]);
    check(
        'follows references in the document only',
        { a: { $ref: '#/$defs/x' }, b: { $ref: 'https://evil.example/x' } },
        [{ kind: 'text' }, { kind: 'json' }],
        { $defs: { x: { type: 'string' } } },
    );
    check('does not turn in circles', { a: { $ref: '#/properties/a' } }, [{ kind: 'json' }]);
    check(
        'leaves to JSON what a form cannot say',
        { a: { anyOf: [{ type: 'string' }, { type: 'number' }] }, b: { type: 'array', items: {} }, c: {} },
        [{ kind: 'json' }, { kind: 'json' }, { kind: 'json' }],
    );

    it('gives up on a thousand fields, and on a combination at the root', () => {
        const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, { type: 'string' }]));
        assert.deepEqual(formModel({ properties: many }).jsonOnly, { why: 'many', fields: 200 });
        assert.deepEqual(formModel({ oneOf: [] }).jsonOnly, { why: 'uses', keyword: 'oneOf' });
    });
});

describe('exampleArguments', () => {
    const check = (title: string, schema: Json, expected: Json) => it(title, () => assert.deepEqual(exampleArguments(schema), expected));

    check(
        'gives only what is required',
        { properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] },
        { a: 'example' },
    );
    check(
        'prefers defaults and choices',
        { properties: { a: { type: 'string', default: 'd' }, b: { enum: ['e'] }, c: { const: 3 } }, required: ['a', 'b', 'c'] },
        { a: 'd', b: 'e', c: 3 },
    );
    check(
        'stays within bounds',
        { properties: { a: { type: 'integer', minimum: 7 }, b: { type: 'number', maximum: 0.5 } }, required: ['a', 'b'] },
        { a: 7, b: 0.5 },
    );
    check('does not touch prototypes', { properties: {}, $ref: '#/__proto__' }, {});
});

describe('resultModel', () => {
    const model = (over: Json) => resultModel({ isError: false, content: [], ...over });

    it('makes a table of a list of objects', () => {
        assert.deepEqual(model({ structuredContent: { rows: [{ a: 1 }, { b: { c: 2 } }] } }).structured?.table, {
            columns: ['a', 'b'],
            rows: [
                ['1', ''],
                ['', '{"c":2}'],
            ],
            cutRows: 0,
            cutColumns: 0,
        });
        assert.equal(model({ structuredContent: { rows: [1, 2] } }).structured?.table, undefined);
        assert.equal(model({ structuredContent: 'text' }).structured?.json, '"text"');
    });
    it('bounds what it shows and says what it cut', () => {
        const { structured, parts } = model({
            structuredContent: Array.from({ length: 1500 }, (_, n) => ({ n })),
            content: [{ kind: 'text', text: 'x'.repeat(200_005) }],
        });
        assert.equal(structured?.table?.rows.length, 1000);
        assert.equal(structured.table.cutRows, 500);
        assert.deepEqual(
            parts.map((part) => part.kind === 'text' && part.cutCharacters),
            [5],
        );
    });
    it('never shows an image that may carry script', () => {
        assert.deepEqual(
            model({
                content: [
                    { kind: 'image', mimeType: 'image/svg+xml', base64: 'PHN2Zz4=' },
                    { kind: 'image', mimeType: 'image/png', base64: 'AAAA' },
                ],
            }).parts.map(({ kind }) => kind),
            ['file', 'image'],
        );
    });
});

describe('handles', () => {
    it('finds handles, and carries them to the arguments of the same name', () => {
        const handles = findHandles({
            handle: 'h.1',
            basket: { basket_id: 'b_1' },
            instance_id: 'web-1',
            total: 3,
            note: 'id with spaces',
        });
        assert.deepEqual(
            handles.map(({ path, value }) => [path, value]),
            [
                ['handle', 'h.1'],
                ['basket.basket_id', 'b_1'],
            ],
        );
        assert.deepEqual(carryHandles(handles, { properties: { basketId: {}, sku: {} } }), { basketId: 'b_1' });
    });
});

describe('mcp.json', () => {
    const text =
        '// mine\n{\n    "servers": {\n        // the old one\n        "old": { "type": "sse", "url": "http://x/sse", "headers": { "k": "${input:k}" } },\n        "local": { "command": "npx", "args": ["-y", 3, "s"], "env": { "A": "b" } },\n        "broken": 7,\n    },\n}\n';

    it('reads http, sse and programs, and skips what is no server', () => {
        assert.deepEqual(parseMcpJson(text, 'mcp.json'), [
            { kind: 'sse', name: 'old', url: 'http://x/sse', headers: { k: '${input:k}' }, variables: ['input:k'] },
            { kind: 'stdio', name: 'local', command: 'npx', args: ['-y', 's'], env: { A: 'b' }, variables: [] },
        ]);
        assert.deepEqual(parseMcpJson('', 'mcp.json'), []);
        assert.deepEqual(parseMcpJson('[1]', 'mcp.json'), []);
    });
    it('says where it is broken', () => {
        assert.throws(
            () => parseMcpJson('{\n "servers": {', 'mcp.json'),
            (error) => isFailure(error) && error.code === 'mcp/config-invalid' && error.facts.line === 2,
        );
    });
    it('adds a server, keeps comments, and never writes a secret', () => {
        const changed = addToMcpJson(
            text,
            { name: 'My Web-App', url: 'https://a/mcp', secretHeaders: ['x-functions-key'], secretQuery: [] },
            'mcp.json',
        );
        assert.match(changed, /\/\/ mine[\s\S]*\/\/ the old one/);
        const added = parseMcpJson(changed, 'mcp.json').find(({ name }) => name === 'myWebApp');
        assert.deepEqual(added, {
            kind: 'http',
            name: 'myWebApp',
            url: 'https://a/mcp',
            headers: { 'x-functions-key': '${input:myWebApp-x-functions-key}' },
            variables: ['input:myWebApp-x-functions-key'],
        });
        assert.match(changed, /"password": true/);
        assert.equal(
            addToMcpJson(
                changed,
                { name: 'My Web-App', url: 'https://a/mcp', secretHeaders: ['x-functions-key'], secretQuery: [] },
                'mcp.json',
            ),
            changed,
        );
        assert.deepEqual(
            parseMcpJson(addToMcpJson('', { name: '!', url: 'https://a/mcp', secretHeaders: [], secretQuery: [] }, 'f'), 'f').map(
                ({ name }) => name,
            ),
            ['mcpServer'],
        );
    });
    it('writes of a key in the address its name alone', () => {
        const added = addToMcpJson('', { name: 'a', url: 'https://a/mcp?x=1', secretHeaders: [], secretQuery: ['code'] }, 'f');
        const [server] = parseMcpJson(added, 'f');
        assert.equal(server?.kind === 'http' && server.url, 'https://a/mcp?x=1&code=${input:a-code}');
        assert.deepEqual(server?.variables, ['input:a-code']);
        assert.match(added, /"password": true/);
    });
});

describe('candidateUrls', () => {
    const check = (title: string, base: string, expected: readonly string[]) =>
        it(title, () => assert.deepEqual(candidateUrls(base), expected));

    check('tries the known paths in order', 'https://a.example', [
        'https://a.example/mcp',
        'https://a.example/',
        'https://a.example/runtime/webhooks/mcp',
        'https://a.example/sse',
        'https://a.example/runtime/webhooks/mcp/sse',
    ]);
    check('tries what was given first', 'https://a.example/api/mcp#x', [
        'https://a.example/api/mcp',
        'https://a.example/mcp',
        'https://a.example/',
        'https://a.example/runtime/webhooks/mcp',
        'https://a.example/sse',
        'https://a.example/runtime/webhooks/mcp/sse',
    ]);
    check('has nothing for what is no address', 'a.example', []);
});

describe('readiness', () => {
    const answer = (status: number, message: Json = {}, headers: Record<string, string> = {}) => ({ status, message, headers, text: '' });
    const whole = { resultType: 'complete', ttlMs: 1, cacheScope: 'public', _meta: { 'io.modelcontextprotocol/serverInfo': {} } };
    const refused = (status: number, code: number, data?: Json) => answer(status, { error: { code, data } });
    const listed = { name: 'a', description: 'Does it.', inputSchema: { type: 'object' } };
    const ready = {
        discover: answer(200, { result: { ...whole, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } }),
        tools: answer(200, { result: { ...whole, tools: [listed] } }),
        toolsAgain: answer(200, { result: { ...whole, tools: [listed] } }),
        noClientInfo: answer(200, { result: whole }),
        noCapabilities: refused(400, -32602),
        wrongVersion: refused(400, -32020),
        wrongCase: refused(400, -32020),
        wrongHeader: refused(400, -32020),
        noHeader: refused(400, -32020),
        wrongName: refused(400, -32020),
        noMeta: refused(400, -32602),
        oldVersion: refused(400, -32022, { supported: [] }),
        unknownMethod: refused(404, -32601),
        get: answer(405),
        delete: answer(405),
        initialize: refused(400, -32022, { supported: [] }),
    };
    const check = (title: string, over: Json, failed: readonly string[]) =>
        it(title, () => {
            const findings = judgeReadiness({ ...ready, ...over });
            assert.deepEqual(
                findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warning').map(({ id }) => id),
                failed,
            );
        });

    check('passes a server that does all', {}, []);
    check(
        'finds the release candidate',
        {
            discover: answer(200, {
                result: { supportedVersions: ['2026-07-28'], serverInfo: {}, capabilities: { tools: {}, logging: {} } },
            }),
        },
        ['result-type', 'ttl', 'cache-scope', 'server-info', 'deprecated'],
    );
    check(
        'finds affinity and sessions',
        {
            tools: answer(200, { result: { ...whole, tools: [listed] } }, { 'mcp-session-id': 's', 'set-cookie': 'ARRAffinity=1;Path=/' }),
        },
        ['no-session', 'no-affinity'],
    );
    check('finds a server that believes any header', { wrongHeader: ready.tools, noHeader: ready.tools }, [
        'header-mismatch',
        'header-missing',
    ]);
    check('finds a server that reads the name in the body only', { wrongName: refused(400, -32602) }, ['name-mismatch']);
    check('asks for no names of resources where there are none', { resources: refused(404, -32601), wrongName: refused(404, -32601) }, []);
    check('finds an endpoint that can be deleted', { delete: answer(200) }, ['post-only']);
    check('finds a list that changes its order', { toolsAgain: answer(200, { result: { ...whole, tools: [{ name: 'b' }] } }) }, [
        'stable-order',
    ]);

    const withTool = (tool: Json) => {
        const tools = answer(200, { result: { ...whole, tools: [listed, { ...listed, ...tool }] } });
        return { tools, toolsAgain: tools };
    };
    check('finds a tool without an input schema', withTool({ inputSchema: undefined }), ['list-entries']);
    check(
        'finds a tool that would write headers at will',
        withTool({ inputSchema: { type: 'object', properties: { a: { 'x-mcp-header': 'a b' } } } }),
        ['header-arguments'],
    );
    check('finds a tool that a model would not choose', withTool({ name: 'do it!', description: undefined }), [
        'tool-names',
        'descriptions',
    ]);
    check('finds a resource without caching hints', { read: answer(200, { result: { resultType: 'complete', _meta: whole._meta } }) }, [
        'ttl',
        'cache-scope',
    ]);
    check('finds a list that asks', { prompts: answer(200, { result: { ...whole, resultType: 'input_required' } }) }, ['result-type']);
    check(
        'finds what is named but not there',
        {
            prompts: refused(404, -32601),
            discover: answer(200, { result: { ...whole, supportedVersions: ['2026-07-28'], capabilities: { tools: {}, prompts: {} } } }),
        },
        ['capabilities'],
    );
    check(
        'finds what is there but not named',
        { discover: answer(200, { result: { ...whole, supportedVersions: ['2026-07-28'], capabilities: {} } }) },
        ['capabilities'],
    );
    check('finds a version that is believed', { wrongVersion: ready.tools, wrongCase: ready.tools }, ['version-mismatch', 'header-case']);
    check('finds a server that wants to know its client', { noClientInfo: refused(400, -32602), noCapabilities: ready.tools }, [
        'no-capabilities',
        'client-info',
    ]);
    check('finds an error of nobody', { noMeta: answer(400, { id: null, error: { code: -32602 } }) }, ['error-id']);
    check('takes the id that was asked with', { noMeta: answer(400, { id: 'slipway-noMeta', error: { code: -32602 } }) }, []);

    it('fails a server of the older era, and one that says nothing', () => {
        assert.equal(isReady(judgeReadiness({ discover: refused(200, -32601), tools: refused(400, -32600) })), false);
        assert.equal(isReady(judgeReadiness({})), false);
    });
    it('writes evidence that cannot leave its place in Markdown', () => {
        const text = readinessMarkdown(
            'https://a/mcp',
            '2026-11-22',
            judgeReadiness({ discover: { status: 200, headers: {}, text: '``` | <b>\n# Owned' } }),
        );
        assert.match(text, /```` HTTP 200 ``` {3}<b> # Owned ````/);
        assert.doesNotMatch(text, /^# Owned/m);
    });
});

describe('toCurl and startTrace', () => {
    it('quotes for a shell', () => {
        assert.equal(
            toCurl({
                httpMethod: 'POST',
                url: 'https://a/mcp',
                requestHeaders: [
                    { name: 'x', value: "it's" },
                    { name: 'host', value: 'a' },
                ],
                requestBody: '$(rm)',
            }),
            "curl -N \\\n  -X POST \\\n  'https://a/mcp' \\\n  -H 'x: it'\\''s' \\\n  --data-raw '$(rm)'",
        );
    });
    it('makes a sampled W3C context', () => {
        assert.deepEqual(
            startTrace((bytes) => bytes.fill(10)),
            { traceId: '0a'.repeat(16), traceparent: `00-${'0a'.repeat(16)}-${'0a'.repeat(8)}-01` },
        );
    });
});
