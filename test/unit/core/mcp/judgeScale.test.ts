import assert from 'node:assert/strict';
import type { ScaleCall, ScaleFacts } from '../../../../src/core/mcp/judgeScale';
import { judgeScale, percentile } from '../../../../src/core/mcp/judgeScale';
import { identifyInstance } from '../../../../src/core/mcp/identifyInstance';

const calls = (leg: ScaleCall['leg'], counts: Readonly<Record<string, number>>): ScaleCall[] =>
    Object.entries(counts).flatMap(([instance, count]) =>
        Array.from({ length: count }, (_, index) => ({ leg, instance, startedMs: 0, durationMs: index + 1 })),
    );
const failing = (count: number): ScaleCall[] =>
    Array.from({ length: count }, () => ({ leg: 'fresh', startedMs: 0, durationMs: 1, failureCode: 'mcp/starting' }));

describe('judgeScale', () => {
    const check = (title: string, facts: Partial<ScaleFacts>, verdict: string, fixes: readonly string[]) =>
        it(title, () => {
            const report = judgeScale({ calls: [], affinityCookies: [], lostSessions: 0, ...facts });
            assert.equal(report.verdict, verdict);
            assert.deepEqual(report.fixes, fixes);
        });

    check(
        'sees an even spread',
        { calls: [...calls('fresh', { a: 20, b: 22, c: 18 }), ...calls('kept', { a: 10, b: 10, c: 10 })] },
        'spread',
        [],
    );
    check(
        'sees that a cookie pins',
        { calls: [...calls('fresh', { a: 20, b: 20 }), ...calls('kept', { a: 40 })], affinityCookies: ['ARRAffinity'] },
        'pinned-by-affinity',
        ['turn-off-affinity'],
    );
    check(
        'advises against a cookie that does not pin yet',
        { calls: calls('fresh', { a: 40 }), affinityCookies: ['ARRAffinity'] },
        'one-instance',
        ['add-instances', 'turn-off-affinity'],
    );
    check('sees one instance', { calls: calls('fresh', { a: 40 }) }, 'one-instance', ['add-instances']);
    check('sees one of several', { calls: calls('fresh', { a: 40 }), expectedInstances: 3 }, 'one-of-several', [
        'turn-off-affinity',
        'open-log',
    ]);
    check('sees an uneven spread', { calls: calls('fresh', { a: 50, b: 5, c: 5 }) }, 'uneven', ['open-log']);
    check('does not call chance uneven', { calls: calls('fresh', { a: 14, b: 7, c: 9 }) }, 'spread', []);
    check('puts lost sessions first', { calls: [...calls('fresh', { a: 10 }), ...failing(10)], lostSessions: 4 }, 'session-bound', [
        'use-explicit-handles',
    ]);
    check('sees failures', { calls: [...calls('fresh', { a: 10, b: 10 }), ...failing(3)] }, 'failing', ['open-log']);
    check('forgives one failure in a hundred', { calls: [...calls('fresh', { a: 50, b: 50 }), ...failing(1)] }, 'spread', []);
    check('says when nobody says who answers', { calls: [{ leg: 'fresh', startedMs: 0, durationMs: 1 }] }, 'instances-unknown', [
        'add-whoami-tool',
    ]);

    it('says when calls failed, after the first call of all', () => {
        const { failures } = judgeScale({
            calls: [
                { leg: 'fresh', startedMs: 1000, durationMs: 5, instance: 'a' },
                { leg: 'fresh', startedMs: 5000, durationMs: 5, failureCode: 'mcp/server-error' },
                { leg: 'kept', startedMs: 9500, durationMs: 5, failureCode: 'mcp/server-error' },
                { leg: 'kept', startedMs: 9900, durationMs: 5, instance: 'a' },
            ],
            affinityCookies: [],
            lostSessions: 0,
        });
        assert.deepEqual(failures, [{ code: 'mcp/server-error', count: 2, firstMs: 4000, lastMs: 8500 }]);
    });
    it('reads as many calls as a long check makes', () => {
        const count = 200_000;
        const begun = performance.now();
        const { failures, fresh } = judgeScale({
            calls: [
                ...Array.from({ length: count }, (_, n) => ({ leg: 'fresh' as const, startedMs: n, durationMs: 5, instance: 'a' })),
                ...Array.from({ length: count }, (_, n) => ({
                    leg: 'fresh' as const,
                    startedMs: n,
                    durationMs: 5,
                    failureCode: 'mcp/server-error',
                })),
            ],
            affinityCookies: [],
            lostSessions: 0,
        });
        assert.deepEqual(failures, [{ code: 'mcp/server-error', count, firstMs: 0, lastMs: count - 1 }]);
        assert.equal(fresh[0]?.calls, count);
        assert.ok(performance.now() - begun < 5000, 'in a time that grows with the calls, not with their square');
    });
    it('counts latencies per instance', () => {
        const { fresh } = judgeScale({ calls: calls('fresh', { a: 100, b: 1 }), affinityCookies: [], lostSessions: 0 });
        assert.deepEqual(fresh, [
            { instance: 'a', calls: 100, share: 100 / 101, p50Ms: 50, p90Ms: 90, p99Ms: 99 },
            { instance: 'b', calls: 1, share: 1 / 101, p50Ms: 1, p90Ms: 1, p99Ms: 1 },
        ]);
        assert.equal(percentile([], 0.5), 0);
    });
});

describe('identifyInstance', () => {
    const exchange = (headers: readonly { name: string; value: string }[], digest?: string) =>
        [{ responseHeaders: headers, affinity: digest === undefined ? [] : [{ name: 'ARRAffinity', digest }] }] as never;
    const result = (structuredContent?: unknown, text?: string) => ({
        isError: false,
        content: text === undefined ? [] : [{ kind: 'text' as const, text }],
        structuredContent,
    });
    const check = (title: string, args: Parameters<typeof identifyInstance>, expected: unknown) =>
        it(title, () => assert.deepEqual(identifyInstance(...args), expected));

    check('believes the tool first', [result({ hostname: 'h', instance_id: 'i' }), exchange([{ name: 'x-instance-id', value: 'x' }])], {
        name: 'i',
        by: 'tool',
    });
    check('reads JSON in a text', [result(undefined, '{"instance_id": "i"}'), exchange([])], { name: 'i', by: 'tool' });
    check('then a header', [result(undefined, '{oops'), exchange([{ name: 'x-instance-id', value: 'x' }], 'd')], {
        name: 'x',
        by: 'header',
    });
    check('then the cookie', [result(), exchange([], 'd')], { name: 'cookie d', by: 'cookie' });
    check('else says nothing', [result({ answer: 42 }), exchange([])], undefined);
});
