import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n';
const flask = 'from flask import Flask\napp = Flask(__name__)\n';

/** `severity title@file:line` of every missing distribution that no code imports. */
function check(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const [first] = await detectProjects(memoryFileSource(files), {});
        assert.ok(first);
        assert.deepEqual(
            first.profile.findings
                .filter(({ code, message }) => code === 'requirements/import-missing' && message.startsWith('The code uses'))
                .map(({ severity, fix, file, line }) => `${severity} ${fix?.title ?? 'no fix'}@${file ?? ''}:${line ?? 0}`),
            expected,
        );
    });
}

function checkFastapi(title: string, code: string, expected: readonly string[], list = 'fastapi\nuvicorn\n'): void {
    check(title, { 'requirements.txt': list, 'main.py': `${fastapi}${code}` }, expected);
}

function checkFlask(title: string, list: string, code: string, expected: readonly string[]): void {
    check(title, { 'requirements.txt': `flask\ngunicorn\n${list}`, 'app.py': `${flask}${code}` }, expected);
}

function checkDjango(
    title: string,
    list: string,
    settings: string,
    expected: readonly string[],
    more: Readonly<Record<string, string>> = {},
): void {
    const files = {
        'requirements.txt': `django\ngunicorn\n${list}`,
        'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
        'site1/__init__.py': '',
        'site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
        'site1/settings.py': settings,
        ...more,
    };
    check(title, files, expected);
}

describe('What libraries import by themselves for what the code uses', () => {
    checkFastapi(
        'a form needs python-multipart',
        'from fastapi import Form\n@app.post("/")\ndef post(name: str = Form(...)):\n    return name\n',
        ['error Add python-multipart to requirements.txt@main.py:5'],
    );
    checkFastapi(
        'an upload through the module needs it, too',
        'import fastapi\n@app.post("/")\ndef post(file: fastapi.UploadFile):\n    return 1\n',
        ['error Add python-multipart to requirements.txt@main.py:5'],
    );
    checkFastapi(
        'a password form of a route that the app includes',
        'from users import router\napp.include_router(router)\n',
        [],
        'fastapi[standard]\n',
    );
    check(
        'what only an included module uses',
        {
            'requirements.txt': 'fastapi\nuvicorn\n',
            'main.py': `${fastapi}from users import router\napp.include_router(router)\n`,
            'users.py':
                'from pydantic import (\n    BaseModel,\n    EmailStr,\n)\n\nclass User(BaseModel):\n    mail: EmailStr\nrouter = 1\n',
        },
        ['error Add email-validator to requirements.txt@users.py:7'],
    );
    checkFastapi('an import that nothing uses needs nothing', 'from fastapi import Form  # Form\n', []);
    checkFastapi('an extra brings it', 'from pydantic import EmailStr\nx: EmailStr\n', [], 'fastapi\nuvicorn\npydantic[email]\n');
    checkFastapi(
        'the MCP SDK brings it',
        'from fastapi import Form\n@app.post("/")\ndef post(name: str = Form(...)):\n    return name\n',
        [],
        'fastapi\nuvicorn\nmcp\n',
    );
    checkFastapi('templates need jinja2, sessions itsdangerous', 'from fastapi.templating import Jinja2Templates\nfrom starlette.middleware.sessions import SessionMiddleware\ntemplates = Jinja2Templates("t")\napp.add_middleware(SessionMiddleware, secret_key="x")\n', [
        'error Add jinja2 to requirements.txt@main.py:5',
        'error Add itsdangerous to requirements.txt@main.py:6',
    ]); // prettier-ignore
    checkFastapi('a WebSocket under uvicorn', '@app.websocket("/ws")\nasync def ws(socket):\n    pass\n', [
        'warning Add websockets to requirements.txt@main.py:3',
    ]);
    checkFastapi(
        'uvicorn[standard] answers WebSockets',
        '@app.websocket("/ws")\nasync def ws(socket):\n    pass\n',
        [],
        'fastapi\nuvicorn[standard]\n',
    );
    checkFastapi('OAuth under Starlette needs httpx', 'from authlib.integrations.starlette_client import OAuth\noauth = OAuth()\n', ['error Add httpx to requirements.txt@main.py:4'], 'fastapi\nuvicorn\nauthlib\n'); // prettier-ignore
    checkFastapi('passwords by argon2', 'from passlib.context import CryptContext\npwd = CryptContext(schemes=["argon2"], deprecated="auto")\n', ['warning Add argon2-cffi to requirements.txt@main.py:4'], 'fastapi\nuvicorn\npasslib\n'); // prettier-ignore

    checkFlask('Flask runs an async view through asgiref', '', '@app.get("/")\nasync def home():\n    return "hi"\n', [
        'warning Add asgiref to requirements.txt@app.py:4',
    ]);
    checkFlask('a view with an async function behind it needs none', '', '@app.get("/")\ndef home():\n    return "hi"\n\nasync def fetch():\n    return "hi"\n', []); // prettier-ignore
    checkFlask('an async function that is no view needs none', '', 'async def fetch():\n    return "hi"\n', []);
    checkFlask(
        'the driver that an address names',
        'flask-sqlalchemy\n',
        'app.config["SQLALCHEMY_DATABASE_URI"] = "mysql+pymysql://root@db/x"\n',
        ['error Add pymysql to requirements.txt@app.py:3'],
    );
    checkFlask('the usual driver of an address without one', 'flask-sqlalchemy\n', 'url = f"postgresql://{1}:x@db/x"\n', [
        'error Add psycopg2-binary to requirements.txt@app.py:3',
    ]);
    checkFlask(
        'any driver of that database will do for an address without one',
        'flask-sqlalchemy\npsycopg[binary]\n',
        'url = "postgresql://db/x"\n',
        [],
    );
    checkFlask(
        'an address that is only rewritten',
        'flask-sqlalchemy\n',
        'def f(url):\n    return url.replace("postgres://", "postgresql://", 1)\n',
        [],
    );
    checkFlask(
        "an address as Heroku's platform has it",
        'flask-sqlalchemy\n',
        'def f(url):\n    return "postgresql://" + url[len("postgres://"):]\n',
        [],
    );
    checkFlask('an address in a comment behind code', 'flask-sqlalchemy\n', 'size = 5  # such as "postgresql://db/x"\n', []);
    checkFlask(
        'an address in a docstring',
        'flask-sqlalchemy\n',
        'def f(url):\n    """Opens it.\n\n    f("postgresql://db/x")\n    """\n    return url\n"postgresql://db/y"\n',
        [],
    );
    checkFlask(
        'an address below a docstring',
        'flask-sqlalchemy\n',
        'def f(url):\n    """Opens\\n it."""\n    return "postgresql://db/x"\n',
        ['error Add psycopg2-binary to requirements.txt@app.py:5'],
    );
    checkFlask(
        'an address that another library takes',
        'databases\n',
        'import databases\ndb = databases.Database("postgresql://db/x")\n',
        [],
    );
    checkFlask('an address that nobody hands to SQLAlchemy', '', 'url = "postgresql://db/x"\n', []);
    checkFlask(
        'the name of a driver alone',
        'sqlalchemy\n',
        'from sqlalchemy import URL\nurl = URL.create("postgresql+asyncpg", host="db")\n',
        ['error Add asyncpg to requirements.txt@app.py:4'],
    );
    checkFlask('e-mail in a form', 'flask-wtf\n', 'from wtforms.validators import DataRequired, Email\nv = [DataRequired(), Email()]\n', [
        'error Add email-validator to requirements.txt@app.py:4',
    ]);
    checkFlask('a spreadsheet of pandas', 'pandas\n', 'import pandas as pd\ndef read():\n    return pd.read_excel("a.xlsx")\n', [
        'warning Add openpyxl to requirements.txt@app.py:5',
    ]);
    checkFlask('a spreadsheet that is written', 'pandas\n', 'import pandas\ndef write(frame):\n    frame.to_excel("a.xlsx")\n', [
        'warning Add openpyxl to requirements.txt@app.py:5',
    ]);
    checkFlask(
        'a parser of Beautiful Soup',
        'beautifulsoup4\n',
        'from bs4 import BeautifulSoup\ndef f(text):\n    return BeautifulSoup(text, "lxml")\n',
        ['warning Add lxml to requirements.txt@app.py:5'],
    );
    checkFlask(
        'Python comes with a parser',
        'beautifulsoup4\n',
        'from bs4 import BeautifulSoup\ndef f(text):\n    return BeautifulSoup(text, "html.parser")\n',
        [],
    );
    checkFlask('a broker of Celery', 'celery\n', 'from celery import Celery\nc = Celery("x", broker="redis://redis:6379/0")\n', [
        'warning Add redis to requirements.txt@app.py:4',
    ]);
    check(
        'what the modules that a factory imports use',
        {
            'requirements.txt': 'flask\ngunicorn\nflask-wtf\n',
            'wsgi.py':
                'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    from forms import Login\n    return app\n',
            'forms.py': 'from wtforms import validators\nfrom wtforms.validators import Email\nclass Login:\n    mail = Email()\n',
        },
        ['error Add email-validator to requirements.txt@forms.py:4'],
    );

    checkDjango('apps and middleware of other distributions', '', 'INSTALLED_APPS = [\n    "django.contrib.admin",\n    "rest_framework",\n]\nMIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"]\n', [
        'error Add djangorestframework to requirements.txt@site1/settings.py:3',
        'error Add django-cors-headers to requirements.txt@site1/settings.py:5',
        'error Add whitenoise to requirements.txt@site1/settings.py:5',
    ]); // prettier-ignore
    checkDjango(
        'what Wagtail brings',
        'wagtail\n',
        'INSTALLED_APPS = ["wagtail.users", "wagtail", "modelcluster", "taggit", "django_filters", "rest_framework", "treebeard"]\n',
        [],
    );
    checkDjango('a name that no distribution has', '', 'MIDDLEWARE = ["cors_headers.middleware.X"]\n', []);
    checkDjango('what is added only for debugging is not demanded', '', 'if DEBUG:\n    INSTALLED_APPS += ["debug_toolbar"]\n', []);
    checkDjango(
        'what is listed, and apps of the project',
        'djangorestframework\n',
        'INSTALLED_APPS = ["rest_framework.authtoken", "redis"]\n',
        [],
        { 'redis/__init__.py': '' },
    );
    checkDjango(
        'a picture in a model of an app',
        '',
        'INSTALLED_APPS = ["shop.apps.ShopConfig"]\n',
        ['warning Add pillow to requirements.txt@shop/models.py:3'],
        {
            'shop/__init__.py': '',
            'shop/models.py': 'from django.db import models\nclass Item(models.Model):\n    picture = models.ImageField()\n',
        },
    );
    it('follows the routes to what their views import', async () => {
        const [first] = await detectProjects(
            memoryFileSource({
                'requirements.txt': 'django\ngunicorn\n',
                'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
                'site1/__init__.py': '',
                'site1/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
                'site1/settings.py': 'ROOT_URLCONF = "site1.urls"\n',
                'site1/urls.py': 'from django.urls import include, path\nurlpatterns = [path("", include(("blog.urls", "blog")))]\n',
                'blog/__init__.py': '',
                'blog/urls.py': 'from . import views\n',
                'blog/views.py': 'import requests\n',
            }),
            {},
        );
        assert.deepEqual(
            first?.profile.findings.map(({ code, file, line }) => [code, file, line]),
            [['requirements/import-missing', 'blog/views.py', 1]],
        );
    });
});
