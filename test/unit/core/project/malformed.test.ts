import assert from 'node:assert/strict';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import { malformedIn } from '../../../../src/core/project/malformed';
import { memoryFileSource } from './memoryFileSource';

const flask = { 'requirements.txt': 'flask\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' };

async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
    const projects = await detectProjects(memoryFileSource(files), {});
    return projects.flatMap(({ profile }) => profile.findings.filter(({ file }) => file === Object.keys(files)[0]).map(({ code }) => code));
}

describe('files that nest deeper than anything can parse', () => {
    for (const [name, text] of [
        ['compose.yml', '['.repeat(20_000)],
        ['docker-compose.yml', `${'- '.repeat(20_000)}a\n`],
        ['package.json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
        ['package.json', '{"a":'.repeat(20_000)],
    ] as const) {
        it(`are told and not used: ${name} of ${text.slice(0, 5)}`, async () => {
            assert.deepEqual(await told({ [name]: text, ...flask }), ['workspace/file-malformed']);
        });
    }

    it('are not those with many brackets beside each other', () => {
        assert.equal(malformedIn('package.json', `{"a":[${'[[{}]],'.repeat(2_000)}1]}`), undefined);
        assert.equal(malformedIn('compose.yml', `a:\n${'- - b\n'.repeat(2_000)}`.slice(3)), undefined);
    });
});

describe('what is read line by line', () => {
    for (const [name, text, line, reason] of [
        ['Gemfile', "source 'https://rubygems.org'\ngem 'sinatra\ngem 'puma'\n", 2, 'a text is not closed'],
        ['go.mod', 'module x\n\ngo 1.2x\n', 3, '1.2x is no version of Go'],
        ['go.mod', 'module x\ngo 1.22\nrequire (\n\tgithub.com/a/b v1.0.0\n', 3, 'a parenthesis is not closed'],
        ['go.mod', 'module x\ngithub.com/a/b v1.0.0\n', 2, 'it is no directive'],
        ['setup.cfg', '[metadata]\nname = x\n[options\ninstall_requires = flask\n', 3, 'a section is not closed'],
        ['setup.cfg', 'name = x\n', 1, 'it begins without a section'],
        ['setup.cfg', '[options]\ninstall_requires\n', 2, 'a key has no value'],
        ['build.gradle', "plugins {\n  id 'java\n}\n", 2, 'a text is not closed'],
        ['build.gradle.kts', 'plugins {\n  id("java")\n', 1, 'a brace is not closed'],
        ['poetry.lock', '[[package]\nname =', 1, 'a header is not closed'],
        ['uv.lock', 'version = 1\n<<<<<<< HEAD\n=======\n>>>>>>> main\n', 2, 'a merge is not finished'],
    ] as const) {
        it(`is told with its line: ${name}, ${reason}`, () => {
            assert.deepEqual(malformedIn(name, text), { language: 'lines', line, reason, stops: name !== 'setup.cfg' });
        });
    }

    for (const [name, text] of [
        ['Gemfile', `gem "rails", "~> 7" # it's new\ngem 'a', require: "b'c"\nsource "https://x" do\nend\n`],
        [
            'go.mod',
            '// Deprecated: old\nmodule x // y\n\ngo 1.22.0\ntoolchain go1.23.1\nrequire a/b v1.0.0 // indirect\nreplace (\n\ta/b => ../b\n)\nretract [v1.0.0, v1.0.5]\n',
        ],
        ['setup.cfg', '# c\n\n[metadata]\nname: x\ndescription = a\n  b without a sign\n\n[options.extras_require]\n'],
        ['build.gradle', "// it's {\n/* { */\ndef a = \"it's {$b}\"\ndef c = '''\n{\n'''\ntask x {\n}\n"],
        ['build.gradle', "def a = /it's {/\n"],
        ['build.gradle.kts', 'val v = "${project.findProperty("v")\n    ?: "1"}"\n'],
        ['build.gradle', "def s = old ? /it's/ : 'b'\n"],
        ['build.gradle', "s.replaceAll /'/, ''\n"],
        ['build.gradle.kts', "fun `it's whole`() {}\n"],
        ['build.gradle.kts', 'val e = """a "b""""\ntasks { }\n'],
        ['build.gradle', '/*\n=======\n*/\ntask x {\n}\n'],
        ['go.mod', 'module x\ngo 1.24rc1\n'],
        ['uv.lock', 'version = 1\n[[package]]\nname = "a"\n[package.metadata]\n'],
    ] as const) {
        it(`is left alone where it is whole: ${name}, ${text.slice(0, 12).trim()}`, () => {
            assert.equal(malformedIn(name, text), undefined);
        });
    }

    it('counts all the same in what it says', async () => {
        const [project] = await detectProjects(
            memoryFileSource({ Gemfile: "gem 'sinatra\n", 'app.rb': "require 'sinatra'\nget('/') { 'x' }\n" }),
            {},
        );
        assert.deepEqual(
            [project?.profile.framework, ...(project?.profile.findings.map(({ code, file, line }) => `${code} ${file}:${line}`) ?? [])],
            ['Sinatra', 'workspace/file-malformed Gemfile:1'],
        );
    });
});

describe('a broken manifest in a folder that nothing else makes a project', () => {
    it('is told beside the projects that were found, once and last', async () => {
        const projects = await detectProjects(
            memoryFileSource({
                'lib/pyproject.toml': '[project\nname = "lib"\n',
                'web/package.json': '{"scripts": {"start": "node index.js"}',
                'web/index.js': "require('http').createServer().listen(3000);\n",
                'shop/requirements.txt': 'flask\n',
                'shop/app.py': flask['app.py'],
            }),
            {},
        );
        assert.deepEqual(
            projects.map(({ profile: { folder, kind, findings } }) => [folder, kind, findings.flatMap(({ file }) => file ?? [])]),
            [
                ['shop', 'web', ['shop/requirements.txt']],
                ['web', 'web', ['web/package.json']],
                ['', 'none', ['lib/pyproject.toml']],
            ],
        );
    });
});

describe('a manifest that is read again and again', () => {
    it('is looked at once', async () => {
        const looked: string[] = [];
        const source = memoryFileSource({ 'pyproject.toml': '[project]\nname = "shop"\n', ...flask });
        const caveat = (file: string) => {
            looked.push(file);
            return undefined;
        };
        await detectProjects({ ...source, caveat }, {});
        assert.deepEqual(
            looked.filter((file) => file === 'pyproject.toml'),
            ['pyproject.toml'],
        );
    });
});
