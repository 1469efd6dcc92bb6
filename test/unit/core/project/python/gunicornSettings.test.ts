import assert from 'node:assert/strict';
import { seen } from '../seen';
import type { Row } from '../seen';

const two = 'from flask import Flask\napp = Flask("a")\nother = Flask("b")\n';
const plain = 'def application(environ, start_response):\n    start_response("200 OK", [])\n    return [b"x"]\n';

const rows: readonly Row[] = [
    {
        title: 'the app that gunicorn.conf.py names, with its threads and workers',
        files: {
            'app.py': two,
            'gunicorn.conf.py': 'wsgi_app = "app:other"\nbind = "0.0.0.0:9123"\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:other', port: 9123, startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT app:other'] },
    },
    {
        title: 'a module in a folder of its own',
        files: {
            'src/web.py': two.replace('other', 'application'),
            'gunicorn.conf.py': 'chdir = "./src"\nwsgi_app = "web"\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        // Started beside its settings, which it would not find from the folder that they go to.
        expected: {
            entry: 'web:application',
            startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT web:application'],
            dockerfile: ['!WORKDIR /app/src'],
        },
    },
    {
        title: 'another one that a command names',
        files: {
            'app.py': two,
            Procfile: 'web: gunicorn app:app\n',
            'gunicorn.conf.py': 'wsgi_app = "app:other"\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:app' },
    },
    {
        title: 'the threads that the settings state are not overruled',
        files: { 'app.py': two, 'gunicorn.conf.py': 'threads = 2\n', 'requirements.txt': 'flask\ngunicorn\n' },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT app:app'] },
    },
    {
        title: 'settings that say nothing of threads leave ours',
        files: { 'app.py': two, 'gunicorn.conf.py': 'timeout = 60\n', 'requirements.txt': 'flask\ngunicorn\n' },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --threads 8 --bind 0.0.0.0:$PORT app:app'] },
    },
    {
        title: "azd's azure.yaml says how a service is started",
        files: {
            'app.py': two,
            'azure.yaml': 'name: x\nservices:\n  web:\n    project: .\n    config:\n      appCommandLine: gunicorn app:other\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:other' },
    },
    {
        title: "a folder that azd's azure.yaml deploys is a project, whatever it is called",
        files: {
            'azure.yaml': 'name: x\nservices:\n  web:\n    project: ./src/tools\n    language: py\n',
            'src/tools/app.py': two,
            'src/tools/requirements.txt': 'flask\ngunicorn\n',
            'src/api/app.py': two,
            'src/api/requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { folders: ['src/api', 'src/tools'] },
    },
    {
        title: 'a plain WSGI app in a file of any name',
        files: { 'hello.py': plain },
        expected: { kind: 'web', framework: 'WSGI', entry: 'hello:application', server: 'gunicorn' },
    },
    {
        title: 'a plain ASGI app in a file of any name',
        files: { 'hello.py': 'async def app(scope, receive, send):\n    await send({})\n' },
        expected: { kind: 'web', framework: 'ASGI', entry: 'hello:app', server: 'uvicorn' },
    },
    {
        title: 'but not one that a library has, or a test',
        files: {
            'pyproject.toml': '[project]\nname = "lib"\nversion = "1"\n',
            'lib/wrapped.py': plain,
            'tests/hello.py': plain,
        },
        expected: { kind: 'library' },
    },
];

describe('What gunicorn, azd and the code itself name', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(await seen(files, expected), expected);
        });
    }
});
