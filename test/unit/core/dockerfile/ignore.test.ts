import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { renderDockerignore } from '../../../../src/core/dockerfile/dockerignore';
import { isPrunable, judge, judgePath, parseIgnore } from '../../../../src/core/dockerfile/ignore';
import { BadPattern } from '../../../../src/core/dockerfile/ignoreGlob';

interface Case {
    readonly dockerignore: string;
    readonly files: readonly string[];
    readonly kept: readonly string[];
}

const kept = (dockerignore: string, files: readonly string[]) => {
    const rules = parseIgnore(dockerignore);
    return files.filter((file) => !judgePath(rules, file).ignored);
};

describe("Java's own .dockerignore", () => {
    it('keeps packages that are called like what a build makes, and nothing that a build made', () => {
        const files = [
            'src/main/java/shop/port/out/Store.java',
            'src/test/java/shop/build/T.java',
            'target/a.jar',
            'src/shop/target/a.jar',
            'out/x',
            'src/main/resources/key.pem',
        ];
        assert.deepEqual(kept(renderDockerignore('java'), files), files.slice(0, 2));
    });
});

describe('.dockerignore', () => {
    const check = (title: string, dockerignore: string, files: readonly string[], expected: readonly string[]) =>
        it(title, () => assert.deepEqual(kept(dockerignore, files), expected));

    check('ignores nothing without rules', '\n# only a comment\n\n', ['a', 'b/c'], ['a', 'b/c']);
    check(
        'ignores everything below a directory that it names',
        'node_modules',
        ['node_modules/a/b.js', 'node_modules2/a'],
        ['node_modules2/a'],
    );
    check('does not match a name at other depths', '.env', ['.env', 'web/.env'], ['web/.env']);
    check('crosses directories with two stars only', '*.pyc\n**/*.log', ['a.pyc', 'b/a.pyc', 'a.log', 'b/c/a.log'], ['b/a.pyc']);
    check('brings back what a later rule names', '*\n!src\n!src/../app.py', ['src/a/b', 'app.py', 'x'], ['src/a/b', 'app.py']);
    check('lets the last rule that applies decide', '!a\na\n!a\na/b', ['a/b', 'a/c'], ['a/c']);
    check('takes a # for a comment in the first column only', '#a\n #b', ['#a', '#b'], ['#a']);
    check('drops a byte order mark, carriage returns and outer spaces', '\ufeff  a  \r\nb\r\n', ['a', 'b', 'c'], ['c']);
    check('takes a leading slash for the context and a trailing one for nothing', '/a/\n//b//c', ['a/x', 'b/c', 'z/a'], ['z/a']);
    check('cannot climb out of the context', '../a\n/../b', ['a', 'b'], ['a']);
    check('is case-sensitive', 'README.md', ['readme.md', 'README.md'], ['readme.md']);
    check(
        'takes brackets, braces, pluses and parentheses of file names literally',
        'app/(auth)/+page.ts\n**/{x}\nc++',
        ['app/(auth)/+page.ts', 'q/{x}', 'c++', 'cc'],
        ['cc'],
    );
    check('knows classes, ranges and escapes', '[a-c]1\n\\*\n[^z]2', ['a1', 'd1', '*', 'b', 'z2', 'y2'], ['d1', 'b', 'z2']);
    check('takes a question mark for one character, also beyond the basic plane', '?', ['a', '😀', 'ab'], ['ab']);
    check('ignores below dir/** but keeps the directory itself', 'dir/**', ['dir/a', 'dir'], ['dir']);
    check('matches **/x at the top too', '**/x', ['x', 'a/x', 'xx'], ['xx']);

    for (const pattern of ['[', 'a[', '[]', '[]a]', '[a-]', '[-x]', '[a-b-c]', '\\', 'a\\', '!', '[z-a]']) {
        it(`refuses ${pattern} as the builder does`, () => assert.throws(() => parseIgnore(`ok\n${pattern}\n`), BadPattern));
    }

    it('says which line decided', () => {
        const { rule } = judgePath(parseIgnore('# comment\n*.log\n!keep.log\n'), 'a.log');
        assert.deepEqual({ line: rule?.line, text: rule?.text }, { line: 2, text: '*.log' });
    });

    it('never prunes a directory from which something comes back', () => {
        const name = fc.constantFrom('a', 'b', 'ab', 'c');
        const glob = fc
            .array(fc.oneof(name, fc.constantFrom('*', '**', '?', 'a*', '[ab]')), { minLength: 1, maxLength: 3 })
            .map((parts) => parts.join('/'));
        const line = fc.tuple(fc.boolean(), glob).map(([negated, text]) => (negated ? `!${text}` : text));
        const file = fc.array(name, { minLength: 2, maxLength: 4 });
        fc.assert(
            fc.property(fc.array(line, { maxLength: 6 }), file, (lines, parts) => {
                const rules = parseIgnore(lines.join('\n'));
                if (judgePath(rules, parts.join('/')).ignored) {
                    return;
                }
                for (let depth = 1; depth < parts.length; depth++) {
                    const directory = parts.slice(0, depth).join('/');
                    assert.ok(
                        !(judgePath(rules, directory).ignored && isPrunable(rules, directory)),
                        `${directory} of ${parts.join('/')} under ${lines.join(' ')}`,
                    );
                }
            }),
            { numRuns: 3_000 },
        );
    });

    it('judges step by step as it judges a whole path', () => {
        const rules = parseIgnore('*\n!src\nsrc/**/tmp\n!src/a/tmp/keep');
        const parts = ['src', 'a', 'tmp', 'keep'];
        let inForce: readonly boolean[] | undefined;
        parts.forEach((_, index) => {
            const here = parts.slice(0, index + 1).join('/');
            const verdict = judge(rules, here, inForce);
            assert.equal(verdict.ignored, judgePath(rules, here).ignored);
            inForce = verdict.inForce;
        });
    });

    const own = path.resolve(__dirname, '../../../fixtures/dockerignore/cases.json');
    const shared = path.resolve(__dirname, '../../../../../shared/engine/dockerignore-cases.json');
    for (const [name, file] of [
        ['our own', own],
        ['the shared', shared],
    ] as const) {
        if (existsSync(file)) {
            const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];
            it(`agrees with the builder in ${name} ${cases.length.toString()} cases`, () => {
                assert.ok(cases.length > 0);
                for (const { dockerignore, files, kept: expected } of cases) {
                    assert.deepEqual(kept(dockerignore, files), expected, dockerignore);
                }
            });
        }
    }
});
