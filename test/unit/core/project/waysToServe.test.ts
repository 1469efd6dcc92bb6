import assert from 'node:assert/strict';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../src/core/project/profile';
import { memoryFileSource } from './memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return "hi"\n';
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\n';

interface Row {
    readonly title: string;
    readonly files: Readonly<Record<string, string>>;
    readonly expected: Partial<Profile>;
}

const rows: readonly Row[] = [
    {
        title: 'a script whose guard completes the app is run, not imported',
        files: {
            'web/main.py':
                'from web import app\nfrom web.pages import add_pages\nif __name__ == "__main__":\n    add_pages(app)\n    app.run(host="0.0.0.0")\n',
            'web/__init__.py': 'from dash import Dash\napp = Dash(__name__)\n',
            'web/pages.py': 'def add_pages(app):\n    app.layout = None\n',
            'requirements.txt': 'dash\n',
        },
        expected: { framework: 'Dash', entry: 'web/main.py', server: 'python', port: 8050 },
    },
    {
        title: 'a guard that only runs the app leaves it to a server',
        files: {
            'main.py': `${flask}if __name__ == "__main__":\n    print("up")\n    app.run(port=5000)\n`,
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'main:app', server: 'gunicorn' },
    },
    {
        title: 'a guard whose function registers routes and runs is run',
        files: {
            'main.py':
                'from sanic import Sanic\napp = Sanic("a")\ndef start(url):\n    from pages import pages\n    app.blueprint(pages)\n    app.run("0.0.0.0", 8000)\nif __name__ == "__main__":\n    start("x")\n',
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'main.py', server: 'python', port: 8000 },
    },
    {
        title: 'an app that is run while it is imported is never imported by a server',
        files: {
            'main.py': `${fastapi}import uvicorn\nuvicorn.run(app, host="0.0.0.0", port=9000)\n`,
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { framework: 'FastAPI', entry: 'main.py', server: 'python', port: 9000 },
    },
    {
        title: 'a subclass of the framework that is made and run in one go',
        files: {
            'app.py': 'from sanic import Sanic\nclass App(Sanic):\n    pass\n',
            'main.py': 'from app import App\nif __name__ == "__main__":\n    App().run(host="0.0.0.0", port=8200)\n',
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'main.py', server: 'python', port: 8200 },
    },
    {
        title: 'a script named by its place in the image',
        files: {
            'src/main.py': 'from aiohttp import web\nweb.run_app(web.Application(), port=8085)\n',
            Dockerfile: 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["python3", "/app/src/main.py"]\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { entry: 'src/main.py', server: 'python', port: 8085 },
    },
    {
        title: "a gunicorn settings file's default beside $PORT",
        files: {
            'app.py': flask,
            'gunicorn.conf.py': 'import os\nbind = ["[::]:{}".format(os.environ.get("PORT", 5006))]\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:app', port: 5006 },
    },
    {
        title: 'a gunicorn settings file that the start command names',
        files: {
            'app.py': flask,
            Procfile: 'web: gunicorn -c deploy/settings.py app:app\n',
            'deploy/settings.py': 'host = "0.0.0.0"\nport = "8123"\nbind = host + ":" + port\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:app', port: 8123 },
    },
    {
        title: 'a start script that assigns what it starts',
        files: {
            'src/main.py': fastapi,
            'entrypoints/gunicorn.sh':
                'DEFAULT=src.main\nMODULE_NAME=${MODULE_NAME:-$DEFAULT}\nexport APP_MODULE=${APP_MODULE:-"$MODULE_NAME:app"}\ngunicorn -k uvicorn.workers.UvicornWorker "$APP_MODULE"\n',
            'pyproject.toml':
                '[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = "*"\nuvicorn = "*"\n[tool.poetry.group.prod.dependencies]\ngunicorn = "*"\n',
        },
        expected: { entry: 'src.main:app', server: 'gunicorn' },
    },
    {
        title: 'the only ASGI server that is listed',
        files: { 'main.py': fastapi, 'requirements.txt': 'fastapi\ngranian\n' },
        expected: { entry: 'main:app', server: 'granian' },
    },
    {
        title: "a manage.py that is not Django's says nothing",
        files: {
            'manage.py': '"""Like Django\'s, but ours."""\nprint("help")\n',
            'src/py/shop/asgi.py':
                'from shop.core import routes\ndef create_app():\n    from litestar import Litestar\n    return Litestar([])\n',
            'src/py/shop/core.py': 'routes = []\n',
            'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["litestar"]\n',
        },
        expected: { framework: 'Litestar', entry: 'shop.asgi:create_app()', server: 'uvicorn' },
    },
    {
        title: "the image's own PORT wins over the default in the code",
        files: {
            'package.json': '{"dependencies":{"express":"4"}}',
            'server.js': 'require("express")().listen(process.env.PORT || 4000)\n',
            Dockerfile: 'FROM node:22\nENV PORT=80\nEXPOSE 80\nCMD ["node", "server.js"]\n',
        },
        expected: { entry: 'server.js', port: 80 },
    },
    {
        title: 'Nuxt 2 is started by its own command',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build","start":"nuxt start"},"dependencies":{"nuxt":"^2.15.0"}}',
            'nuxt.config.js': 'export default {}\n',
        },
        expected: { framework: 'Nuxt', entry: 'nuxt start', server: 'node', port: 3000 },
    },
    {
        title: 'Nuxt 2 with a static target leaves a site',
        files: {
            'package.json': '{"scripts":{"generate":"nuxt generate"},"dependencies":{"nuxt":"^2.15.0"}}',
            'nuxt.config.js': "export default { target: 'static' }\n",
        },
        expected: { framework: 'Nuxt', entry: 'dist/index.html', server: 'serve' },
    },
    {
        title: 'a bundle beside a page is a site',
        files: {
            'package.json': '{"scripts":{"build":"rollup -c"},"devDependencies":{"rollup":"2","svelte":"3"}}',
            'public/index.html': '<script src="build/bundle.js"></script>',
            'src/main.js': 'export default 1\n',
        },
        expected: { language: 'JavaScript', framework: 'Rollup', entry: 'public/index.html', server: 'serve' },
    },
    {
        title: "Quarkus brings its own main class, whatever a tool's says",
        files: {
            'build.gradle': "plugins { id 'io.quarkus' }\n",
            'src/main/java/tools/Gen.java': 'package tools;\nclass Gen { public static void main(String[] a) {} }\n',
        },
        expected: { framework: 'Quarkus', entry: 'build/quarkus-app/quarkus-run.jar', server: 'java' },
    },
    {
        title: 'a repository of demonstrations offers each of them',
        files: {
            Makefile: 'all:\n',
            'demos/chat/requirements.txt': 'flask\n',
            'demos/chat/app.py': flask,
            'demos/blog/requirements.txt': 'flask\n',
            'demos/blog/app.py': flask,
        },
        expected: { folder: 'demos/blog', entry: 'app:app' },
    },
];

describe('ways to serve', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            const profile = (await detectProjects(memoryFileSource(files), {}))[0]?.profile;
            const got = Object.fromEntries(Object.keys(expected).map((key) => [key, profile?.[key as keyof Profile]]));
            assert.deepEqual(got, expected);
        });
    }
});
