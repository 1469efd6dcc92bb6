import assert from 'node:assert/strict';
import { changedContainer } from '../../../../src/adapters/azure/siteContainers';
import type { SiteContainer } from '../../../../src/core/deploy/resources';

const main: SiteContainer = {
    name: 'main',
    main: 'yes',
    image: 'mine.azurecr.io/app:1',
    port: 8000,
    pull: 'anybody',
    pullClientId: '',
    startCommand: 'python app.py',
    properties: {
        image: 'mine.azurecr.io/app:1',
        isMain: true,
        targetPort: '8000',
        authType: 'Anonymous',
        startUpCommand: 'python app.py',
        volumeMounts: [{ containerMountPath: '/data' }],
    },
};
const container = { name: 'main', port: 8000, others: [] };

describe('what the main container of a web app is written with', () => {
    for (const [title, change, command] of [
        ['is the start-up command that it has, where none is asked for', {}, 'python app.py'],
        ['is the one that is asked for', { startCommand: 'gunicorn app' }, 'gunicorn app'],
        ['is none, where none is wanted', { startCommand: '' }, undefined],
    ] as const) {
        it(title, () => {
            const { startUpCommand, volumeMounts } = changedContainer([main], { container, ...change });
            assert.equal(startUpCommand, command);
            assert.deepEqual(volumeMounts, main.properties.volumeMounts);
        });
    }
});
