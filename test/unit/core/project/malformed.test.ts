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
