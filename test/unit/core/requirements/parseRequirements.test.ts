import assert from 'node:assert/strict';
import fc from 'fast-check';
import { appendRequirement } from '../../../../src/core/requirements/appendRequirement';
import { parseRequirements, requiredName } from '../../../../src/core/requirements/parseRequirements';
import type { RequirementLine } from '../../../../src/core/requirements/parseRequirements';
import { renderRequirements } from '../../../../src/core/requirements/renderRequirements';

function check(title: string, text: string, expected: readonly Partial<Record<string, unknown>>[]): void {
    it(title, () => {
        const lines = parseRequirements(text);
        assert.deepEqual(lines.map((line, at) => Object.fromEntries(Object.keys(expected[at] ?? {}).map((key) => [key, (line as unknown as Record<string, unknown>)[key]]))), expected); // prettier-ignore
    });
}

describe('Requirements', () => {
    check('are read with extras, versions and markers', 'uvicorn[standard] >= 0.30, <1 ; python_version < "3.13"', [
        { kind: 'requirement', name: 'uvicorn', extras: ['standard'], specifier: '>=0.30,<1', marker: 'python_version < "3.13"' },
    ]);
    check('may go on over lines, with hashes', 'flask==3.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nx', [
        { name: 'flask', specifier: '==3.0', hashes: ['sha256:aa', 'sha256:bb'], line: 1 },
        { name: 'x', line: 4 },
    ]);
    check(
        'are joined without a blank, and a comment at the end takes the next line with it',
        'flask==3.\\\n0\na # why \\\nb\nc \\\n# d \\\ne',
        [
            { name: 'flask', specifier: '==3.0', line: 1 },
            { name: 'a', comment: 'why b', line: 3 },
            { name: 'c', line: 5 },
            { name: 'e', line: 7 },
        ],
    );
    check(
        'have a marker behind a path at once, and behind an address with a blank',
        './a.whl;os_name == "nt"\n-e ./b; os_name == "nt"\nhttps://x.example/c.whl; os_name == "nt"\nhttps://x.example/d.whl?a;b',
        [
            { kind: 'location', location: './a.whl', marker: 'os_name == "nt"' },
            { kind: 'location', location: './b', marker: 'os_name == "nt"' },
            { kind: 'location', location: 'https://x.example/c.whl', marker: 'os_name == "nt"' },
            { kind: 'location', location: 'https://x.example/d.whl?a;b' },
        ],
    );
    check('may be editable without a blank', '-e./libs/a\n-e=b/c', [
        { kind: 'location', editable: 'editable', location: './libs/a' },
        { kind: 'location', editable: 'editable', location: 'b/c' },
    ]);
    check('keep comments and blank lines', '# top\n\nflask # web', [
        { kind: 'blank', comment: 'top' },
        { kind: 'blank' },
        { name: 'flask', comment: 'web' },
    ]);
    check('include other files and constraints', '-r base.txt\n--constraint=c.txt\n-rdev.txt', [
        { kind: 'include', option: '-r', path: 'base.txt' },
        { option: '-c', path: 'c.txt' },
        { option: '-r', path: 'dev.txt' },
    ]);
    check('name direct references', 'pip @ https://example.com/pip.whl ; os_name == "nt"', [
        { kind: 'requirement', name: 'pip', url: 'https://example.com/pip.whl', marker: 'os_name == "nt"' },
    ]);
    check('know repositories and editable paths', '-e .\ngit+https://example.com/a.git@v1#egg=Thing', [
        { kind: 'location', editable: 'editable', location: '.' },
        { kind: 'location', name: 'Thing' },
    ]);
    check('keep options as they are', '--index-url https://example.com/simple\n--pre', [
        { kind: 'option' },
        { kind: 'option', text: '--pre' },
    ]);
    check('say what cannot be read', 'flask==\nnot a requirement', [{ kind: 'invalid' }, { kind: 'invalid' }]);
    check('may begin with a byte order mark and end without a newline', '\ufeffflask\r\ngunicorn', [
        { name: 'flask' },
        { name: 'gunicorn', line: 2 },
    ]);

    it('are compared in one spelling', () => {
        assert.deepEqual(parseRequirements('Flask_SQLAlchemy\nZope.Interface').map(requiredName), ['flask-sqlalchemy', 'zope-interface']);
    });

    it('get a line of their own at the end', () => {
        assert.equal(appendRequirement('a\r\nb', 'gunicorn'), 'a\r\nb\r\ngunicorn\r\n');
        assert.equal(appendRequirement('', 'gunicorn'), 'gunicorn\n');
    });

    const name = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,12}[A-Za-z0-9])?$/);
    const version = fc.stringMatching(/^[0-9]{1,2}(\.[0-9]{1,2}){0,2}$/);
    const clause = fc.tuple(fc.constantFrom('==', '>=', '<', '~=', '!=', '<=', '>'), version).map((parts) => parts.join(''));
    const optional = (key: string, value: fc.Arbitrary<string>) =>
        fc.option(value, { nil: undefined }).map((text) => (text === undefined ? {} : { [key]: text }));
    const comment = optional('comment', fc.stringMatching(/^[a-z]([a-z #]{0,10}[a-z])?$/));
    const marker = optional('marker', fc.constantFrom('python_version < "3.12"', 'sys_platform == "linux" and extra == "x"'));
    const hashes = fc.array(fc.stringMatching(/^sha256:[0-9a-f]{8}$/), { maxLength: 2 });
    const extras = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 2 });
    const line = fc.oneof(
        fc.tuple(name, extras, fc.array(clause, { maxLength: 2 }), marker, hashes, comment).map(([n, e, s, m, h, c]) => ({ kind: 'requirement', name: n, extras: e, specifier: s.join(','), hashes: h, ...m, ...c })),
        fc.tuple(name, marker, comment).map(([n, m, c]) => ({ kind: 'requirement', name: n, extras: [], specifier: '', url: 'https://example.com/a.whl', hashes: [], ...m, ...c })),
        fc.tuple(fc.constantFrom('-r', '-c'), fc.stringMatching(/^[a-z]{1,8}\.txt$/), comment).map(([option, path, c]) => ({ kind: 'include', option, path, ...c })),
        comment.map((c) => ({ kind: 'blank', ...c })),
        comment.map((c) => ({ kind: 'option', text: '--pre', ...c })),
    ); // prettier-ignore

    it('are the same after rendering and reading again', () => {
        fc.assert(
            fc.property(fc.array(line), (made) => {
                const lines = made.map((each, at) => ({ ...each, line: at + 1 })) as unknown as RequirementLine[];
                assert.deepEqual(parseRequirements(renderRequirements(lines)), lines);
            }),
        );
    });

    it('are read without throwing, whatever they hold', () => {
        fc.assert(fc.property(fc.string(), (text) => void parseRequirements(text)));
    });
});
