import assert from 'node:assert/strict';
import { reviewDockerfile } from '../../../../src/core/dockerfile/reviewDockerfile';
import type { Profile } from '../../../../src/core/project/profile';

const profile: Profile = {
    folder: '',
    kind: 'web',
    server: 'gunicorn',
    port: 8000,
    startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT app:app'],
    alternatives: [],
    evidence: [],
    findings: [],
    needs: { variables: [], services: [], writes: [], migrations: [] },
};
const own = '["sh", "-c", "exec gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"]';
const flask = new Map([['app.py', 'from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n']]);

/** `codes` are of what is told; `edited` is the file that is offered, undefined when it is kept. */
function check(
    title: string,
    text: string,
    codes: readonly string[],
    edited: string | undefined,
    scripts = new Map<string, string>(),
): void {
    it(title, () => {
        const review = reviewDockerfile(text, 'Dockerfile', profile, scripts);
        assert.deepEqual(
            review.findings.map(({ code }) => code.replace('scaffold/', '')),
            codes,
        );
        assert.equal(review.edited, edited);
        assert.equal(review.reason === undefined, edited === undefined);
    });
}

describe('an existing Dockerfile', () => {
    const base = 'FROM python:3.13-slim\nUSER 1000\n';
    check('that serves is kept, without a word', `${base}CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n`, [], undefined);
    check('that is old and serves is told of, and kept', 'FROM python:3.7\nUSER 1\nCMD gunicorn -b :80 a:b\n', ['base-old'], undefined);
    check(
        'with a prepared server image is told of, and kept',
        'FROM tiangolo/uwsgi-nginx:python3.8\nUSER 1\nCOPY . /app\n',
        ['base-old'],
        undefined,
    );
    check('that runs as root is told so, and kept', 'FROM node:22\nCMD node a.js\n', ['root-user'], undefined);
    check('that serves with a development server is told so', `${base}CMD flask run --host=0.0.0.0\n`, ['development-server'], undefined);
    check('without CMD gets one', base.trimEnd(), ['no-command'], `${base}CMD ${own}\n`);
    check('without CMD on an image that brings its own is kept', 'FROM nginx:1.28\nUSER 1\nCOPY . /x\n', [], undefined);
    check('that idles starts the app instead', `${base}CMD sleep infinity\n`, ['idle-command'], `${base}CMD ${own}\n`);
    check(
        'that names the loopback address gets the open one, in its own words',
        `${base}CMD ["uvicorn", "a:b", "--host", "127.0.0.1"]\n# end\n`,
        ['loopback'],
        `${base}CMD ["uvicorn", "a:b", "--host", "0.0.0.0"]\n# end\n`,
    );
    check(
        'that relies on a default of 127.0.0.1 gets an address, in both forms',
        `${base}CMD uvicorn a:b\n`,
        ['loopback'],
        `${base}CMD uvicorn a:b --host=0.0.0.0\n`,
    );
    check(
        'of that kind in exec form',
        `${base}CMD ["gunicorn", "a:b"]\n`,
        ['loopback'],
        `${base}CMD ["gunicorn", "a:b", "--bind=0.0.0.0:8000"]\n`,
    );
    check(
        'of that kind behind sh',
        `${base}CMD ["sh", "-c", "flask run"]\n`,
        ['loopback'],
        `${base}CMD ["sh", "-c", "flask run --host=0.0.0.0"]\n`,
    );
    check('whose environment gives the address is kept', `${base}ENV PORT=80\nCMD gunicorn a:b\n`, [], undefined);
    check(
        'that starts a script with a loopback server starts a server',
        `${base}CMD ["python", "app.py"]\n`,
        ['loopback'],
        `${base}CMD ${own}\n`,
        flask,
    );
    check(
        'that starts a script which opens itself is kept',
        `${base}CMD ["python", "app.py"]\n`,
        [],
        undefined,
        new Map([['app.py', 'from flask import Flask\napp.run(host="0.0.0.0")']]),
    );
    check(
        'for another processor loses that word',
        'FROM --platform=linux/arm64 node:22 AS a\nUSER 1\nCMD node .\n',
        ['platform'],
        'FROM node:22 AS a\nUSER 1\nCMD node .\n',
    );
    check(
        'on a Debian release without packages moves to one that has them',
        'FROM python:3.7-slim-buster\nRUN apt-get update\nUSER 1\nCMD gunicorn -b :8000 a:b\n',
        ['base-gone'],
        'FROM python:3.7-slim\nRUN apt-get update\nUSER 1\nCMD gunicorn -b :8000 a:b\n',
    );
    check('on such a release that installs nothing from it is kept', 'FROM node:18-buster\nUSER 1\nCMD node .\n', ['base-old'], undefined);
    for (const text of ['', '\0\0', 'CMD', 'FROM', 'FROM\nCMD [', 'not a Dockerfile {', 'FROM a\nCMD ["x"']) {
        it(`that is none never throws: ${JSON.stringify(text)}`, () => {
            reviewDockerfile(text, 'Dockerfile', profile, flask);
        });
    }
});
