import assert from 'node:assert/strict';
import { Failure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import type { Site } from '../../../../src/core/deploy/resources';
import type { Azure } from '../../../../src/ports/azure';
import { findDiagnosed, readPlatform, wayInto } from '../../../../src/workflows/deployment/diagnosedDeployment';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop';
const found = { target: 'appService', id, name: 'shop', state: 'awake', ways: [] } as const;
const silent = () => Promise.reject(new Error('the SCM host does not answer'));

/** A web app in this state, whose SCM host does not answer, as that of a stopped one. */
function azure(state: string, instance = 'Blocked'): Azure {
    const site = { id, name: 'shop', state } as Partial<Site>;
    const status = () => Promise.resolve([{ instanceId: 'i', state: instance, lastError: 'ContainerTimeout', lastErrorDetails: '' }]);
    return { sites: { get: () => Promise.resolve(site), status, dockerLog: silent, startupLogs: silent } } as unknown as Azure;
}

describe('What the platform says of a web app', () => {
    it('is that it is stopped, without asking what does not run', async () =>
        assert.deepEqual(await readPlatform(quietOperation(), azure('Stopped'), found), { state: 'Stopped' }));
    it('is its state and error, also when its logs cannot be had', async () =>
        assert.deepEqual(await readPlatform(quietOperation(), azure('Running'), found), {
            state: 'Blocked',
            lastError: 'ContainerTimeout',
            logLines: [],
        }));
    it('is not that it is stopped when only its container ended', async () =>
        assert.equal((await readPlatform(quietOperation(), azure('Running', 'Stopped'), found)).state, 'Not running'));
});

describe('What the platform says of a container app', () => {
    const appId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/shop';
    const app = { id: appId, name: 'shop', runningStatus: 'Running', revisions: 'single', latestRevision: 'shop--two' };
    const revision = (name: string, active: 'yes' | 'no') => ({ name, active, runningState: 'Running', problems: [] });
    const said = async (ready: 'yes' | 'no', before: 'yes' | 'no', revisions = 'single') => {
        const container = { name: 'shop', ready, restarts: 0, state: 'Running', details: '' };
        const containerApps = {
            get: () => Promise.resolve({ ...app, revisions }),
            revisions: () => Promise.resolve([revision('shop--one', before), revision('shop--two', 'yes')]),
            replicas: () => Promise.resolve([{ name: 'r', containers: [container] }]),
            systemLog: silent,
            consoleLog: silent,
        };
        const place = { ...found, target: 'containerApps', id: appId } as const;
        return (await readPlatform(quietOperation(), { containerApps } as unknown as Azure, place)).serving;
    };
    it('is which revision visitors get while the newest is not ready', async () => assert.equal(await said('no', 'yes'), 'shop--one'));
    it('is nothing of that when the newest is ready, the one before has left, or both are meant to serve', async () =>
        assert.deepEqual(
            [await said('yes', 'yes'), await said('no', 'no'), await said('no', 'yes', 'multiple')],
            [undefined, undefined, undefined],
        ));
});

describe('The way into a web app', () => {
    const way = async (publishingCredentials: () => Promise<unknown>) => {
        const site = {
            id,
            name: 'shop',
            state: 'Running',
            scmHost: 'shop.scm.azurewebsites.net',
            hosts: [],
            host: 'shop.azurewebsites.net',
        };
        const sites = { get: () => Promise.resolve(site), status: () => Promise.resolve([]), publishingCredentials };
        const { ways } = await findDiagnosed(quietOperation(), { sites } as unknown as Azure, id);
        const shell = ways[0]!.shell;
        return shell.kind === 'app-service' ? await shell.basicCredentials?.(quietOperation()) : 'no way into a web app';
    };
    it('knows the publishing credentials, for a tunnel that refuses the token', async () => {
        const known = { username: '$shop', password: 'pw' };
        assert.deepEqual(await way(() => Promise.resolve(known)), known);
    });
    it('does without them where they may not be read', async () =>
        assert.equal(await way(() => Promise.reject(new Failure('azure/forbidden', {}))), undefined));
});

describe('The way into an instance', () => {
    const ways = ['new', 'other'].map((instance) => ({ instance, shell: { kind: 'app-service' as const, name: 'shop', scmUrl: '' } }));
    it('is its own', () => assert.equal(wayInto({ ways }, 'other')?.instance, 'other'));
    it('is that into the first, under its name, when the instance is gone or none was chosen', () =>
        assert.deepEqual([wayInto({ ways }, 'gone')?.instance, wayInto({ ways }, undefined)?.instance], ['new', 'new']));
    it('has no name where there is nothing to choose', () => {
        const only = wayInto({ ways: ways.slice(0, 1) }, 'gone');
        assert.deepEqual([only?.instance, only?.shell], [undefined, ways[0]!.shell]);
    });
    it('is none where nothing runs', () => assert.equal(wayInto({ ways: [] }, 'gone'), undefined));
});
