import assert from 'node:assert/strict';
import { quietOperation } from '../../../../src/base/operation';
import { containerize } from '../../../../src/workflows/containerize';
import { memoryFileSource } from '../project/memoryFileSource';

describe('Packages whose setup.py imports pkg_resources', () => {
    const check = (title: string, list: string, expected: 'kept' | 'newest') => {
        it(title, async () => {
            const { files } = await containerize(
                quietOperation(),
                memoryFileSource({
                    'requirements.txt': `flask\ngunicorn\n${list}\n`,
                    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
                }),
            );
            const dockerfile = files.find(({ path }) => path === 'Dockerfile')?.content ?? '';
            assert.match(dockerfile, /pip install -r requirements\.txt/);
            assert.equal(dockerfile.includes("echo 'setuptools<81' > /opt/build-constraint.txt"), expected === 'kept');
            for (const name of ['PIP_CONSTRAINT', 'PIP_BUILD_CONSTRAINT']) {
                assert.equal(dockerfile.includes(`${name}=/opt/build-constraint.txt`), expected === 'kept');
            }
        });
    };
    check('are built with an older setuptools', 'openai-whisper==20231117', 'kept');
    check('whichever release, where none does without', 'fbprophet', 'kept');
    check('are left alone in a release that does without', 'openai-whisper==20250625', 'newest');
    check('are left alone where the newest is taken', 'openai-whisper', 'newest');
    check('are left to a list that says which setuptools there is', 'openai-whisper==20231117\nsetuptools==80.9.0', 'newest');
    check('are not there in most lists', 'requests==2.32.0', 'newest');
});
