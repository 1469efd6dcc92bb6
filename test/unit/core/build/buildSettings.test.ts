import assert from 'node:assert/strict';
import { foreignSecrets, readBuildSettings } from '../../../../src/core/build/buildSettings';
import { buildTag } from '../../../../src/core/build/buildTag';

describe('The settings of a build', () => {
    const check = (title: string, settings: unknown, profile: string | undefined, expected: unknown) =>
        it(title, () => assert.deepEqual(readBuildSettings(settings, profile), expected));
    const nothing = { args: {}, secrets: {}, tags: [] };

    check('are none by default', { dockerfile: '', args: {}, target: '', platform: '' }, undefined, nothing);
    check(
        'name where secrets are found, and hold none',
        { secrets: { npm: 'env:NPM_TOKEN', key: 'file:keys/one', pip: '.pip' } },
        undefined,
        {
            ...nothing,
            secrets: {
                npm: { kind: 'env', name: 'NPM_TOKEN' },
                key: { kind: 'file', path: 'keys/one' },
                pip: { kind: 'file', path: '.pip' },
            },
        },
    );
    const both = {
        target: 'app',
        args: { A: '1', B: '2' },
        tags: ['one'],
        profiles: { prod: { target: 'slim', args: { B: '3' }, platform: 'linux/arm64' } },
    };
    check('are joined by those of the profile in use', both, 'prod', {
        ...nothing,
        target: 'slim',
        platform: 'linux/arm64',
        args: { A: '1', B: '3' },
        tags: ['one'],
    });
    check('stay as they are under a profile without its own', both, 'test', {
        ...nothing,
        target: 'app',
        args: { A: '1', B: '2' },
        tags: ['one'],
    });
    check(
        'leave out what has not the right form',
        { args: { A: {}, B: 2 }, secrets: { x: 'env:' }, tags: [1, ''], target: 4, profiles: [] },
        'x',
        {
            ...nothing,
            args: { B: '2' },
        },
    );
});

describe('The tag of a build', () => {
    const at = Date.UTC(2026, 10, 28, 17, 20, 30);
    it('has the commit and the minute, and is never latest', () => {
        assert.equal(buildTag('My App', 'ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12', at), 'my-app:ab12cd3-20261128-1720');
        assert.equal(buildTag('My App', undefined, at), 'my-app:20261128-1720');
    });

    it('tell what a workspace takes that the user did not name, and what it takes from another place under the same id', () => {
        const user = readBuildSettings({ secrets: { npm: 'env:NPM_TOKEN', key: 'file:keys/one' } }, undefined).secrets;
        const inForce = readBuildSettings(
            { secrets: { npm: 'env:NPM_TOKEN', key: '/home/me/.ssh/id_rsa', cloud: 'env:AZURE' } },
            undefined,
        );
        assert.deepEqual(foreignSecrets(inForce.secrets, user), [
            { kind: 'file', path: '/home/me/.ssh/id_rsa' },
            { kind: 'env', name: 'AZURE' },
        ]);
        assert.deepEqual(foreignSecrets(user, user), []);
    });
});
