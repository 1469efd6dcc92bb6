import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n';
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n';

/** `requirement@file:line` of every bound that the list lacks. */
function check(title: string, list: string, code: string, expected: readonly string[]): void {
    it(title, async () => {
        const [first] = await detectProjects(memoryFileSource({ 'requirements.txt': list, 'app.py': code }), {});
        assert.deepEqual(
            first?.profile.findings
                .filter(({ code: each }) => each === 'requirements/bound-missing')
                .map(
                    ({ fix, file, line }) =>
                        `${fix?.title.replace(/^Add (.*) to requirements.txt$/, '$1') ?? ''}@${file ?? ''}:${line ?? 0}`,
                ),
            expected,
        );
    });
}

describe('Names that newer releases no longer have', () => {
    check('an import from Werkzeug', 'flask\ngunicorn\n', `from werkzeug.urls import url_parse\n${flask}`, [
        'Werkzeug<3@app.py:1',
        'Flask<3@app.py:1',
    ]);
    check('a pin that still has it', 'flask==2.1.0\nwerkzeug==2.0.0\ngunicorn\n', `from werkzeug.urls import url_parse\n${flask}`, []);
    check(
        'a list that asks for the release without it is not contradicted',
        'flask>=3\ngunicorn\n',
        `from werkzeug.urls import url_parse\n${flask}`,
        [],
    );
    check(
        'what is tried',
        'flask\ngunicorn\n',
        `try:\n    from werkzeug.urls import url_parse\nexcept ImportError:\n    pass\n${flask}`,
        [],
    );
    check(
        'what a tried import falls back to',
        'fastapi\nuvicorn\npydantic\n',
        `try:\n    from pydantic_settings import BaseSettings\nexcept ImportError:\n    from pydantic import BaseSettings\n${fastapi}class Settings(BaseSettings):\n    name: str = "x"\n`,
        [],
    );
    check(
        'a client of Mistral from before its second release',
        'fastapi\nuvicorn\nmistralai\n',
        `from mistralai.client import MistralClient\n${fastapi}`,
        ['mistralai<1@app.py:1'],
    );
    check(
        'a client of Mistral from before its third release',
        'fastapi\nuvicorn\nmistralai\n',
        `from mistralai import Mistral\n${fastapi}`,
        ['mistralai<2@app.py:1'],
    );
    check('a client of Mistral that is newer', 'fastapi\nuvicorn\nmistralai\n', `from mistralai.client import Mistral\n${fastapi}`, []);
    check(
        'of two bounds for one library the lower holds',
        'flask\ngunicorn\nlangchain\n',
        `from langchain.chains import LLMChain\nfrom langchain.llms import OpenAI\n${flask}`,
        ['langchain<0.2@app.py:2'],
    );
    check(
        'of a name and a hook the lower bound holds',
        'flask\ngunicorn\n',
        `from flask import Markup\n${flask}@app.before_first_request\ndef start():\n    return Markup("")\n`,
        ['Flask<2.3@app.py:4', 'Werkzeug<3@app.py:1'],
    );
    for (const line of [
        'git+https://github.com/pallets/flask.git@main',
        'flask @ git+https://github.com/pallets/flask',
        'https://example.org/flask-3.0.0-py3-none-any.whl',
    ]) {
        check(`no bound stands beside ${line}`, `${line}\ngunicorn\n`, `from werkzeug.urls import url_parse\n${flask}`, []);
    }
    check('a hook of Flask', 'flask\ngunicorn\n', `${flask}@app.before_first_request\ndef start():\n    pass\n`, [
        'Flask<2.3@app.py:3',
        'Werkzeug<3@app.py:3',
    ]);
    check(
        'an attribute of openai',
        'flask\ngunicorn\nopenai\n',
        `import openai\n${flask}def ask():\n    return openai.ChatCompletion.create()\n`,
        ['openai<1@app.py:5'],
    );
    check(
        'openai with a lower bound above',
        'flask\ngunicorn\nopenai>=1.2\n',
        `import openai\n${flask}def ask():\n    return openai.ChatCompletion.create()\n`,
        [],
    );
    check('settings of pydantic 1', 'fastapi\nuvicorn\npydantic\n', `from pydantic import BaseSettings\n${fastapi}`, [
        'pydantic<2@app.py:1',
        'fastapi<0.120@app.py:1',
    ]);
    check(
        'settings of pydantic 1 where it is pinned',
        'fastapi==0.88\nuvicorn\npydantic==1.10\n',
        `from pydantic import BaseSettings\n${fastapi}`,
        [],
    );
    const render = (call: string) =>
        `from fastapi.templating import Jinja2Templates\n${fastapi}templates = Jinja2Templates("t")\n@app.get("/")\ndef home(request):\n    return templates.TemplateResponse(${call})\n`;
    check('a template whose request is not first', 'fastapi\nuvicorn\njinja2\n', render('"a.html", {"request": request}'), [
        'fastapi<0.132@app.py:7',
    ]);
    check('a template whose request is first', 'fastapi\nuvicorn\njinja2\n', render('request, "a.html"'), []);
    check('a template whose request is named', 'fastapi\nuvicorn\njinja2\n', render('name="a.html", request=request, context={}'), []);
    check('a FastAPI that brings an old Starlette', 'fastapi==0.100\nuvicorn\njinja2\n', render('"a.html", {"request": request}'), []);
    const connects = (head: string, call: string) =>
        `from flask import Flask\n${head}\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return str(${call})\n`;
    check(
        'a connection by the places of its arguments',
        'flask\ngunicorn\npymysql\n',
        connects('import pymysql', 'pymysql.connect("db", "me", "secret", "shop")'),
        ['PyMySQL<1@app.py:6'],
    );
    check(
        'such a connection, imported by its name',
        'flask\ngunicorn\npymysql\n',
        connects('from pymysql import connect', 'connect("db", "me")'),
        ['PyMySQL<1@app.py:6'],
    );
    check(
        'a connection by the names of its arguments',
        'flask\ngunicorn\npymysql\n',
        connects('import pymysql', 'pymysql.connect(host="db", user="me")'),
        [],
    );
    check(
        'such a connection with a release that has it',
        'flask\ngunicorn\npymysql==0.9.3\n',
        connects('import pymysql', 'pymysql.connect("db", "me")'),
        [],
    );
    check(
        'FastMCP of the SDK',
        'mcp\n',
        'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nif __name__ == "__main__":\n    mcp.run(transport="streamable-http")\n',
        ['mcp<2@app.py:1'],
    );
});

describe('Releases that what they depend on broke', () => {
    check('an old Quart under Werkzeug 3', 'quart==0.18.4\n', 'from quart import Quart\napp = Quart(__name__)\n', [
        'Werkzeug<3@requirements.txt:1',
    ]);
    check('an old Litestar without sniffio', 'litestar==2.8.0\nuvicorn\n', 'from litestar import Litestar, get\napp = Litestar([])\n', [
        'sniffio@requirements.txt:1',
    ]);
    check('an open Litestar', 'litestar\nuvicorn\n', 'from litestar import Litestar, get\napp = Litestar([])\n', []);
});
