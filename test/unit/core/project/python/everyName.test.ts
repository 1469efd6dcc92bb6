import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const app = 'from flask import Flask\napp = Flask(__name__)\n';

/** What every JavaScript object has, and what may be the name of a distribution or of a module all the same. */
for (const name of ['constructor', 'toString', 'valueOf', '__proto__']) {
    const lists = {
        'requirements.txt': `flask\n${name}\n`,
        'environment.yml': `dependencies:\n  - flask\n  - ${name}\n`,
        Pipfile: `[packages]\nflask = "*"\n${name} = "*"\n`,
        'pyproject.toml': `[tool.poetry.dependencies]\nflask = "*"\n${name} = "*"\n`,
    };
    for (const [file, text] of Object.entries(lists)) {
        it(`a distribution may be called ${name}: ${file}`, async () => {
            const [found] = await detectProjects(memoryFileSource({ 'app.py': app, [file]: text }), {});
            assert.equal(found?.profile.framework, 'Flask');
        });
    }
    it(`a module may be called ${name}`, async () => {
        const files = { 'app.py': `import ${name}\n${app}`, 'requirements.txt': 'flask\n' };
        const [found] = await detectProjects(memoryFileSource(files), {});
        assert.equal(found?.profile.framework, 'Flask');
    });
}
