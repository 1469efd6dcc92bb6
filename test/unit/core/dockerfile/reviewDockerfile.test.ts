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
    /** `expected` is the file that is offered beside the one that is kept; undefined when the code is told without an offer. */
    const offers = (title: string, code: string, text: string, expected: string | undefined, more: Partial<Profile> = {}) => {
        it(title, () => {
            const review = reviewDockerfile(text, 'Dockerfile', { ...profile, ...more }, new Map());
            const found = review.findings.find((finding) => finding.code === `scaffold/${code}`);
            assert.ok(found !== undefined);
            assert.equal(found.fix?.content, expected);
            assert.equal(review.edited, undefined);
        });
    };
    const user = (folder: string) =>
        [
            '# The app runs as a user of its own, without rights on the system; only its folder is its own.',
            'RUN groupadd --gid 10001 app && \\',
            '    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \\',
            `    chown -R app:app ${folder}`,
            '# A number, so that a platform can check that it is not root.',
            'USER 10001:10001\n',
        ].join('\n');
    const root = 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n';
    const start = '# How it starts.\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n';
    offers('that runs as root is offered a user who owns the folder', 'root-user', `${root}${start}`, `${root}${user('/app')}${start}`);
    offers(
        'on Alpine makes the user with its tools, and gives no packages of Node away',
        'root-user',
        'FROM node:22-alpine\nWORKDIR /usr/src/app\nCOPY . .\nRUN npm ci\nCMD node a.js\n',
        `FROM node:22-alpine\nWORKDIR /usr/src/app\nCOPY . .\nRUN npm ci\n${user('/usr/src/app')
            .replace('groupadd --gid 10001 app', 'addgroup -g 10001 app')
            .replace(/useradd .* app &&/, 'adduser -D -u 10001 -G app app &&')
            .replace(
                'chown -R app:app /usr/src/app',
                'find /usr/src/app -name node_modules -prune -o -exec chown -h app:app {} +',
            )}CMD node a.js\n`,
    );
    for (const [why, text] of [
        ['whose port is one of root’s', `${root}EXPOSE 80\nCMD gunicorn -b :80 a:b\n`],
        ['that names no folder', 'FROM python:3.13\nCOPY . .\nCMD gunicorn -b :8000 a:b\n'],
        ['that a script starts', `${root}CMD ["./start.sh"]\n`],
        ['that asks for root by name', `${root}USER root\n${start}`],
        ['that fetches browsers into the home of root', `${root}RUN playwright install\n${start}`],
        ['that installs into the home of root', root.replace('install', 'install --user') + start],
        ['whose Poetry keeps its environment there', `${root}RUN poetry install\n${start}`],
        ['that runs what is not known', `${root}RUN python download_model.py\n${start}`],
        ['that keeps a volume', `${root}VOLUME /data\n${start}`],
        ['on an image that is not known', `FROM acme/python\nWORKDIR /app\n${start}`],
    ] as const) {
        offers(`${why} is told of root without an offer`, 'root-user', text, undefined);
    }
    offers('that writes outside of its folder is told of root without an offer', 'root-user', `${root}${start}`, undefined, {
        needs: { ...profile.needs, writes: [{ path: '/data/a.db', reason: 'SQLite', file: 'a.py', line: 1 }] },
    });
    const old = 'FROM python:3.7.4-slim-buster AS build\nFROM python:3.7.4-slim-buster\nUSER 1\nCMD gunicorn -b :8000 a:b\n';
    const python = { language: 'Python', runtimeVersion: '3.12' };
    offers(
        'on an old Python is offered the one its pins work on, in every stage',
        'base-old',
        old,
        old.replaceAll('3.7.4-slim-buster', '3.12-slim'),
        python,
    );
    offers('of pins that only an old Python can install is told without an offer', 'base-old', old, undefined, {
        ...python,
        runtimeVersion: '3.9',
    });
    offers(
        'that copies by the name of its Python is told without an offer',
        'base-old',
        `${old}COPY --from=build /usr/lib/python3.7/x /x\n`,
        undefined,
        python,
    );
    const node = { language: 'JavaScript', runtimeVersion: '22' };
    offers(
        'on an old Node is offered the project’s',
        'base-old',
        'FROM node:14-alpine3.15\nUSER 1\nCMD node .\n',
        'FROM node:22-alpine\nUSER 1\nCMD node .\n',
        node,
    );
    offers(
        'that bundles with an old Node is told without an offer',
        'base-old',
        'FROM node:14\nRUN npm run build\nUSER 1\nCMD node .\n',
        undefined,
        node,
    );
    for (const text of ['', '\0\0', 'CMD', 'FROM', 'FROM\nCMD [', 'not a Dockerfile {', 'FROM a\nCMD ["x"']) {
        it(`that is none never throws: ${JSON.stringify(text)}`, () => {
            reviewDockerfile(text, 'Dockerfile', profile, flask);
        });
    }
});
