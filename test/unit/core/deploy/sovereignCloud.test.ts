import assert from 'node:assert/strict';
import { clouds } from '../../../../src/core/deploy/cloud';
import { sovereignCloud } from '../../../../src/core/deploy/sovereignCloud';
import { belongsTo } from '../../../../src/adapters/azure/resolveInCloud';

const custom = {
    name: 'Harbour',
    portalUrl: 'https://portal.harbour.example/',
    resourceManagerEndpointUrl: 'https://management.harbour.example/',
    activeDirectoryEndpointUrl: 'https://login.harbour.example/adfs/',
    activeDirectoryResourceId: 'https://management.harbour.example/audience/',
};

describe('the cloud that VS Code’s settings name', () => {
    for (const [title, environment, expected] of [
        ['is public Azure without any', undefined, { kind: 'public' }],
        ['is public Azure for an empty name', '', { kind: 'public' }],
        ['is China', 'ChinaCloud', { kind: 'cloud', cloud: clouds.china }],
        ['is the US Government', 'USGovernment', { kind: 'cloud', cloud: clouds.usGovernment }],
    ] as const) {
        it(title, () => assert.deepEqual(sovereignCloud(environment, undefined), expected));
    }

    it('is a custom one, whose tokens go below its own domain and nowhere else', () => {
        const found = sovereignCloud('custom', custom);
        assert.ok(found.kind === 'cloud');
        assert.equal(found.cloud.managementUrl, 'https://management.harbour.example');
        assert.equal(found.cloud.managementScope, 'https://management.harbour.example/audience/.default');
        assert.equal(found.cloud.loginUrl, 'https://login.harbour.example/adfs');
        assert.deepEqual(
            [
                'management.harbour.example',
                'r.azurecr.harbour.example',
                'harbour.example.evil.test',
                'evilharbour.example',
                'management.azure.com',
            ].map((host) => belongsTo(found.cloud, host)),
            [true, true, false, false, false],
        );
    });

    for (const [title, change] of [
        ['without encryption', { resourceManagerEndpointUrl: 'http://management.harbour.example' }],
        ['without a sign-in', { activeDirectoryEndpointUrl: undefined }],
        ['whose domain would be a whole top-level one', { resourceManagerEndpointUrl: 'https://harbour.example' }],
        ['that is no address', { resourceManagerEndpointUrl: 'harbour' }],
    ] as const) {
        it(`refuses a custom one ${title}`, () => assert.equal(sovereignCloud('custom', { ...custom, ...change }).kind, 'invalid'));
    }

    it('refuses a custom one that is not there', () => assert.equal(sovereignCloud('custom', undefined).kind, 'invalid'));
});
