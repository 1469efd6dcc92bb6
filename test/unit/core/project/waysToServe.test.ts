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
        title: 'a port that run is given second, beside a host that a variable may name',
        files: {
            'shop/__init__.py': flask,
            'runserver.py':
                "from os import environ\nfrom shop import app\nif __name__ == '__main__':\n    HOST = environ.get('BIND_HOST', 'localhost')\n    try:\n        PORT = int(environ.get('BIND_PORT', '5566'))\n    except ValueError:\n        PORT = 5566\n    app.run(HOST, PORT)\n",
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'runserver:app', server: 'gunicorn', port: 5566 },
    },
    {
        title: "a factory that the package's __main__ hands to Waitress is called where it is defined, on Waitress' own port",
        files: {
            'shop/__init__.py': 'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n',
            'shop/__main__.py':
                "from waitress import serve\nfrom . import create_app\nif __name__ == '__main__':\n    app = create_app()\n    serve(app)\n",
            'requirements.txt': 'flask\nwaitress\n',
        },
        expected: { entry: 'shop:create_app()', server: 'waitress', port: 8080 },
    },
    {
        title: 'the address that Waitress is given in one piece',
        files: {
            'app.py': `from waitress import serve\n${flask}if __name__ == '__main__':\n    serve(app, listen='*:8181')\n`,
            'requirements.txt': 'flask\nwaitress\n',
        },
        expected: { entry: 'app:app', server: 'waitress', port: 8181 },
    },
    {
        title: 'the port of the script that the image runs, not one that it exposes in vain',
        files: {
            'app.py': `from waitress import serve\n${flask}if __name__ == '__main__':\n    serve(app, listen='*:8181')\n`,
            Dockerfile: 'FROM python:3.13\nCOPY . .\nEXPOSE 8000\nCMD ["python", "app.py"]\n',
            'requirements.txt': 'flask\nwaitress\n',
        },
        expected: { entry: 'app:app', server: 'waitress', port: 8181 },
    },
    {
        title: 'a script that an image runs from a folder whose content it copied',
        files: {
            'app/app.py': flask,
            Dockerfile: 'FROM python:3.13\nWORKDIR /code\nCOPY app/ .\nEXPOSE 80 5001\nCMD ["python", "./app.py"]\n',
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'app:app', server: 'gunicorn', port: 5001 },
    },
    {
        title: 'a package in a src layout by the name that its start command gives it',
        files: {
            'src/shop/__init__.py': '',
            'src/shop/app.py': flask,
            'src/shop/old.py': 'from src.shop.app import app\n',
            'setup.py': 'from setuptools import setup\nsetup(name="shop")\n',
            Procfile: 'web: gunicorn shop.app:app\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'shop.app:app', server: 'gunicorn' },
    },
    {
        title: 'the port of a function that is imported under another name',
        files: {
            'app.py':
                "from bottle import run as serve_it, get\n@get('/')\ndef home():\n    return 'hi'\ndef main():\n    serve_it(host='0.0.0.0', port=1028)\nif __name__ == '__main__':\n    main()\n",
            'requirements.txt': 'bottle\n',
        },
        expected: { framework: 'Bottle', entry: 'app.py', server: 'python', port: 1028 },
    },
    {
        title: 'a Pyramid that its settings file assembles',
        files: {
            'notes/__init__.py':
                'from pyramid.config import Configurator\ndef main(global_config, **settings):\n    config = Configurator(settings=settings)\n    config.add_route("home", "/")\n    return config.make_wsgi_app()\n',
            'notes/tests.py': 'from pyramid import testing\n',
            'setup.py':
                'from setuptools import setup\nrequires = ["pyramid", "waitress"]\nsetup(name="notes", packages=["notes"], install_requires=requires, entry_points={"paste.app_factory": ["main = notes:main"]})\n',
            'production.ini':
                '[app:main]\nuse = egg:notes\npyramid.includes = pyramid_tm\n\n[alembic]\nfile = x\n\n[server:main]\nuse = egg:waitress#main\nlisten = *:6544\n',
            'development.ini': '[app:main]\nuse = egg:notes\n\n[server:main]\nuse = egg:waitress#main\nport = 6545\n',
        },
        expected: { kind: 'web', framework: 'Pyramid', entry: 'notes:main()', server: 'waitress', port: 6544, findings: [] },
    },
    {
        title: 'a folder that is a package itself, beside the script that makes the app',
        files: { '__init__.py': flask, 'site.py': 'x = 1\n', 'web.py': flask, 'requirements.txt': 'flask\n' },
        expected: { entry: 'web:app', server: 'gunicorn' },
    },
    {
        title: 'a port that a module of settings fills, which the app takes by its name',
        files: {
            'settings.py': "import os\nHOST = os.environ.get('HOST', 'localhost')\nPORT = int(os.environ.get('PORT', 5050))\n",
            'book.py': `${flask}app.config.from_object('settings')\nif __name__ == '__main__':\n    app.run(app.config['HOST'], app.config['PORT'], app.debug)\n`,
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'book:app', server: 'gunicorn', port: 5050 },
    },
    {
        title: 'an app that pushes its context while it is made is served by the thread that made it',
        files: {
            'app.py':
                'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    app.app_context().push()\n    return app\napp = create_app()\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:app', startCommand: ['sh', '-c', 'exec gunicorn --workers 4 --bind 0.0.0.0:$PORT app:app'] },
    },
    {
        title: 'one whose context only its own start pushes is served like any other',
        files: {
            'app.py': `${flask}# app.app_context().push()\nif __name__ == "__main__":\n    app.app_context().push()\n    app.run()\n`,
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app:app', startCommand: ['sh', '-c', 'exec gunicorn --threads 8 --bind 0.0.0.0:$PORT app:app'] },
    },
    {
        title: 'a Flask that takes names from collections gets a Python that has them',
        files: { 'app.py': flask, 'requirements.txt': 'Flask==1.0.2\ngunicorn\n' },
        expected: { entry: 'app:app', runtimeVersion: '3.9' },
    },
    {
        title: 'a port that stands in an f-string',
        files: {
            'app.py': `import os\nfrom waitress import serve\n${flask}PORT = os.getenv('PORT', '8282')\nif __name__ == '__main__':\n    serve(app, listen=f'*:{PORT}')\n`,
            'requirements.txt': 'flask\nwaitress\n',
        },
        expected: { entry: 'app:app', server: 'waitress', port: 8282 },
    },
    {
        title: 'a server that holds the app is no app',
        files: {
            'shop.py': flask,
            'server.py':
                "import cheroot.wsgi\nfrom shop import app\nserver = cheroot.wsgi.Server(('0.0.0.0', 5151), app)\nif __name__ == '__main__':\n    server.safe_start()\n",
            'requirements.txt': 'flask\ncheroot\n',
        },
        expected: { entry: 'server:app', server: 'gunicorn', port: 5151 },
    },
    {
        title: 'an entrypoint that goes on with what it is given leaves the start to a compose file above',
        files: {
            'services/web/shop/__init__.py': flask,
            'services/web/manage.py':
                'from flask.cli import FlaskGroup\nfrom shop import app\ncli = FlaskGroup(app)\nif __name__ == "__main__":\n    cli()\n',
            'services/web/entrypoint.sh': '#!/bin/sh\npython manage.py create_db\nexec "$@"\n',
            'services/web/Dockerfile': 'FROM python:3.13\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\n',
            'services/web/requirements.txt': 'flask\ngunicorn\n',
            'docker-compose.yml':
                'services:\n  web:\n    build: ./services/web\n    command: python manage.py run -h 0.0.0.0\n    ports:\n      - 5001:5050\n',
            'docker-compose.prod.yml':
                'services:\n  web:\n    build:\n      context: ./services/web\n    command: gunicorn --bind 0.0.0.0:5050 manage:app\n    expose:\n      - 5050\n',
        },
        expected: { folder: 'services/web', entry: 'manage:app', server: 'gunicorn', port: 5050 },
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
    {
        title: 'a port that a settings class of another module names',
        files: {
            'app.py': `from settings import Settings\n${flask}if __name__ == "__main__":\n    app.run(host=Settings.HOST, port=Settings.PORT)\n`,
            'settings.py': 'class Settings:\n    HOST = "localhost"\n    PORT = 1290\n',
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'app:app', server: 'gunicorn', port: 1290 },
    },
    {
        title: 'a port imported from a module of settings, with a default beside the variable',
        files: {
            'server.py':
                'from fastmcp import FastMCP\nfrom config import TRANSPORT, PORT\nmcp = FastMCP("a")\nif TRANSPORT == "stdio":\n    mcp.run()\nelse:\n    mcp.run(transport="http", host="0.0.0.0", port=PORT)\n',
            'config.py': 'import os\nTRANSPORT = os.getenv("TRANSPORT", "stdio")\nPORT = int(os.getenv("PORT", 3100))\n',
            'requirements.txt': 'fastmcp\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 3100 },
    },
    {
        title: "Tornado's options have their default where they are defined",
        files: {
            'app.py':
                'import tornado.web\nimport tornado.httpserver\nfrom tornado.options import define, options\ndefine("port", default=8100, type=int)\ndef main():\n    server = tornado.httpserver.HTTPServer(tornado.web.Application())\n    server.listen(options.port)\nif __name__ == "__main__":\n    main()\n',
            'requirements.txt': 'tornado\n',
        },
        expected: { framework: 'Tornado', entry: 'app.py', port: 8100 },
    },
    {
        title: 'an MCP server that a function makes and main runs over HTTP',
        files: {
            'tools/server.py': '',
            'skills/server.py':
                'import argparse\nfrom fastmcp import FastMCP\ndef build(name):\n    mcp = FastMCP(name)\n    return mcp\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--port", type=int, default=8300)\n    args = parser.parse_args()\n    mcp = build("a")\n    mcp.run(transport="http", port=args.port)\nif __name__ == "__main__":\n    main()\n',
            'pyproject.toml': '[project]\nname = "skills"\nversion = "1"\ndependencies = ["fastmcp"]\n',
        },
        expected: { kind: 'web', framework: 'FastMCP', entry: 'skills/server.py', server: 'python', port: 8300 },
    },
    {
        title: 'Gradio that main launches with a name and a port, made elsewhere',
        files: {
            'src/main.py':
                'import asyncio\nfrom src.ui import make\nasync def main():\n    ui = make()\n    ui.launch(server_name="0.0.0.0", server_port=7900)\nif __name__ == "__main__":\n    asyncio.run(main())\n',
            'src/ui.py':
                'import gradio as gr\ndef make():\n    with gr.Blocks() as blocks:\n        gr.Markdown("hi")\n    return blocks\n',
            'pyproject.toml': '[project]\nname = "chat"\nversion = "1"\ndependencies = ["gradio"]\n',
        },
        expected: { kind: 'web', framework: 'Gradio', entry: 'src/main.py', port: 7900 },
    },
    {
        title: 'aiohttp that is served by a server of the loop',
        files: {
            'app.py':
                'import asyncio\nfrom aiohttp import web\nasync def init(loop):\n    app = web.Application()\n    return loop.create_server(app.make_handler(), "0.0.0.0", 8090)\nloop = asyncio.get_event_loop()\nloop.run_until_complete(init(loop))\nloop.run_forever()\n',
            Procfile: 'web: python app.py\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { kind: 'web', framework: 'aiohttp', entry: 'app.py', server: 'python' },
    },
    {
        title: 'the module that makes the app before the command line that borrows it',
        files: {
            'blog/__init__.py': flask,
            'manage.py':
                'from flask_script import Manager\nfrom blog import app\nmanager = Manager(app)\nif __name__ == "__main__":\n    manager.run()\n',
            'requirements.txt': 'flask\nflask-script\n',
        },
        expected: { entry: 'blog:app', server: 'gunicorn' },
    },
    {
        title: "supervisor's command and its port",
        files: {
            'wsgi.py': 'from shop import create_app\napplication = create_app()\n',
            'shop/__init__.py': 'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n',
            'supervisor.conf': '[program:web]\ncommand = gunicorn wsgi --bind 0.0.0.0:8050\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'wsgi:application', server: 'gunicorn', port: 8050 },
    },
    {
        title: 'a Makefile names the port of uvicorn',
        files: {
            'main.py': fastapi,
            Makefile: 'run:\n\tuvicorn main:app --host 0.0.0.0 --port 5050\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', server: 'uvicorn', port: 5050 },
    },
    {
        title: "node . is the manifest's main file, and an example file gives the port of a variable that has no default",
        files: {
            'package.json': '{"main":"index.js","scripts":{"start":"node ."},"dependencies":{"fastify":"5"}}',
            'index.js': 'const config = require("./config");\nrequire("fastify")().listen(config.server);\n',
            'config.js': 'module.exports = { server: { host: process.env.API_HOST, port: process.env.API_PORT } };\n',
            '.env.sample': 'API_HOST=0.0.0.0\nAPI_PORT=5055\n',
        },
        expected: {
            framework: 'Fastify',
            entry: 'index.js',
            server: 'node',
            port: 5055,
            startCommand: ['sh', '-c', 'exec env API_PORT=$PORT node index.js'],
        },
    },
    {
        title: 'a variable of another name than PORT is filled from PORT',
        files: {
            'package.json': '{"scripts":{"start":"node server.js"},"dependencies":{"express":"5"}}',
            'server.js': 'require("express")().listen(process.env.APP_PORT || 8005);\n',
        },
        expected: { port: 8005, startCommand: ['sh', '-c', 'exec env APP_PORT=$PORT node server.js'] },
    },
    {
        title: 'pm2 keeps a script running',
        files: {
            'package.json': '{"scripts":{"start":"pm2 start server.js"},"dependencies":{"express":"5"}}',
            'server.js': 'require("express")().listen(process.env.PORT || 3005);\n',
        },
        expected: { entry: 'server.js', server: 'node', port: 3005 },
    },
    {
        title: 'pm2-runtime keeps a script of the manifest running',
        files: {
            'package.json': '{"scripts":{"start":"node src/server.js"},"dependencies":{"koa":"2"}}',
            'src/server.js': 'const Koa = require("koa");\nnew Koa().listen(3006);\n',
            Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["pm2-runtime", "npm", "--", "start"]\n',
        },
        expected: { entry: 'src/server.js', server: 'node', port: 3006 },
    },
    {
        title: "fastify-cli's plugin is the entry",
        files: {
            'package.json': '{"scripts":{"start":"fastify start --options app.js"},"dependencies":{"fastify":"5","fastify-cli":"7"}}',
            'app.js': 'module.exports = async function (fastify) {\n    fastify.get("/", () => "hi");\n};\nmodule.exports.options = {};\n',
        },
        expected: { framework: 'Fastify', entry: 'app.js', server: 'node', port: 3000 },
    },
    {
        title: "a Cargo package's main.rs before another program of it",
        files: {
            'Cargo.toml':
                '[package]\nname = "todos"\nversion = "0.1.0"\nedition = "2021"\n[[bin]]\nname = "openapi"\npath = "./src/openapi.rs"\n[dependencies]\naxum = "0.8"\n',
            'src/main.rs': 'fn main() { let addr = "0.0.0.0:8085"; }\n',
            'src/openapi.rs': 'fn main() {}\n',
        },
        expected: { framework: 'Axum', entry: 'src/main.rs', server: 'binary', port: 8085 },
    },
    {
        title: "Sinatra with ActiveRecord and a folder that looks like Rails, on Puma's own port variable",
        files: {
            Gemfile: 'source "https://rubygems.org"\ngem "sinatra"\ngem "sinatra-activerecord"\ngem "puma"\n',
            'config.ru': 'require_relative "app"\nrun Sinatra::Application\n',
            'app.rb': 'require "sinatra"\nget("/") { "hi" }\n',
            'config/application.rb': 'require "active_record"\n',
            'config/puma.rb': 'port ENV.fetch "RACK_PORT", 4600\n',
        },
        expected: { framework: 'Sinatra', entry: 'config.ru', server: 'puma', port: 4600 },
    },
    {
        title: "Spring's own port, not that of its management",
        files: {
            'pom.xml':
                '<project><parent><artifactId>spring-boot-starter-parent</artifactId></parent><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
            'src/main/java/a/App.java':
                'package a;\npublic class App { public static void main(String[] x) { SpringApplication.run(App.class, x); } }\n',
            'src/main/resources/application.yml': 'server:\n  port: ${APP_PORT}\n\nmanagement:\n  server:\n    port: 8081\n',
        },
        expected: { framework: 'Spring Boot', port: 8080 },
    },
    {
        title: 'the stage for production tells the port, not the one for developing after it',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
            'index.html': '<script type="module" src="/main.js"></script>',
            'main.js': 'document.title = "hi";\n',
            Dockerfile:
                'FROM node:22 AS base\nFROM nginx AS production\nEXPOSE 80\nFROM base AS development\nEXPOSE 5173\nCMD ["npm", "run", "dev"]\n',
        },
        expected: { framework: 'Vite', server: 'serve', port: 80 },
    },
    {
        title: 'a script that starts a service of another language leaves that a project of its own',
        files: {
            'package.json': '{"scripts":{"build":"vite build","start-api":"cd api && flask run"},"devDependencies":{"vite":"7"}}',
            'index.html': '<script type="module" src="/main.js"></script>',
            'main.js': 'document.title = "hi";\n',
            'api/api.py': flask,
            'api/requirements.txt': 'flask\n',
        },
        expected: { folder: 'api', entry: 'api:app', server: 'gunicorn' },
    },
    {
        title: 'a member of a workspace is installed with the lock file of the root, from the root',
        files: {
            'package.json': '{"name":"all","private":true,"packageManager":"pnpm@10.1.0"}',
            'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/**\n',
            'pnpm-lock.yaml': 'lockfileVersion: 9\n',
            'apps/api/package.json':
                '{"name":"@a/api","scripts":{"start":"node server.js"},"dependencies":{"express":"5","@a/words":"workspace:*"}}',
            'apps/api/server.js': 'require("express")().listen(process.env.PORT || 3210);\n',
            'packages/words/package.json': '{"name":"@a/words","scripts":{"build":"tsc"}}',
        },
        expected: { folder: 'apps/api', context: '', packageManager: 'pnpm', port: 3210 },
    },
    {
        title: 'a folder that the workspace does not list is built from itself',
        files: {
            'package.json': '{"name":"all","private":true,"workspaces":["packages/*"]}',
            'package-lock.json': '{}',
            'apps/api/package.json': '{"name":"@a/api","scripts":{"start":"node server.js"},"dependencies":{"express":"5"}}',
            'apps/api/server.js': 'require("express")().listen(3211);\n',
        },
        expected: { folder: 'apps/api', packageManager: 'npm', port: 3211 },
    },
    {
        title: 'a script that Flask runs on 127.0.0.1 is opened to all addresses',
        files: {
            'app.py':
                'from flask import Flask\nimport pages\napp = Flask(__name__)\nif __name__ == "__main__":\n    pages.add(app)\n    app.run(port=5005)\n',
            'pages.py': 'def add(app):\n    app.add_url_rule("/", view_func=lambda: "hi")\n',
            'requirements.txt': 'flask\n',
        },
        expected: {
            entry: 'app.py',
            server: 'python',
            port: 5005,
            startCommand: [
                'sh',
                '-c',
                `exec python -c "import runpy, socket, sys; bind = socket.socket.bind; socket.socket.bind = lambda s, a: bind(s, ('0.0.0.0', *a[1:]) if isinstance(a, tuple) and a[0] in ('127.0.0.1', 'localhost') else a); sys.argv[0] = 'app.py'; runpy.run_path('app.py', run_name='__main__')"`,
            ],
        },
    },
    {
        title: 'a destructured PORT with its default, not the port of a mail server',
        files: {
            'package.json': '{"scripts":{"start":"node server.js"},"dependencies":{"express":"5"}}',
            'server.js':
                'const mail = {\n    port: 465,\n};\nconst { PORT } = process.env;\nconst portServer = PORT || 4100;\nrequire("express")().listen(portServer);\n',
        },
        expected: { entry: 'server.js', port: 4100 },
    },
    {
        title: "what node watches is not what it runs, and a variable's other branch is its default",
        files: {
            'package.json':
                '{"main":"dist/app.js","type":"module","scripts":{"dev":"node --watch-path ./src --import tsx ./src/app.ts","build":"tsc -p ."},"dependencies":{"fastify":"5"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{}',
            'src/app.ts':
                "import fastify from 'fastify';\nimport config from './config.js';\nfastify().listen({ port: config.port, host: '0.0.0.0' });\n",
            'src/config.ts': 'export default { port: process.env.SERVER_PORT ? parseInt(process.env.SERVER_PORT) : 8130 };\n',
        },
        expected: { language: 'TypeScript', entry: 'dist/app.js', port: 8130 },
    },
    {
        title: "a member's own Dockerfile names the script by its place in the workspace",
        files: {
            'package.json': '{"name":"all","private":true,"workspaces":["apps/*"]}',
            'package-lock.json': '{}',
            'apps/api/package.json': '{"name":"api","scripts":{"build":"tsc"},"dependencies":{"express":"5"}}',
            'apps/api/tsconfig.json': '{}',
            'apps/api/src/server.ts': 'import express from "express";\nexpress().listen(3220);\n',
            'apps/api/Dockerfile': 'FROM node:22\nCOPY . .\nRUN cd apps/api && npm run build\nCMD ["node", "apps/api/dist/server.js"]\n',
        },
        expected: { folder: 'apps/api', context: '', language: 'TypeScript', entry: 'dist/server.js', port: 3220 },
    },
];

describe('ways to serve', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            const profiles = (await detectProjects(memoryFileSource(files), {})).map((project) => project.profile);
            const profile = profiles.find(({ folder }) => folder === expected.folder) ?? profiles[0];
            const got = Object.fromEntries(Object.keys(expected).map((key) => [key, profile?.[key as keyof Profile]]));
            assert.deepEqual(got, expected);
        });
    }
});

interface Listening {
    readonly title: string;
    readonly framework: 'express' | 'fastify';
    readonly code: string;
    /** The line that listens on localhost; undefined where all addresses are listened on. */
    readonly line: number | undefined;
}

const listening: readonly Listening[] = [
    {
        title: 'Fastify without a host',
        framework: 'fastify',
        code: 'const app = require("fastify")();\napp.listen({ port: 3000 });\n',
        line: 2,
    },
    {
        title: 'Fastify with a number alone',
        framework: 'fastify',
        code: 'const app = require("fastify")();\napp.listen(3000).then(go);\n',
        line: 2,
    },
    {
        title: 'Fastify with a host',
        framework: 'fastify',
        code: 'require("fastify")().listen({ port: 3000, host: "0.0.0.0" });\n',
        line: undefined,
    },
    { title: 'Express without a host', framework: 'express', code: 'require("express")().listen(3000);\n', line: undefined },
    { title: 'Express on localhost', framework: 'express', code: 'require("express")().listen(3000, "localhost", () => go());\n', line: 1 },
    {
        title: "a host's default",
        framework: 'express',
        code: 'const host = process.env.HOST || "127.0.0.1";\nrequire("express")().listen(3000, host);\n',
        line: 1,
    },
    {
        title: "a database's default",
        framework: 'express',
        code: 'const db = process.env.DB_HOST || "localhost";\nrequire("express")().listen(3000);\n',
        line: undefined,
    },
];

describe('what listens on localhost', () => {
    for (const { title, framework, code, line } of listening) {
        it(`${title} ${line === undefined ? 'is left alone' : 'is told and opened by the image'}`, async () => {
            const [project] = await detectProjects(
                memoryFileSource({ 'package.json': `{"main":"server.js","dependencies":{"${framework}":"5"}}`, 'server.js': code }),
                {},
            );
            const found = project?.profile.findings.find((finding) => finding.code === 'scaffold/loopback');
            assert.equal(found?.line, line);
            assert.equal(
                (project?.detection.blueprint as { loopback?: string } | undefined)?.loopback,
                line === undefined ? undefined : 'opened',
            );
        });
    }
});
