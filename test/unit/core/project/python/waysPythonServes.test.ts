import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../../src/core/project/profile';
import { memoryFileSource } from '../memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return "hi"\n';
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\n';
const guard = 'if __name__ == "__main__":\n';

interface Row {
    readonly title: string;
    readonly files: Readonly<Record<string, string>>;
    readonly expected: Partial<Profile>;
    /** What the image's command holds. */
    readonly command?: RegExp;
    /** Variables that the image sets. */
    readonly env?: Readonly<Record<string, string>>;
}

it('the line that chooses the worker tells of the server', async () => {
    const settings = 'bind = "0.0.0.0:3141"\nworker_class = "uvicorn.workers.UvicornWorker"\n';
    const files = { 'main.py': fastapi, 'gunicorn.conf.py': settings, 'requirements.txt': 'fastapi\nuvicorn\ngunicorn\n' };
    const [found] = await detectProjects(memoryFileSource(files), {});
    const { file, line } = found?.profile.evidence.find(({ fact }) => fact === 'server') ?? {};
    assert.equal(`${file ?? ''}:${line ?? 0}`, 'gunicorn.conf.py:2');
});

const dashApp =
    'import dash\nfrom dash import html\napp = dash.Dash(__name__)\napp.layout = html.Div()\nif __name__ == "__main__":\n    app.run(debug=True)\n';

const backServer = (body: string) =>
    `from http.server import BaseHTTPRequestHandler, HTTPServer\nclass Back(BaseHTTPRequestHandler):\n    pass\ndef sign_in():\n    server = HTTPServer(('localhost', 8000), Back)\n${body}\nif __name__ == '__main__':\n    sign_in()\n`;

const rows: readonly Row[] = [
    {
        title: 'an application of Socket.IO is one, and so is its asynchronous sister; around another application it is the other one',
        files: {
            'app.py':
                "import socketio\nsio = socketio.Server()\napp = socketio.WSGIApp(sio, static_files={'/': './public/'})\n@sio.event\ndef connect(sid, environ):\n    print(sid)\n",
            'client.py': 'import socketio\nsio = socketio.Client()\nsio.connect("http://localhost:8000")\n',
            'requirements.txt': 'python-socketio\ngunicorn\n',
        },
        expected: { kind: 'web', framework: 'Socket.IO', entry: 'app:app', server: 'gunicorn', port: 8000 },
        command: /--workers 1 --threads 100/,
    },
    {
        title: 'the start command of a Bicep file is followed into its script, with the settings file as the app of a src layout finds it',
        files: {
            'infra/main.bicep': "siteConfig: {\n  appCommandLine: 'src/entrypoint.sh'\n}\n",
            'src/entrypoint.sh':
                'set -e\npython3 -m pip install -e src\npython3 src/shop/seed.py\npython3 -m gunicorn shop:app -c src/gunicorn.conf.py\n',
            'src/gunicorn.conf.py': 'bind = "0.0.0.0:3141"\nworker_class = "uvicorn.workers.UvicornWorker"\n',
            'src/__init__.py': '',
            'src/shop/__init__.py': 'from .app import app\n',
            'src/shop/app.py': fastapi,
            'src/shop/seed.py': 'from shop.app import app\n',
            'src/pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi"]\n',
            'requirements.txt': 'fastapi\nuvicorn\ngunicorn\n',
        },
        expected: { framework: 'FastAPI', entry: 'shop:app', server: 'gunicorn' },
        command: / -c gunicorn\.conf\.py shop:app$/,
    },
    {
        title: 'a server that waits for the one request that a sign-in comes back with is no web app',
        files: {
            'sign_in.py': backServer('    server.handle_request()'),
            'flow.py': 'print("working")\n',
            'requirements.txt': 'requests\n',
        },
        expected: { kind: 'none' },
    },
    {
        title: 'a server that takes one request after the other is',
        files: { 'server.py': backServer('    while True:\n        server.handle_request()'), 'requirements.txt': 'requests\n' },
        expected: { kind: 'web', framework: 'http.server', entry: 'server.py' },
    },
    {
        title: 'Socket.IO over ASGI is served by uvicorn',
        files: {
            'app.py': "import socketio\nsio = socketio.AsyncServer(async_mode='asgi')\napp = socketio.ASGIApp(sio)\n",
            'requirements.txt': 'python-socketio\nuvicorn\n',
        },
        expected: { framework: 'Socket.IO', entry: 'app:app', server: 'uvicorn' },
    },
    {
        title: 'what Socket.IO stands in front of gives the application its name',
        files: {
            'main.py': `import socketio\n${fastapi}sio = socketio.AsyncServer(async_mode='asgi')\nsocket_app = socketio.ASGIApp(sio, other_asgi_app=app)\n`,
            'requirements.txt': 'fastapi\npython-socketio\nuvicorn\n',
        },
        expected: { framework: 'FastAPI', server: 'uvicorn' },
    },
    {
        title: 'a coroutine that makes an aiohttp application is awaited by the worker of gunicorn, whose port it has',
        files: {
            'main.py':
                'from aiohttp import web\ndef build():\n    app = web.Application()\n    app.add_routes([web.get("/ping", ping)])\n    return app\nasync def site():\n    return build()\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { kind: 'web', framework: 'aiohttp', entry: 'main:site', server: 'gunicorn', port: 8000 },
        command: /aiohttp\.GunicornWebWorker.* main:site/,
    },
    {
        title: 'a site of aiohttp that a coroutine opens is run, and no server imports what it is made with',
        files: {
            'bot.py':
                'import asyncio\nfrom aiohttp import web\nasync def make_app():\n    return web.Application()\nasync def main():\n    runner = web.AppRunner(await make_app())\n    await runner.setup()\n    await web.TCPSite(runner, "0.0.0.0", 8081).start()\n    await asyncio.Event().wait()\nasyncio.run(main())\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { kind: 'web', framework: 'aiohttp', entry: 'bot.py', server: 'python', port: 8081 },
    },
    {
        title: 'a site of aiohttp that a guard opens, with all that is made for it, is run',
        files: {
            'main.py': `import asyncio\nfrom aiohttp import web\nasync def main():\n    app = web.Application()\n    runner = web.AppRunner(app)\n    await runner.setup()\n    site = web.TCPSite(runner, port=8082)\n    await site.start()\n    await asyncio.Event().wait()\n${guard}    asyncio.run(main())\n`,
            'requirements.txt': 'aiohttp\n',
        },
        expected: { kind: 'web', framework: 'aiohttp', entry: 'main.py', server: 'python', port: 8082 },
    },
    {
        title: 'a server of gevent that importing the module starts is run: an importing server would hang in it',
        files: {
            'app.py': `from gevent.pywsgi import WSGIServer\n${flask}http_server = WSGIServer(("", 5005), app)\nhttp_server.serve_forever()\n`,
            'requirements.txt': 'flask\ngevent\n',
        },
        expected: { framework: 'Flask', entry: 'app.py', server: 'python', port: 5005 },
    },
    {
        title: 'a server of gevent that is made and started in one go is run, too',
        files: {
            'app.py': `from gevent import pywsgi\n${flask}pywsgi.WSGIServer(("", 5006), app).serve_forever()\n`,
            'requirements.txt': 'flask\ngevent\n',
        },
        expected: { framework: 'Flask', entry: 'app.py', server: 'python', port: 5006 },
    },
    {
        title: 'a server of eventlet that importing the module starts is run, and its socket has the port',
        files: {
            'app.py':
                'import eventlet\nimport socketio\nsio = socketio.Server()\napp = socketio.WSGIApp(sio)\neventlet.wsgi.server(eventlet.listen(("", 5007)), app)\n',
            'requirements.txt': 'python-socketio\neventlet\n',
        },
        expected: { framework: 'Socket.IO', entry: 'app.py', server: 'python', port: 5007 },
    },
    {
        title: 'a socket of eventlet that a guard opens has the port',
        files: {
            'app.py': `import eventlet\nfrom eventlet import wsgi\n${flask}${guard}    wsgi.server(eventlet.listen(("", 5008)), app)\n`,
            'requirements.txt': 'flask\neventlet\ngunicorn\n',
        },
        expected: { framework: 'Flask', entry: 'app:app', server: 'gunicorn', port: 5008 },
    },
    {
        title: 'a function that makes an aiohttp application is called by gunicorn',
        files: {
            'main.py': 'from aiohttp import web\ndef build():\n    return web.Application()\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { framework: 'aiohttp', entry: 'main:build()', server: 'gunicorn' },
    },
    {
        title: 'a folder that Azure Functions runs is a project of its own below a list that takes it along',
        files: {
            'requirements.txt': '-r function/requirements.txt\n-r notebook/requirements.txt\n',
            'notebook/requirements.txt': 'pandas\n',
            'function/requirements.txt': 'azure-functions\nfastapi\n',
            'function/host.json': '{"version": "2.0"}',
            'function/predict/function.json': '{"bindings": []}',
            'function/predict/__init__.py': fastapi,
        },
        expected: { folder: 'function', framework: 'Azure Functions', entry: 'host.json', server: 'func', port: 80 },
    },
    {
        title: 'PyYAML 6.0 has wheels for Python 3.10, whose annotations the code uses',
        files: {
            'main.py': fastapi,
            'requirements.txt': 'fastapi==0.100\nuvicorn\npyyaml==6.0\nnumpy==1.22.4\n',
        },
        expected: { entry: 'main:app', runtimeVersion: '3.10' },
    },
    {
        title: 'what a function of the guard calls in its turn completes the application: the script is run',
        files: {
            'main.py':
                'import fastapi\nimport uvicorn\nfrom views import home\nsite = fastapi.FastAPI()\ndef configure():\n    routing()\ndef routing():\n    site.include_router(home.router)\nif __name__ == "__main__":\n    configure()\n    uvicorn.run(site, host="0.0.0.0", port=8042)\n',
            'views/home.py': 'import fastapi\nrouter = fastapi.APIRouter()\n@router.get("/")\ndef index():\n    return {}\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { framework: 'FastAPI', entry: 'main.py', server: 'python', port: 8042, healthPath: '/' },
    },
    {
        title: 'a FastAPI app without a page at / is asked for its documentation',
        files: {
            'api/__init__.py': '',
            'api/main.py':
                'import fastapi\nfrom api import items\napp = fastapi.FastAPI()\napp.include_router(items.router, prefix="/items")\n',
            'api/items.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/")\ndef items():\n    return []\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { framework: 'FastAPI', entry: 'api.main:app', healthPath: '/docs' },
    },
    {
        title: 'a FastAPI app without a page at / is asked for its documentation where it lies',
        files: {
            'main.py': 'from fastapi import FastAPI\napp = FastAPI(docs_url="/help")\n@app.get("/items")\ndef items():\n    return []\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', healthPath: '/help' },
    },
    {
        title: 'a FastAPI app whose router brings the page at / is asked for it',
        files: {
            'main.py': 'from fastapi import FastAPI\nfrom home import router\napp = FastAPI()\napp.include_router(router)\n',
            'home.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/")\ndef index():\n    return {}\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', healthPath: '/' },
    },
    {
        title: 'a FastAPI app that serves files at / is asked for them',
        files: {
            'main.py':
                'from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\napp = FastAPI()\n@app.get("/api/x")\ndef x():\n    return 1\napp.mount("/", StaticFiles(directory="public", html=True))\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', healthPath: '/' },
    },
    {
        title: 'a FastAPI app without documentation is asked for /',
        files: {
            'main.py': 'from fastapi import FastAPI\napp = FastAPI(docs_url=None)\n@app.get("/items")\ndef items():\n    return []\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', healthPath: '/' },
    },
    {
        title: 'a Chainlit module that only hangs its functions on events is the app, before helpers that can be run to be tried',
        files: {
            'agents.py':
                'import chainlit as cl\ndef say(text):\n    cl.run_sync(cl.Message(content=text).send())\nif __name__ == "__main__":\n    say("hello")\n',
            'main.py':
                'import chainlit as cl\nfrom agents import say\n@cl.on_chat_start\nasync def start():\n    say("hi")\n@cl.on_message\nasync def on_message(message):\n    say(message.content)\n',
            'requirements.txt': 'chainlit\n',
        },
        expected: { framework: 'Chainlit', entry: 'main.py', server: 'chainlit', port: 8000 },
        command: /chainlit run main\.py/,
    },
    {
        title: "gunicorn's own settings file beside an ASGI app, and gunicorn in the list, say that gunicorn serves it, on the port of the file",
        files: {
            'src/requirements.txt': 'fastapi\nuvicorn\ngunicorn\n',
            'src/api/__init__.py': '',
            'src/api/main.py': fastapi,
            'src/gunicorn.conf.py': 'bind = "0.0.0.0:3141"\nworker_class = "uvicorn.workers.UvicornWorker"\n',
        },
        expected: { folder: 'src', framework: 'FastAPI', entry: 'api.main:app', server: 'gunicorn', port: 3141 },
        command: /gunicorn --worker-class uvicorn\.workers\.UvicornWorker --bind 0\.0\.0\.0:\$PORT api\.main:app/,
    },
    {
        title: "gunicorn's settings file without gunicorn in the list is left aside",
        files: {
            'requirements.txt': 'fastapi\nuvicorn\n',
            'main.py': fastapi,
            'gunicorn.conf.py': 'bind = "0.0.0.0:3141"\n',
        },
        expected: { framework: 'FastAPI', entry: 'main:app', server: 'uvicorn', port: 8000 },
    },
    {
        title: 'a module that runs an event loop while it is imported can not be imported by an ASGI server: it is run',
        files: {
            'app/server.py':
                'import asyncio\nimport uvicorn\nfrom starlette.applications import Starlette\napp = Starlette()\nasync def load():\n    return 1\nloop = asyncio.get_event_loop()\nmodel = loop.run_until_complete(load())\n@app.route("/")\nasync def home(request):\n    return None\nif __name__ == "__main__":\n    uvicorn.run(app=app, host="0.0.0.0", port=5055)\n',
            'requirements.txt': 'starlette\nuvicorn\n',
        },
        expected: { framework: 'Starlette', entry: 'app/server.py', server: 'python', port: 5055 },
    },
    {
        title: 'a script in a package finds the package that it imports by its name',
        files: {
            'films/__init__.py': '',
            'films/db.py': 'def init():\n    pass\n',
            'films/server.py':
                'from mcp.server.fastmcp import FastMCP\nfrom films.db import init\nmcp = FastMCP("films", host="0.0.0.0", port=8000)\nif __name__ == "__main__":\n    init()\n    mcp.run(transport="streamable-http")\n',
            'requirements.txt': 'mcp\n',
        },
        expected: { framework: 'FastMCP', entry: 'films/server.py', server: 'python' },
        env: { PYTHONPATH: '/app' },
    },
    {
        title: 'a script that its image tells a port serves, through commands of its own',
        files: {
            'src/cli.py': 'from core.commands import Manager\nif __name__ == "__main__":\n    Manager().execute()\n',
            'src/core/__init__.py': '',
            'src/core/commands.py':
                'import importlib\nclass Manager:\n    def execute(self):\n        importlib.import_module("core.app").run_app(8000)\n',
            'src/core/app.py': 'from aiohttp import web\ndef run_app(port):\n    web.run_app(web.Application(), port=port)\n',
            'requirements.txt': 'aiohttp\n',
            Dockerfile: 'FROM python:3.13\nCOPY src /app/src\nWORKDIR /app\nCMD ["python", "src/cli.py", "run", "--port", "8031"]\n',
        },
        expected: { framework: 'aiohttp', entry: 'src/cli.py', server: 'python', port: 8031 },
        command: /src\/cli\.py run --port \$PORT/,
    },
    {
        title: 'a Django with a list of its own, below an API that does not ask for it, is another project',
        files: {
            'main.py': `import uvicorn\n${fastapi}${guard}    uvicorn.run(app, port=8032)\n`,
            'requirements.txt': 'fastapi\nuvicorn\n',
            'frontend/manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
            'frontend/site1/settings.py': 'ALLOWED_HOSTS = ["*"]\n',
            'frontend/site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'frontend/requirements.txt': 'django\n',
        },
        expected: { folder: '', framework: 'FastAPI', entry: 'main:app', port: 8032 },
    },
    {
        title: 'a package that the entry imports is no project of its own, whatever builds its styles',
        files: {
            'run.py': 'from project.main import create_app\napp = create_app()\n',
            'project/__init__.py': '',
            'project/main.py':
                'import os\nfrom flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    app.secret_key = os.environ["SECRET_KEY"]\n    return app\n',
            'project/package.json': '{"devDependencies":{"tailwindcss":"3"}}',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: {
            folder: '',
            entry: 'run:app',
            needs: {
                variables: [{ name: 'SECRET_KEY', required: true, secret: true, file: 'project/main.py', line: 5 }],
                services: [],
                writes: [],
                migrations: [],
            },
        },
    },
    {
        title: 'a module that reads the command line while it is imported is run, not imported',
        files: {
            'server.py':
                'import argparse\nfrom sanic import Sanic\nparser = argparse.ArgumentParser()\nparser.add_argument("--mode", default="dev")\nargs = parser.parse_args()\napplication = Sanic("shop")\n@application.get("/")\nasync def home(request):\n    return None\nif __name__ == "__main__":\n    application.run(host="0.0.0.0", port=8027)\n',
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'server.py', server: 'python', port: 8027 },
    },
    {
        title: 'an older Dash is no WSGI application itself: what it holds is served',
        files: { 'src/board.py': dashApp, 'requirements.txt': 'dash==2.14.2\npandas\n' },
        expected: { framework: 'Dash', entry: 'src.board:app', server: 'gunicorn' },
        command: /"pkgutil:resolve_name\('src\.board:app\.server'\)"$/,
    },
    {
        title: 'an older Dash that is bounded is served by its name below',
        files: { 'app.py': dashApp, 'requirements.txt': 'dash>=2.0,<3\nwaitress\n' },
        expected: { framework: 'Dash', server: 'waitress' },
        command: / app:app\.server$/,
    },
    {
        title: 'a Dash from 3.1 on is served itself',
        files: { 'app.py': dashApp, 'requirements.txt': 'dash==3.1.0\n' },
        expected: { framework: 'Dash', server: 'gunicorn' },
        command: / app:app$/,
    },
    {
        title: 'a name for what an older Dash holds is served as it is',
        files: {
            'app.py': `${dashApp}application = app.server\n`,
            Procfile: 'web: gunicorn app:application\n',
            'requirements.txt': 'dash==2.14.2\ngunicorn\n',
        },
        expected: { framework: 'Dash', entry: 'app:application', server: 'gunicorn' },
        command: / app:application$/,
    },
    {
        title: "a port is in a file of the project's own, through what reads it",
        files: {
            'app/main.py':
                'from aiohttp import web\nimport argparse\nimport yaml\ndef load_config(path):\n    return yaml.safe_load(open(path))\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--config", required=True)\n    config = load_config(parser.parse_args().config)\n    app = web.Application()\n    web.run_app(app, host=config["host"], port=config["port"])\nmain()\n',
            'config.yaml': 'host: 0.0.0.0\nport: 7070\ntls:\n  enable: false\n',
            Makefile: 'run:\n\tpython3 app/main.py --config config.yaml\n',
            'requirements.txt': 'aiohttp\npyyaml\n',
        },
        expected: { framework: 'aiohttp', entry: 'app/main.py', port: 7070 },
        command: /app\/main\.py --config config\.yaml/,
    },
    {
        title: 'a port is in a TOML file, through classes',
        files: {
            'main.py':
                'import uvicorn\nfrom fastapi import FastAPI\nfrom settings import load\nconfig = load()\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\nif __name__ == "__main__":\n    uvicorn.run(app, host=config.server.host, port=config.server.port)\n',
            'settings.py': 'import tomllib\ndef load():\n    return Settings(**tomllib.load(open("config.toml", "rb")))\n',
            'config.toml': '[database]\nport = 5432\n[server]\nhost = "0.0.0.0"\nport = 7071\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', port: 7071 },
    },
    {
        title: 'a port is in an INI file, and a database has one too',
        files: {
            'app.py':
                'import configparser\nfrom flask import Flask\napp = Flask(__name__)\nconf = configparser.ConfigParser()\nconf.read("config.ini")\n@app.route("/")\ndef home():\n    return ""\nif __name__ == "__main__":\n    app.run(port=conf["server"]["port"])\n',
            'config.ini': '[database]\nport = 3306\n\n[server]\nport = 7072\n',
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'app:app', port: 7072 },
    },
    {
        title: 'a port that the environment gives is in no file',
        files: {
            'app.py':
                'import os\nfrom flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return ""\nif __name__ == "__main__":\n    app.run(port=os.environ["PORT"])\n',
            'config.yaml': 'port: 7073\n',
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'app:app', port: 8000 },
    },
    {
        title: 'what an annotation gives back is an application that something else makes, and Granian is told where',
        files: {
            'app/__init__.py': '',
            'app/__main__.py':
                'import granian\nfrom app.settings import settings\nif __name__ == "__main__":\n    granian.Granian(target="app.application:build_app", factory=True, address=settings.host, port=settings.port).serve()\n',
            'app/settings.py': 'class Settings:\n    host: str = "0.0.0.0"\n    port: int = 8024\nsettings = Settings()\n',
            'app/application.py':
                'import litestar\nfrom lite_bootstrap import LitestarBootstrapper\ndef build_app() -> litestar.Litestar:\n    bootstrapper = LitestarBootstrapper()\n    return bootstrapper.bootstrap()\n',
            'pyproject.toml': '[project]\nname = "shop"\nversion = "0"\ndependencies = ["litestar", "granian", "lite-bootstrap"]\n',
        },
        expected: { kind: 'web', framework: 'Litestar', entry: 'app.application:build_app()', server: 'granian', port: 8024 },
    },
    {
        title: "Flask-Script's server says the port of the application that another package makes",
        files: {
            'manager.py':
                'from flask_script import Manager, Server\nfrom app import app\nmanager = Manager(app)\nmanager.add_command("run", Server(host="0.0.0.0", port=8025))\nif __name__ == "__main__":\n    manager.run()\n',
            'app/__init__.py': flask,
            'requirements.txt': 'flask\nflask-script\n',
        },
        expected: { framework: 'Flask', server: 'gunicorn', port: 8025 },
    },
    {
        title: 'an old Sanic goes fast on the port of a module of settings',
        files: {
            'app.py':
                'from sanic import Sanic\nimport config\napp = Sanic(__name__)\nif __name__ == "__main__":\n    app.go_fast(port=config.PORT)\n',
            'config.py': 'PORT = 8026\n',
            'requirements.txt': 'sanic==0.8.3\n',
        },
        expected: { framework: 'Sanic', entry: 'app:app', server: 'sanic', port: 8026 },
    },
    {
        title: 'a compose file names a start script by its place in the image',
        files: {
            'shop/app/main.py': `import uvicorn\n${fastapi}${guard}    uvicorn.run("main:app", port=9000, reload=True)\n`,
            'shop/app/docker/app.sh':
                '#!/bin/bash\nalembic upgrade head\ngunicorn shop.app.main:app --worker-class uvicorn.workers.UvicornWorker --bind 0.0.0.0:8021',
            'shop/app/docker/celery.sh': '#!/bin/bash\ncelery --app=shop.tasks worker',
            'requirements.txt': 'fastapi\nuvicorn\ngunicorn\n',
            Dockerfile: 'FROM python:3.13\nCOPY ./shop/app/docker/*.sh /app/docker/\nCOPY . .\n',
            'docker-compose.yml':
                'services:\n  app:\n    build:\n      context: .\n    command: ["/app/docker/app.sh"]\n  celery:\n    build:\n      context: .\n    command: ["/app/docker/celery.sh", "celery"]\n',
        },
        expected: { entry: 'shop.app.main:app', server: 'gunicorn', port: 8021 },
    },
    {
        title: 'an image names a start script in a folder of its own',
        files: {
            'main.py': fastapi,
            'ops/go.sh': '#!/bin/sh\nexec uvicorn main:app --port 8022\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
            Dockerfile: 'FROM python:3.13\nCOPY . .\nENTRYPOINT ["/srv/ops/go.sh"]\n',
        },
        expected: { entry: 'main:app', server: 'uvicorn', port: 8022 },
    },
    {
        title: 'an extension that keeps the name of what it is given is no application',
        files: {
            'app.py':
                'from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\ncors = CORS(app)\n@app.route("/")\ndef home():\n    return "hi"\n',
            'requirements.txt': 'flask\nflask-cors\ngunicorn\n',
        },
        expected: { entry: 'app:app', server: 'gunicorn' },
    },
    {
        title: 'what Quart gives back with its headers for other origins is the application',
        files: {
            'app.py': 'from quart import Quart\nfrom quart_cors import cors\nplain = Quart(__name__)\nserved = cors(plain)\n',
            'requirements.txt': 'quart\nquart-cors\n',
        },
        expected: { entry: 'app:served', server: 'hypercorn' },
    },
    {
        title: 'an environment file of Quart names a script that Django would call its own',
        files: {
            'manage.py': 'from application import create_app\napp = create_app()\n',
            'application.py': 'from quart import Quart\ndef create_app(**overrides):\n    return Quart(__name__)\n',
            'requirements.txt': 'quart\n',
            '.quartenv': "QUART_APP='manage.py'\n",
        },
        expected: { framework: 'Quart', entry: 'manage:app', server: 'hypercorn' },
    },
    {
        title: 'a Streamlit that asks for an old numpy chooses the Python',
        files: { 'app.py': 'import streamlit as st\nst.title("x")\n', 'requirements.txt': 'streamlit==1.30.0\n' },
        expected: { framework: 'Streamlit', runtimeVersion: '3.12' },
    },
    {
        title: 'an environment file of Flask names the script and the port',
        files: {
            'wsgi_app.py': 'from shop import create_app\napp = create_app()\n',
            'shop/__init__.py': 'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n',
            'requirements.txt': 'flask\ngunicorn\n',
            '.flaskenv': 'FLASK_APP="wsgi_app.py"\nFLASK_RUN_PORT=8019\n',
        },
        expected: { entry: 'wsgi_app:app', server: 'gunicorn', port: 8019 },
    },
    {
        title: "what the project's own image installs and starts is its server",
        files: {
            'main.py': fastapi,
            'requirements.txt': 'fastapi\nuvicorn\n',
            Dockerfile:
                'FROM python:3.13-slim\nRUN pip install -r requirements.txt\nRUN python -m pip install --no-cache-dir gunicorn==23.0.0\nCMD ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "main:app", "--bind", "0.0.0.0:8020"]\n',
        },
        expected: { entry: 'main:app', server: 'gunicorn', port: 8020 },
    },
    {
        title: 'a psycopg2 that no newer Python compiles chooses the Python',
        files: { 'app.py': flask, 'requirements.txt': 'flask\ngunicorn\npsycopg2==2.9.5\n' },
        expected: { entry: 'app:app', runtimeVersion: '3.11' },
    },
    {
        title: 'an MCP server whose settings choose the terminal is told to serve, on the port that they hold',
        files: {
            'server.py': 'from src.server import main\nif __name__ == "__main__":\n    main()\n',
            'src/__init__.py': '',
            'src/config.py':
                'from enum import Enum\nfrom typing import Annotated\nfrom pydantic import Field\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nclass Transport(str, Enum):\n    STDIO = "stdio"\n    HTTP = "streamable-http"\nclass McpSettings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="MCP_")\n    port: Annotated[int, Field(default=8018)]\n    transport: Annotated[Transport, Field(default=Transport.STDIO)]\n',
            'src/server.py':
                'from fastmcp import FastMCP\nfrom .config import McpSettings\nmcp = FastMCP("a")\ndef main():\n    settings = McpSettings()\n    if settings.transport == "streamable-http":\n        mcp.run(transport="streamable-http", host="0.0.0.0", port=settings.port)\n    else:\n        mcp.run(transport="stdio")\n',
            'requirements.txt': 'fastmcp\npydantic-settings\n',
            Dockerfile: 'FROM python:3.13-slim\nEXPOSE 8000\nCMD ["python", "server.py"]\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 8018 },
        env: { MCP_TRANSPORT: 'streamable-http' },
    },
    {
        title: 'a module that is there for the server names what it serves, also where it only imports it',
        files: { 'app.py': flask, 'wsgi.py': 'from app import app\n\napplication = app\n', 'requirements.txt': 'flask\ngunicorn\n' },
        expected: { entry: 'wsgi:application', server: 'gunicorn' },
    },
    {
        title: "Dash's own server is what is served, also by a module that imports both and completes the app",
        files: {
            'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n',
            'index.py': `from app import app, server\napp.layout = None\n${guard}    app.run(debug=True)\n`,
            'requirements.txt': 'dash\ngunicorn\n',
        },
        expected: { framework: 'Dash', entry: 'index:server', server: 'gunicorn' },
    },
    {
        title: 'a start script beside the sources says which port',
        files: {
            'src/shop/main.py': fastapi,
            'src/shop/__init__.py': '',
            'src/scripts/start.sh': '#!/bin/bash\ndocker compose up -d\nPYTHONPATH=src uv run uvicorn shop.main:app --reload --port 8017\n',
            'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi", "uvicorn"]\n',
        },
        expected: { entry: 'shop.main:app', server: 'uvicorn', port: 8017 },
    },
    {
        title: 'a start script names the factory of a package in a src layout',
        files: {
            'src/shop/__init__.py': 'from quart import Quart\ndef create_app() -> Quart:\n    return Quart(__name__)\n',
            'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["quart", "gunicorn", "uvicorn"]\n',
            'docker-entrypoint.sh': '#!/bin/sh\nexec gunicorn shop:create_app --bind 0.0.0.0:8016 -k uvicorn.workers.UvicornWorker\n',
            Dockerfile: 'FROM python:3.13\nCMD ["./docker-entrypoint.sh"]\n',
        },
        expected: { framework: 'Quart', entry: 'shop:create_app()', server: 'gunicorn', port: 8016 },
    },
    {
        title: 'what a factory does to its app completes it, so that a script which only runs it is not needed',
        files: {
            'shop/__init__.py': '',
            'shop/app.py': `from flask import Flask\nfrom shop.routes import api\ndef create_app():\n    app = Flask(__name__)\n    app.register_blueprint(api)\n    return app\n${guard}    app = create_app()\n    app.run(host="0.0.0.0", port=8015)\n`,
            'shop/routes.py': 'from flask import Blueprint\napi = Blueprint("api", __name__)\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { framework: 'Flask', entry: 'shop.app:create_app()', server: 'gunicorn', port: 8015 },
    },
    {
        title: "a package's __main__ that registers what the package's app lacks, in its guard",
        files: {
            'shop/__init__.py': 'from flask import Flask\napp = Flask(__name__)\n',
            'shop/__main__.py': `${guard}    from . import app\n    from . import views\n    for name in ["api"]:\n        app.register_blueprint(getattr(views, name))\n    app.run(host="127.0.0.1", port=5010)\n`,
            'shop/views.py': 'from flask import Blueprint\napi = Blueprint("api", __name__)\n',
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'shop/__main__.py', server: 'python', port: 5010 },
    },
    {
        title: 'a factory that asks for settings, called and run in one go',
        files: {
            'src/__init__.py': '# def create_app(): pass\n',
            'src/app.py': `import os\nfrom flask import Flask\nSETTINGS = {}\ndef create_app(settings):\n    app = Flask(__name__)\n    return app\n${guard}    create_app(SETTINGS).run(host="0.0.0.0", port=os.environ.get("SHOP_PORT", 5011))\n`,
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'src/app.py', server: 'python', port: 5011 },
    },
    {
        title: 'a script whose function makes an app by a factory, gives it routes and runs it',
        files: {
            'shop/__init__.py': 'from sanic import Sanic\ndef create_app():\n    return Sanic("shop")\ndef add_routes(app):\n    pass\n',
            'main.py': `from shop import create_app, add_routes\ndef serve(reload=False):\n    app = create_app()\n    add_routes(app)\n    app.run(host="0.0.0.0", port=8012)\n${guard}    serve()\n`,
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'main.py', server: 'python', port: 8012 },
    },
    {
        title: "a port that a script at the top prepares for a factory's app",
        files: {
            'web/__init__.py': '',
            'web/shop.py': 'from sanic import Sanic\ndef create_app() -> Sanic:\n    return Sanic("shop")\n',
            'serve-shop.py': `from functools import partial\nfrom sanic import Sanic\nfrom sanic.worker.loader import AppLoader\nfrom web.shop import create_app\n${guard}    loader = AppLoader(factory=partial(create_app))\n    app = loader.load()\n    app.prepare(host="0.0.0.0", port=8013)\n    Sanic.serve(primary=app, app_loader=loader)\n`,
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'web.shop:create_app()', server: 'sanic', port: 8013 },
    },
    {
        title: 'what lies in a folder of old things is not the app',
        files: {
            'old/app.py': 'from bottle import route, run\n@route("/")\ndef home():\n    return "old"\nrun(host="localhost", port=8081)\n',
            'todo.py':
                'from bottle import Bottle\napp = Bottle()\n@app.route("/")\ndef home():\n    return "hi"\napp.run(host="localhost", port=8014)\n',
        },
        expected: { framework: 'Bottle', entry: 'todo.py', server: 'python', port: 8014 },
    },
    {
        title: 'a factory that asks for its settings makes the object that the module gives away',
        files: {
            'shop/__init__.py':
                'import os\nfrom flask import Flask\ndef create_app(settings):\n    app = Flask(__name__)\n    app.config.from_object(settings)\n    return app\napp = create_app(os.getenv("SETTINGS"))\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { framework: 'Flask', entry: 'shop:app', server: 'gunicorn' },
    },
    {
        title: 'a factory that asks for its settings is called by a script that serves what it made',
        files: {
            'shop.py': 'from flask import Flask\ndef create_app(settings):\n    return Flask(__name__)\n',
            'run.py': `from shop import create_app\n${guard}    app = create_app("prod")\n    app.run(host="0.0.0.0", port=5050)\n`,
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'run.py', server: 'python', port: 5050 },
    },
    {
        title: "Django's own function around its application is Django",
        files: {
            'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
            'site1/__init__.py': '',
            'site1/settings.py': 'INSTALLED_APPS = []\n',
            'site1/wsgi.py':
                'import os\ndef application(environ, start_response):\n    from django.core.wsgi import get_wsgi_application\n    return get_wsgi_application()(environ, start_response)\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: { framework: 'Django', entry: 'site1.wsgi:application', server: 'gunicorn' },
    },
    {
        title: "a subclass of Python's own server that a function starts",
        files: {
            'server.py': `import os\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\nfrom socketserver import ThreadingMixIn\nclass Served(ThreadingMixIn, HTTPServer):\n    pass\ndef main():\n    address = ("0.0.0.0", int(os.environ.get("PORT", 8100)))\n    Served(address, BaseHTTPRequestHandler).serve_forever()\n${guard}    main()\n`,
            'requirements.txt': 'psycopg2-binary\n',
        },
        expected: { framework: 'http.server', entry: 'server.py', server: 'python', port: 8100 },
    },
    {
        title: 'a start script that the image does not run says less than the image',
        files: {
            'app/__init__.py': '',
            'app/main.py': fastapi,
            'scripts/start.sh': 'uvicorn app.main:app --host 0.0.0.0 --port 8000 --reload\n',
            Dockerfile: 'FROM python:3.13\nENTRYPOINT ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "3000"]\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'app.main:app', server: 'uvicorn', port: 3000 },
    },
    {
        title: 'a start script that the image runs says what runs',
        files: {
            'main.py': fastapi,
            'start.sh': 'uvicorn main:app --host 0.0.0.0 --port 8123\n',
            Dockerfile: 'FROM python:3.13\nEXPOSE 80\nCMD ["./start.sh"]\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { server: 'uvicorn', port: 8123 },
    },
    {
        title: "the port of Sanic is the default of the script's option",
        files: {
            'apps/__init__.py': 'from sanic import Sanic\napp = Sanic("a")\n',
            'run.py': `import argparse\nfrom apps import app\napp.add_route(print, "/x")\nparser = argparse.ArgumentParser()\nparser.add_argument("--port", help="port", type=int, default=8093)\nargs = parser.parse_args()\n${guard}    app.run(host="0.0.0.0", port=args.port)\n`,
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', port: 8093 },
    },
    {
        title: 'variables of the image are filled into its command, those of the stage that it is built on too',
        files: {
            'site1/__init__.py': 'from .made import create_app\napp = create_app()\n',
            'site1/made.py': 'from quart import Quart\ndef create_app(**more):\n    app = Quart(__name__)\n    return app\n',
            Dockerfile:
                'FROM python:3.13 AS base\nENV PORT 8180\nENV QUART_APP site1\nFROM base AS dev\nRUN true\nFROM base AS prod\nCMD exec /venv/bin/hypercorn --bind :$PORT $QUART_APP:app\n',
            'requirements.txt': 'quart\n',
        },
        expected: { framework: 'Quart', entry: 'site1:app', server: 'hypercorn', port: 8180 },
    },
    {
        title: 'a port that an object of a settings class carries',
        files: {
            'weather/__init__.py': 'import tornado.web\nclass Api(tornado.web.Application):\n    pass\n',
            'weather/configs.py':
                'from decouple import config as read\nDATA = {}\nclass Local:\n    APP_PORT = read("APP_PORT", default=DATA.get("APP_PORT", 8081), cast=int)\ndef chosen():\n    return Local\nconfig = chosen()\n',
            'main.py': `import os\nfrom tornado.httpserver import HTTPServer\nfrom tornado.ioloop import IOLoop\nfrom weather import Api\nfrom weather.configs import config\n${guard}    server = HTTPServer(Api())\n    port = int(os.getenv("PORT", config.APP_PORT))\n    server.bind(port)\n    IOLoop.instance().start()\n`,
            Dockerfile: 'FROM python:3.8\nEXPOSE 80\nENTRYPOINT ["supervisord"]\n',
            'requirements.txt': 'tornado\npython-decouple\n',
        },
        expected: { framework: 'Tornado', entry: 'main.py', server: 'python', port: 8081 },
    },
    {
        title: 'a script that calls the function of a package which serves is the one to run',
        files: {
            'web/__init__.py':
                'from aiohttp import web\ndef main(config=None):\n    app = web.Application()\n    return web.run_app(app, host="0.0.0.0", port=8085)\n',
            'runserver.py': `import sys\nfrom web import main\n${guard}    sys.exit(main(config={}))\n`,
            'requirements.txt': 'aiohttp\n',
        },
        expected: { framework: 'aiohttp', entry: 'runserver.py', server: 'python', port: 8085 },
    },
    {
        title: 'a function that makes an app and hands it to a server, called by a script beside the package',
        files: {
            'src/__init__.py': '',
            'src/config.py': 'import os\nport = int(os.getenv("MCP_PORT", "9100"))\n',
            'src/main.py': `import uvicorn\nfrom starlette.applications import Starlette\nfrom .config import port\ndef run():\n    app = Starlette(routes=[])\n    uvicorn.run(app, host="0.0.0.0", port=port)\n${guard}    run()\n`,
            'run.py': `from src.main import run\n${guard}    run()\n`,
            'requirements.txt': 'starlette\nuvicorn\n',
        },
        expected: { framework: 'Starlette', entry: 'run.py', server: 'python', port: 9100 },
    },
    {
        title: 'a script with relative imports is run as a module of its package',
        files: {
            'bot/__init__.py': '',
            'bot/pages.py': 'PAGE = "hi"\n',
            'bot/main.py': `from aiohttp import web\nfrom .pages import PAGE\ndef run():\n    web.run_app(web.Application(), port=8086)\n${guard}    run()\n`,
            'requirements.txt': 'aiohttp\n',
        },
        expected: { framework: 'aiohttp', entry: 'bot/main.py', server: 'python', port: 8086 },
        command: /^exec python -m bot\.main$/,
    },
    {
        title: 'a console script is the only way in',
        files: {
            'src/weather_mcp/__init__.py': '',
            'src/weather_mcp/server.py':
                'from fastmcp import FastMCP\nfrom .tools import add\nmcp = FastMCP("weather")\nadd(mcp)\ndef main():\n    mcp.run(transport="http", host="0.0.0.0", port=8600)\n',
            'src/weather_mcp/tools.py': 'def add(mcp):\n    pass\n',
            'pyproject.toml':
                '[project]\nname = "weather-mcp"\nversion = "1"\ndependencies = ["fastmcp"]\n[project.scripts]\nweather-mcp = "weather_mcp.server:main"\n',
        },
        expected: { kind: 'web', framework: 'FastMCP', entry: 'src/weather_mcp/server.py', server: 'python', port: 8600 },
        command: /python -c "from weather_mcp\.server import main; main\(\)"/,
    },
    {
        title: 'a console script that makes its app inside a function',
        files: {
            'shop/__init__.py': '',
            'shop/cli.py':
                'import uvicorn\nfrom shop.web import build\ndef serve() -> None:\n    app = build("x")\n    uvicorn.run(app, host="0.0.0.0", port=8700)\n',
            'shop/web.py': 'from fastapi import FastAPI\ndef build(title):\n    app = FastAPI(title=title)\n    return app\n',
            'pyproject.toml':
                '[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi", "uvicorn"]\n[project.scripts]\nshop-serve = "shop.cli:serve"\n',
        },
        expected: { kind: 'web', framework: 'FastAPI', entry: 'shop/cli.py', server: 'python', port: 8700 },
        command: /python -c "from shop\.cli import serve; serve\(\)"/,
    },
    {
        title: "the image's command names the console script",
        files: {
            'shop/__init__.py': '',
            'shop/a.py': `from aiohttp import web\ndef run():\n    web.run_app(web.Application(), port=8001)\n`,
            'shop/b.py': `from aiohttp import web\ndef run():\n    web.run_app(web.Application(), port=8002)\n`,
            Dockerfile: 'FROM python:3.13\nCMD ["uv", "run", "shop-b"]\n',
            'pyproject.toml':
                '[project]\nname = "shop"\nversion = "1"\ndependencies = ["aiohttp"]\n[project.scripts]\nshop-a = "shop.a:run"\nshop-b = "shop.b:run"\n',
        },
        expected: { entry: 'shop/b.py', server: 'python', port: 8002 },
    },
    {
        title: 'Bottle on this machine alone by default is opened by its own command, on the port of its script',
        files: {
            'app.py': `import sys\nfrom bottle import route, run\n@route("/")\ndef home():\n    return "hi"\ndef arg(at, default):\n    return sys.argv[at] if len(sys.argv) > at else default\n${guard}    host = arg(1, "localhost")\n    port = int(arg(2, 5000))\n    run(host=host, port=port)\n`,
            'requirements.txt': 'bottle\n',
        },
        expected: { framework: 'Bottle', entry: 'app.py', port: 5000 },
        command: /python -m bottle .*app$/,
    },
    {
        title: 'a dispatcher around several apps is what is served',
        files: {
            'a.py': 'from flask import Flask\nserver = Flask(__name__)\n@server.route("/")\ndef home():\n    return "a"\n',
            'server.py': `import os\nfrom flask import Flask\nfrom werkzeug.middleware.dispatcher import DispatcherMiddleware\nfrom werkzeug.serving import run_simple\nfrom a import server as server_a\nroot = Flask(__name__)\n@root.route("/")\ndef home():\n    return "hi"\nroot_app = DispatcherMiddleware(root, {"/a": server_a})\n${guard}    run_simple(hostname="0.0.0.0", port=int(os.environ["PORT"]), application=root_app)\n`,
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { framework: 'Flask', entry: 'server:root_app', server: 'gunicorn' },
    },
    {
        title: 'an MCP server that talks to its own terminal unless it is told otherwise is told to serve',
        files: {
            'server.py': `import argparse, uvicorn\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n${guard}    parser = argparse.ArgumentParser()\n    parser.add_argument("--transport", choices=["stdio", "sse"], default="stdio")\n    parser.add_argument("--host", default="0.0.0.0")\n    parser.add_argument("--port", type=int, default=7071)\n    args = parser.parse_args()\n    if args.transport == "stdio":\n        mcp.run(transport="stdio")\n    else:\n        uvicorn.run(mcp.sse_app(), host=args.host, port=args.port)\n`,
            'requirements.txt': 'mcp\nuvicorn\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 7071 },
        command: /server\.py --transport sse/,
    },
    {
        title: 'an MCP server whose transport is a variable is given it',
        files: {
            'server.py': `import os\nfrom fastmcp import FastMCP\nmcp = FastMCP("x")\n${guard}    transport = os.getenv("MCP_TRANSPORT", "stdio")\n    mcp.run(transport=transport, host="0.0.0.0", port=8000) if transport == "http" else mcp.run()\n`,
            'requirements.txt': 'fastmcp\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 8000 },
        env: { MCP_TRANSPORT: 'http' },
    },
    {
        title: 'arguments of the start command are kept, its port filled in',
        files: {
            'main.py': `import argparse\nfrom aiohttp import web\n${guard}    parser = argparse.ArgumentParser()\n    parser.add_argument("--config", required=True)\n    parser.add_argument("--port", type=int, default=1)\n    args = parser.parse_args()\n    web.run_app(web.Application(), port=args.port)\n`,
            Dockerfile: 'FROM python:3.13\nCMD ["python", "main.py", "--config", "prod.toml", "--port", "8033"]\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { entry: 'main.py', port: 8033 },
        command: /^exec python main\.py --config prod\.toml --port \$PORT$/,
    },
    {
        title: 'FLASK_APP of the image names the app',
        files: {
            'app/__init__.py': `from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\napp = create_app()\n`,
            'run.py': `from app import app\n${guard}    app.run()\n`,
            Dockerfile: 'FROM python:3.13\nENV FLASK_APP=app\nCMD ["flask", "run", "--host=0.0.0.0", "--port=4202"]\n',
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'app:app', server: 'gunicorn', port: 4202 },
    },
    {
        title: 'a method of a class makes the object that the module gives away',
        files: {
            'util/loader.py':
                'from flask import Flask\nclass Loader:\n    @staticmethod\n    def load_app():\n        app = Flask(__name__)\n        return app\n',
            'app.py': `from util.loader import Loader\napp = Loader.load_app()\n@app.route("/")\ndef home():\n    return "hi"\n${guard}    app.run()\n`,
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'app:app', server: 'gunicorn' },
    },
    {
        title: 'the command of the compose service that is built here, as a list, and the port that it publishes',
        files: {
            'one/__init__.py': '',
            'one/main.py': fastapi,
            'two/__init__.py': '',
            'two/main.py': fastapi,
            'compose.yaml':
                'services:\n  db:\n    image: postgres\n    command: ["postgres", "-c", "x"]\n    ports: ["5432:5432"]\n  web:\n    build: .\n    command:\n      - uvicorn\n      - two.main:app\n      - --host\n      - 0.0.0.0\n    ports:\n      - "${OUT:-80}:8077"\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'two.main:app', server: 'uvicorn', port: 8077 },
    },
    {
        title: 'a port that only an example names',
        files: {
            'main.py': `import os\nfrom aiohttp import web\n${guard}    web.run_app(web.Application(), port=int(os.environ["APP_PORT"]))\n`,
            '.env.example': 'APP_PORT=8123\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { entry: 'main.py', port: 8123 },
    },
    {
        title: 'a server that classes make behind a console script',
        files: {
            'src/kusto/__init__.py': '',
            'src/kusto/main.py': 'import click\nfrom kusto.server import Server\n@click.command()\ndef main():\n    Server().start()\n',
            'src/kusto/server.py':
                'import uvicorn\nfrom fastmcp import FastMCP\nclass Server:\n    def __init__(self):\n        self._mcp = FastMCP("x")\n    def start(self, port=3100):\n        uvicorn.run(self._mcp.http_app(), host="0.0.0.0", port=port)\n',
            'pyproject.toml':
                '[project]\nname = "kusto"\nversion = "1"\ndependencies = ["fastmcp", "click"]\n[project.scripts]\nkusto = "kusto.main:main"\n',
        },
        expected: { kind: 'web', framework: 'FastMCP', entry: 'src/kusto/main.py', server: 'python', port: 3100 },
        command: /from kusto\.main import main; main\(\)/,
    },
    {
        title: 'a library that only talks over its own terminal stays a library',
        files: {
            'kusto/__init__.py': '',
            'kusto/main.py': 'from kusto.words import say\ndef main():\n    say()\n',
            'kusto/words.py': 'def say():\n    print("hi")\n',
            'pyproject.toml': '[project]\nname = "kusto"\nversion = "1"\ndependencies = []\n[project.scripts]\nkusto = "kusto.main:main"\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'the module that gives an imported app its layout is the app',
        files: {
            'app.py': 'from dash import Dash\napp = Dash(__name__)\n',
            'shown.py': `from app import app\nfrom dash import html\napp.layout = html.Div()\n${guard}    app.run_server(debug=True, port=8090)\n`,
            'requirements.txt': 'dash\ngunicorn\n',
        },
        expected: { framework: 'Dash', entry: 'shown:app', server: 'gunicorn', port: 8090 },
    },
    {
        title: 'a script that runs an app of another module is where it starts, and on which port',
        files: {
            'home/__init__.py': '',
            'home/settings/__init__.py': 'from .made import BH\n',
            'home/settings/made.py': 'from sanic import Sanic\nBH = Sanic("x")\n',
            'debug.py': `from home.settings import BH\n${guard}    BH.run(host="0.0.0.0", port=5555)\n`,
            'requirements.txt': 'sanic\n',
        },
        expected: { framework: 'Sanic', entry: 'debug:BH', port: 5555 },
    },
    {
        title: 'a folder that is called like a framework is not taken for it',
        files: {
            'init_api.py': `import uvicorn\n${guard}    uvicorn.run("src.web.fastapi.app:app", host="0.0.0.0", port=8009, reload=True)\n`,
            'src/__init__.py': '',
            'src/web/fastapi/app.py': `${fastapi}from src.web.words import say\n`,
            'src/web/words.py': 'def say():\n    pass\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { framework: 'FastAPI', entry: 'src.web.fastapi.app:app', server: 'uvicorn' },
    },
    {
        title: "an aiohttp app that nothing runs is served by gunicorn with aiohttp's worker",
        files: {
            'store/__init__.py': 'from aiohttp import web\ndef make():\n    app = web.Application()\n    return app\nasgi = make()\n',
            'pyproject.toml': '[tool.poetry]\nname = "store"\n[tool.poetry.dependencies]\naiohttp = "3"\ngunicorn = "20"\n',
        },
        expected: { kind: 'web', framework: 'aiohttp', entry: 'store:asgi', server: 'gunicorn', port: 8000 },
        command: /--worker-class aiohttp\.GunicornWebWorker/,
    },
    {
        title: 'a start script by another name',
        files: {
            'app.py': 'from quart import Quart\ndef create_app(name="dev"):\n    app = Quart(__name__)\n    return app\n',
            'runserver.py': `from app import create_app\napp = create_app()\n${guard}    app.run()\n`,
            'run_it.sh': 'poetry run hypercorn runserver:app --workers 4 --bind 0.0.0.0:5000 --reload\n',
            'requirements.txt': 'quart\nhypercorn\n',
        },
        expected: { framework: 'Quart', entry: 'runserver:app', server: 'hypercorn', port: 5000 },
    },
    {
        title: 'the port of a function parameter',
        files: {
            'main.py': `from aiohttp import web\ndef run(host="0.0.0.0", port=8044):\n    web.run_app(web.Application(), host=host, port=port)\n${guard}    run()\n`,
            'requirements.txt': 'aiohttp\n',
        },
        expected: { entry: 'main.py', port: 8044 },
    },
    {
        title: 'the port of an option of click',
        files: {
            'main.py': `import click\nfrom aiohttp import web\n@click.command()\n@click.option("--port", default=8055)\ndef run(port):\n    web.run_app(web.Application(), port=port)\n${guard}    run()\n`,
            'requirements.txt': 'aiohttp\nclick\n',
        },
        expected: { entry: 'main.py', port: 8055 },
    },
    {
        title: 'a command of a Makefile says where the app is',
        files: {
            'one/__init__.py': '',
            'one/main.py': flask,
            'two/__init__.py': '',
            'two/main.py': flask,
            Makefile: 'NAME = two\n\n.PHONY: run\nrun:\n\tgunicorn $(NAME).main:app --bind 0.0.0.0:8066\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'two.main:app', port: 8066 },
    },
    {
        title: 'a recipe of a justfile says where the app is',
        files: {
            'one/__init__.py': '',
            'one/main.py': flask,
            'two/__init__.py': '',
            'two/main.py': flask,
            justfile: 'serve:\n    uv run gunicorn two.main:app --bind 0.0.0.0:8067\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'two.main:app', port: 8067 },
    },
    {
        title: 'a module that makes the app where a package of its name stands beside it: only running it serves',
        files: {
            'shop.py': `from shop.web import make\nfrom flask import Flask\napp = Flask(__name__)\n${guard}    app.run(host="0.0.0.0", port=9100)\n`,
            'shop/__init__.py': '',
            'shop/web.py': 'def make():\n    return 1\n',
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'shop.py', server: 'python', port: 9100 },
    },
    {
        title: 'the guarded module that leads to a method that launches',
        files: {
            'ui/page.py':
                'import gradio as gr\nclass Page:\n    def __init__(self):\n        self.blocks = gr.Blocks()\n    def launch(self):\n        self.blocks.launch(server_name="0.0.0.0")\ndef make_page():\n    return Page()\n',
            'ui/__init__.py': '',
            'main.py': `from ui.page import make_page\ndef main():\n    page = make_page()\n    page.launch()\n${guard}    main()\n`,
            'requirements.txt': 'gradio\n',
        },
        expected: { framework: 'Gradio', entry: 'main.py', server: 'python', port: 7860 },
    },
    {
        title: 'a Streamlit page that is a class',
        files: {
            'src/home.py': `import streamlit as st\nclass Home:\n    def draw(self):\n        st.title("hi")\n${guard}    Home().draw()\n`,
            'pyproject.toml':
                '[project]\nname = "pages"\nversion = "1"\ndependencies = ["streamlit"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
        },
        expected: { kind: 'web', framework: 'Streamlit', entry: 'src/home.py', server: 'streamlit' },
    },
    {
        title: 'an option whose value only supervisor can fill in is given the port of the image',
        files: {
            'app/app.py': `import argparse\nfrom aiohttp import web\nparser = argparse.ArgumentParser()\nparser.add_argument("--host", default="127.0.0.1")\nparser.add_argument("--port", type=int, default=8081)\napp = web.Application()\n${guard}    args = parser.parse_args()\n    web.run_app(app, host=args.host, port=args.port)\n`,
            'supervisord.conf': '[program:web]\ncommand=python3 /srv/app/app.py --host 127.0.0.1 --port 808%(process_num)s\n',
            'requirements.txt': 'aiohttp\n',
        },
        expected: { framework: 'aiohttp', entry: 'app/app.py', server: 'python', port: 8081 },
        command: /app\/app\.py.* --host 0\.0\.0\.0 --port \$PORT$/,
    },
    {
        title: 'an MCP server of FastMCP that only talks over its terminal is run over HTTP',
        files: {
            'server.py': `from fastmcp import FastMCP\nmcp = FastMCP("x")\n${guard}    mcp.run(transport="stdio")\n`,
            'requirements.txt': 'fastmcp\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 8000 },
        command: /run\(self, transport='http', host='0\.0\.0\.0', port=int\(os\.environ\['PORT'\]\)\).*runpy\.run_path\('server\.py'/,
    },
    {
        title: "an MCP server of the SDK's that is told no transport is run over HTTP",
        files: {
            'server.py': `from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\ndef main():\n    mcp.run()\n${guard}    main()\n`,
            'requirements.txt': 'mcp<2\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 8000 },
        command: /host='0\.0\.0\.0'.*run\(self, 'streamable-http'\)/,
    },
    {
        title: 'an MCP server over FastAPI whose option chooses the transport is told to serve',
        files: {
            'server.py': `import argparse, asyncio\nfrom mcp.server import Server\nfrom transports import Http\nasync def main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--transport", choices=["stdio", "http"], default="stdio")\n    args = parser.parse_args()\n    await Http(Server("x")).run()\n${guard}    asyncio.run(main())\n`,
            'transports.py':
                'import uvicorn\nfrom fastapi import FastAPI\nclass Http:\n    def __init__(self, server):\n        self.app = FastAPI()\n    async def run(self):\n        await uvicorn.Server(uvicorn.Config(app=self.app, host="0.0.0.0", port=8080)).serve()\n',
            'requirements.txt': 'fastapi\nuvicorn\nmcp\n',
        },
        expected: { framework: 'FastAPI', entry: 'server.py', server: 'python', port: 8080 },
        command: /server\.py --transport http/,
    },
    {
        title: 'an old Sanic, whose command knows no factories',
        files: {
            'users.py':
                'from sanic import Sanic\ndef get_app():\n    app = Sanic("users")\n    @app.route("/")\n    def home(request):\n        return 1\n    return app\n',
            'requirements.txt': 'sanic==20.9.0\n',
        },
        expected: { framework: 'Sanic', entry: 'users:get_app()', server: 'sanic' },
        command: /from users import get_app; get_app\(\)\.run\(host='0\.0\.0\.0', port=int\(os\.environ\['PORT'\]\)\)/,
    },
    {
        title: 'a folder whose lists stand in a folder of their own is a project',
        files: {
            'api/main.py': fastapi,
            'api/requirements/base.txt': 'fastapi\nuvicorn\n',
            'page/package.json': '{"name": "page", "scripts": {"build": "vite build"}, "devDependencies": {"vite": "5"}}',
            'page/index.html': '<p>hi</p>',
        },
        expected: { folder: 'api', framework: 'FastAPI', entry: 'main:app', server: 'uvicorn' },
    },
    {
        title: 'an app that a class keeps and another of its methods runs',
        files: {
            'shop/app.py': `from shop.web import Shop\n${guard}    shop = Shop()\n    shop.start()\n`,
            'shop/web.py':
                'from flask import Flask\nclass Shop:\n    def __init__(self):\n        self.flask = Flask(__name__)\n    def start(self):\n        self.flask.run(port=8100)\n',
            'requirements.txt': 'flask\n',
        },
        expected: { framework: 'Flask', entry: 'shop/app.py', server: 'python', port: 8100 },
        command: /0\.0\.0\.0/,
    },
    {
        title: 'an app that is an attribute of the settings, run by a package',
        files: {
            'rest/__init__.py': '',
            'rest/settings.py': 'app = None\n',
            'rest/__main__.py':
                'from bottle import Bottle\nfrom rest import settings\ndef start():\n    settings.app = Bottle()\n    settings.app.run(host="0.0.0.0", port=8090)\nstart()\n',
            'requirements.txt': 'bottle\n',
        },
        expected: { framework: 'Bottle', entry: 'rest/__main__.py', server: 'python', port: 8090 },
    },
    {
        title: 'an MCP server that a class keeps and runs over its terminal',
        files: {
            'server.py': `from tracker.server import Tracker\ndef main():\n    Tracker().run()\n${guard}    main()\n`,
            'tracker/__init__.py': '',
            'tracker/server.py':
                'from fastmcp import FastMCP\nclass Tracker:\n    def __init__(self):\n        self.mcp = FastMCP("x")\n    def run(self):\n        self.mcp.run()\n',
            'requirements.txt': 'fastmcp\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 8000 },
        command: /transport='http'.*runpy\.run_path\('server\.py'/,
    },
    {
        title: 'an MCP server that only a command line tool runs',
        files: {
            'main.py': 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n@mcp.tool()\ndef add(a: int) -> int:\n    return a\n',
            'pyproject.toml': '[project]\nname = "adder"\nversion = "1"\ndependencies = ["mcp[cli]<2"]\n',
        },
        expected: { kind: 'web', framework: 'FastMCP', entry: 'main.py', server: 'python' },
        command: /run_path\('main\.py', run_name='__main__'\)\['mcp'\]\.run\('streamable-http'\)/,
    },
    {
        title: 'a factory that its command only names',
        files: {
            'app/__init__.py': 'from quart import Quart\ndef create_app():\n    app = Quart(__name__)\n    return app\n',
            Dockerfile: 'FROM python:3.13\nCMD ["poetry", "run", "hypercorn", "app:create_app", "-b", "0.0.0.0:8000"]\n',
            'requirements.txt': 'quart\nhypercorn\n',
        },
        expected: { framework: 'Quart', entry: 'app:create_app()', server: 'hypercorn', port: 8000 },
    },
    {
        title: 'a port in a dictionary of another module',
        files: {
            'config.py': 'CONFIG = {"database": {"port": 3306}, "port": "8123"}\n',
            'server.py': `import tornado.httpserver, tornado.web\nfrom tornado.options import define, options\nfrom config import CONFIG\ndefine("port", default=CONFIG["port"], type=int)\ndef main():\n    server = tornado.httpserver.HTTPServer(tornado.web.Application())\n    server.listen(options.port)\n${guard}    main()\n`,
            'requirements.txt': 'tornado\n',
        },
        expected: { framework: 'Tornado', entry: 'server.py', port: 8123 },
    },
    {
        title: 'a port after a comment that says why',
        files: {
            'main.py': `import os\nfrom aiohttp import web\n${guard}    port = int(\n        os.environ.get("PORT") or  # set by the platform\n        8123\n    )\n    web.run_app(web.Application(), port=port)\n`,
            'requirements.txt': 'aiohttp\n',
        },
        expected: { framework: 'aiohttp', entry: 'main.py', port: 8123 },
    },
    {
        title: 'Bottle that runs on localhost while it is imported is opened to all addresses',
        files: {
            'notes.py': 'from bottle import route, run\n@route("/")\ndef home():\n    return "x"\nrun(host="localhost", port=8070)\n',
            'requirements.txt': 'bottle\n',
        },
        expected: { framework: 'Bottle', entry: 'notes.py', server: 'python', port: 8070 },
        command: /0\.0\.0\.0/,
    },
    {
        title: 'a library that lends a factory to the apps of its examples',
        files: {
            'src/plots/__init__.py': '',
            'src/plots/web.py':
                'from starlette.applications import Starlette\ndef get_app(routes=()):\n    app = Starlette(routes=routes)\n    return app\n',
            'examples/one.py': 'from plots.web import get_app\napp = get_app()\n',
            'pyproject.toml':
                '[project]\nname = "plots"\nversion = "1"\ndependencies = ["starlette"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'an MCP server that is told its port after it is made',
        files: {
            'server.py': `from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n${guard}    mcp.settings.host = "0.0.0.0"\n    mcp.settings.port = 3000\n    mcp.run(transport="streamable-http")\n`,
            'requirements.txt': 'mcp<2\n',
        },
        expected: { framework: 'FastMCP', entry: 'server.py', server: 'python', port: 3000 },
    },
];

describe('ways in which Python projects serve', () => {
    for (const { title, files, expected, command, env } of rows) {
        it(title, async () => {
            const [project] = await detectProjects(memoryFileSource(files), {});
            const profile = project?.profile;
            const read = Object.fromEntries(Object.keys(expected).map((key) => [key, profile?.[key as keyof Profile]]));
            assert.deepEqual(read, { ...expected });
            if (command !== undefined) {
                assert.match(profile?.startCommand?.[2] ?? '', command);
            }
            const blueprint = project?.detection.blueprint;
            for (const [name, value] of Object.entries(env ?? {})) {
                assert.equal(blueprint?.stack === 'python' ? blueprint.env[name] : undefined, value);
            }
        });
    }
});

describe('the MCP SDK in a release that no longer has FastMCP', () => {
    const server = `from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n${guard}    mcp.run(transport="streamable-http")\n`;
    for (const [title, list, bounded] of [
        ['is kept out where the list lets it in', 'mcp>=1.0.0\n', true],
        ['is left to a list that says so itself', 'mcp>=1.0,<2\n', false],
        ['is left to a pin', 'mcp==1.26.0\n', false],
    ] as const) {
        it(title, async () => {
            const [project] = await detectProjects(memoryFileSource({ 'server.py': server, 'requirements.txt': list }), {});
            const finding = project?.profile.findings.find(({ code }) => code === 'requirements/bound-missing');
            assert.equal(finding?.file, bounded ? 'server.py' : undefined);
            assert.equal(project?.detection.edits[0]?.content, bounded ? `${list}mcp<2\n` : undefined);
        });
    }
});

describe("the driver of Django's database", () => {
    const site = (engine: string, list: string) => ({
        'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
        'shop/__init__.py': '',
        'shop/settings.py': `ALLOWED_HOSTS = ["*"]\nDATABASES = {\n    "default": {\n        "ENGINE": "${engine}",\n    }\n}\n`,
        'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
        'requirements.txt': list,
    });
    for (const [title, engine, list, wanted] of [
        ["is added where the list lacks MySQL's", 'django.db.backends.mysql', 'django\ngunicorn\n', 'mysqlclient'],
        ["is added where the list lacks PostgreSQL's", 'django.db.backends.postgresql', 'django\ngunicorn\n', 'psycopg2-binary'],
        ['is left alone where the list has psycopg 3', 'django.db.backends.postgresql', 'django\ngunicorn\npsycopg[binary]\n', undefined],
        ['is left alone for SQLite', 'django.db.backends.sqlite3', 'django\ngunicorn\n', undefined],
    ] as const) {
        it(title, async () => {
            const [project] = await detectProjects(memoryFileSource(site(engine, list)), {});
            const finding = project?.profile.findings.find(({ code }) => code === 'requirements/import-missing');
            assert.equal(finding?.line, wanted === undefined ? undefined : 4);
            assert.equal(project?.detection.edits[0]?.content, wanted === undefined ? undefined : `${list}${wanted}\n`);
            const blueprint = project?.detection.blueprint;
            const system = blueprint?.stack === 'python' ? blueprint.buildPackages : undefined;
            assert.equal(system?.includes('default-libmysqlclient-dev'), wanted === 'mysqlclient');
        });
    }
});

describe('a list that is made from the imports', () => {
    it('names argon2-cffi for argon2, which is another distribution', async () => {
        const files = { 'app.py': `from argon2 import PasswordHasher\n${flask}` };
        const [project] = await detectProjects(memoryFileSource(files), {});
        assert.equal(project?.detection.edits[0]?.content, 'argon2-cffi\nflask\ngunicorn\n');
    });
});

describe('the version of uv in the image', () => {
    const files = {
        'main.py': fastapi,
        'uv.lock': 'version = 1\n\n[[package]]\nname = "fastapi"\nversion = "0.115.0"\n',
    };
    const list = '[project]\nname = "a"\nversion = "1"\ndependencies = ["fastapi", "uvicorn"]\n';
    for (const [title, pyproject, expected] of [
        ['is left to the recipe where the project says nothing', list, undefined],
        ['is what the project asks for', `${list}[tool.uv]\nrequired-version = ">=0.8, <0.9"\n`, 'uv>=0.8,<0.9'],
        ['is the one that the project names', `${list}[tool.uv]\nrequired-version = "0.8.3"\n`, 'uv==0.8.3'],
        ['is left to the recipe where what is asked for is no version', `${list}[tool.uv]\nrequired-version = "0.8; rm -r x"\n`, undefined],
    ] as const) {
        it(title, async () => {
            const [project] = await detectProjects(memoryFileSource({ ...files, 'pyproject.toml': pyproject }), {});
            const blueprint = project?.detection.blueprint;
            const install = blueprint?.stack === 'python' ? blueprint.install : undefined;
            assert.equal(install?.kind, 'uv');
            assert.equal(install.tool, expected);
        });
    }
});

describe('a uv.lock', () => {
    const project = (list: string, python = '>=3.13') =>
        `[project]\nname = "My-App"\nversion = "1.0"\nrequires-python = "${python}"\ndependencies = [${list}]\n[dependency-groups]\ndev = ["pytest"]\n`;
    const lock = (list: string) =>
        `version = 1\nrequires-python = ">=3.13"\n\n[[package]]\nname = "fastapi"\nversion = "0.115.0"\n\n[[package]]\nname = "my-app"\nversion = "1.0"\nsource = { virtual = "." }\n\n[package.metadata]\nrequires-dist = ${list}\n`;
    const long =
        '[\n    { name = "fastapi", extras = ["standard"], specifier = ">=0.115,<1" },\n    { name = "ruff", marker = "extra == \'dev\'", specifier = ">=1" },\n    { name = "uvicorn" },\n]';
    for (const [title, pyproject, locked, expected] of [
        ['that fits is insisted on', project('"fastapi[standard]<1,>=0.115", "uvicorn"'), lock(long), undefined],
        ['of one line that fits is insisted on', project('"fastapi"'), lock('[{ name = "fastapi" }]'), undefined],
        ['without what it was made from is insisted on', project('"fastapi"'), 'version = 1\n', undefined],
        [
            "whose Python is said in uv's own words is insisted on",
            project('"fastapi"', '>=3.13,<3.14'),
            lock('[{ name = "fastapi" }]').replace('">=3.13"', '"==3.13.*"'),
            undefined,
        ],
        ...[
            'git = "https://example.com/kit?rev=1#2"',
            'editable = "kit"',
            'directory = "kit"',
            'path = "kit.whl"',
            'virtual = "kit"',
            'url = "https://example.com/kit.whl"',
        ].map(
            (source) =>
                [`that has ${source} is insisted on`, project('"kit>=0.1"'), lock(`[{ name = "kit", ${source} }]`), undefined] as const,
        ),
        [
            'with a prerelease, which uv writes in its own spelling, is insisted on',
            project('"fastapi>=0.116.0-beta.1"', '>=3.13.0-rc1').replace('"1.0"', '"1.0-beta.1"'),
            lock('[{ name = "fastapi", specifier = ">=0.116.0b1" }]').replace('">=3.13"', '">=3.13.0rc1"').replace('"1.0"', '"1.0b1"'),
            undefined,
        ],
        ['that lacks a prerelease is only preferred', project('"httpx>=1.0b1"'), lock(long), /httpx/],
        ['that lacks a requirement is only preferred', project('"fastapi[standard]<1,>=0.115", "uvicorn", "httpx"'), lock(long), /httpx/],
        [
            'that was made for another bound is only preferred',
            project('"fastapi[standard]>=0.116", "uvicorn"'),
            lock(long),
            /fastapi>=0\.116/,
        ],
        [
            'that was made for another Python is only preferred',
            project('"fastapi"', '>=3.11'),
            lock('[{ name = "fastapi" }]'),
            /requires-python >=3\.11/,
        ],
    ] as const) {
        it(title, async () => {
            const files = { 'main.py': fastapi, 'pyproject.toml': pyproject, 'uv.lock': locked };
            const [found] = await detectProjects(memoryFileSource(files), {});
            const blueprint = found?.detection.blueprint;
            const install = blueprint?.stack === 'python' ? blueprint.install : undefined;
            assert.equal(install?.kind, 'uv');
            assert.equal(install.lock, expected === undefined ? undefined : 'preferred');
            const finding = found?.profile.findings.find(({ code }) => code === 'scaffold/lock-stale');
            assert.match(finding?.message ?? '', expected ?? /^$/);
        });
    }
});
