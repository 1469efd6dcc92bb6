import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { folderFileSource } from '../../../src/adapters/node/folderFileSource';
import { quietOperation } from '../../../src/base/operation';
import { containerize } from '../../../src/workflows/containerize';

const app = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return "hi"\n';

describe('Containerizing a folder with bad input', () => {
    let root = '';
    beforeEach(async () => (root = await mkdtemp(path.join(os.tmpdir(), 'slipway-bad-'))));
    afterEach(() => rm(root, { recursive: true, force: true }));

    /** What is found, and the places of what is complained about, as `code file:line`. */
    const look = async (files: Readonly<Record<string, string | Buffer>>) => {
        for (const [file, content] of Object.entries(files)) {
            await mkdir(path.dirname(path.join(root, file)), { recursive: true });
            await writeFile(path.join(root, file), content);
        }
        const { projects } = await containerize(quietOperation(), folderFileSource(root));
        return {
            entry: projects[0]?.entry,
            told: projects.flatMap(({ findings }) => findings.map(({ code, file, line }) => `${code} ${file ?? ''}:${line ?? ''}`)),
        };
    };

    it('tells file and line of a pyproject.toml that is no TOML, and goes on', async () => {
        const { entry, told } = await look({
            'app.py': app,
            'pyproject.toml': '[project]\nname = "a"\ndependencies = ["flask"\n[tool.x]\n',
        });
        assert.equal(entry, 'app:app');
        assert.ok(
            told.some((each) => /pyproject\.toml:\d+$/.test(each)),
            told.join(', '),
        );
    });

    it('goes on past a binary file under the name of a source, and tells it', async () => {
        const { entry, told } = await look({ 'app.py': app, 'requirements.txt': 'flask\n', 'main.py': Buffer.from([0x80, 0, 1, 2]) });
        assert.equal(entry, 'app:app');
        assert.ok(told.includes('workspace/file-unreadable main.py:'), told.join(', '));
    });

    it('goes on past bytes that are no UTF-8, half a package.json, and a source of three mebibytes', async function () {
        this.timeout(20_000);
        const { entry } = await look({
            'app.py': app,
            'requirements.txt': 'flask\n',
            'latin.py': Buffer.from('name = "caf\xe9"\n', 'latin1'),
            'package.json': '{"scripts": {"build": "vi',
            'big.py': `x = 1\n${'# filler\n'.repeat(350_000)}`,
        });
        assert.equal(entry, 'app:app');
    });

    it('tells file and line of every manifest and settings file that is half written', async () => {
        const halves: Readonly<Record<string, string>> = {
            'package.json': '{\n "name": "x",\n',
            'composer.json': '{"require": {"a/b": "1",}}',
            'Cargo.toml': '[package\n',
            'pom.xml': '<project>\n<a></b>',
            'web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">\n<PropertyGroup>\n</Proj',
            Pipfile: '[packages\n',
            'environment.yml': 'a: [\n',
            'docker-compose.yml': 'services:\n  a: [\n b\n',
        };
        for (const [file, text] of Object.entries(halves)) {
            await rm(root, { recursive: true, force: true });
            const { told } = await look({ 'index.html': '<h1>hi</h1>', [file]: text, 'src/main.rs': 'fn main() {}', 'server.js': "require('http')", 'index.php': '<?php', 'src/main/java/A.java': 'class A {}' }); // prettier-ignore
            assert.ok(
                told.some((each) => new RegExp(`^workspace/file-malformed ${file}:\\d+$`).test(each)),
                `${file}: ${told.join(', ')}`,
            );
        }
    });

    it('tells what was in the way where nothing else is found', async () => {
        const { projects } = await containerize(quietOperation(), folderFileSource(root));
        assert.deepEqual(projects, []);
        const { told } = await look({ 'Cargo.toml': '[package\n' });
        assert.deepEqual(told, ['workspace/file-malformed Cargo.toml:1']);
    });

    it('takes settings files with comments, and whole ones, for what they are', async () => {
        const { told } = await look({
            'tsconfig.json': '// strict\n{"compilerOptions": {"outDir": "dist",},}',
            'package.json': '{"scripts": {"build": "tsc", "start": "node dist/a.js"}, "dependencies": {"express": "4"}}',
            'src/a.ts': "import e from 'express';\ne().listen(3000);\n",
            'docker-compose.yml': 'services:\n  a: {build: ., ports: ["3000:3000"]}\n',
        });
        assert.deepEqual(told, []);
    });

    it('reads bytes that are no UTF-8 without losing a letter, and tells the line', async () => {
        const list = Buffer.from('flask\n# caf\xe9\ngunicorn\n', 'latin1');
        const { told } = await look({ 'app.py': app, 'requirements.txt': list });
        assert.deepEqual(told, ['workspace/file-encoding requirements.txt:2']);
        const { files } = await containerize(quietOperation(), folderFileSource(root));
        assert.equal(files.find(({ action }) => action === 'edit')?.content, 'flask\n# café\ngunicorn\n');
    });

    it('tells many files that are no UTF-8 in one finding, which names the first', async () => {
        const latin = Buffer.from('# caf\xe9\n', 'latin1');
        await look({ 'app.py': app, 'requirements.txt': 'flask\n', 'b/c.py': latin, 'b/b.py': latin, 'b.py': latin });
        const { projects } = await containerize(quietOperation(), folderFileSource(root));
        const of = projects[0]?.findings.filter(({ code }) => code === 'workspace/file-encoding') ?? [];
        assert.deepEqual([of.length, of[0]?.file, of[0]?.line], [1, 'b.py', 1]);
        assert.match(of[0]?.message ?? '', /^3 files are not UTF-8, the first of them b\.py from line 1 on/);
    });

    it('believes a file that says its encoding', async () => {
        const coded = Buffer.from('# -*- coding: latin-1 -*-\nname = "caf\xe9"\n' + app, 'latin1');
        const { entry, told } = await look({ 'app.py': coded, 'requirements.txt': 'flask\ngunicorn\n' });
        assert.deepEqual([entry, told], ['app:app', []]);
    });

    it('tells that the end of a file of more than a mebibyte is not read', async function () {
        this.timeout(20_000);
        const { told } = await look({ 'app.py': `${app}${'# é\n'.repeat(300_000)}`, 'requirements.txt': 'flask\ngunicorn\n' });
        assert.match(told.join(), /^workspace\/file-large app\.py:\d+$/);
    });

    it('goes on past a folder that it may not look into, and tells it', async () => {
        await chmod(root, 0o755);
        await mkdir(path.join(root, 'closed'));
        await writeFile(path.join(root, 'closed/main.py'), app);
        await chmod(path.join(root, 'closed'), 0);
        // To root nothing is closed: the test looks with the eyes of somebody else.
        const isRoot = process.getuid?.() === 0;
        const files = { 'app.py': app, 'requirements.txt': 'flask\n' };
        for (const [file, content] of Object.entries(files)) {
            await writeFile(path.join(root, file), content);
        }
        if (isRoot) {
            process.seteuid?.(65534);
        }
        try {
            const { entry, told } = await look({});
            assert.equal(entry, 'app:app');
            assert.ok(told.includes('workspace/file-unreadable closed:'), told.join(', '));
        } finally {
            if (isRoot) {
                process.seteuid?.(0);
            }
            await chmod(path.join(root, 'closed'), 0o755);
        }
    });

    it('comes back from links that lead in a circle', async () => {
        await symlink('.', path.join(root, 'self'));
        await symlink('loop.py', path.join(root, 'loop.py'));
        const { entry } = await look({ 'app.py': app, 'requirements.txt': 'flask\n' });
        assert.equal(entry, 'app:app');
    });
});
