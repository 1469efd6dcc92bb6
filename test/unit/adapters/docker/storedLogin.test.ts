import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { storedLogin } from '../../../../src/adapters/docker/storedLogin';
import { quietOperation } from '../../../../src/base/operation';

const basic = (text: string) => Buffer.from(text).toString('base64');

describe('What docker login has kept', () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), 'slipway-login-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const login = (config: object, host: string) => {
        writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
        const env = { DOCKER_CONFIG: folder, PATH: `${folder}${path.delimiter}${process.env.PATH ?? ''}` };
        return storedLogin(quietOperation(), { env, platform: process.platform, home: folder }, host);
    };

    /** A credential helper that knows one server, as `docker-credential-pass` answers. */
    const helper = (server: string, answer: string) => {
        const file = path.join(folder, 'docker-credential-harbour');
        writeFileSync(
            file,
            `#!/bin/sh\nread -r server\nif [ "$1 $server" = 'get ${server}' ]; then echo '${answer}'; else echo 'credentials not found in native keychain'; exit 1; fi\n`,
        );
        chmodSync(file, 0o755);
    };

    it('is read from the configuration, a colon in the password or not', async () => {
        const config = { auths: { 'r.example.com': { auth: basic('ann:pass:word') } } };
        assert.deepEqual(await login(config, 'r.example.com'), {
            kind: 'password',
            server: 'r.example.com',
            username: 'ann',
            password: 'pass:word',
        });
        assert.equal(await login(config, 'other.example.com'), undefined);
    });

    it('is Docker Hub’s under its old name', async () => {
        const found = await login({ auths: { 'https://index.docker.io/v1/': { auth: basic('ann:secret') } } }, 'docker.io');
        assert.equal(found?.kind === 'password' ? found.username : undefined, 'ann');
    });

    it('is asked of the credential helper, which has passwords and tokens', async function () {
        if (process.platform === 'win32') {
            this.skip();
        }
        const config = { credsStore: 'harbour', auths: { 'r.example.com': {} } };
        helper('r.example.com', '{"ServerURL":"r.example.com","Username":"ann","Secret":"s"}');
        assert.deepEqual(await login(config, 'r.example.com'), {
            kind: 'password',
            server: 'r.example.com',
            username: 'ann',
            password: 's',
        });
        assert.equal(await login(config, 'other.example.com'), undefined);
        helper('r.example.com', '{"ServerURL":"r.example.com","Username":"<token>","Secret":"t"}');
        assert.deepEqual(await login({ credHelpers: { 'r.example.com': 'harbour' } }, 'r.example.com'), {
            kind: 'identityToken',
            server: 'r.example.com',
            token: 't',
        });
    });

    it('is nothing where the helper is gone, answers nonsense, or has a name that is none, and where the file is broken', async () => {
        assert.equal(await login({ credsStore: 'not-there' }, 'r.example.com'), undefined);
        assert.equal(await login({ credsStore: '../../bin/sh' }, 'r.example.com'), undefined);
        helper('r.example.com', 'Segmentation fault');
        assert.equal(await login({ credsStore: 'harbour' }, 'r.example.com'), undefined);
        assert.equal(await login({ auths: { 'r.example.com': { auth: 'ä' } } }, 'r.example.com'), undefined);
        assert.equal(await login({ auths: 'none' }, 'r.example.com'), undefined);
    });
});
