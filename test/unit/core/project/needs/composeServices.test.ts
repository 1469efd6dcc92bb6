import assert from 'node:assert/strict';
import { composeServices } from '../../../../../src/core/project/needs/composeServices';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const check = (title: string, text: string, expected: readonly string[]) => {
    it(title, () => {
        assert.deepEqual(
            composeServices([{ file: 'compose.yml', text }]).map(({ kind, line }) => `${kind} ${line}`),
            expected,
        );
    });
};

describe('services that a compose file makes the app wait for', () => {
    const db = '  db:\n    image: postgres:16\n  cache:\n    image: "valkey/valkey:8"\n';
    check('are named with their lines', `services:\n  web:\n    build: .\n    depends_on:\n      - db\n      - cache\n${db}`, [
        'postgres 5',
        'redis 6',
    ]);
    check(
        'also where they are waited for with a condition, by what is built from a context',
        `services:\n  web:\n    build:\n      context: ./\n    depends_on:\n      db:\n        condition: service_healthy\n${db}`,
        ['postgres 6'],
    );
    check('not what another folder is waited for by', `services:\n  web:\n    build: ./web\n    depends_on: [db]\n${db}`, []);
    check('not what nobody waits for, and nothing of what is no YAML', `services:\n  web:\n    build: .\n${db}`, []);
    check(
        'by the names that others give the same images',
        'services:\n  web:\n    build: .\n    depends_on: [db, old]\n  db:\n    image: bitnami/postgresql:16\n  old:\n    image: postgresqlite/x\n',
        ['postgres 4'],
    );
    check('nothing of a broken file', 'services:\n  web: [', []);

    it('are needs of the app with the variable that says where', async () => {
        const [project] = await detectProjects(
            memoryFileSource({
                'app.py':
                    'import os\nfrom flask import Flask\napp = Flask(__name__)\nURL = os.environ.get("DATABASE_URL") or "sqlite:///a.db"\n@app.route("/")\ndef home():\n    return ""\n',
                'requirements.txt': 'flask\n',
                'docker-compose.yml': `services:\n  web:\n    build: .\n    depends_on:\n      - db\n${db}`,
            }),
            {},
        );
        assert.deepEqual(project?.profile.needs.services, [
            { kind: 'postgres', variable: 'DATABASE_URL', file: 'docker-compose.yml', line: 5 },
        ]);
    });
});
