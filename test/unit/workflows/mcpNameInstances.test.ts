import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Cancelled } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import { insightsAppId } from '../../../src/core/deploy/insightsAppId';
import { judgeScale, type ScaleFacts } from '../../../src/core/mcp/judgeScale';
import { mcpScalePanel } from '../../../src/views/mcpScalePanel';
import { mcpNameInstances } from '../../../src/workflows/mcpNameInstances';

const ids = ['1', '2', '3', '4'].map((digit) => digit.repeat(32));
/** Calls that have just ended: how late an answer is counts from them. */
const facts = (): ScaleFacts => ({
    calls: [
        ...ids.map((traceId) => ({ leg: 'fresh' as const, startedMs: Date.now(), durationMs: 5, traceId })),
        { leg: 'kept', startedMs: Date.now(), durationMs: 5, failureCode: 'mcp/server-error' },
    ],
    affinityCookies: [],
    lostSessions: 0,
});

/** Tells at each look of one call more, up to `known`; each call's instance is the first digit of its trace id, halved. */
function slow(known: number) {
    const asked: (readonly string[])[] = [];
    return {
        asked,
        insights: {
            instancesOf: (_op: unknown, _site: string, _app: string, traceIds: readonly string[]) => {
                asked.push(traceIds);
                const told = ids.slice(0, Math.min(asked.length - 1, known)).filter((id) => traceIds.includes(id));
                return Promise.resolve(new Map(told.map((id) => [id, `worker-${Math.ceil(Number(id[0]) / 2)}`])));
            },
        },
    };
}

const name = (source: ReturnType<typeof slow>, limitMs = 60_000, op = quietOperation()) =>
    mcpNameInstances(op, facts(), { insights: source.insights, site: '/s', appId: 'a', pollMs: 1, limitMs }, () => undefined);

describe('naming instances by Application Insights', () => {
    it('goes on until every call that was answered is known, and asks for those alone that are not', async () => {
        const source = slow(4);
        const named = await name(source);
        assert.deepEqual(
            named.calls.map(({ instance }) => instance),
            ['worker-1', 'worker-1', 'worker-2', 'worker-2', undefined],
        );
        assert.deepEqual(
            source.asked.map(({ length }) => length),
            [4, 4, 3, 2, 1],
        );
        assert.deepEqual([named.insights?.known, named.insights?.asked], [4, 4]);
    });

    it('asks for a sample of many calls, of whichever instances they reached', async () => {
        // In turn, as a balancer that goes round sends them: every fourth call would have reached one instance alone.
        const turn = ['worker-1', 'worker-2', 'worker-3', 'worker-4'];
        const calls = Array.from({ length: 1600 }, (_, n) => ({
            leg: 'fresh' as const,
            startedMs: Date.now(),
            durationMs: 5,
            traceId: createHash('md5').update(String(n)).digest('hex'),
        }));
        const reached = new Map(calls.map(({ traceId }, n) => [traceId, turn[n % 4]!]));
        const asked: string[] = [];
        const insights = {
            instancesOf: (_op: unknown, _site: string, _app: string, traceIds: readonly string[]) => {
                asked.push(...traceIds);
                return Promise.resolve(new Map(traceIds.map((id) => [id, reached.get(id)!])));
            },
        };
        const all = { calls, affinityCookies: [], lostSessions: 0 };
        const named = await mcpNameInstances(quietOperation(), all, { insights, site: '/s', appId: 'a', pollMs: 1 }, () => undefined);
        assert.deepEqual([asked.length, named.insights?.known, named.insights?.asked], [400, 400, 400]);
        const report = judgeScale(named);
        assert.deepEqual([report.verdict, report.fresh.length], ['spread', 4]);
        assert.ok(mcpScalePanel(report).facts.some((line) => line.includes('400 of a sample of 400 calls')));
    });

    it('ends where no more come, as where the app samples', async () => {
        const named = await name(slow(2));
        assert.deepEqual([named.insights?.known, named.insights?.asked], [2, 4]);
    });

    it('ends at its limit, and says so', async () => {
        const named = await name(slow(0), -1);
        assert.equal(named.insights?.known, 0);
        assert.ok(mcpScalePanel(judgeScale(named)).facts.some((line) => line.startsWith('Application Insights knew none of 4 calls')));
    });

    it('says in words how much it knew and how late it was', async () => {
        const named = await name(slow(4));
        const [, told] = mcpScalePanel(judgeScale({ ...named, insights: { known: 3, asked: 4, delayMs: 95_400 } })).facts;
        assert.equal(
            told,
            'Which instance answered is from Application Insights (cloud_RoleInstance): 3 of 4 calls, 95 s after the last one.',
        );
    });

    it('is stopped at any moment', async () => {
        const stop = new AbortController();
        const running = name(slow(0), 60_000, quietOperation(stop.signal));
        stop.abort();
        await assert.rejects(running, Cancelled);
    });
});

describe('the application id of a connection string', () => {
    for (const [title, text, expected] of [
        [
            'is the one of ApplicationId',
            'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=https://x/;ApplicationId=aaaaaaaa-2222-4333-8444-555555555555',
            'aaaaaaaa-2222-4333-8444-555555555555',
        ],
        ['is not the key of an old string', 'InstrumentationKey=11111111-2222-4333-8444-555555555555', undefined],
        ['is none without a string', undefined, undefined],
    ] as const) {
        it(title, () => {
            assert.equal(insightsAppId(text), expected);
        });
    }
});
