import assert from 'node:assert/strict';
import { seen } from '../seen';
import type { Row } from '../seen';

const flask = 'from flask import Flask\napp = Flask(__name__)\n';

/** A Django project that WSGI serves, but for how it answers otherwise. */
const servedByWsgi = {
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
    'site1/__init__.py': '',
    'site1/settings.py': 'WSGI_APPLICATION = "site1.wsgi.application"\n',
    'site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
};

const rows: readonly Row[] = [
    {
        title: 'a command that was copied from another project is not believed where its module never says the name',
        files: {
            'manage.py':
                'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\nexecute_from_command_line([])\n',
            'site1/__init__.py': '',
            'site1/settings.py': 'WSGI_APPLICATION = "site1.wsgi.application"\n',
            'site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'docker-compose.yml':
                'services:\n  app:\n    build: .\n    command: python3 -m gunicorn --workers 3 --bind 0.0.0.0:8000 manage:app\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: {
            entry: 'site1.wsgi:application',
            startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT --workers 3 site1.wsgi:application'],
        },
    },
    {
        title: 'a package that imports itself by its name is started from outside, and finds what it imports from inside',
        files: {
            'api/__init__.py': '',
            'api/main.py':
                'from fastapi import FastAPI\nfrom api.pages.home import router\nfrom storage.base import open_storage\napp = FastAPI()\n',
            'api/pages/home.py': 'router = 1\n',
            'api/storage/base.py': 'open_storage = 1\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'api.main:app', dockerfile: ['PYTHONPATH=/app/api', '!WORKDIR /app/api'] },
    },
    {
        title: "a folder whose code imports itself by the folder's name stands below its name in the image, and is started by it",
        files: {
            'backend/main.py':
                'from fastapi import FastAPI\nfrom backend.models import Item\nfrom backend.routes import items\napp = FastAPI()\n',
            'backend/models.py': 'import httpx\nItem = 1\n',
            'backend/routes/items.py': 'x = 1\n',
            'backend/requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: {
            entry: 'backend.main:app',
            codes: ['requirements/import-missing'],
            dockerfile: ['PYTHONPATH=/app', 'RUN install -d -o app -g app /app/backend', 'WORKDIR /app/backend'],
        },
    },
    {
        title: 'such an app that names its own files from the folder around it is started there',
        files: {
            'dashboard/app.py':
                'from dash import Dash\nfrom dashboard.pages import home\napp = Dash(__name__)\nserver = app.server\nopen("dashboard/data.csv")\n',
            'dashboard/pages.py': 'home = 1\n',
            'dashboard/requirements.txt': 'dash\ngunicorn\n',
            'dashboard/Procfile': 'web: gunicorn dashboard.app:server\n',
        },
        expected: { entry: 'dashboard.app:server', dockerfile: ['WORKDIR /app/dashboard'] },
    },
    {
        title: 'an entry that imports what stands beside it by a dot is imported from a package',
        files: {
            'api/main.py': 'from fastapi import FastAPI\nfrom .models import Item\napp = FastAPI()\n',
            'api/models.py': 'Item = 1\n',
            'api/requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'api.main:app', dockerfile: ['WORKDIR /app/api'] },
    },
    {
        title: 'the folder that is opened itself, whose name nobody knows, goes by the name that its modules have for it',
        files: {
            'main.py': 'from fastapi import FastAPI\nfrom shop.models import Item\nfrom shop import views\napp = FastAPI()\n',
            'models.py': 'Item = 1\n',
            'views.py': 'x = 1\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'shop.main:app', dockerfile: ['WORKDIR /app/shop'] },
    },
    {
        title: 'a distribution with a name of its own is not the folder',
        files: {
            'redis/main.py': 'from fastapi import FastAPI\nfrom redis.asyncio import Redis\nimport redis.client\napp = FastAPI()\n',
            'redis/store.py': 'x = 1\n',
            'redis/requirements.txt': 'fastapi\nuvicorn\nredis\n',
        },
        expected: { entry: 'main:app', dockerfile: ['!PYTHONPATH'] },
    },
    {
        title: "a folder that is called like Python's own module or like a listed distribution has another name around it",
        files: {
            'flask/main.py': `from .models import Item\n${flask}`,
            'flask/models.py': 'Item = 1\n',
            'flask/requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'app.main:app', dockerfile: ['WORKDIR /app/app'] },
    },
    {
        title: 'a module that is called like the folder around it is imported from one with another name',
        files: { 'app.py': `from .models import Item\n${flask}`, 'models.py': 'Item = 1\n', 'requirements.txt': 'flask\ngunicorn\n' },
        expected: { entry: 'application.app:app', dockerfile: ['WORKDIR /app/application'] },
    },
    {
        title: "a listed distribution whose modules are called like the folder's is not the folder",
        files: {
            'fastapi/main.py':
                'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\nfrom middleware import x\napp = FastAPI()\n',
            'fastapi/middleware.py': 'x = 1\n',
            'fastapi/requirements.txt': 'fastapi\nuvicorn\n',
        },
        expected: { entry: 'main:app', dockerfile: ['!PYTHONPATH'] },
    },
    {
        title: "a listed distribution that no table knows is not the opened folder's own name",
        files: {
            'main.py':
                'from fastapi import FastAPI\nfrom rare_thing import client\nfrom rare_thing.tools import y\nimport client, tools\napp = FastAPI()\n',
            'client.py': '',
            'tools.py': '',
            'requirements.txt': 'fastapi\nuvicorn\nrare-thing\n',
        },
        expected: { entry: 'main:app', dockerfile: ['!PYTHONPATH'] },
    },
    {
        title: 'a folder with a space in its name is one word of the shell',
        files: {
            'my site/manage.py':
                'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "s.settings")\nexecute_from_command_line([])\n',
            'my site/s/__init__.py': '',
            'my site/s/settings.py': 'STATIC_ROOT = "x"\nWSGI_APPLICATION = "s.wsgi.application"\n',
            'my site/s/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: {
            dockerfile: [
                "RUN cd 'my site' && python manage.py collectstatic --noinput || echo 'The static files are not gathered; nothing here would serve them.' && \\",
            ],
        },
    },
    {
        title: 'the name of a member of a workspace is one word of the shell, whatever it says',
        files: {
            'pyproject.toml': '[tool.uv.workspace]\nmembers = ["web app"]\n',
            'uv.lock': 'version = 1\n[[package]]\nname = "x; id"\nsource = { virtual = "web app" }\n',
            'web app/pyproject.toml': '[project]\nname = "x; id"\nversion = "0"\ndependencies = ["flask", "gunicorn"]\n',
            'web app/app.py': flask,
        },
        expected: { dockerfile: ['/opt/uv/bin/uv sync --locked --no-dev --package "x; id" --no-install-workspace --inexact'] },
    },
    {
        title: 'what DEBUG chooses of the caches says nothing of the databases',
        files: {
            'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "s.settings")\n',
            's/__init__.py': '',
            's/settings.py':
                'WSGI_APPLICATION = "s.wsgi.application"\nDATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.sqlite3",\n        "NAME": BASE_DIR / "db.sqlite3",\n    }\n}\n\nCACHES = {\n    "default": {"BACKEND": "x"}\n} if DEBUG else {\n    "default": {}\n}\n',
            's/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: {
            startCommand: [
                'sh',
                '-c',
                'python manage.py migrate --noinput && exec gunicorn --threads 8 --bind 0.0.0.0:$PORT s.wsgi:application',
            ],
        },
    },
    {
        title: 'a module of any name is one word of the shell for uvicorn',
        files: { 'a$(id).py': 'from fastapi import FastAPI\napp = FastAPI()\n', 'requirements.txt': 'fastapi\nuvicorn\n' },
        expected: { startCommand: ['sh', '-c', "exec uvicorn --host 0.0.0.0 --port $PORT 'a$(id):app'"] },
    },
    {
        title: 'a module of any name is one word of the shell for Sanic',
        files: { 'a$(id).py': 'from sanic import Sanic\napp = Sanic("x")\n', 'requirements.txt': 'sanic\n' },
        expected: { startCommand: ['sh', '-c', "exec sanic 'a$(id):app' --host 0.0.0.0 --port $PORT"] },
    },
    {
        title: 'folders that are written to are one word of the shell each, and a variable of Docker nowhere',
        files: {
            'my $site/manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "s.settings")\n',
            'my $site/s/__init__.py': '',
            'my $site/s/settings.py': 'MEDIA_ROOT = "media"\nWSGI_APPLICATION = "s.wsgi.application"\n',
            'my $site/s/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: {
            dockerfile: ["RUN mkdir -p '/app/my $site/media' && \\", "chown 10001:10001 '/app/my $site/media'", 'WORKDIR /app/my \\$site'],
        },
    },
    {
        title: 'a function that serves in a file whose name is none of a module is not imported',
        files: {
            'web$(id).py': 'from flask import Flask\ndef serve():\n    app = Flask(__name__)\n    app.run(port=5001)\n',
            'requirements.txt': 'flask\n',
        },
        expected: { startCommand: ['sh', '-c', "exec python 'web$(id).py'"] },
    },
    {
        title: "Django's channels that name nobody for HTTP are left to what is told, and its pages are served by WSGI",
        files: {
            ...servedByWsgi,
            'site1/asgi.py':
                'from channels.routing import ProtocolTypeRouter, URLRouter\napplication = ProtocolTypeRouter({"websocket": URLRouter([])})\n',
            'requirements.txt': 'django\nchannels==4.2.0\ngunicorn\n',
        },
        expected: { entry: 'site1.wsgi:application', server: 'gunicorn' },
    },
    {
        title: "Django's channels that name somebody for HTTP as an argument answer it themselves",
        files: {
            ...servedByWsgi,
            'site1/asgi.py':
                'from channels.routing import ProtocolTypeRouter, URLRouter\napplication = ProtocolTypeRouter(dict(http=pages, websocket=URLRouter([])))\n',
            'requirements.txt': 'django\nchannels==4.2.0\nuvicorn\n',
        },
        expected: { entry: 'site1.asgi:application', server: 'uvicorn' },
    },
    {
        title: 'a function that serves and that nothing calls is called',
        files: {
            'shop/__init__.py': '',
            'shop/cmd.py':
                'from aiohttp import web\nfrom shop.main import create_app\ndef migrate():\n    pass\ndef run_app():\n    web.run_app(create_app())\n',
            'shop/main.py': 'from aiohttp.web import Application\ndef create_app(config=None):\n    return Application()\n',
            'requirements.txt': 'aiohttp\n',
            'setup.py':
                'from setuptools import setup\nname = "shop"\nsetup(name=name, entry_points={"console_scripts": ["{0}-api = {0}.cmd:run_app".format(name)]})\n',
        },
        expected: { entry: 'shop/cmd.py', startCommand: ['sh', '-c', 'exec python -c "from shop.cmd import run_app; run_app()"'] },
    },
    {
        title: "Flask's own server opens its own port where nothing names another one",
        files: {
            'core/__init__.py': '',
            'core/run.py':
                'from core.common import make\nfrom core.app import routes\nif __name__ == "__main__":\n    app = make()\n    routes(app)\n    app.run(debug=True)\n',
            'core/common.py': 'from flask import Flask\ndef make():\n    return Flask(__name__)\n',
            'core/app.py': 'def routes(app):\n    app.add_url_rule("/", view_func=lambda: "1")\n',
            'requirements.txt': 'flask\n',
        },
        expected: { entry: 'core/run.py', server: 'python', port: 5000 },
    },
    {
        title: 'databases that only DEBUG chooses are not what is deployed',
        files: {
            'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
            'site1/__init__.py': '',
            'site1/settings.py':
                'import os\nWSGI_APPLICATION = "site1.wsgi.application"\nDATABASES = {\n    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}\n} if os.getenv("DEBUG") == "True" else {\n    "default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST")}\n}\n',
            'site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django\ngunicorn\npsycopg2-binary\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --threads 8 --bind 0.0.0.0:$PORT site1.wsgi:application'] },
    },
    {
        title: 'a list whose name is misspelt is the list, and pydub needs what left Python 3.13',
        files: {
            'app.py': 'from flask import Flask\nfrom pydub import AudioSegment\napp = Flask(__name__)\n',
            'requremenets.txt': 'flask\ngunicorn\npydub\n',
        },
        expected: { entry: 'app:app', codes: ['requirements/import-missing'] },
    },
    {
        title: 'the module that puts the parts of an app together is what is served',
        files: {
            'src/__init__.py': '',
            'src/app.py': 'from flask import Flask\napp = Flask(__name__)\ndef create_app():\n    return app\n',
            'src/start_api.py':
                'from app import create_app\nfrom pages import shop\napp = create_app()\napp.register_blueprint(shop)\nif __name__ == "__main__":\n    app.run(port=5000)\n',
            'src/pages.py':
                'from flask import Blueprint\nshop = Blueprint("shop", __name__)\n@shop.route("/")\ndef home():\n    return "x"\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'start_api:app', port: 5000, dockerfile: ['WORKDIR /app/src'] },
    },
    {
        title: "the list that the project's own image installs is installed",
        files: {
            'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
            'requirements.txt': '-r requirements/common.txt\n-r requirements/dev.txt\n',
            'requirements-prod.txt': '-r requirements/common.txt\n-r requirements/prod.txt\n',
            'requirements/common.txt': 'flask\n',
            'requirements/dev.txt': 'black\n',
            'requirements/prod.txt': 'gunicorn\n',
            Dockerfile:
                'FROM python:3.13\nRUN pip install --no-cache-dir -r requirements-prod.txt\nCMD ["gunicorn", "-b", "0.0.0.0:80", "app:app"]\n',
        },
        expected: {
            entry: 'app:app',
            codes: [],
            dockerfile: ['COPY requirements-prod.txt ./requirements-prod.txt'],
        },
    },
    {
        title: 'a folder whose list has a misspelt name is a project of its own',
        files: { 'shop/app.py': 'from flask import Flask\napp = Flask(__name__)\n', 'shop/requirement.txt': 'flask\ngunicorn\n' },
        expected: { folders: ['shop'], entry: 'app:app' },
    },
    {
        title: 'the port that the script opens which the image runs, whatever the image exposes',
        files: {
            'main.py': 'import uvicorn\nif __name__ == "__main__":\n    uvicorn.run("app:app", host="0.0.0.0", port=8080)\n',
            'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
            Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nEXPOSE 8000\nCMD ["uv", "run", "main.py"]\n',
        },
        expected: { entry: 'app:app', port: 8080 },
    },
    {
        title: 'the port that an example of the variables gives the server',
        files: {
            'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
            'requirements.txt': 'fastapi\nuvicorn\n',
            '.env.example': 'DB_PORT=5432\nSERVER_PORT=9393\n',
        },
        expected: { port: 9393 },
    },
    {
        title: 'a package that imports what stands inside as if it were outside has its name all the same',
        files: {
            'app/web/__init__.py':
                'from flask import Flask\nfrom store import rows\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return rows\n',
            'app/web/store.py': 'rows = "1"\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { entry: 'web:app', dockerfile: ['WORKDIR /app/app', 'PYTHONPATH=/app/app/web'] },
    },
    {
        title: 'a library whose pyproject.toml holds the settings of tools alone is one',
        files: {
            'pyproject.toml': '[tool.black]\nline-length = 99\n',
            'setup.py': 'from setuptools import setup\nsetup(name="shop-lib", packages=["shop"])\n',
            'requirements.txt': 'flask\n',
            'shop/__init__.py': 'from flask import Blueprint\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'a module inside that is called like a distribution hides that from nobody',
        files: {
            'api/__init__.py': '',
            'api/main.py': 'from flask import Flask\nimport redis\nimport logging\nfrom api.pages import home\napp = Flask(__name__)\n',
            'api/pages.py': 'home = 1\n',
            'api/redis.py': '',
            'api/logging.py': '',
            'requirements.txt': 'flask\ngunicorn\nredis\n',
        },
        expected: { entry: 'api.main:app', dockerfile: ['!PYTHONPATH=/app/api', '!WORKDIR /app/api'] },
    },
    {
        title: "FastAPI's own command imports from where the package is",
        files: {
            'src/shop/__init__.py': '',
            'src/shop/main.py': 'from fastapi import FastAPI\nfrom views import home\napp = FastAPI()\n',
            'src/shop/views.py': 'home = 1\n',
            Procfile: 'web: fastapi run src/shop/main.py\n',
            'requirements.txt': 'fastapi[standard]\n',
        },
        expected: { entry: 'shop.main:app', dockerfile: ['WORKDIR /app/src', 'PYTHONPATH=/app/src/shop'] },
    },
    {
        title: "gunicorn's settings file that an image copies to where it starts is found by its name",
        files: {
            'shop/__init__.py': flask,
            'settings/guniconf.py': 'bind = "0.0.0.0:8000"\n',
            Procfile: 'web: gunicorn shop:app -c guniconf.py\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT -c settings/guniconf.py shop:app'] },
    },
    {
        title: "gunicorn's settings file by its place in another image is found by its place here",
        files: {
            'shop/__init__.py': flask,
            'conf/guni.py': 'workers = 3\n',
            'other/guni.py': 'workers = 4\n',
            Procfile: 'web: gunicorn --config=/code/conf/guni.py shop:app\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT --config conf/guni.py shop:app'] },
    },
    {
        title: "a settings file of gunicorn's that is nowhere is not asked for",
        files: {
            'shop/__init__.py': flask,
            Procfile: 'web: gunicorn -c /etc/gunicorn.py --timeout 90 shop:app\n',
            'requirements.txt': 'flask\ngunicorn\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT --timeout 90 shop:app'] },
    },
    {
        title: 'a module that another distribution than the usual one brings is not missing',
        files: {
            'app.py': `import slugify\n${flask}`,
            'requirements.txt': 'flask\ngunicorn\nawesome-slugify\n',
        },
        expected: { codes: [] },
    },
    {
        title: 'a package that is only served along is no project of its own',
        files: {
            'app.py': flask,
            'requirements.txt': 'flask\ngunicorn\n',
            'static_files/vendor/icons/package.json': '{"name":"icons","version":"5.0.0","main":"js/icons.js"}',
            'static_files/vendor/icons/js/icons.js': 'window.listen = http.createServer(a).listen(3000);\n',
        },
        expected: { folders: [''] },
    },
    {
        title: 'a variable that only sounds like it says where a service is does not',
        files: {
            'app.py': `import os\n${flask}a = os.getenv("RESET_TOKEN_MINUTES")\nb = os.getenv("POSTGRES_MAX_CONNECTIONS")\nc = os.getenv("POSTGRES_HOST")\n`,
            'requirements.txt': 'flask\ngunicorn\nelasticsearch\npsycopg2-binary\n',
        },
        expected: { placed: ['postgres of POSTGRES_HOST', 'elasticsearch of nothing'] },
    },
    {
        title: 'what settings open while static files are gathered belongs to the user who opens it again',
        files: {
            'manage.py':
                'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nexecute_from_command_line([])\n',
            'shop/__init__.py': '',
            'shop/settings.py': 'STATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n',
            'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
            'requirements.txt': 'django\ngunicorn\n',
        },
        expected: { dockerfile: ['find /app -user root -exec chown -h 10001:10001 {} +'] },
    },
    {
        title: 'a Gradio that was made for the hub of its time gets that one',
        files: { 'app.py': 'import gradio as gr\ndemo = gr.Blocks()\ndemo.launch()\n', 'requirements.txt': 'gradio==5.12.0\n' },
        expected: { codes: ['requirements/bound-missing'] },
    },
];

describe('Python apps as their authors write them', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(await seen(files, expected), expected);
        });
    }
});
