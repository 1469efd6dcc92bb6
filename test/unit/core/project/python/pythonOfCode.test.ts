import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { newestSyntax } from '../../../../../src/core/project/python/newestSyntax';
import { memoryFileSource } from '../memoryFileSource';

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return "hi"\n';

describe('the newest syntax of a Python file', () => {
    const check = (title: string, text: string, expected: string | undefined) => {
        it(title, () => {
            const found = newestSyntax(text);
            assert.equal(found === undefined ? undefined : `3.${found.minor}:${found.line}`, expected);
        });
    };
    check('a match statement', 'x = 1\nmatch x:\n    case 1:\n        pass\n', '3.10:2');
    check('a function of that name is none', 'match (x)\nmatch = 1\nre.match("a", b)\n', undefined);
    check('a union in an annotation', 'def f(a: int | None = None) -> str:\n    return ""\n', '3.10:1');
    check('a union of a field', 'class A:\n    b: int | str = 1\n', '3.10:2');
    check('a union with None anywhere', 'Name = str | None\n', '3.10:1');
    check('a union of sets or numbers is none', 'a = b | c\nf(x | y)\n', undefined);
    check('annotations that are not evaluated', 'from __future__ import annotations\ndef f(a: int | None): ...\n', undefined);
    check('nor where the import of that goes over several lines', 'from __future__ import (\n    annotations,\n)\ndef f(a: int | None): ...\n', undefined); // prettier-ignore
    check('what hangs on the version of Python is none', 'import sys\nif sys.version_info >= (3, 10):\n    A = int | None\nelse:\n    A = int\n', undefined); // prettier-ignore
    check('nor what only a type checker reads', 'if TYPE_CHECKING:\n    A = int | None\n', undefined);
    check("annotations of a function's own variables are not either", 'def f():\n    a: int | None = 1\n', undefined);
    check('a union in a string is a string', 'def f(a: "int | None"): ...\n', undefined);
    check('except*', 'try:\n    pass\nexcept* ValueError:\n    pass\n', '3.11:3'.replace(':3', ':1'));
    check('type parameters and type statements', 'def f[T](a: T) -> T: ...\n', '3.12:1');
    check('a type statement', 'type A = int\n', '3.12:1');
    check('an f-string that repeats its quote', 'a = f"{d["b"]}"\n', '3.12:1');
    check('one that does not', 'a = f"{d[\'b\']} {{}} {c:>{w}}" "x"\nb = f"""{d["b"]}"""\n', undefined);
    check('the newest counts', 'Name = str | None\ntype A = int\n', '3.12:2');

    it('is looked for in any text', () => {
        fc.assert(fc.property(fc.string({ unit: fc.constantFrom('f"', '"', '{', '}', '|', 'match a:', '\n', '[', 'def f') }), (text) => void newestSyntax(text))); // prettier-ignore
        assert.equal(newestSyntax('f"{'.repeat(20_000))?.minor, 12);
    });
});

describe('The Python of the image', () => {
    const check = (title: string, files: Readonly<Record<string, string>>, version: string, codes: readonly string[]) => {
        it(title, async () => {
            const [first] = await detectProjects(memoryFileSource({ 'requirements.txt': 'flask\ngunicorn\n', ...files }), {});
            assert.equal(first?.profile.runtimeVersion, version);
            assert.deepEqual(
                first.profile.findings.map(({ code, file, line }) => `${code}@${file ?? ''}:${line ?? 0}`),
                codes,
            );
        });
    };
    const old = 'flask\ngunicorn\nnumpy==1.22.0\n';
    check('is an older one where the code imports what a newer one lost', { 'app.py': `import cgi, imp\n${flask}` }, '3.11', []);
    check('is an older one though other packages have the name of a lost module in theirs', { 'app.py': `import crypt, imp\n${flask}`, 'requirements.txt': 'flask\ngunicorn\ncryptography\nsimplejson\n' }, '3.11', []); // prettier-ignore
    check('is ours where a package brings the lost module back', { 'app.py': `import cgi, telnetlib, imp\n${flask}`, 'requirements.txt': 'flask\ngunicorn\nlegacy-cgi\nstandard-telnetlib\nzombie-imp\n' }, '3.13', []); // prettier-ignore
    check('is one that can read the code, where its pins would take an older one', { 'app.py': `${flask}match 1:\n    case 1:\n        pass\n`, 'requirements.txt': 'flask\ngunicorn\nnumpy==1.20.0\n' }, '3.10', ['requirements/pin-unsupported@requirements.txt:3', 'runtime/end-of-life@app.py:6']); // prettier-ignore
    check('is the one that the pins want, where it can', { 'app.py': flask, 'requirements.txt': old }, '3.10', ['runtime/end-of-life@requirements.txt:3']); // prettier-ignore
    check('is one that can read the code, though another one is asked for', { 'app.py': `${flask}import shop\n`, 'shop.py': 'type Price = int\n', '.python-version': '3.11\n' }, '3.13', ['runtime/too-old@shop.py:1']); // prettier-ignore
    check('is one that has the names that the code imports', { 'app.py': `from datetime import UTC\nfrom enum import StrEnum\n${flask}`, 'runtime.txt': 'python-3.10.4\n' }, '3.13', ['runtime/too-old@app.py:1']); // prettier-ignore
    check('is what is asked for where another name stands beside the newer one', { 'app.py': `try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\n${flask}`, '.python-version': '3.10\n' }, '3.10', ['runtime/end-of-life@.python-version:1']); // prettier-ignore
    it('is told by the pin that rules out the next newer one', async () => {
        const files = { 'app.py': flask, 'requirements.txt': 'flask\ngunicorn\ncelery==4.4.1\nJinja2==2.10.1\n' };
        const [first] = await detectProjects(memoryFileSource(files), {});
        assert.deepEqual(
            first?.profile.evidence.flatMap(({ fact, value, line }) => (fact === 'runtimeVersion' && value === '3.9' ? [line] : [])),
            [4],
        );
    });
    it('is the one that you chose, which is told', async () => {
        const files = { 'requirements.txt': 'flask\ngunicorn\n', 'app.py': `${flask}type A = int\n` };
        const [first] = await detectProjects(memoryFileSource(files), { runtimeVersion: '3.11' });
        assert.equal(first?.profile.runtimeVersion, '3.11');
        assert.deepEqual(
            first.profile.findings.map(({ code, severity }) => `${severity} ${code}`),
            ['error runtime/too-old'],
        );
    });
});
