import assert from 'node:assert/strict';
import type { DeployRequest } from '../../../../src/core/deploy/deployRequest';
import type { FoundResources } from '../../../../src/core/deploy/deployState';
import { needWarnings, neededSettings, withKnownOfGroup, withKnownSettings } from '../../../../src/core/deploy/neededSettings';
import { pullSecret } from '../../../../src/core/deploy/pullPrincipal';
import type { Needs } from '../../../../src/core/project/profile';

const needs: Needs = {
    variables: [
        { name: 'GREETING', required: false, secret: false, default: 'hello', file: 'app.py', line: 4 },
        { name: 'SECRET_KEY', required: true, secret: true, file: 'app.py', line: 2 },
        { name: 'DATABASE_URL', required: false, secret: true, file: 'app.py', line: 3 },
    ],
    services: [{ kind: 'postgres', variable: 'DATABASE_URL', file: 'requirements.txt', line: 1 }],
    writes: [{ path: 'data.db', reason: 'SQLite database', file: 'db.py', line: 7 }],
    migrations: [],
};
const request = (change: Partial<DeployRequest> = {}): DeployRequest => ({
    target: 'appService',
    folder: '/app',
    projectName: 'app',
    source: { kind: 'digest', digest: 'd' },
    port: 8000,
    healthPath: '/',
    env: {},
    needs,
    ...change,
});
const inAppService = { app: { settings: { SECRET_KEY: 'azure-only', GREETING: 'hi' } } } as unknown as FoundResources;
const inContainerApp = { containerApp: { env: { SECRET_KEY: undefined } } } as unknown as FoundResources;
const inContainerGroup = { containerGroup: { containers: [{ env: { SECRET_KEY: undefined } }] } } as unknown as FoundResources;

describe('what an app needs to be told', () => {
    for (const [title, change, found, expected] of [
        [
            'asks for what is required first, then for addresses of services',
            {},
            undefined,
            ['SECRET_KEY absent', 'DATABASE_URL absent', 'GREETING default'],
        ],
        ['knows what was given', { env: { SECRET_KEY: 'x' } }, undefined, ['SECRET_KEY given', 'DATABASE_URL absent', 'GREETING default']],
        ['leaves what a web app has', {}, inAppService, ['SECRET_KEY there', 'DATABASE_URL absent', 'GREETING there']],
        [
            'leaves what a container app has as a secret',
            {},
            inContainerApp,
            ['SECRET_KEY there', 'DATABASE_URL absent', 'GREETING default'],
        ],
        [
            'leaves what a container group has as a secure value',
            {},
            inContainerGroup,
            ['SECRET_KEY there', 'DATABASE_URL absent', 'GREETING default'],
        ],
        ['shows what only the user knows of', { env: { EXTRA: '1' }, needs: { ...needs, variables: [] } }, undefined, ['EXTRA given']],
    ] as const) {
        it(title, () => {
            assert.deepEqual(
                neededSettings(request(change), found).map(({ name, state }) => `${name} ${state}`),
                expected,
            );
        });
    }

    describe('of a job that events start', () => {
        const job = (change: Partial<DeployRequest> = {}) =>
            request({ target: 'containerApps', appKind: 'job', events: 'azure-queue queueName=orders connection=@QUEUE_SAS', ...change });
        const there = (value: string | undefined) =>
            ({ containerApp: { kind: 'job', env: { QUEUE_SAS: value } } }) as unknown as FoundResources;
        const row = (asked: DeployRequest, found?: FoundResources) =>
            neededSettings(asked, found).flatMap(({ name, need, secret, state }) => (name === 'QUEUE_SAS' ? [[need, secret, state]] : []));

        it('asks for what the scaler is given, though no code reads it', () => {
            assert.deepEqual(row(job()), [['required', 'yes', 'absent']]);
            assert.deepEqual(row(job({ env: { QUEUE_SAS: 'swordfish' } })), [['required', 'yes', 'given']]);
            assert.deepEqual(row(job(), there(undefined)), [['required', 'yes', 'there']]);
            // The app starts without it.
            assert.deepEqual(
                needWarnings(
                    job({ needs: { variables: [], services: [], writes: [] } }),
                    neededSettings(job({ needs: { variables: [], services: [], writes: [] } }), undefined),
                ),
                [],
            );
        });

        it('asks for it again where Azure has it in clear, or the code has a value for it', () => {
            assert.deepEqual(row(job(), there('in clear')), [['required', 'yes', 'absent']]);
            const variable = { name: 'QUEUE_SAS', required: false, secret: false, default: 'none', file: 'app.py', line: 1 };
            assert.deepEqual(row(job({ needs: { ...needs, variables: [variable] } })), [['required', 'yes', 'absent']]);
        });

        it('asks for nothing for what is no job', () => {
            assert.deepEqual(row(job({ appKind: 'app' })), []);
            assert.deepEqual(row(job({ target: 'appService' })), []);
        });
    });

    it('never bears the value of a secret', () => {
        const settings = neededSettings(request({ env: { SECRET_KEY: 'swordfish', MY_TOKEN: 'swordfish', GREETING: 'ahoy' } }), undefined);
        assert.doesNotMatch(JSON.stringify(settings), /swordfish/);
        assert.equal(settings.find(({ name }) => name === 'GREETING')?.value, 'ahoy');
    });

    it('warns with file and line of what is missing, of services that nobody makes, and of data that a deploy loses', () => {
        const told = needWarnings(request(), neededSettings(request(), undefined)).map(({ facts }) => facts.place);
        assert.deepEqual(told, ['app.py:2', 'requirements.txt:1', 'db.py:7']);
    });

    it('warns of nothing but lost data once everything is given', () => {
        const given = request({ env: { SECRET_KEY: 'x', DATABASE_URL: 'y' } });
        assert.deepEqual(
            needWarnings(given, neededSettings(given, undefined)).map(({ facts }) => facts.path),
            ['data.db'],
        );
    });

    for (const [title, path, home, expected] of [
        ['nothing of uploads', { path: '/home/uploads', reason: 'uploads' }, 'on', []],
        ['a network share where SQLite', { path: '/home/data.db', reason: 'SQLite database' }, 'on', ['is on a network share']],
        ['loss where it', { path: '/home/uploads', reason: 'uploads' }, 'off', ['It is lost at every deploy']],
        ['loss of what', { path: 'uploads', reason: 'uploads' }, 'on', ['It is lost at every deploy']],
    ] as const) {
        it(`warns of ${title} lies in ${path.path} with /home ${home}`, () => {
            const writes = [{ ...path, file: 'app.py', line: 1 }];
            const asked = request({ target: 'appService', home, needs: { variables: [], services: [], writes } });
            const told = needWarnings(asked, neededSettings(asked, undefined)).map(({ text }) => text);
            assert.equal(told.length, expected.length);
            assert.ok(
                expected.every((part, index) => told[index]?.includes(part)),
                told.join(),
            );
        });
    }

    it('sets what it knows from earlier only where Azure has nothing that somebody may have changed', () => {
        const known = request({ knownEnv: { SECRET_KEY: 'old', DATABASE_URL: 'old' } });
        assert.deepEqual(withKnownSettings(known, undefined).env, { SECRET_KEY: 'old', DATABASE_URL: 'old' });
        assert.deepEqual(withKnownSettings(known, inAppService).env, { DATABASE_URL: 'old' });
    });

    it('writes a group again with what it has, and with nothing that only the folder knows of', () => {
        const known = request({ target: 'containerInstances', knownEnv: { SECRET_KEY: 'old', DATABASE_URL: 'old', [pullSecret]: 'pull' } });
        const again = withKnownOfGroup(known, inContainerGroup);
        assert.deepEqual(again.knownEnv, { SECRET_KEY: 'old', [pullSecret]: 'pull' });
        assert.deepEqual(withKnownSettings(again, inContainerGroup).env, { [pullSecret]: 'pull' });
        assert.deepEqual(withKnownOfGroup(known, undefined).knownEnv, { [pullSecret]: 'pull' });
    });
});
