import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { unfinishedPython } from '../../../../../src/core/project/python/unfinishedPython';
import { memoryFileSource } from '../memoryFileSource';

async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
    const projects = await detectProjects(memoryFileSource(files), {});
    return projects.flatMap(({ profile }) =>
        profile.findings.flatMap(({ code, severity, file, line, message }) =>
            code === 'workspace/file-malformed' ? [`${severity} ${file ?? ''}:${line?.toString() ?? ''} ${message}`] : [],
        ),
    );
}

describe('a Python file that ends in the middle', () => {
    it('is one whose bracket or long string nothing closes', () => {
        for (const [text, line, reason] of [
            ['x = 1\ny = f(1,\n', 2, '( is not closed'],
            ['x = {\n  "a": [1, 2]\n', 1, '{ is not closed'],
            ['"""A module\nwithout an end', 1, '""" is not closed'],
            ["x = '''a\\'''", 1, "''' is not closed"],
        ] as const) {
            assert.deepEqual(unfinishedPython(text), { line, reason }, text);
        }
    });

    it('is none that is whole, or wrong in another way', () => {
        for (const text of [
            '',
            "x = '(' # and [\ny = f('{', \"[\")\n",
            'x = """(\n"quoted" \\""" [ """\n',
            "x = r'\\' + ')'\n",
            "x = f'{d[\"a\"]}'\nprint('it''s')\n",
            'print "hello"\nexec code\n',
            'x = )\n',
            '{% if a %}\nx = (\n{% endif %}\n',
        ]) {
            assert.equal(unfinishedPython(text), undefined, text);
        }
    });

    it('is looked for in any text', () => {
        fc.assert(
            fc.property(
                fc.string({ unit: fc.constantFrom('"', "'", '\\', '(', ')', '#', '\n', 'a') }),
                (text) => void unfinishedPython(text),
            ),
        );
        // A mark that is escaped again and again was once read anew from each.
        assert.equal(unfinishedPython('"\\'.repeat(300_000)), undefined);
    });

    it('is told with file and line, and the rest of the project is found', async () => {
        const files = {
            'shop/requirements.txt': 'flask\n',
            'shop/app.py': "from flask import Flask\nimport prices\napp = Flask(__name__)\n@app.get('/')\ndef index():\n    return (\n",
            'shop/prices.py': 'tax = """\n',
        };
        assert.deepEqual(await told(files), [
            'error shop/app.py:6 app.py is not valid Python, so that the app stops with a SyntaxError: ( is not closed',
            'error shop/prices.py:1 prices.py is not valid Python, so that the app stops with a SyntaxError: """ is not closed',
        ]);
        const projects = await detectProjects(memoryFileSource(files), {});
        assert.deepEqual(projects[0]?.profile.entry, 'app:app');
    });

    it('is told where nothing was found because of it', async () => {
        assert.deepEqual(await told({ 'requirements.txt': 'flask\n', 'app.py': "from flask import Flask\napp = (Flask\n'''\n" }), [
            "error app.py:3 app.py is not valid Python, so that the app stops with a SyntaxError: ''' is not closed",
        ]);
    });
});
