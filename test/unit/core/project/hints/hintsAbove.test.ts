import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home():\n    return {}\n';
const server = { 'backend/main.py': fastapi, 'backend/requirements.txt': 'fastapi\nuvicorn\n' };

/** `FOLDER ENTRY PORT by FILE:LINE`, of every project. */
function check(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const projects = await detectProjects(memoryFileSource(files), {});
        const found = projects.map(({ profile }) => {
            const by = profile.evidence.find(({ fact }) => fact === 'port');
            return `${profile.folder} ${profile.entry ?? '?'} ${profile.port ?? '?'} by ${by?.file ?? '?'}:${by?.line ?? '?'}`;
        });
        assert.deepEqual(found, expected);
    });
}

describe('what the folder above says about a project', () => {
    check(
        'a Dockerfile whose last stage copies its folder says on which port it listens',
        {
            ...server,
            Dockerfile:
                'FROM node:22 AS page\nCOPY frontend/ .\nRUN npm run build\nFROM python:3.13-slim\nCOPY backend/ .\nEXPOSE 8090\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8090"]\n',
        },
        ['backend main:app 8090 by Dockerfile:7'],
    );
    check(
        'a Dockerfile that copies another folder says nothing about it',
        {
            ...server,
            'frontend/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'frontend/index.html': '',
            Dockerfile: 'FROM node:22\nCOPY frontend/ .\nEXPOSE 8090\nCMD ["node", "main.js"]\n',
        },
        ['backend main:app 8000 by backend/main.py:2', 'frontend dist/index.html 8080 by frontend/package.json:1'],
    );
    check('a start script changes into it', { ...server, 'start.sh': '#!/bin/sh\ncd backend && exec uvicorn main:app --port 8091\n' }, [
        'backend main:app 8091 by start.sh:2',
    ]);
    check('a start script names a module that is only there', { ...server, 'run_api.sh': 'uvicorn main:app --port 8092\n' }, [
        'backend main:app 8092 by run_api.sh:1',
    ]);
    check('a start script names its module from above', { ...server, 'start.sh': 'uvicorn backend.main:app --port 8093\n' }, [
        'backend main:app 8093 by start.sh:1',
    ]);
    check(
        'what the project says itself is enough',
        {
            ...server,
            'start.sh': 'cd backend && uvicorn main:app --port 8094\n',
            'backend/Procfile': 'web: uvicorn main:app --port 8095\n',
        },
        ['backend main:app 8095 by backend/Procfile:1'],
    );
    const page = {
        'web/package.json': '{"scripts":{"dev":"nodemon dev.js","start":"node server.js"},"dependencies":{"express":"4"}}',
        'web/server.js': 'require("express")().listen(process.env.PORT);\n',
        'web/dev.js': 'require("express")().listen(process.env.PORT || 3002);\n',
    };
    const composed = (command: string, port: number) =>
        `services:\n  web:\n    build: ./web\n    command: ${command}\n    ports: ["80:${port.toString()}"]\n`;
    check(
        'a compose file builds it and says what it runs',
        { ...server, 'compose.yaml': composed('uvicorn main:app --reload --port 8096', 8096).replace('./web', './backend') },
        ['backend main:app 8096 by compose.yaml:4'],
    );
    check(
        'compose files for tests, debugging and overrides say nothing about production',
        {
            ...page,
            'docker-compose.debug.yml': composed('node dev.js', 9229),
            'docker-compose.override.yml': composed('node dev.js', 3004),
            'docker-compose.test.yml': composed('node dev.js', 3005),
            'docker-compose.yml': composed('node server.js', 3006),
        },
        ['web server.js 3006 by docker-compose.yml:5'],
    );
    check(
        'a compose file that runs a script for developing leaves the start script to say what runs, and still names the port',
        { ...page, 'compose.yaml': composed('npm run dev', 3007) },
        ['web server.js 3007 by compose.yaml:5'],
    );
});
