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
    check(
        'that answers FastCGI alone is told so, and kept',
        'FROM php:8.3-fpm-alpine\nUSER 1\nRUN docker-php-ext-install pdo\nCOPY . .\n',
        ['no-http'],
        undefined,
    );
    check(
        'that puts a web server beside FastCGI is kept, without a word',
        'FROM php:8.3-fpm-alpine\nRUN apk add nginx supervisor\nUSER 1\nCMD ["supervisord"]\n',
        [],
        undefined,
    );
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
    check('whose environment gives the address is kept', `${base}ENV PORT=80\nCMD gunicorn -b :8000 a:b\n`, [], undefined);
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
                'find /usr/src/app -exec chown -h app:app {} + -name node_modules -prune',
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
        ['on an image that an argument without a value names', `ARG TAG\n${root.replace('3.13-slim', '${TAG}')}${start}`],
        ['on an image without the tools that make a user', `FROM eclipse-temurin:21-ubi9-minimal\nWORKDIR /app\n${start}`],
        ['that makes a folder elsewhere', `${root}RUN mkdir -p /data && chmod 755 /data\n${start}`],
        ['that names a folder elsewhere for what it keeps', `${root}ENV DATA_DIR=/data\n${start}`],
        ['that names a database elsewhere', `${root}ENV DATABASE_URL=sqlite:////var/data/app.db\n${start}`],
        ['that copies more behind its command', `${root}${start}COPY more .\n`],
        ['whose Python uv fetches into the home of root', `FROM debian:trixie-slim\nWORKDIR /app\nRUN uv sync --locked\n${start}`],
        ['that Apache’s own tool starts', `FROM debian:trixie\nWORKDIR /app\nCMD apachectl -D FOREGROUND\n`],
    ] as const) {
        offers(`${why} is told of root without an offer`, 'root-user', text, undefined);
    }
    offers(
        'whose start is written above what is installed gets its user below that',
        'root-user',
        root.replace('COPY', 'ENTRYPOINT ["python"]\nCOPY') + start,
        `${root.replace('COPY', 'ENTRYPOINT ["python"]\nCOPY')}${user('/app')}${start}`,
    );
    offers(
        'that starts in a folder of the one it was copied to gives the whole away',
        'root-user',
        `${root}WORKDIR /app/src\n${start}`,
        `${root}WORKDIR /app/src\n${user('/app')}${start}`,
    );
    const onAlpine = `ARG TAG=3.13-alpine\n${root.replace('3.13-slim', '${TAG}')}`;
    offers(
        'on the Alpine that an argument names makes the user with its tools',
        'root-user',
        `${onAlpine}${start}`,
        `${onAlpine}${user('/app')
            .replace('groupadd --gid 10001 app', 'addgroup -g 10001 app')
            .replace(/useradd .* app &&/, 'adduser -D -u 10001 -G app app &&')}${start}`,
    );
    offers(
        'whose uv fetches the Python that .python-version asks for is told of root without an offer',
        'root-user',
        `${root}RUN uv sync\n${start}`,
        undefined,
        {
            evidence: [{ fact: 'runtimeVersion', value: '3.12', file: '.python-version', line: 1, confidence: 'certain' }],
        },
    );
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
    offers(
        'of a registry with a port keeps that',
        'base-old',
        'FROM localhost:5000/python:3.7\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev\nUSER 1\nCMD gunicorn -b :8000 a:b\n',
        'FROM localhost:5000/python:3.12\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev\nUSER 1\nCMD gunicorn -b :8000 a:b\n',
        python,
    );
    for (const [why, lines] of [
        ['on an image of which there is no newer', 'FROM python:3.6-onbuild\n'],
        ['on Python 2, whose code no pin tells of', 'FROM python:2.7\n'],
        [
            'that installs a package that a newer Debian may lack',
            'FROM python:3.8\nRUN apt-get update && apt-get install -y libgl1-mesa-glx\n',
        ],
        [
            'that installs a release of its own with pip',
            'FROM python:3.8\nRUN pip install -r requirements.txt && pip install numpy==1.16.0\n',
        ],
    ] as const) {
        offers(`${why} is told without an offer`, 'base-old', `${lines}USER 1\nCMD gunicorn -b :8000 a:b\n`, undefined, python);
    }
    const node = { language: 'JavaScript', runtimeVersion: '22' };
    offers(
        'that installs a release of npm is told without an offer',
        'base-old',
        'FROM node:14\nRUN npm install -g npm@6\nUSER 1\nCMD node .\n',
        undefined,
        node,
    );
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
