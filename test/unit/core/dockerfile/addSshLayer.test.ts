import assert from 'node:assert/strict';
import { addSshLayer } from '../../../../src/core/dockerfile/addSshLayer';
import { readDockerfile } from '../../../../src/core/dockerfile/readDockerfile';

function edited(text: string): string {
    const layer = addSshLayer(text);
    assert.ok(layer.kind === 'edited', layer.kind);
    return layer.text;
}

describe('The SSH layer of a Dockerfile that is there', () => {
    it('comes after everything and keeps the command', () => {
        const text = edited('FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 8000\nCMD ["gunicorn", "app:app"]\n');
        assert.ok(text.startsWith('FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 8000\nCMD ["gunicorn", "app:app"]\n\n# SSH'));
        const { ports, command, user } = readDockerfile(text);
        assert.deepEqual(
            [ports.map(({ port }) => port), command?.text, user],
            [[8000, 2222], '/usr/local/bin/start-with-ssh gunicorn app:app', undefined],
        );
    });
    it('starts as root and hands over to the user that the app had', () => {
        const text = edited('FROM debian:12\nUSER app:www-data\nCMD ./serve\n');
        assert.equal(readDockerfile(text).user?.name, 'root');
        assert.match(text, /uid=\$\(id -u app 2> \/dev\/null \|\| echo app\)/);
        assert.match(text, /gid=\$\(getent group www-data/);
    });
    for (const [own, expected] of [
        ['ENTRYPOINT ["/docker-entrypoint.sh", "-v"]', '["/usr/local/bin/start-with-ssh","/docker-entrypoint.sh","-v"]'],
        ['ENTRYPOINT exec ./serve "a b"', String.raw`["/usr/local/bin/start-with-ssh","/bin/sh","-c","exec ./serve \"a b\""]`],
    ] as const) {
        it(`wraps ${own.slice(0, 30)}`, () => {
            const text = edited(`FROM node:22-slim AS base\nFROM base\n${own}\nCMD ["x"]\n`);
            assert.ok(!text.includes(own));
            assert.ok(text.includes(`ENTRYPOINT ${expected}\n`), text);
            assert.equal(text.match(/^ENTRYPOINT/gm)?.length, 1);
        });
    }
    it('keeps the line endings', () => assert.doesNotMatch(edited('FROM debian\r\nCMD ["x"]\r\n'), /[^\r]\n/));
    for (const [title, text, kind] of [
        ['has sshd already', 'FROM debian\nRUN apt-get install -y openssh-server\nCMD ["x"]\n', 'there'],
        ['is Alpine', 'FROM node:22-alpine\nCMD ["x"]\n', 'base'],
        ['is distroless through another stage', 'FROM gcr.io/distroless/static AS base\nFROM base\nCMD ["x"]\n', 'base'],
        ['has nothing', '', 'base'],
        ['starts nothing of its own', 'FROM python:3.13-slim\nRUN true\n', 'no-command'],
        ['has a user that only the build knows', 'FROM debian\nUSER $APP\nCMD ["x"]\n', 'user'],
        ['tries to break out by its user', 'FROM debian\nUSER a;reboot\nCMD ["x"]\n', 'user'],
    ] as const) {
        it(`leaves a file alone that ${title}`, () => assert.equal(addSshLayer(text).kind, kind));
    }
});
