import assert from 'node:assert/strict';
import { decideVerdict } from '../../../../src/core/diagnose/verdict';
import type { Cause } from '../../../../src/core/diagnose/verdictFinding';
import type { Probes, RequestOutcome } from '../../../../src/core/diagnose/verdictProbes';

export const ok: RequestOutcome = { status: 200, durationMs: 5, body: '{}' };
export const red = (body: string, status = 500): RequestOutcome => ({ status, durationMs: 5, body });
export const none = (error: string): RequestOutcome => ({ status: 0, durationMs: 5, body: '', error });
export const gateway = red('<h1>Application Error</h1>', 502);

export const health = { title: 'GET /health', outside: ok, inside: ok };
export const chat = (outcome: RequestOutcome) => ({ title: 'POST /chat', outside: outcome, inside: outcome });

/** A Python app with a model, an identity and nothing wrong. */
export const good: Probes = {
    requests: [health, chat(ok)],
    configuredPort: 8000,
    reachedContainer: 'yes',
    listeners: [
        { port: 2222, scope: 'any', process: 'sshd' },
        { port: 8000, scope: 'any', process: 'python3' },
    ],
    appPort: 8000,
    environment: { AZURE_AI_FOUNDRY_ENDPOINT: 'https://shop.openai.azure.com', AZURE_AI_MODEL: 'gpt-4o-mini' },
    environmentSource: 'listener',
    names: { 'shop.openai.azure.com': 'ok', 'login.microsoftonline.com': 'ok' },
    endpoint: 'https://shop.openai.azure.com',
    endpointHost: 'shop.openai.azure.com',
    model: 'gpt-4o-mini',
    identity: { endpoint: 'set', usesKey: 'no', system: { ...ok, token: 'yes' } },
    modelAnswer: { ...ok, durationMs: 600, auth: 'system' },
    absent: [],
    packages: ['fastapi'],
    required: ['fastapi'],
    manifest: 'requirements.txt',
    logLines: [],
    modelLatenciesMs: [600, 650, 700],
    appLatenciesMs: [700, 750, 800],
    memory: { limitBytes: 2 ** 30, usedBytes: 2 ** 28, oomKills: 0 },
    disks: [{ path: '/', totalKiB: 10_000_000, freeKiB: 5_000_000 }],
    clockSkewSeconds: 1,
};
export const badClient = {
    endpoint: 'set',
    usesKey: 'no',
    clientId: '0000',
    system: { ...ok, token: 'yes' },
    client: { ...red('No identity', 400), token: 'no' },
} as const;

/** One case: the causes in their order, or what is said without one, and what is only observed. */
export function check(
    title: string,
    probes: Probes,
    expected: readonly Cause[] | 'healthy' | 'cannot-tell',
    observed: readonly Cause[] = [],
) {
    it(title, () => {
        const verdict = decideVerdict(probes);
        const said = verdict.kind === 'cause' ? verdict.causes.map((finding) => finding.cause) : verdict.kind;
        assert.deepEqual(said, expected, JSON.stringify(verdict, null, 1));
        assert.deepEqual(
            verdict.observations.map((finding) => finding.cause),
            observed,
        );
        assert.deepEqual(
            verdict.causes.filter(({ next }) => next.length === 0).map(({ cause }) => cause),
            [],
            'a cause without a button',
        );
    });
}
