import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../src/core/project/profile';
import { memoryFileSource } from './memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return "hi"\n';
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\n';

async function look(files: Readonly<Record<string, string>>): Promise<Profile | undefined> {
    return (await detectProjects(memoryFileSource(files), {}))[0]?.profile;
}

function check(title: string, files: Readonly<Record<string, string>>, expected: Partial<Profile>): void {
    it(title, async () => {
        const profile = await look(files);
        const got = Object.fromEntries(Object.keys(expected).map((key) => [key, profile?.[key as keyof Profile]]));
        assert.deepEqual(got, expected);
    });
}

describe('Python detection', () => {
    check(
        'finds Flask by its constructor, and gunicorn for it',
        { 'app.py': flask, 'requirements.txt': 'flask' },
        { kind: 'web', framework: 'Flask', entry: 'app:app', server: 'gunicorn', port: 8000 },
    );
    check(
        'takes an object under any name',
        { 'site.py': flask.replaceAll('app', 'shop'), 'requirements.txt': 'flask' },
        { entry: 'site:shop' },
    );
    check(
        'prefers wsgi.py over the module that makes the app',
        { 'app.py': flask, 'wsgi.py': 'from app import app\n', 'requirements.txt': 'flask' },
        { entry: 'wsgi:app' },
    );
    check(
        'finds the launch of what a call answers',
        {
            'app.py': 'import gradio as gr\nwith gr.Blocks() as demo:\n    pass\nif __name__ == "__main__":\n    demo.queue().launch()\n',
            'requirements.txt': 'gradio',
        },
        { framework: 'Gradio', entry: 'app.py', server: 'python', port: 7860 },
    );
    check(
        'runs the script when its function keeps the app to itself',
        {
            'main.py':
                'from dash import Dash\ndef main():\n    app = Dash(__name__)\n    app.run(debug=True)\nif __name__ == "__main__":\n    main()\n',
            'requirements.txt': 'dash',
        },
        { framework: 'Dash', entry: 'main.py', server: 'python', port: 8050 },
    );
    check(
        'looks into a folder called build when all code is there',
        { 'build/main.py': flask, 'requirements.txt': 'flask' },
        { kind: 'web', framework: 'Flask' },
    );
    check(
        'takes the member of a workspace whose root only holds the lock',
        {
            'pyproject.toml': '[tool.uv.workspace]\nmembers = ["backend"]\n',
            'uv.lock': '',
            'backend/pyproject.toml': '[project]\nname = "app"\ndependencies = ["fastapi[standard]"]\n',
            'backend/app/main.py': fastapi,
        },
        { folder: 'backend', framework: 'FastAPI', entry: 'app.main:app' },
    );
    check(
        'calls a factory when there is no object',
        {
            'shop/__init__.py': 'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n',
            'requirements.txt': 'flask',
        },
        { entry: 'shop:create_app()' },
    );
    check(
        'follows what a package re-exports',
        {
            'hello/__init__.py': 'import flask\napp = flask.Flask(__name__)\n',
            'hello/views.py': 'from . import app\n@app.route("/")\ndef home():\n    return ""\n',
            'startup.py': 'from hello.views import app\n',
            'requirements.txt': 'Flask',
        },
        { entry: 'startup:app' },
    );
    check(
        'believes the Procfile',
        {
            'app.py': flask,
            'other.py': flask,
            Procfile: 'web: gunicorn --bind 0.0.0.0:9001 other:app\n',
            'requirements.txt': 'flask\ngunicorn',
        },
        { entry: 'other:app', port: 9001 },
    );
    check(
        'starts where imports resolve',
        { 'backend/main.py': `from helpers import x\n${fastapi}`, 'backend/helpers.py': 'x = 1\n', 'requirements.txt': 'fastapi' },
        { entry: 'main:app', framework: 'FastAPI', server: 'uvicorn' },
    );
    check(
        'serves a package without __init__ from the root',
        { 'api/main.py': `import fastapi\n${fastapi}`, 'requirements.txt': 'fastapi' },
        { entry: 'api.main:app' },
    );
    check(
        'reads the port with its default from the environment',
        {
            'app.py': `import os\n${flask}if __name__ == "__main__":\n    app.run(port=int(os.environ.get("PORT", 7001)))\n`,
            'requirements.txt': 'flask',
        },
        { port: 7001 },
    );
    check(
        'runs an aiohttp script itself',
        { 'app.py': 'from aiohttp import web\napp = web.Application()\nweb.run_app(app, port=8081)\n', 'requirements.txt': 'aiohttp' },
        { framework: 'aiohttp', entry: 'app.py', server: 'python', port: 8081 },
    );
    check(
        'knows Streamlit',
        { 'streamlit_app.py': 'import streamlit as st\nst.title("x")\n', 'requirements.txt': 'streamlit' },
        { framework: 'Streamlit', entry: 'streamlit_app.py', server: 'streamlit', port: 8501 },
    );
    check(
        'serves Dash through its Flask object',
        { 'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n', 'requirements.txt': 'dash' },
        { framework: 'Dash', entry: 'app:server', server: 'gunicorn' },
    );
    check(
        'finds Django below manage.py',
        {
            'web/manage.py':
                'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\nfrom django.core.management import x\n',
            'web/site1/__init__.py': '',
            'web/site1/settings.py': 'ALLOWED_HOSTS = []\n',
            'web/site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django',
        },
        { framework: 'Django', entry: 'site1.wsgi:application', server: 'gunicorn' },
    );
    check(
        'does not take an example for the app of a library',
        {
            'pyproject.toml': '[project]\nname = "flask-thing"\ndependencies = ["flask"]\n',
            'src/flask_thing.py': 'class Thing:\n    pass\n',
            'examples/demo.py': flask,
        },
        { kind: 'library' },
    );
    check(
        'goes on when pyproject.toml is broken',
        { 'pyproject.toml': '[project\n', 'app.py': flask },
        { framework: 'Flask', entry: 'app:app' },
    );
    check(
        'chooses a Python on which the pins work',
        { 'app.py': flask, 'requirements.txt': 'flask\npandas==1.5.3' },
        { runtimeVersion: '3.11' },
    );

    it('reports a broken pyproject.toml with its line', async () => {
        const profile = await look({ 'pyproject.toml': 'a = 1\n[project\n', 'app.py': flask });
        const finding = profile?.findings.find(({ code }) => code === 'workspace/file-malformed');
        assert.deepEqual([finding?.file, finding?.line], ['pyproject.toml', 2]);
    });

    it('offers the missing server as a line of its own after a missing newline', async () => {
        const profile = await look({ 'app.py': flask, 'requirements.txt': 'Flask==3.1.1' });
        const finding = profile?.findings.find(({ code }) => code === 'requirements/server-missing');
        assert.equal(finding?.fix?.content, 'Flask==3.1.1\ngunicorn\n');
    });

    it('sees a server that is spelled otherwise', async () => {
        const profile = await look({ 'app.py': flask, 'requirements.txt': 'flask\nGunicorn' });
        assert.deepEqual(
            profile?.findings.map(({ code }) => code),
            [],
        );
    });

    it('names file and line for every fact', async () => {
        const profile = await look({ 'app.py': flask, 'requirements.txt': 'flask' });
        const entry = profile?.evidence.find(({ fact }) => fact === 'entry');
        assert.deepEqual([entry?.file, entry?.line], ['app.py', 2]);
    });

    it('never throws, whatever the files hold', async function () {
        this.timeout(20_000);
        const names = [
            'app.py',
            'wsgi.py',
            'requirements.txt',
            'pyproject.toml',
            'Pipfile',
            'setup.cfg',
            'setup.py',
            'environment.yml',
            'package.json',
            'Procfile',
            'Dockerfile',
            'go.mod',
            'main.go',
            'pom.xml',
            'Cargo.toml',
            'Gemfile',
            'composer.json',
            'index.php',
            'a.csproj',
            'index.html',
            'docker-compose.yml',
            'manage.py',
            'render.yaml',
        ];
        const words = fc.constantFrom(
            flask,
            fastapi,
            '[project]\n',
            '{"scripts":{"start":"node ',
            '"',
            "'",
            '(',
            ')',
            '\\',
            '\n',
            '${',
            '- ',
            ':',
            'FROM x\nCMD [',
            '\u0000',
            '# -*-',
            '-r ',
            '@app.route(',
        );
        const text = fc.oneof(
            fc.string(),
            fc.array(fc.oneof(words, fc.string())).map((parts) => parts.join('')),
        );
        await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), async (files) => {
            await detectProjects(memoryFileSource(files), {});
        }), { numRuns: 60 }); // prettier-ignore
    });
});
