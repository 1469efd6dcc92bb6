import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

/** The list that the fix makes of one; undefined where nothing is said. */
function check(title: string, list: string, expected: string | undefined): void {
    it(title, async () => {
        const app = 'import torch\nfrom flask import Flask\napp = Flask(__name__)\n';
        const [found] = await detectProjects(memoryFileSource({ 'app.py': app, 'requirements.txt': list }), {});
        const finding = found?.profile.findings.find(({ code }) => code === 'requirements/graphics-card');
        assert.equal(finding?.fix?.content, expected);
    });
}

describe('PyTorch with libraries for a graphics card', () => {
    const index = '--extra-index-url https://download.pytorch.org/whl/cpu';
    check('is said where it is asked for', 'flask\ngunicorn\ntorch==2.6.0\n', `${index}\nflask\ngunicorn\ntorch==2.6.0\n`);
    check(
        'is said where something else brings it, in lines that end as the others do',
        'flask\r\ngunicorn\r\nsentence-transformers\r\n',
        `${index}\r\nflask\r\ngunicorn\r\nsentence-transformers\r\n`,
    );
    check('is not said of a list that names an index', '-i https://example.com/simple\nflask\ngunicorn\ntorch\n', undefined);
    check('is not said of a build without them', 'flask\ngunicorn\ntorch==2.6.0+cpu\n', undefined);
    check('is not said of a list without it', 'flask\ngunicorn\n', undefined);
});
