import assert from 'node:assert/strict';
import type { InstanceStatus } from '../../../../src/core/deploy/resources';
import { judgeAnswer } from '../../../../src/core/deploy/verify/judgeAnswer';
import { judgeInstances, startIsUnderWay, type InstancesSeen } from '../../../../src/core/deploy/verify/judgeInstances';
import { explainStart, explainStartByLog } from '../../../../src/core/diagnose/explainStart';

describe('judgeAnswer', () => {
    const page = (status: number, body = 'hello', headers: Readonly<Record<string, string>> = {}) => ({ status, headers, body });
    for (const [title, answer, expected, kind] of [
        ['counts the app’s page', page(200), undefined, 'app'],
        ['counts a redirect of the app', page(302, '', { location: '/login' }), undefined, 'app'],
        ['counts an app that has nothing at this path', page(404), undefined, 'app'],
        ['does not count nothing', undefined, undefined, 'silent'],
        ['does not count the platform’s error page', page(503, '<title>Application Error</title>'), undefined, 'platform'],
        [
            'does not count the placeholder, although it is a 200',
            page(200, 'Your web app is running and waiting for your content'),
            undefined,
            'platform',
        ],
        ['does not count a gateway’s answer', page(502, ''), undefined, 'platform'],
        ['does not count a crash', page(500), undefined, 'wrong'],
        ['holds the app to the status of its rehearsal', page(404), 200, 'wrong'],
        ['accepts the rehearsal’s status whatever it is', page(503, 'maintenance'), 503, 'app'],
        ['counts a page where the rehearsal was only redirected', page(200), 301, 'app'],
        ['does not count a redirect where the rehearsal saw a page', page(301, '', { location: '/' }), 200, 'wrong'],
        [
            'does not count the page that keeps an address out, and does not take the app for stopped',
            page(
                403,
                '<title>Web App - Unavailable</title><h1>Error 403 - Forbidden</h1><p>The web app you have attempted to reach has blocked your access.</p>',
            ),
            403,
            'platform',
        ],
        ['does not count what Container Apps keep out', page(403, 'RBAC: access denied'), undefined, 'platform'],
        ['counts a refusal of the app’s own', page(403, 'Forbidden'), undefined, 'app'],
        ['knows the platform’s sign-in', page(302, '', { location: 'https://login.windows.net/x' }), 200, 'app'],
    ] as const) {
        it(title, () => assert.equal(judgeAnswer(answer, expected).kind, kind));
    }
});

describe('judgeInstances', () => {
    const changed = Date.parse('2026-11-22T10:00:00Z');
    const one = (change: Partial<InstanceStatus> = {}): InstanceStatus => ({
        instanceId: 'a',
        state: 'Started',
        action: '',
        lastError: '',
        lastErrorDetails: '',
        lastErrorTime: '',
        details: '',
        ...change,
    });
    const seen = (change: Partial<InstancesSeen> = {}): InstancesSeen => ({
        statuses: [one()],
        startupLogs: undefined,
        dockerLines: [],
        restarted: new Set(),
        errorsBefore: new Set(),
        ...change,
    });
    const log = (instance: string, time: string) => ({ file: 'f', instance, outcome: 'success', lastWriteMs: Date.parse(time) }) as const;
    const error = { state: 'Stopped', lastError: 'ContainerExited', lastErrorTime: '2026-11-22T10:00:05Z' };
    for (const [title, facts, since, kind] of [
        ['is content with running when nothing changed', seen(), undefined, 'running'],
        ['does not take a container from before the change for the new one', seen(), changed, 'old'],
        ['believes the start-up log', seen({ startupLogs: [log('m1', '2026-11-22T10:00:09Z')] }), changed, 'running'],
        ['does not believe an older start-up log', seen({ startupLogs: [log('m1', '2026-11-22T09:59:59Z')] }), changed, 'old'],
        [
            'wants a log of every instance',
            seen({ statuses: [one(), one({ instanceId: 'b' })], startupLogs: [log('m1', '2026-11-22T10:00:09Z')] }),
            changed,
            'old',
        ],
        [
            'believes the docker log',
            seen({
                dockerLines: [
                    '2026-11-22T10:00:08.123Z INFO  - Container x for site y initialized successfully and is ready to serve requests.',
                ],
            }),
            changed,
            'running',
        ],
        ['believes a restart that it saw', seen({ restarted: new Set(['a']) }), changed, 'running'],
        [
            'does not take a restart of the old image, still under way at the change, for the new one',
            seen({
                startupLogs: [log('m1', '2026-11-22T10:00:02Z')],
                restarted: new Set(['a']),
                image: `r.azurecr.io/app@sha256:${'b'.repeat(64)}`,
                dockerLines: [
                    `2026-11-22T09:59:58.1Z INFO  - Pulling image: r.azurecr.io/app@sha256:${'a'.repeat(64)}`,
                    '2026-11-22T10:00:02.1Z INFO  - Container x for site y initialized successfully and is ready to serve requests.',
                ],
            }),
            changed,
            'old',
        ],
        [
            'believes a start after the new image was pulled',
            seen({
                startupLogs: [log('m1', '2026-11-22T10:00:09Z')],
                image: `r.azurecr.io/app@sha256:${'b'.repeat(64)}`,
                dockerLines: [
                    `2026-11-22T09:59:58.1Z INFO  - Pulling image: r.azurecr.io/app@sha256:${'a'.repeat(64)}`,
                    `2026-11-22T10:00:03.1Z INFO  - Pulling image: r.azurecr.io/app@sha256:${'b'.repeat(64)}`,
                ],
            }),
            changed,
            'running',
        ],
        [
            'does not ask for a pull that the docker log never tells of',
            seen({
                startupLogs: [log('m1', '2026-11-22T10:00:09Z')],
                image: `r.azurecr.io/app@sha256:${'b'.repeat(64)}`,
                dockerLines: ['2026-11-22T10:00:04Z hello'],
            }),
            changed,
            'running',
        ],
        [
            'waits for the second instance',
            seen({ statuses: [one(), one({ instanceId: 'b', state: 'Starting' })], restarted: new Set(['a']) }),
            changed,
            'waiting',
        ],
        ['reports an error after the change', seen({ statuses: [one(error)] }), changed, 'failing'],
        [
            'does not report an error from before',
            seen({ statuses: [one({ ...error, lastErrorTime: '2026-11-22T09:00:00Z' })] }),
            changed,
            'waiting',
        ],
        [
            'does not report an error that was there already',
            seen({ statuses: [one(error)], errorsBefore: new Set(['a|2026-11-22T10:00:05Z|ContainerExited']) }),
            changed,
            'waiting',
        ],
    ] as const) {
        it(title, () => assert.equal(judgeInstances(facts, since).kind, kind));
    }
});

describe('startIsUnderWay', () => {
    const changed = Date.parse('2026-11-22T10:00:00Z');
    const image = (letter: string) => `r.azurecr.io/app@sha256:${letter.repeat(64)}`;
    for (const [title, lines, expected] of [
        ['is while the new image is pulled', [`2026-11-22T10:00:03.1Z INFO  - Pulling image: ${image('b')}`], true],
        ['is not while another image is', [`2026-11-22T10:00:03.1Z INFO  - Pulling image: ${image('a')}`], false],
        ['is not by a pull from before the change', [`2026-11-22T09:59:03.1Z INFO  - Pulling image: ${image('b')}`], false],
        ['is not by what the app writes', ['2026-11-22T10:00:03.1Z GET /'], false],
    ] as const) {
        it(title, () => assert.equal(startIsUnderWay(lines, changed, image('b')), expected));
    }
});

describe('explainStartByLog', () => {
    const app = '2026-11-22T10:00:03.1Z redis: unauthorized: authentication required';
    it('does not take what the app writes of its own logins for a refused pull', () => {
        assert.equal(explainStartByLog([], [app]), undefined);
        assert.equal(explainStart([app])?.code, 'deploy/pull-unauthorized');
    });
    it('believes the platform’s lines in the same log, and what an app may tell better', () => {
        const refused =
            '2026-11-22T10:00:03.1Z ERROR - DockerApiException: Head "https://x.azurecr.io/v2/": unauthorized: authentication required';
        assert.equal(explainStartByLog([], [app, refused])?.code, 'deploy/pull-unauthorized');
        assert.equal(explainStartByLog([], ['exec /app: exec format error'])?.code, 'deploy/wrong-platform');
    });
});

describe('explainStart', () => {
    for (const [line, code, facts] of [
        [
            'Container a_0 for site a did not respond to HTTP pings on port: 80, failing site start. See container logs for debugging.',
            'deploy/port-silent',
            { port: 80 },
        ],
        ['Container a_0 for site a has exited with exit code 3, failing site start', 'deploy/crashed', { exitCode: 3 }],
        ['standard_init_linux.go:228: exec user process caused: exec format error', 'deploy/wrong-platform', {}],
        [
            'DockerApiException: Head "https://x.azurecr.io/v2/app/manifests/1": unauthorized: authentication required',
            'deploy/pull-unauthorized',
            {},
        ],
        ['manifest for x.azurecr.io/app@sha256:00 not found: manifest unknown', 'deploy/image-not-found', {}],
        ['Container a_0 for site a did not start within expected time limit. Elapsed time = 230.1 sec', 'deploy/start-timeout', {}],
    ] as const) {
        it(`reads ${code} from “${line.slice(0, 60)}…”`, () => {
            const { row, ...symptom } = explainStart(['Starting container for site', line]) ?? {};
            assert.match(String(row), /^start-/);
            assert.deepEqual(symptom, { code, line, ...facts });
        });
    }

    it('has no answer to what it does not know', () => assert.equal(explainStart(['Pulling image', 'hello']), undefined));
});
