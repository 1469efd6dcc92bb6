import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openFolder } from '../../../../../src/core/project/folder';
import { findNeeds } from '../../../../../src/core/project/needs/findNeeds';
import { isSecretName } from '../../../../../src/core/project/needs/mergeVariables';
import type { Needs } from '../../../../../src/core/project/profile';
import { noNeeds } from '../../../../../src/core/project/stack';
import { memoryFileSource } from '../memoryFileSource';

async function needsOf(files: Readonly<Record<string, string>>): Promise<Needs> {
    return findNeeds(await openFolder(memoryFileSource(files)), [], noNeeds);
}

/** `NAME!` required, `NAME*` secret, `NAME=value` with a default, `@file:line`. */
function variables(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const found = (await needsOf(files)).variables.map(
            (each) =>
                `${each.name}${each.required ? '!' : ''}${each.secret ? '*' : ''}${each.default === undefined ? '' : `=${each.default}`}@${each.file}:${each.line}`,
        );
        assert.deepEqual(found, expected);
    });
}

describe('what an app cannot do without', () => {
    variables(
        'what ends it when it is not there, and not what it goes on without',
        {
            'settings.py':
                'import os\nimport sys\ntry:\n    HOST = os.environ["DB_HOST"]\nexcept KeyError:\n    print("set it")\n    sys.exit(1)\ntry:\n    KEY = os.environ["MAP_ID"]\nexcept KeyError as error:\n    raise RuntimeError("set it") from error\ntry:\n    ID = os.environ["SHOP_ID"]\nexcept KeyError:\n    ID = "1"\n',
        },
        ['DB_HOST!@settings.py:4', 'MAP_ID!@settings.py:9', 'SHOP_ID@settings.py:13'],
    );
    variables(
        'the default of a setting that is read from the environment, where the setting may not be None',
        {
            'settings.py':
                'import os\nfrom typing import Optional\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    MAIL_AT: str = os.environ.get("MAIL_AT")\n    RETRIES: int = os.getenv("SHOP_RETRIES")\n    NOTE: Optional[str] = os.getenv("NOTE")\n    HINT: str | None = os.getenv("HINT")\n    TITLE: str = os.getenv("TITLE", "Shop")\n',
        },
        [
            'MAIL_AT!@settings.py:5',
            'SHOP_RETRIES!@settings.py:6',
            'RETRIES=@settings.py:6',
            'NOTE=@settings.py:7',
            'HINT=@settings.py:8',
            'TITLE=@settings.py:9',
        ],
    );
    variables(
        'nothing that only a feature reads which somebody has to turn on, unless that is to be deployed',
        {
            'settings.py':
                'import os\nUSE_S3 = os.getenv("USE_S3", "False") == "True"\nif USE_S3:\n    KEY = os.getenv("S3_SECRET_KEY")\n    ID = os.environ["S3_BUCKET"]\nelse:\n    SALT = os.getenv("FILES_SALT")\nif "USE_MAIL" in os.environ:\n    MAIL = os.environ.get("MAIL_PASSWORD")\nif "WEBSITE_HOSTNAME" in os.environ:\n    TOKEN = os.environ.get("SHOP_TOKEN")\nif os.getenv("ENV") == "production":\n    PW = os.environ.get("SHOP_PASSWORD")\nif os.getenv("QUIET", "1"):\n    PIN = os.environ.get("PIN_SECRET")\n',
        },
        [
            'USE_S3=False@settings.py:2',
            'S3_SECRET_KEY*@settings.py:4',
            'S3_BUCKET@settings.py:5',
            'FILES_SALT!*@settings.py:7',
            'USE_MAIL@settings.py:8',
            'MAIL_PASSWORD*@settings.py:9',
            'SHOP_TOKEN!*@settings.py:11',
            'ENV@settings.py:12',
            'SHOP_PASSWORD!*@settings.py:13',
            'QUIET=1@settings.py:14',
            'PIN_SECRET!*@settings.py:15',
        ],
    );
    variables(
        'nothing that only a function reads which is called where a variable chooses it',
        {
            'db.py':
                'import os\ndef cloud():\n    return os.environ["CLOUD_SQL_NAME"]\ndef own():\n    return os.environ["OWN_NAME"]\ndef engine():\n    if os.getenv("USE_PROXY"):\n        return cloud()\n    return own()\n',
        },
        ['CLOUD_SQL_NAME@db.py:3', 'OWN_NAME!@db.py:5', 'USE_PROXY@db.py:7'],
    );
    variables(
        'the parts of an address that is made whatever is set, and not those of one that is made where nothing else is',
        {
            'db.py':
                "import os\nhost = os.getenv(\"SHOP_HOST\")\nURL = f\"postgresql+asyncpg://{os.getenv('SHOP_ROLE')}:x@{host}/{os.getenv('SHOP_DB', 'shop')}\"\n",
            'other.py':
                'import os\nnode = os.getenv("OTHER_NODE")\nURL = os.getenv("OTHER_URL") or f"postgresql://{node}/shop"\nSECOND = os.getenv("SECOND_URL", f"redis://{os.getenv(\'CACHE_NODE\')}")\n',
            'third.py':
                'import os\nnode = os.getenv("THIRD_NODE")\nif node:\n    THIRD = f"mysql://{node}"\nelse:\n    THIRD = "sqlite://"\ndef url():\n    if THIRD:\n        return THIRD\n    return f"mysql://{os.getenv(\'LAST_NODE\')}"\n',
            'fourth.py':
                'import os\nclass Conf:\n    NODE = os.getenv("FOURTH_NODE")\n    def url(self):\n        return create_engine(f"mysql://{self.NODE}" f"/shop")\n',
        },
        [
            'SHOP_HOST!@db.py:3',
            'SHOP_ROLE!@db.py:3',
            'SHOP_DB=shop@db.py:3',
            'FOURTH_NODE!@fourth.py:5',
            'OTHER_NODE@other.py:2',
            'OTHER_URL=@other.py:3',
            'SECOND_URL=@other.py:4',
            'CACHE_NODE@other.py:4',
            'THIRD_NODE@third.py:2',
            'LAST_NODE@third.py:10',
        ],
    );
    variables(
        'names that are made of those in a list that the code goes through, and names that are in one',
        {
            'db.py':
                "import os\nconf = {n: os.environ.get(f'MARIADB_{n.upper()}') for n in ['host', 'password']}\nNAMES = [\n    'MAIL_FROM',\n    'MAIL_TO',  # ours\n]\nfor name in NAMES:\n    print(os.environ[name])\n",
            'other.py': 'import os\ndef read(name):\n    return os.environ.get(name)\nfor part in ["a", "b"]:\n    print(part)\n',
        },
        ['MARIADB_HOST!@db.py:2', 'MARIADB_PASSWORD!*@db.py:2', 'MAIL_FROM!@db.py:8', 'MAIL_TO!@db.py:8'],
    );
    variables(
        "what Heroku's settings for Django read, and the key of a client that sends nothing without it",
        { 'settings.py': 'import os\nimport django_heroku\nDSN = os.getenv("SENTRY_DSN")\ndjango_heroku.settings(locals())\n' },
        ['SENTRY_DSN*@settings.py:3', 'DATABASE_URL*@settings.py:4'],
    );
    variables(
        "no key of OpenAI's for agents that are the project's own",
        { 'app.py': 'from agents import Runner\n', 'agents/__init__.py': 'class Runner: pass\n' },
        [],
    );
    variables(
        "no key of OpenAI's for agents that ask another model",
        { 'app.py': 'from agents import Agent, Runner\nfrom own import client\nAgent(model=Model(openai_client=client))\n' },
        [],
    );
    variables(
        'what a script for developers gives a value, where the app has none',
        {
            'app.py': 'import os\nK = os.environ["SHOP_SECRET_KEY"]\n',
            'run_dev.py': 'import os\nos.environ["OTHER"] = "x"\n',
            'dev.py': 'import os\nos.environ["SHOP_SECRET_KEY"] = "mine"\nimport app\n',
        },
        ['SHOP_SECRET_KEY!*@app.py:2'],
    );
    variables(
        'what a function reads that another file calls, whatever chooses it in its own',
        {
            'app.py': 'from db import connect\nconnect()\n',
            'db.py': 'import os\ndef connect():\n    return os.environ["SHOP_AT"]\nif os.getenv("SEED_NOW") == "1":\n    connect()\n',
        },
        ['SHOP_AT!@db.py:3', 'SEED_NOW@db.py:4'],
    );
    variables(
        "PHP's variables that code hands on, and those whose names begin like a request's",
        { 'a.php': '<?php\n$_ENV["DB_PASSWORD"] = getenv("DB_PASSWORD");\n$a = $_ENV["REDIRECT_URI"];\n$b = $_SERVER["REDIRECT_URL"];\n' },
        ['DB_PASSWORD*@a.php:2', 'REDIRECT_URI@a.php:3'],
    );
    variables(
        'no names of a list that code gives values, and takes away',
        {
            'app.py':
                'import os\nfor name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS"]:\n    os.environ[name] = "1"\nfor name in ["MY_PROXY", "ALL_PROXIES"]:\n    del os.environ[name]\n',
        },
        [],
    );
    variables(
        'the parts of an address that is only made where there is no other, as optional ones',
        {
            'config.py':
                'import os\nclass DevelopmentConfig:\n    URI = f"postgresql://{os.getenv(\'DEV_USER\')}@localhost/x"\ndef made():\n    return f"postgresql://{os.getenv(\'MADE_USER\')}@localhost/x"\nOTHER = os.getenv("OTHER_URL") or made()\nURI = f"postgresql://{os.getenv(\'OWN_USER\')}@localhost/x"\nif os.getenv("SHOP_URL"):\n    URI = os.getenv("SHOP_URL")\n',
        },
        ['DEV_USER@config.py:3', 'MADE_USER@config.py:5', 'OTHER_URL=@config.py:6', 'OWN_USER@config.py:7', 'SHOP_URL@config.py:8'],
    );
    variables(
        'a name that no regular expression takes as it is',
        { 'a.py': 'import os\nx = f"redis://{os.getenv(\'A(B\')}/0"\ny = f"redis://{os.getenv(\'CACHE_AT\')}/0"\n' },
        ['CACHE_AT!@a.py:3'],
    );
    variables(
        "the key that OpenAI's agents look for",
        {
            'app.py': 'from agents import Agent, Runner\nRunner.run_sync(Agent(name="x"), "hello")\n',
            'bot.py': 'from agents import mine\n',
        },
        ['OPENAI_API_KEY!*@app.py:1'],
    );
    services('files in a MinIO', { 'app.py': 'import os\nfrom minio import Minio\nMinio(os.environ["MINIO_ENDPOINT"])\n' }, [
        's3 by MINIO_ENDPOINT@app.py:3',
    ]);
    variables(
        'nothing that the code gives a value itself, unless that only says what to fill in',
        {
            'app.py': 'import os\nos.environ["CACHE_HOST"] = "cache"\nos.environ["SHOP_KEY"] = "your key"\n',
            'db.py': 'import os\nHOST = os.environ["CACHE_HOST"]\nKEY = os.environ["SHOP_KEY"]\n',
        },
        ['CACHE_HOST@db.py:2', 'SHOP_KEY!*@db.py:3'],
    );
    variables(
        "a database's password is one, also where it is the database's name",
        { 'settings.py': 'import os\nPW = os.getenv("MYSQL_PASSWORD", "mysql")\nKIND = os.getenv("DB_CONNECTION", "mysql")\n' },
        ['MYSQL_PASSWORD*@settings.py:2', 'DB_CONNECTION=mysql@settings.py:3'],
    );
    variables(
        'what another error alone ends it at has a way out',
        {
            'settings.py': 'import os\ntry:\n    A = os.environ["SHOP_A"]\nexcept KeyError:\n    A = "a"\nexcept Exception:\n    raise\n',
        },
        ['SHOP_A@settings.py:3'],
    );
    variables(
        'what a function stops without is not demanded where another file asks first whether it is there',
        {
            'app.py': 'import os\nfrom trace import start\nif os.getenv("TRACE_TO"):\n    start()\n',
            'trace.py':
                'import os\ndef start():\n    to = os.getenv("TRACE_TO")\n    if not to:\n        raise ValueError\n    mail = os.getenv("MAIL_TO")\n    if not mail:\n        raise ValueError\n',
        },
        ['TRACE_TO@app.py:3', 'MAIL_TO!@trace.py:6'],
    );
    variables(
        'what a database needs whose kind is SQLite when nothing else is said',
        {
            'settings.py':
                'import os\nDATABASES = {"default": {\n    "ENGINE": os.environ.get("SQL_ENGINE", "django.db.backends.sqlite3"),\n    "USER": os.environ.get("DB_USER"),\n    "PASSWORD": os.environ.get("DB_PASSWORD"),\n}}\n',
        },
        ['SQL_ENGINE=django.db.backends.sqlite3@settings.py:3', 'DB_USER@settings.py:4', 'DB_PASSWORD*@settings.py:5'],
    );
    variables(
        'the parts of the address whose password it asks for, and no port',
        {
            'db.py':
                'import os\nuser = os.getenv("POSTGRES_USER")\nword = os.getenv("POSTGRES_PASSWORD")\nhost = os.getenv("POSTGRES_HOST", "db")\nname = os.getenv("POSTGRES_DB")\nport = os.getenv("POSTGRES_PORT")\nother = os.getenv("MAIL_HOST")\n',
        },
        [
            'POSTGRES_USER!@db.py:2',
            'POSTGRES_PASSWORD!*@db.py:3',
            'POSTGRES_HOST=db@db.py:4',
            'POSTGRES_DB!@db.py:5',
            'POSTGRES_PORT@db.py:6',
            'MAIL_HOST@db.py:7',
        ],
    );
    variables(
        'passwords in small letters and in two, which are secrets',
        { 'db.py': 'import os\na = os.environ["blog_postgres_password"]\nb = os.environ["WP_PW"]\nc = os.environ["blog_postgres_host"]\n' },
        ['blog_postgres_password!*@db.py:2', 'WP_PW!*@db.py:3', 'blog_postgres_host!@db.py:4'],
    );
    variables(
        'the fields of the classes that settings hold, by their whole names',
        {
            'config.py':
                'from pydantic import BaseModel, Field\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nclass Run(BaseModel):\n    port: int = 8000\n    name: str\nclass Pool(BaseModel):\n    size: int = 5\n    owner: str\nclass Db(BaseModel):\n    url: str\n    echo: bool = Field(False)\n    pool: Pool\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="APP__", env_nested_delimiter="__")\n    run: Run = Run(name="x")\n    db: Db\n',
        },
        [
            'APP__RUN__PORT=8000@config.py:4',
            'APP__RUN__NAME=@config.py:5',
            'APP__DB__URL!*@config.py:10',
            'APP__DB__ECHO=False@config.py:11',
            'APP__DB__POOL__SIZE=5@config.py:7',
            'APP__DB__POOL__OWNER!@config.py:8',
        ],
    );
    variables(
        'settings that hold themselves, as far as somebody would go',
        {
            'config.py':
                'from pydantic_settings import BaseSettings\nclass Tree(BaseModel):\n    name: str\n    tree: Tree\nclass Settings(BaseSettings):\n    class Config:\n        env_nested_delimiter = "_"\n    tree: Tree\n',
        },
        [
            'TREE_NAME!@config.py:3',
            'TREE_TREE_NAME!@config.py:3',
            'TREE_TREE_TREE_NAME!@config.py:3',
            'TREE_TREE_TREE_TREE_NAME!@config.py:3',
            'TREE_TREE_TREE_TREE_TREE!@config.py:4',
        ],
    );
});

describe('variables of Node under names of the code', () => {
    variables(
        'process.env that is called env',
        {
            'config.js':
                'const env = process.env;\nmodule.exports = { port: env.PORT || 3000, user: env.EMAIL_ACCOUNT, word: env.EMAIL_PASSWORD };\n',
        },
        ['EMAIL_ACCOUNT@config.js:2', 'EMAIL_PASSWORD!*@config.js:2'],
    );
    variables(
        'a name that bundlers use, where the code of a server reads it',
        {
            'server.js': "if (process.env.DEV === '1') log();\n",
            'src/page.ts': 'const { DEV, VITE_TITLE } = import.meta.env;\n',
            'src/App.tsx': 'process.env.PROD;\n',
        },
        ['DEV@server.js:1', 'VITE_TITLE@src/page.ts:1'],
    );
    variables(
        "what Hono's own helper takes from the environment",
        { 'src/index.ts': "import { env } from 'hono/adapter';\nconst { PUBLIC_TAG } = env<{ PUBLIC_TAG: string }>(c);\n" },
        ['PUBLIC_TAG@src/index.ts:2'],
    );
    variables(
        "all of SvelteKit's private variables",
        { 'src/routes/+page.server.ts': "import * as env from '$env/static/private';\nconnect(env.STORE_URL);\n" },
        ['STORE_URL@src/routes/+page.server.ts:2'],
    );
    variables(
        'a key that the code goes on without',
        {
            'page.js':
                'const src = process.env.OPENAI_API_KEY ? await ask(process.env.OPENAI_API_KEY) : picture;\nif (process.env.MAIL_TOKEN) {\n  send(process.env.MAIL_TOKEN);\n}\n',
        },
        ['OPENAI_API_KEY*@page.js:1', 'MAIL_TOKEN*@page.js:2'],
    );
    variables(
        'a schema of zod that Nest gives the variables to',
        {
            'src/config/config.ts':
                "import { z } from 'zod';\nconst schema = z.object({\n  REDIS_URL: z.string().url(),\n  REDIS_WORD: z.string().optional(),\n});\nexport const config = (all: Record<string, unknown>) => schema.parse(all);\n",
        },
        ['REDIS_URL!*@src/config/config.ts:3', 'REDIS_WORD@src/config/config.ts:4'],
    );
    variables(
        'a default that begins on a line of its own',
        {
            'config.ts':
                "const schema = z.object({\n  TAX_ENDPOINT: z\n    .string()\n    .default(\n      'https://tax.example/check',\n    ),\n  TAX_WORD: z.string(),\n});\nschema.parse(process.env);\n",
        },
        ['TAX_ENDPOINT=https://tax.example/check@config.ts:2', 'TAX_WORD!@config.ts:7'],
    );
    variables(
        'a class that Nest checks the variables against',
        {
            'src/env.validation.ts':
                "class Variables {\n  @IsString()\n  STORE_NAME: string;\n  @IsNumber()\n  @IsOptional()\n  STORE_SIZE?: number;\n  @IsString() STORE_KIND = 'small';\n}\nexport function validate(all: Record<string, unknown>) {\n  const made = plainToInstance(Variables, all);\n  if (validateSync(made).length > 0) throw new Error('');\n}\n",
        },
        ['STORE_NAME!@src/env.validation.ts:3', 'STORE_SIZE@src/env.validation.ts:6', 'STORE_KIND=small@src/env.validation.ts:7'],
    );
});

describe('names of variables that the project keeps elsewhere', () => {
    variables(
        'a secret that is only preferred to one of its own making is not required; one without which nothing is made is',
        {
            'app.py':
                'import os\nimport secrets\ndef csrf():\n    given = os.environ.get("SHOP_CSRF_SECRET") or os.environ.get("CSRF_SECRET")\n    if given:\n        return given\n    return secrets.token_urlsafe(32)\ndef key():\n    given = os.getenv("SHOP_KEY_SECRET")\n    if given:\n        return given\n    return None\n',
        },
        ['SHOP_CSRF_SECRET*@app.py:4', 'CSRF_SECRET*@app.py:4', 'SHOP_KEY_SECRET!*@app.py:9'],
    );
    variables('a constant that is the name', { 'app.py': 'import os\nKEY_NAME = "API_TOKEN"\ntoken = os.environ[KEY_NAME]\n' }, [
        'API_TOKEN!*@app.py:3',
    ]);
    variables(
        'a reader that another module of the project makes',
        {
            'conf/env.py': 'import environ\nenv = environ.Env()\n',
            'conf/base.py': 'from .env import env\nSECRET_KEY = env.str("SECRET_KEY")\nDATABASES = {"default": env.db()}\n',
        },
        ['SECRET_KEY!*@conf/base.py:2', 'DATABASE_URL!*@conf/base.py:3'],
    );
    variables(
        'a settings file that a variable names, and a key that a client reads by itself',
        {
            'app.py':
                'from langchain_google_genai import ChatGoogleGenerativeAI\napp.config.from_envvar("APP_CONFIG")\nllm = ChatGoogleGenerativeAI(model="x")\n',
        },
        ['APP_CONFIG!@app.py:2', 'GOOGLE_API_KEY!*@app.py:3'],
    );
});

variables(
    'a variable that says where the app runs',
    { 'app.py': 'import os\nif "RUNNING_IN_PRODUCTION" not in os.environ:\n    debug = True\n' },
    ['RUNNING_IN_PRODUCTION@app.py:2'],
);
variables(
    'defaults of annotated settings',
    {
        'config.py':
            'from typing import Annotated\nfrom pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    host: Annotated[str, Field(default="0.0.0.0")]\n    level: Annotated[str, Field(description="x")] = "info"\n    token: Annotated[str, Field(description="x")]\n',
    },
    ['LEVEL=info@config.py:6', 'TOKEN!*@config.py:7'],
);

variables(
    'what is used at once is demanded, what only a condition asks is not',
    {
        'app.py':
            'import os\nhosts = os.environ.get("SHOP_HOSTS").split(" ")\nsize = int(os.getenv("SHOP_SIZE"))\nif os.getenv("SHOP_TOKEN"):\n    start()\nrest = (os.getenv("SHOP_REST") or "").split()\n',
    },
    ['SHOP_HOSTS!@app.py:2', 'SHOP_SIZE!@app.py:3', 'SHOP_TOKEN*@app.py:4', 'SHOP_REST=@app.py:6'],
);
variables(
    'what the same expression asks first is not demanded',
    {
        'app.py':
            'import os\nif os.getenv("SHOP_DEBUG") and os.getenv("SHOP_DEBUG").lower() == "yes":\n    pass\nhosts = os.getenv("SHOP_HOSTS").split(",") if os.getenv("SHOP_HOSTS") else []\nsize = int(os.environ.get("SHOP_SIZE")) if "SHOP_SIZE" in os.environ else 3\nboth = os.getenv("SHOP_A").strip() + os.getenv("SHOP_B", "b")\n',
    },
    ['SHOP_DEBUG@app.py:2', 'SHOP_HOSTS@app.py:4', 'SHOP_SIZE@app.py:5', 'SHOP_A!@app.py:6', 'SHOP_B=b@app.py:6'],
);
variables(
    'who signs in to a database, and where that is',
    {
        'settings.py':
            'import os\nNAME = os.getenv("DATABASE_NAME")\nUSER = os.getenv("USER")\nPASSWORD = os.getenv("PASSWORD")\nHOST = os.getenv("HOST")\n',
        'run.py': 'import os\nhost = os.getenv("HOST", "0.0.0.0")\n',
    },
    ['DATABASE_NAME@settings.py:2', 'USER@settings.py:3', 'PASSWORD!*@settings.py:4', 'HOST@settings.py:5'],
);
variables(
    'where the app itself listens, beside the password of its page, is nothing to enter',
    { 'app.py': 'import os\nPASSWORD = os.getenv("PASSWORD")\napp.run(host=os.getenv("HOST", "127.0.0.1"))\n' },
    ['PASSWORD!*@app.py:2'],
);
variables(
    'what an f-string is filled with',
    { 'config.py': "import os\nurl = f\"postgresql://{os.environ['DB_USER']}@{os.getenv('DB_HOST', 'db')}/x\"\n" },
    ['DB_USER!@config.py:2', 'DB_HOST=db@config.py:2'],
);

services(
    "SQL Server by Django's older backend",
    { 'shop/settings.py': "DATABASES = {'default': {'ENGINE': 'sql_server.pyodbc', 'NAME': 'shop'}}\n" },
    ['sqlserver by ?@shop/settings.py:1'],
);

services(
    'PostgreSQL that code imports and no list has',
    {
        'package.json': '{"dependencies":{"express":"5"}}',
        'src/db.ts': "import { Pool } from 'pg';\nnew Pool({ connectionString: process.env.STORE });\n",
    },
    ['postgres by STORE@src/db.ts:1'],
);
services(
    'MongoDB by the variable that the code connects with',
    {
        'package.json': '{"dependencies":{"express":"5","mongoose":"8"}}',
        'app.js': 'const MONGO_DB_NAME = process.env.MONGO_DB_NAME;\nawait mongoose.connect(process.env.DB_CONNECT);\napp.listen(3000);\n',
    },
    ['mongodb by DB_CONNECT@package.json:1'],
);
services(
    'MongoDB by the variable under the name that the code connects with',
    {
        'package.json': '{"dependencies":{"koa":"2","mongoose":"8"}}',
        'app.js': "const address = process.env.ATLAS || '';\nmongoose.connect(address, { family: 4 });\napp.listen(3000);\n",
    },
    ['mongodb by ATLAS@package.json:1'],
);
services('MySQL through an extension that no list has', { 'app.py': 'from flask_mysqldb import MySQL\n' }, ['mysql by ?@app.py:1']);

describe('jobs beside the app', () => {
    const app = 'from flask import Flask\nfrom tasks import add\napp = Flask(__name__)\n';
    const job = 'import os\nfrom celery import Celery\ncelery = Celery("jobs", broker=os.getenv("JOBS_BROKER_URL"))\n';
    const frozen = 'amqp==5.1.0\ncelery==5.2.6\nflask==3.0.0\nkombu==5.2.4\nredis==4.2.2\n';
    variables("Celery's tasks.py reads variables of the app", { 'app.py': app, 'tasks.py': job, 'requirements.txt': frozen }, [
        'JOBS_BROKER_URL!*@tasks.py:3',
    ]);
    variables(
        "Invoke's tasks.py does not",
        { 'app.py': 'x = 1\n', 'tasks.py': 'import os\nfrom invoke import task\nk = os.environ["DEPLOY_KEY"]\n' },
        [],
    );
    services('what Celery brings along is no RabbitMQ', { 'app.py': app, 'tasks.py': job, 'requirements.txt': frozen }, [
        'redis by JOBS_BROKER_URL@requirements.txt:5',
    ]);
    services('a client of AMQP that is imported is', { 'app.py': 'import amqp\n', 'requirements.txt': 'amqp\n' }, [
        'rabbitmq by ?@app.py:1',
    ]);
    services(
        'tables are storage of Azure',
        {
            'app.py': 'import os\nfrom azure.data.tables import TableClient\nn = os.environ["STORAGE_NAME"]\n',
            'requirements.txt': 'azure-data-tables\n',
        },
        ['azure storage by STORAGE_NAME@requirements.txt:1'],
    );
    services(
        'queues that are imported are, under whatever spelling they are listed',
        {
            'app.py': 'import os\nfrom azure.storage.queue import QueueClient\nn = os.environ["STORAGE_QUEUE_URL"]\n',
            'requirements.txt': 'azure.storage.queue\n',
        },
        ['azure storage by STORAGE_QUEUE_URL@app.py:2'],
    );
});

variables(
    'the environment that Node gives by its name, and what a script stops without',
    {
        'bot.ts':
            "import { env } from 'node:process';\nif (!env['BOT_HOME']) throw new Error('no home');\nconst room = env.BOT_ROOM;\nconst tag = env['BOT_TAG'] ?? 'x';\nconst lang = process.env.BOT_LANG;\nif (!lang) {\n  console.error('no language');\n  process.exit(1);\n}\nif (!room) { return; }\n",
    },
    ['BOT_LANG!@bot.ts:5', 'BOT_HOME!@bot.ts:2', 'BOT_ROOM@bot.ts:3', 'BOT_TAG=x@bot.ts:4'],
);
variables(
    'an env of its own is not the environment',
    { 'app.ts': "const env = load();\nconsole.log(env.SHOP_NAME, env['SHOP_PLACE']);\n" },
    [],
);
variables(
    'a schema whose rules begin on the next line',
    {
        'env.ts':
            "export const env = z.object({\n  USE_HTTPS: z\n    .string()\n    .default('false')\n    .transform((v) => v === 'true'),\n  SHOP_MODE: z.string(),\n}).parse(process.env);\n",
    },
    ['USE_HTTPS=false@env.ts:2', 'SHOP_MODE!@env.ts:6'],
);
variables(
    "the addresses of Prisma's database, under whatever names",
    {
        'prisma/schema.prisma':
            'datasource db {\n  provider = "postgresql"\n  url = env("SHOP_PRISMA")\n  directUrl = env("SHOP_DIRECT")\n}\n',
    },
    ['SHOP_PRISMA!*@prisma/schema.prisma:3', 'SHOP_DIRECT!*@prisma/schema.prisma:4'],
);

function services(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const found = (await needsOf(files)).services.map((each) => `${each.kind} by ${each.variable ?? '?'}@${each.file}:${each.line}`);
        assert.deepEqual(found, expected);
    });
}

function writes(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const found = (await needsOf(files)).writes.map((each) => `${each.path}: ${each.reason}@${each.file}:${each.line}`);
        assert.deepEqual(found, expected);
    });
}

function migrations(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        assert.deepEqual(
            (await needsOf(files)).migrations.map((each) => each.command),
            expected,
        );
    });
}

describe('Variables that code reads', () => {
    variables('os.environ[…] demands', { 'app.py': 'import os\nk = os.environ["API_URL"]\n' }, ['API_URL!@app.py:2']);
    variables('os.getenv with a default does not', { 'app.py': 'import os\nk = os.getenv("LEVEL", "info")\n' }, ['LEVEL=info@app.py:2']);
    variables(
        'what a .env file alone says is demanded',
        {
            'app.py':
                'from dotenv import dotenv_values\nconfig = dotenv_values(".env")\nu = config["ATLAS_URI"]\nn = config.get("SIZE", "5")\n',
        },
        ['ATLAS_URI!@app.py:3', 'SIZE=5@app.py:4'],
    );
    variables("a helper of the project's own reads too", { 'app.py': 'from util import must_get_env\nk = must_get_env("API_URL")\n' }, [
        'API_URL!@app.py:2',
    ]);
    variables('one variable or another', { 'app.js': 'const u = process.env.COSMOS_HOST || process.env.MONGO_HOST;\n' }, [
        'COSMOS_HOST=@app.js:1',
        'MONGO_HOST@app.js:1',
    ]);
    variables(
        'a key that everybody may read',
        { 'a.ts': 'const k = import.meta.env.VITE_FIREBASE_API_KEY;\nconst s = process.env.MAIL_API_KEY;\n' },
        ['MAIL_API_KEY!*@a.ts:2', 'VITE_FIREBASE_API_KEY*@a.ts:1'],
    );
    variables('taken apart', { 'app.js': "const { API_HOST, LEVEL = 'info', A_B: c } = process.env;\n" }, [
        'API_HOST@app.js:1',
        'LEVEL=info@app.js:1',
        'A_B@app.js:1',
    ]);
    variables("SvelteKit's own import", { 'src/hooks.server.ts': "import { API_TOKEN } from '$env/static/private';\n" }, [
        'API_TOKEN!*@src/hooks.server.ts:1',
    ]);
    variables('a helper in Rust', { 'src/main.rs': 'let u = must_get_env_var("API_URL");\n' }, ['API_URL@src/main.rs:1']);
    variables("Rails' database address", { Gemfile: "gem 'rails'\ngem 'pg'\n", 'config.ru': '' }, [
        'DATABASE_URL!*@Gemfile:2',
        'SECRET_KEY_BASE!*@Gemfile:1',
    ]);
    variables('`or` is a default', { 'app.py': 'import os\nk = os.environ.get("LEVEL") or "info"\n' }, ['LEVEL=info@app.py:2']);
    variables('a key that is asked for without a default is required', { 'app.py': 'import os\nk = os.getenv("OPENAI_API_KEY")\n' }, [
        'OPENAI_API_KEY!*@app.py:2',
    ]);
    variables('what is tried is optional', { 'app.py': 'import os\ntry:\n    k = os.environ["THEME"]\nexcept KeyError:\n    k = ""\n' }, [
        'THEME@app.py:3',
    ]);
    variables(
        'what is asked for before it is read is optional',
        { 'app.py': 'import os\nif "SLOT" in os.environ:\n    k = os.environ["SLOT"]\n' },
        ['SLOT@app.py:2'],
    );
    variables('setting a variable is not reading it', { 'app.py': 'import os\nos.environ["MODE_X"] = "1"\n' }, []);
    variables(
        "a key to a hosting platform's interface, beside what the platform sets",
        {
            'app.py':
                'import os\nkey = os.environ["RENDER_API_KEY"]\nurl = os.environ["RENDER_EXTERNAL_URL"]\nid = os.environ["VERCEL_OIDC_TOKEN"]\n',
        },
        ['RENDER_API_KEY!*@app.py:2'],
    );
    variables(
        'PORT and what platforms set are no needs',
        { 'app.py': 'import os\np = os.environ["PORT"]\nw = os.environ["WEBSITE_HOSTNAME"]\n' },
        [],
    );
    variables('a secret is never shown with its default', { 'app.py': 'import os\nk = os.getenv("SECRET_KEY", "changeme")\n' }, [
        'SECRET_KEY*@app.py:2',
    ]);
    variables(
        'decouple',
        { 'settings.py': 'from decouple import config\nD = config("DEBUG_X", default=False, cast=bool)\nU = config("SITE")\n' },
        ['DEBUG_X=False@settings.py:2', 'SITE!@settings.py:3'],
    );
    variables(
        'django-environ with declared defaults and db()',
        { 'settings.py': 'import environ\nenv = environ.Env(TURBO=(bool, False))\nT = env("TURBO")\nDB = env.db()\n' },
        ['TURBO=False@settings.py:3', 'DATABASE_URL!*@settings.py:4'],
    );
    variables(
        'pydantic-settings with a prefix, a default and a derived class',
        {
            'config.py':
                'from pydantic_settings import BaseSettings, SettingsConfigDict\nclass Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    name: str\n    size: int = 3\n',
        },
        ['SHOP_NAME!@config.py:4', 'SHOP_SIZE=3@config.py:5'],
    );
    variables('a client that reads its own key', { 'app.py': 'from openai import OpenAI\nc = OpenAI()\n' }, ['OPENAI_API_KEY!*@app.py:2']);
    variables('a client that is given its key', { 'app.py': 'from openai import OpenAI\nc = OpenAI(api_key=key)\n' }, []);
    variables(
        'process.env, with and without a default',
        {
            'server.js':
                'const a = process.env.GREETING || "hi";\nconst b = process.env.JWT_SECRET;\nconst c = process.env["REGION"] ?? 7;\n',
        },
        ['GREETING=hi@server.js:1', 'JWT_SECRET!*@server.js:2', 'REGION=7@server.js:3'],
    );
    variables(
        'a zod schema of the environment',
        {
            'src/env.ts':
                'const E = z.object({\n  DATABASE_URL: z.string().url(),\n  LEVEL: z.string().default("info"),\n});\nE.parse(process.env);\n',
        },
        ['DATABASE_URL!*@src/env.ts:2', 'LEVEL=info@src/env.ts:3'],
    );
    variables('a comment reads nothing', { 'server.js': '// process.env.OLD_KEY\n' }, []);
    variables('tests read nothing', { 'tests/test_a.py': 'import os\nk = os.environ["X_KEY"]\n' }, []);
    variables('.env.example', { '.env.example': '# shop\nSHOP_NAME=Corner\nAPI_TOKEN=\n' }, [
        'SHOP_NAME=Corner@.env.example:2',
        'API_TOKEN!*@.env.example:3',
    ]);
    variables('a .env itself is not read', { '.env': 'API_TOKEN=abc\n' }, []);
    variables('Spring placeholders', { 'src/main/resources/application.properties': 'a.b=${SHOP_URL}\nc.d=${LEVEL:info}\n' }, [
        'SHOP_URL!@src/main/resources/application.properties:1',
        'LEVEL=info@src/main/resources/application.properties:2',
    ]);
    variables('ASP.NET Core connection strings', { 'Program.cs': 'var c = builder.Configuration.GetConnectionString("Shop");\n' }, [
        'ConnectionStrings__Shop!*@Program.cs:1',
    ]);
    variables('Go', { 'main.go': 'package main\nvar k = os.Getenv("API_KEY")\n' }, ['API_KEY!*@main.go:2']);
    variables('Ruby', { 'app.rb': 'k = ENV.fetch("LEVEL") { "info" }\nj = ENV.fetch("SITE")\n' }, [
        'LEVEL=info@app.rb:1',
        'SITE!@app.rb:2',
    ]);
    variables('Rust', { 'src/main.rs': 'let a = std::env::var("SITE").expect("SITE");\n' }, ['SITE!@src/main.rs:1']);
    variables('PHP', { 'config/app.php': "return ['name' => env('SHOP', 'Corner')];\n" }, ['SHOP=Corner@config/app.php:1']);

    for (const [name, secret] of [
        ['SECRET_KEY', true],
        ['DB_PASSWORD', true],
        ['STRIPE_API_KEY', true],
        ['DATABASE_URL', true],
        ['GITHUB_TOKEN', true],
        ['NEXT_PUBLIC_KEY', false],
        ['JWT_EXPIRES_MINUTES', false],
        ['REGION', false],
        ['KEYBOARD', false],
    ] as const) {
        it(`${name} ${secret ? 'is a secret' : 'is none'} by its name`, () => assert.equal(isSecretName(name), secret));
    }

    variables(
        "a password in a section of .NET's settings is not shown, nor one in an address",
        {
            'Program.cs': 'var db = builder.Configuration.GetSection("Db");\n',
            'appsettings.json':
                '{\n  "Db": {\n    "Pwd": "one",\n    "Password": "two",\n    "Token": "three",\n    "Url": "http://me:four@db",\n    "Host": "db"\n  }\n}\n',
        },
        [
            'Db__Pwd*@appsettings.json:3',
            'Db__Password*@appsettings.json:4',
            'Db__Token*@appsettings.json:5',
            'Db__Url*@appsettings.json:6',
            'Db__Host=db@appsettings.json:7',
        ],
    );

    it('never throws on arbitrary text', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom('a.py', 'a.ts', 'a.go', '.env.example', 'appsettings.json', 'package.json'),
                fc.string(),
                async (file, text) => {
                    await needsOf({ [file]: `os.environ process.env ${text}` });
                },
            ),
            { numRuns: 200 },
        );
    });
});

describe('Services, migrations and written paths', () => {
    services(
        'a driver, and the variable that says where it is',
        {
            'requirements.txt': 'flask\npsycopg2-binary==2.9.10\nredis\n',
            'app.py': 'import os\na = os.environ["DATABASE_URL"]\nb = os.environ["REDIS_URL"]\n',
        },
        ['postgres by DATABASE_URL@requirements.txt:2', 'redis by REDIS_URL@requirements.txt:3'],
    );
    services(
        'a variable is known by the address that an example gives it',
        {
            'package.json': '{"dependencies":{"mongoose":"8"}}',
            'a.js': 'connect(process.env.STORE)',
            '.env.example': 'STORE=mongodb://localhost/x\n',
        },
        ['mongodb by STORE@package.json:1'],
    );
    services('types that only one database has', { 'models/base.py': 'from sqlalchemy.dialects.mysql.types import INTEGER\n' }, [
        'mysql by ?@models/base.py:1',
    ]);
    services(
        'a bucket that Django keeps files in, or that code asks boto3 for',
        {
            'a/settings.py':
                'import os\nAWS_STORAGE_BUCKET_NAME = os.environ["BUCKET"]\nDEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"\n',
        },
        ['s3 by BUCKET@a/settings.py:3'],
    );
    services('a client of S3', { 'a.py': 'import boto3\nclient = boto3.client("s3")\n' }, ['s3 by ?@a.py:2']);
    services(
        'tables of DynamoDB, whatever the client is called',
        {
            'a.py': 'import os\nfrom boto3 import resource\ndb = resource("dynamodb", region_name="eu-west-1")\nmovies = db.Table(os.environ["MOVIES_TABLE"])\n',
        },
        ['dynamodb by MOVIES_TABLE@a.py:3'],
    );
    services("DynamoDB's client for Node", { 'package.json': '{"dependencies":{"@aws-sdk/client-dynamodb":"3"}}' }, [
        'dynamodb by ?@package.json:1',
    ]);
    services('a client of something else of the same cloud is no bucket', { 'a.py': 'import boto3\nclient = boto3.client("sns")\n' }, []);
    services('a driver in any spelling', { 'requirements.txt': 'Flask\nRedis\n' }, ['redis by ?@requirements.txt:2']);
    services('what a comment names is not asked for', { 'requirements.txt': '# psycopg2\nflask\n' }, []);
    services('a prisma schema', { 'prisma/schema.prisma': 'datasource db {\n provider = "mysql"\n url = env("DATABASE_URL")\n}\n' }, [
        'mysql by DATABASE_URL@prisma/schema.prisma:2',
    ]);
    services('an indirect Go module is no service', { 'go.mod': 'require go.mongodb.org/mongo-driver v1.0.0 // indirect\n' }, []);
    migrations('alembic', { 'alembic.ini': '' }, ['alembic upgrade head']);
    migrations('flask db', { 'migrations/env.py': 'from flask import current_app\n' }, ['flask db upgrade']);
    migrations('Django', { 'manage.py': 'import django' }, ['python manage.py migrate --noinput']);
    migrations('prisma', { 'package.json': '{}', 'prisma/schema.prisma': '', 'prisma/migrations/20240101_init/migration.sql': '' }, [
        'npx prisma migrate deploy',
    ]);
    migrations('knex', { 'package.json': '{}', 'knexfile.js': '' }, ['npx knex migrate:latest']);
    migrations('Rails', { 'bin/rails': '', 'db/migrate/20240101_a.rb': '' }, ['bin/rails db:migrate']);
    writes('a SQLite file', { 'config.py': 'URI = "sqlite:///data/shop.db"\n' }, ['data/shop.db: SQLite database@config.py:1']);
    writes('uploads', { 'app.py': 'app.config["UPLOAD_FOLDER"] = "static/uploads"\n' }, ['static/uploads: uploads@app.py:1']);
    writes('a file that is opened for writing', { 'app.py': 'f = open("state.json", "w")\ng = open("in.csv")\n' }, [
        'state.json: file the app writes@app.py:1',
    ]);
    writes('temporary files are not lost', { 'app.py': 'f = open("/tmp/x", "w")\n' }, []);
    writes(
        'a SQLite file above the script that names it',
        { 'src/db/index.js': 'const sequelize = new Sequelize({ storage: resolve(__dirname, "../../storage/db.sqlite3") });\n' },
        ['storage/db.sqlite3: SQLite database@src/db/index.js:1'],
    );
    writes(
        'a SQLite file under a name of the code',
        { 'server/db.js': "const dbPath = path.join(__dirname, '../money.db');\nconst db = new sqlite3.Database(dbPath);\n" },
        ['money.db: SQLite database@server/db.js:1'],
    );
    writes('multer', { 'a.js': 'const u = multer({ dest: "uploads/" });\n' }, ['uploads/: uploads@a.js:1']);
});

describe('Ways to read the surroundings', () => {
    variables(
        'os.environ under another name',
        { 'a.py': 'from os import environ as env\nHOST = env.get("POSTGRES_HOST")\nKEY = env["API_KEY"]\n' },
        ['POSTGRES_HOST@a.py:2', 'API_KEY!*@a.py:3'],
    );
    variables(
        "envparse's readers",
        { 'a.py': 'from envparse import env\nKEY = env.str("SECRET_KEY")\nDEBUG = env.bool("DEBUG", default=False)\n' },
        ['SECRET_KEY!*@a.py:2', 'DEBUG=False@a.py:3'],
    );
    variables(
        "an app's own variable may begin with GITHUB_",
        { 'a.js': 'fetch(process.env.GITHUB_API_URL); use(process.env.GITHUB_SHA);\n' },
        ['GITHUB_API_URL@a.js:1'],
    );
    services("the address of PHP's PDO", { 'a.php': "<?php\nnew PDO(sprintf('mysql:host=%s;dbname=%s', $host, $name));\n" }, [
        'mysql by ?@a.php:2',
    ]);
    services(
        'a driver in a module of Maven',
        { 'pom.xml': '<project/>\n', 'services/api/pom.xml': '<artifactId>spring-boot-starter-amqp</artifactId>\n' },
        ['rabbitmq by ?@services/api/pom.xml:1'],
    );
    services("fastify's plugin for MongoDB", { 'package.json': '{"dependencies":{\n"@fastify/mongodb":"9"}}\n' }, [
        'mongodb by ?@package.json:2',
    ]);
});

describe('settings that are filled from variables of one prefix', () => {
    variables(
        "Dynaconf's object, and what its own files give",
        {
            'conf.py': 'from dynaconf import Dynaconf\nsettings = Dynaconf(envvar_prefix="SHOP", settings_files=["settings.toml"])\n',
            'app.py':
                'from conf import settings\nkey = settings.API_KEY\nhost = settings["DB_HOST"]\nname = settings.get("TITLE", "x")\nuser = settings.database.user\nsettings.reload()\n',
            'settings.toml': '[default]\nDB_HOST = "localhost"\n[production]\nDB_HOST = "db"\n',
        },
        [
            'SHOP_API_KEY!*@app.py:2',
            'SHOP_DB_HOST@app.py:3',
            'SHOP_TITLE@app.py:4',
            'SHOP_DATABASE__USER!@app.py:5',
            'ENV_FOR_DYNACONF=development@app.py:2',
        ],
    );
    variables(
        "Sanic's configuration by its own prefix",
        {
            'conf.py': 'from sanic.config import Config\nimport base\nconfig = Config()\nconfig.load_environment_vars("SHOP_")\n',
            'base.py': 'DB_HOST = "localhost"\n',
            'app.py': 'from conf import config\nhost = config["DB_HOST"]\nkey = config.API_TOKEN\n',
        },
        ['SHOP_DB_HOST=localhost@app.py:2', 'SHOP_API_TOKEN!*@app.py:3'],
    );
    variables(
        "Flask's from_prefixed_env",
        {
            'app.py': 'from flask import Flask\napp = Flask("x")\napp.config.from_prefixed_env()\nkey = app.config["SIGNING_KEY"]\n',
        },
        ['FLASK_SIGNING_KEY!*@app.py:4'],
    );
});

describe('names that only bundlers or platforms give a meaning', () => {
    variables(
        'are variables of their own in Python, HOST where the code fails without it',
        {
            'conf.py':
                'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    MODE: str\n    HOST: str\n    PORT: int = 8000\n',
        },
        ['MODE!@conf.py:3', 'HOST!@conf.py:4'],
    );
    variables('are nothing in a bundled page', { 'src/a.ts': 'if (process.env.MODE === "x") { console.log(process.env.HOST); }\n' }, []);
});

describe('what triggers of Azure Functions lean on', () => {
    const files = {
        'host.json': '{"version": "2.0"}',
        'load/function.json':
            '{\n  "bindings": [\n    {\n      "name": "in",\n      "type": "blobTrigger",\n      "path": "raw/{name}",\n      "connection": "AzureWebJobsStorage"\n    }\n  ]\n}\n',
    };
    variables('the setting that a binding names', files, ['AzureWebJobsStorage!@load/function.json:7']);
    services('the storage account behind it', files, ['azure storage by AzureWebJobsStorage@load/function.json:5']);
    variables(
        "the setting that a decorator of Python's names",
        { 'function_app.py': 'import azure.functions as func\napp = func.FunctionApp()\n@app.queue_trigger(arg_name="m", queue_name="q", connection="QueueAccount")\ndef take(m):\n    pass\n' }, // prettier-ignore
        ['QueueAccount!@function_app.py:3'],
    );
});

describe('names of variables beside paths', () => {
    writes('a folder that a variable names is not called like the variable', { 'conf.py': 'import os\nUPLOAD_FOLDER = os.environ["UPLOAD_FOLDER"]\n' }, []); // prettier-ignore
});

describe('more ways in which Python reads variables', () => {
    variables(
        "Sanic's configuration as a class with fields",
        {
            'conf.py':
                'from sanic.config import Config as SanicConfig\nclass Config(SanicConfig):\n    """Ours."""\n\n    DATABASE_URL: str\n    ENVIRONMENT: str = "production"\n\n    def x(self):\n        pass\n',
            'app.py':
                'from sanic import Sanic\nfrom conf import Config\nPREFIX = "SHOP_"\napp = Sanic("x", config=Config(env_prefix=PREFIX))\n',
        },
        ['SHOP_DATABASE_URL!*@conf.py:5', 'SHOP_ENVIRONMENT=production@conf.py:6'],
    );
    variables(
        'a reader that a star import hands on, and a default that is given second',
        {
            'site1/base.py': 'from decouple import config\nSECRET_KEY = config("SECRET_KEY")\n',
            'site1/prod.py': 'from .base import *\nHOST = config("SQL_HOST")\nLEVEL = config("LOG_LEVEL", "INFO")\n',
        },
        ['SECRET_KEY!*@site1/base.py:2', 'SQL_HOST!@site1/prod.py:2', 'LOG_LEVEL=INFO@site1/prod.py:3'],
    );
    variables(
        'names between the braces of a text that the environment fills',
        { 'db.py': 'import os\nurl = "postgresql://{DB_USER}@{DB_HOST}/x".format(\n    **os.environ\n)\n' },
        ['DB_USER!@db.py:2', 'DB_HOST!@db.py:2'],
    );
    variables(
        'fields without a type, which pydantic 1 takes',
        {
            'conf.py':
                'import secrets\nfrom pydantic import BaseSettings\nclass Settings(BaseSettings):\n    name: str = "x"\n    secret_key = secrets.token_hex(8)\n',
        },
        ['NAME=x@conf.py:4', 'SECRET_KEY*@conf.py:5'],
    );
    variables(
        'what a WSGI server hands over is no variable',
        { 'app.py': 'def app(environ, start_response):\n    path = environ["PATH_INFO"]\n    return request.environ.get("HTTP_HOST")\n' },
        [],
    );
    services("MySQL's own connector", { 'app.py': 'import mysql.connector\ndb = mysql.connector.connect(host="localhost")\n' }, [
        'mysql by ?@app.py:1',
    ]);
});

describe('what an app goes on without', () => {
    variables(
        'a key that only replaces another one, or that is made when it is missing',
        {
            'settings.py':
                'import os\nimport secrets\nSECRET_KEY = "insecure"\nkey = os.environ.get("SHOP_SECRET_KEY")\nif key:\n    SECRET_KEY = key\nsalt = os.getenv("SHOP_SALT")\nif not salt:\n    salt = secrets.token_hex()\npepper = os.getenv("SHOP_PEPPER_KEY")\nif pepper:\n    print("peppered")\nSAUCE = pepper\n',
        },
        ['SHOP_SECRET_KEY*@settings.py:4', 'SHOP_SALT*@settings.py:7', 'SHOP_PEPPER_KEY!*@settings.py:10'],
    );
    variables(
        'what only a command of Django reads that somebody runs by hand',
        {
            'shop/management/commands/seed.py': 'import os\nword = os.environ["SEED_PASSWORD"]\n',
            'shop/views.py': 'import os\nword = os.environ["SHOP_PASSWORD"]\n',
        },
        ['SHOP_PASSWORD!*@shop/views.py:2', 'SEED_PASSWORD*@shop/management/commands/seed.py:2'],
    );
    const settings = (name: string) =>
        `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    ${name}: str\nsettings = Settings()\n`;
    variables(
        'settings of a module that nothing imports',
        {
            'app/main.py': 'import fastapi\nfrom app.conf import settings\n',
            'app/conf.py': settings('SHOP_TITLE'),
            'app/left.py': settings('SHOP_TITLE_OF_OLD'),
        },
        ['SHOP_TITLE!@app/conf.py:3', 'SHOP_TITLE_OF_OLD@app/left.py:3'],
    );
    services(
        'the driver of a database that the code does not name is left over; one that the code imports is used',
        {
            Pipfile: '[packages]\npsycopg2 = "*"\npymysql = "*"\n',
            'settings.py': 'import os\nuri = os.getenv("SHOP_DATABASE_URL", "postgresql://db/shop")\n',
        },
        ['postgres by SHOP_DATABASE_URL@Pipfile:2'],
    );
    services(
        'two databases that are both used',
        {
            Pipfile: '[packages]\npsycopg2 = "*"\npymysql = "*"\n',
            'settings.py': 'import os\nimport pymysql\nuri = os.getenv("SHOP_DATABASE_URL", "postgresql://db/shop")\n',
        },
        ['postgres by SHOP_DATABASE_URL@Pipfile:2', 'mysql by ?@Pipfile:3'],
    );
    variables(
        'settings whose name is given in small letters, unless letters matter, and settings of a file',
        {
            'conf.py':
                'from pydantic import BaseSettings, Field\nclass Settings(BaseSettings):\n    url: str = Field(env="shop_url")\nclass About(BaseSettings):\n    title: str\n    @classmethod\n    def settings_customise_sources(cls, settings_cls, init_settings, env_settings):\n        return (TomlConfigSettingsSource(settings_cls),)\n',
            'exact.py':
                'from pydantic import BaseSettings, Field\nclass Exact(BaseSettings):\n    room: str = Field(env="shop_room")\n    class Config:\n        case_sensitive = True\n',
        },
        ['SHOP_URL!@conf.py:3', 'shop_room!@exact.py:3'],
    );
});
