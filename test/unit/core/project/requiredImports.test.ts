import assert from 'node:assert/strict';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import type { DetectedProject } from '../../../../src/core/project/detectProjects';
import { memoryFileSource } from './memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef home():\n    return "hi"\n';

async function detect(files: Readonly<Record<string, string>>, installed: Readonly<Record<string, string>> = {}): Promise<DetectedProject> {
    const source = { ...memoryFileSource(files), installed: () => Promise.resolve({ versions: new Map(Object.entries(installed)) }) };
    const [first] = await detectProjects(source, {});
    assert.ok(first);
    return first;
}

/** `CODE requirement-or-module@file:line` of every finding about the list. */
function check(title: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
    it(title, async () => {
        const { findings } = (await detect({ 'requirements.txt': 'flask\ngunicorn\n', ...files })).profile;
        assert.deepEqual(
            findings.map((finding) => `${finding.code}@${finding.file ?? ''}:${finding.line ?? 0}`),
            expected,
        );
    });
}

describe('What the code imports and the list lacks', () => {
    check('an import under another name than its distribution', { 'app.py': `import yaml\n${flask}` }, [
        'requirements/import-missing@app.py:1',
    ]);
    check("Google's client of its web services", { 'app.py': `from googleapiclient.discovery import build\n${flask}` }, [
        'requirements/import-missing@app.py:1',
    ]);
    check(
        'what logfire brings of OpenTelemetry is not missing',
        {
            'app.py': `from opentelemetry import trace\nfrom opentelemetry.sdk.trace import Tracer\n${flask}`,
            'requirements.txt': 'flask\ngunicorn\nlogfire\n',
        },
        [],
    );
    check('an import of an import', { 'app.py': `from db import x\n${flask}`, 'db.py': 'import psycopg2\nx = 1\n' }, [
        'requirements/import-missing@db.py:1',
    ]);
    check('what a listed distribution brings is not missing', { 'app.py': `import jinja2, werkzeug\n${flask}` }, []);
    check('the standard library is not missing', { 'app.py': `import os, json, sqlite3\n${flask}` }, []);
    check('what is tried is not required', { 'app.py': `try:\n    import yaml\nexcept ImportError:\n    yaml = None\n${flask}` }, []);
    check(
        'what only type checks import is not required',
        { 'app.py': `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n${flask}` },
        [],
    );
    check(
        'own modules and packages are not missing',
        { 'app.py': `import redis\nfrom numpy import x\n${flask}`, 'redis.py': '', 'numpy/x.py': '' },
        [],
    );
    check(
        'another build of the same module is not missing',
        { 'app.py': `import psycopg2\n${flask}`, 'requirements.txt': 'flask\ngunicorn\npsycopg2\n' },
        [],
    );
    check('a module that Python lost', { 'app.py': `import cgi\n${flask}`, '.python-version': '3.13' }, ['python/module-gone@app.py:1']);
    check('an unknown module is never turned into a distribution of that name', { 'app.py': `import acmeinternal\n${flask}` }, []);

    it('offers the line that is missing as an edit', async () => {
        const { profile, detection } = await detect({ 'app.py': `import yaml\n${flask}`, 'requirements.txt': 'flask\ngunicorn' });
        assert.equal(profile.findings[0]?.fix?.content, 'flask\ngunicorn\npyyaml\n');
        assert.deepEqual(
            detection.edits.map(({ path, content, action }) => [path, content, action]),
            [['requirements.txt', 'flask\ngunicorn\npyyaml\n', 'edit']],
        );
    });

    it("makes a list where there is none, in the versions of the project's own environment", async () => {
        const { profile, detection } = await detect({ 'app.py': `import yaml\n${flask}` }, { flask: '3.1.3', pytest: '8.0.0' });
        assert.deepEqual(
            detection.edits.map(({ path, content, action }) => [path, content, action]),
            [['requirements.txt', 'flask==3.1.3\ngunicorn\npyyaml\n', 'create']],
        );
        assert.equal(profile.findings[0]?.code, 'requirements/none');
    });
});
