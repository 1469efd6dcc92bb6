import assert from 'node:assert/strict';
import type { McpTool } from '../../../src/core/mcp/catalog';
import { judgeScale } from '../../../src/core/mcp/judgeScale';
import type { McpServerFacts } from '../../../src/core/mcp/serverFacts';
import type { McpPanelEvent } from '../../../src/views/mcpPanel';
import { advanceMcpPanel, emptyMcpPanel } from '../../../src/views/mcpPanel';
import { mcpCatalogRows, mcpServerRow, type McpServerShown } from '../../../src/views/mcpRows';
import { mcpScalePanel } from '../../../src/views/mcpScalePanel';
import { mcpToRemember, readRememberedMcp } from '../../../src/views/rememberedMcp';
import { sharedMcp, withOwnLabels, type SharedMcp } from '../../../src/views/sharedMcp';

const facts: McpServerFacts = {
    url: 'https://a.example/mcp',
    era: 'modern',
    protocolVersion: '2026-07-28',
    transport: 'http',
    name: 'sample',
    version: '1',
    supportedVersions: ['2026-07-28'],
    session: 'none',
    capabilities: {},
};
const tally: McpTool = {
    name: 'tally',
    inputSchema: { type: 'object', properties: { add: { type: 'integer' }, handle: { type: 'string' } }, required: ['add'] },
};
const nothing = { tools: [], resources: [], templates: [], prompts: [] };
const server: McpServerShown = {
    ...{ key: 'k', label: 'shop', source: '.vscode/mcp.json', origin: 'configured', state: 'connected', facts, instances: [], notices: [] },
};

describe('MCP rows', () => {
    it('say era, version and instances', () => {
        const row = mcpServerRow({ ...server, instances: ['x', 'y'] });
        assert.equal(row.label, 'shop');
        assert.equal(row.description, '2026-07-28 stateless · instances seen: 2');
        assert.match(row.tooltip ?? '', /Calls itself sample 1\./);
    });
    const states: readonly (readonly [McpServerShown['state'], string, string])[] = [
        ['idle', '2026-07-28 stateless', 'plug'],
        ['connecting', 'connecting…', 'loading~spin'],
        ['connected', '2026-07-28 stateless', 'pass-filled'],
        ['failed', 'not connected', 'error'],
    ];
    for (const [state, description, icon] of states) {
        it(`show a server that is ${state}`, () => {
            const row = mcpServerRow({ ...server, state });
            assert.deepEqual([row.description, row.icon], [description, icon]);
        });
    }
    it('offer no menu of a deployment on a server that was found at one', () => {
        assert.doesNotMatch(mcpServerRow({ ...server, origin: 'deployment' }).context, /\b(deployment|project|image)\b/);
    });
    it('show hostile names as harmless text, and keep the real name for the call', () => {
        const name = 'safe\u202eexe\n[x](command:evil)' + 'y'.repeat(500);
        const [group] = mcpCatalogRows('k', { ...nothing, tools: [{ ...tally, name }] }, []);
        assert.equal(group?.rows[0]?.mcp?.name, name);
        assert.doesNotMatch(group.rows[0].label, /[\n\u202e]/);
        assert.ok(group.rows[0].label.length <= 121);
    });
    it('leave empty groups out', () => {
        assert.deepEqual(
            mcpCatalogRows('k', nothing, [{ code: 'no-ttl', detail: 'd', method: 'tools/list' }]).map(({ group }) => group.label),
            ['Notices'],
        );
    });
    it('make 2,000 rows in no time', () => {
        const started = performance.now();
        mcpCatalogRows('k', { ...nothing, tools: Array.from({ length: 2000 }, (_, index) => ({ ...tally, name: `t${index}` })) }, []);
        assert.ok(performance.now() - started < 500);
    });
});

describe('the MCP panel', () => {
    const after = (...events: McpPanelEvent[]) => events.reduce(advanceMcpPanel, emptyMcpPanel('sample', { ...nothing, tools: [tally] }));
    const answered: McpPanelEvent = {
        kind: 'answered',
        durationMs: 3,
        traceId: 't',
        result: { isError: false, content: [], structuredContent: { total: 1, handle: 'h.1' } },
    };

    it('carries a handle to the next call of a tool that takes one', () => {
        const state = after({ kind: 'selected', entry: { kind: 'tool', tool: tally } }, { kind: 'started' }, answered, {
            kind: 'selected',
            entry: { kind: 'tool', tool: tally },
        });
        assert.deepEqual(state.selected?.arguments, { add: 1, handle: 'h.1' });
        assert.deepEqual(state.selected.carried, ['handle']);
        assert.deepEqual(
            state.history.map(({ key, outcome, traceId }) => [key, outcome, traceId]),
            [['tally', 'ok', 't']],
        );
    });
    it('takes saved arguments as they are', () => {
        assert.deepEqual(
            after({ kind: 'selected', entry: { kind: 'tool', tool: tally } }, answered, {
                kind: 'selected',
                entry: { kind: 'tool', tool: tally },
                arguments: { add: 9 },
            }).selected?.arguments,
            { add: 9 },
        );
    });
    it('shows progress, then only the outcome', () => {
        assert.deepEqual(after({ kind: 'started' }, { kind: 'progress', message: 'half', fraction: 0.5 }).call, {
            kind: 'running',
            message: 'half',
            fraction: 0.5,
        });
        const failed = after(
            { kind: 'selected', entry: { kind: 'tool', tool: tally } },
            answered,
            { kind: 'started' },
            { kind: 'failed', words: 'No.', durationMs: 1 },
        );
        assert.equal(failed.result, undefined);
        assert.equal(failed.failure, 'No.');
        assert.deepEqual(failed.call, { kind: 'idle' });
    });
    it('gives each answer a number of its own, whatever was selected or failed between them', () => {
        const picked: McpPanelEvent = { kind: 'selected', entry: { kind: 'tool', tool: tally } };
        const events: readonly McpPanelEvent[] = [
            ...[answered, { ...answered, unasked: true as const }, picked, answered],
            ...[{ kind: 'failed' as const, words: 'No.', durationMs: 1 }, answered, picked, answered],
        ];
        const turns = events.flatMap((event, n) =>
            event.kind === 'answered' ? [after(picked, ...events.slice(0, n + 1)).result?.turn] : [],
        );
        assert.deepEqual(turns, [1, 2, 3, 4, 5]);
    });
    it('numbers on when no more history is kept', () => {
        const picked: McpPanelEvent = { kind: 'selected', entry: { kind: 'tool', tool: tally } };
        const many = Array.from({ length: 105 }, () => [picked, answered]).flat();
        assert.equal(after(...many).result?.turn, 105);
    });
    it('keeps bounded history and wire', () => {
        const many = Array.from({ length: 300 }, (): McpPanelEvent => ({ kind: 'exchanged', exchange: {} as never }));
        assert.equal(after(...many).wire.length, 200);
    });
});

describe('the scale picture', () => {
    it('shows a bar per instance and the fix as a button', () => {
        const calls = ['a', 'b'].flatMap((instance) =>
            Array.from({ length: 10 }, () => ({ leg: 'fresh' as const, instance, startedMs: 0, durationMs: 12 })),
        );
        const state = mcpScalePanel(
            judgeScale({
                calls: [...calls, ...calls.slice(0, 10).map((call) => ({ ...call, leg: 'kept' as const }))],
                affinityCookies: ['ARRAffinity'],
                lostSessions: 0,
            }),
        );
        assert.match(state.headline, /pins/);
        assert.deepEqual(
            state.legs.map(({ bars }) => bars.map(({ label, fraction }) => [label, fraction])),
            [
                [
                    ['a', 0.5],
                    ['b', 0.5],
                ],
                [['a', 1]],
            ],
        );
        assert.deepEqual(state.buttons, [{ fix: 'turn-off-affinity', title: 'Turn Off Affinity' }]);
    });

    it('says in words what failed calls met', () => {
        const call = (failureCode?: string) => ({
            leg: 'fresh' as const,
            startedMs: 0,
            durationMs: 1,
            ...(failureCode === undefined ? { instance: 'a' } : { failureCode }),
        });
        const codes = ['mcp/server-error', 'mcp/starting', 'tool error', 'unknown'];
        const { facts: lines } = mcpScalePanel(judgeScale({ calls: [call(), ...codes.map(call)], affinityCookies: [], lostSessions: 0 }));
        assert.deepEqual(
            lines.flatMap((line) => /calls failed: (.*), from/.exec(line)?.[1] ?? []),
            [
                'an error of the server (HTTP 500)',
                'the app was not up (HTTP 502, 503 or 504)',
                'the tool answered with an error',
                'something else (unknown)',
            ],
        );
    });
});

describe('servers that VS Code is offered', () => {
    const entry = (label: string, url: string): SharedMcp => ({ key: url, label, url, version: '1', way: 'direct' });

    it('have labels that tell them apart, whichever was met last', () => {
        const one = entry('localhost:8000', 'http://localhost:8000/one/mcp');
        const two = entry('localhost:8000', 'http://localhost:8000/two/mcp');
        const other = entry('harbour', 'https://harbour.example/mcp');
        const labels = (...entries: SharedMcp[]) => withOwnLabels(entries).map(({ key, label }) => [key, label]);
        assert.deepEqual(labels(one, other, two), [
            [one.key, 'localhost:8000 /one/mcp'],
            [other.key, 'harbour'],
            [two.key, 'localhost:8000 /two/mcp'],
        ]);
        assert.deepEqual(labels(two, one).sort(), labels(one, two).sort());
    });

    it('have the whole address where the path is the same', () => {
        const [one, two] = [entry('app', 'https://a.example/mcp'), entry('app', 'https://b.example/mcp')];
        assert.deepEqual(
            withOwnLabels([one, two]).map(({ label }) => label),
            ['app https://a.example/mcp', 'app https://b.example/mcp'],
        );
    });
});

describe('what is remembered of a server', () => {
    const memory = (discover: Readonly<Record<string, unknown>>) => ({ kind: 'modern', discover }) as const;
    const long = 'x'.repeat(1_000_000);

    it('is read again as it was', () => {
        const remembered = mcpToRemember('https://a.example/', { facts, memory: memory({ capabilities: { tools: {} } }) });
        assert.deepEqual(readRememberedMcp(JSON.parse(JSON.stringify(remembered))), remembered);
    });

    it('is no essay: what a server tells of its use is cut', () => {
        const remembered = mcpToRemember('', { facts: { ...facts, instructions: long }, memory: memory({ instructions: long }) });
        assert.ok(JSON.stringify(remembered).length < 10_000);
    });

    it('is nothing where a server says too much of itself', () => {
        assert.equal(mcpToRemember('', { facts: { ...facts, capabilities: { [long]: {} } }, memory: { kind: 'legacy' } }), undefined);
        assert.ok(JSON.stringify(sharedMcp({ key: 'k', label: 'l' }, { ...facts, version: long })).length < 1000);
    });
});
