import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import { settableFacts } from '../../../../src/core/project/factSheet';
import { projectFile, readProjectFile } from '../../../../src/core/project/projectFile';
import { containerize } from '../../../../src/workflows/containerize';
import { memoryFileSource } from './memoryFileSource';

const root = path.resolve(__dirname, '../../../..');

describe('The file in which a folder states its own facts', () => {
    it('states them with their lines; comments and trailing commas are fine', () => {
        const stated = readProjectFile(
            '{\n  // ours\n  "facts": { "port": 9000,\n    "healthPath": "/up", },\n  "projects": { "api/": { "entry": "main:api" } } }',
        );
        assert.deepEqual(Object.fromEntries(stated), {
            '': { port: { value: '9000', line: 3 }, healthPath: { value: '/up', line: 4 } },
            api: { entry: { value: 'main:api', line: 5 } },
        });
    });

    for (const [title, text, line] of [
        ['is no JSON', '{\n"facts": {', 2],
        ['is empty', '', 1],
        ['is a list', '[]', 1],
        ['has a part that nobody knows', '{\n\n"fact": {}}', 3],
        ['misspells a fact', '{"facts": {\n"prot": "80"}}', 2],
        ['gives a fact that is no text', '{"facts": {"entry": ["a"]}}', 1],
        ['gives a port that is none', '{"facts": {"port": 70000}}', 1],
        ['gives facts that are no object', '{"facts": 7}', 1],
    ] as const) {
        it(`is refused with its line when it ${title}`, () => {
            assert.throws(
                () => readProjectFile(text),
                (error) => isFailure(error) && error.code === 'scaffold/bad-project-file' && error.facts.line === line,
            );
        });
    }

    it('has a schema that knows each fact, and no other', () => {
        const schema = JSON.parse(fs.readFileSync(path.join(root, 'schemas/project.json'), 'utf8')) as {
            definitions: { facts: { properties: object } };
        };
        assert.deepEqual(Object.keys(schema.definitions.facts.properties).sort(), [...settableFacts].sort());
    });

    const app = { 'requirements.txt': 'flask\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' };

    it('wins over what is read, with itself as the evidence; what the user set wins over it', async () => {
        const files = memoryFileSource({ ...app, [projectFile]: '{"facts": {\n"port": 9000,\n"healthPath": "/up" }}' });
        const { projects } = await containerize(quietOperation(), files, { overridesOf: () => ({ healthPath: '/mine' }) });
        assert.equal(projects[0]?.port, 9000);
        assert.equal(projects[0].healthPath, '/mine');
        assert.deepEqual(
            projects[0].evidence.filter(({ fact, value }) => fact === 'port' && value === '9000').map(({ file, line }) => [file, line]),
            [[projectFile, 2]],
        );
    });

    it('fails Containerize with its line when it cannot be read', async () => {
        const files = memoryFileSource({ ...app, [projectFile]: '{"facts": {"prot": 1}}' });
        await assert.rejects(
            containerize(quietOperation(), files),
            (error) => isFailure(error) && error.code === 'scaffold/bad-project-file',
        );
    });
});
