import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import { filesOfProject } from '../../../src/views/filesOfProject';
import { containerize } from '../../../src/workflows/containerize';
import { memoryFileSource } from '../core/project/memoryFileSource';

const app = 'from flask import Flask\napp = Flask(__name__)\n';
const two = { 'shop/app.py': app, 'shop/requirements.txt': 'flask\n', 'api/app.py': app, 'api/requirements.txt': 'flask\n' };

async function of(folder: string, files: Readonly<Record<string, string>>, compose: 'compose' | 'none'): Promise<string[]> {
    const found = await containerize(quietOperation(), memoryFileSource(files), { compose });
    const project = found.projects.find((each) => each.folder === folder);
    assert.ok(project);
    return filesOfProject(found, project)
        .filter(({ action }) => action !== 'keep')
        .map(({ path, action }) => `${action} ${path}`)
        .sort();
}

describe('The files of one project', () => {
    it('are its own', async () => {
        assert.deepEqual(await of('shop', two, 'none'), [
            'create shop/.dockerignore',
            'create shop/Dockerfile',
            'edit shop/requirements.txt',
        ]);
    });

    it('leave out those of a project inside it', async () => {
        const files = {
            'app.py': app,
            'requirements.txt': 'flask\ngunicorn\n',
            'api/app.py': app,
            'api/requirements.txt': 'flask\ngunicorn\n',
        };
        assert.deepEqual(await of('', files, 'none'), ['create .dockerignore', 'create Dockerfile']);
    });

    it('come with what a compose file builds, and not with changes of what others have', async () => {
        assert.deepEqual(await of('shop', two, 'compose'), [
            'create api/.dockerignore',
            'create api/Dockerfile',
            'create compose.yaml',
            'create shop/.dockerignore',
            'create shop/Dockerfile',
            'edit shop/requirements.txt',
        ]);
    });
});
