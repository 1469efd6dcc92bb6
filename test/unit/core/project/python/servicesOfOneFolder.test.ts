import assert from 'node:assert/strict';
import { seen } from '../seen';
import type { Row } from '../seen';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return "hi"\n';
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\n';
const image = 'FROM python:3.12\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n';

const rows: readonly Row[] = [
    {
        title: 'a service with a list of its own below a folder that is an app stands beside it; what that app serves or only keeps does not',
        files: {
            'src/requirements.txt': 'flask\n',
            'src/shop/shop.py': flask,
            'src/carts/carts.py': flask,
            'src/rates/requirements.txt': 'fastapi\nuvicorn\n',
            'src/rates/rates.py': fastapi,
            'src/jobs/requirements.txt': 'requests\n',
            'src/jobs/nightly.py': 'import requests\nprint(requests.get("https://shop.example").text)\n',
        },
        expected: { folders: ['src', 'src/rates'] },
    },
    {
        title: 'the folder that is the app below a folder with a list is no second one',
        files: {
            'back/requirements.txt': 'flask\n',
            'back/app/requirements.txt': 'flask\ngunicorn\n',
            'back/app/main.py': flask,
        },
        expected: { folders: ['back'] },
    },
    {
        title: 'services with lists and images of their own are the projects, also where the root has a list for developing them all',
        files: {
            Pipfile: '[packages]\nfastapi = "*"\nuvicorn = "*"\n',
            'prices/Dockerfile': image,
            'prices/requirements.txt': 'fastapi\nuvicorn\n',
            'prices/app/main.py': fastapi,
            'stock/Dockerfile': image,
            'stock/requirements.txt': 'fastapi\nuvicorn\n',
            'stock/app/main.py': fastapi,
        },
        expected: { folders: ['prices', 'stock'], entry: 'app.main:app' },
    },
    {
        title: 'an image of the whole keeps the root the project',
        files: {
            Dockerfile: image,
            'requirements.txt': 'fastapi\nuvicorn\n',
            'api/Dockerfile': image,
            'api/requirements.txt': 'fastapi\nuvicorn\n',
            'api/main.py': fastapi,
        },
        expected: { folders: [''] },
    },
    {
        title: 'an application that an object keeps, under the name that a module gives it',
        files: {
            'web/factory.py':
                'from flask import Flask\nclass Maker:\n    def make(self):\n        self.site = Flask(__name__)\n        return self.site\n',
            'web/__init__.py': 'from web.factory import Maker\nfactory = Maker()\nfactory.make()\n',
            'run.py': 'from web import factory\napp = factory.site\nif __name__ == "__main__":\n    app.run()\n',
            'requirements.txt': 'flask\ngunicorn\n',
            'setup.py': 'from setuptools import setup\nsetup(name="web", packages=["web"])\n',
        },
        expected: { kind: 'web', framework: 'Flask', entry: 'run:app', server: 'gunicorn' },
    },
];

describe('services of one folder', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(await seen(files, expected), expected);
        });
    }
});
