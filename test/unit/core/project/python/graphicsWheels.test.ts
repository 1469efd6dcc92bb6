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
    check(
        'is said of an extra that brings it',
        'flask\ngunicorn\ntransformers[torch]\n',
        `${index}\nflask\ngunicorn\ntransformers[torch]\n`,
    );
    check('is not said of a list without it', 'flask\ngunicorn\n', undefined);
});

describe('what comes with PyTorch', () => {
    const imports = 'import torch\nimport numpy\nfrom flask import Flask\napp = Flask(__name__)\n';
    for (const [list, more] of [
        ['sentence-transformers', 'import transformers\nimport sklearn\n'],
        ['ultralytics', 'import torchvision\nimport cv2\nfrom PIL import Image\n'],
        ['torchvision', 'from PIL import Image\n'],
        ['transformers[torch]', 'import accelerate\n'],
        ['accelerate', 'import psutil\n'],
        ['easyocr', 'import cv2\nfrom PIL import Image\n'],
        ['timm', 'import torchvision\n'],
    ] as const) {
        it(`is not lacking beside ${list}`, async () => {
            const files = { 'app.py': more + imports, 'requirements.txt': `flask\ngunicorn\n${list}\n` };
            const [found] = await detectProjects(memoryFileSource(files), {});
            const lacking = found?.profile.findings.filter(({ code }) => code === 'requirements/import-missing');
            assert.deepEqual(
                lacking?.map(({ message }) => message),
                [],
            );
        });
    }

    it('needs the libraries of a desktop where OpenCV is the one that draws windows', async () => {
        const files = { 'app.py': imports, 'requirements.txt': 'flask\ngunicorn\nultralytics\n' };
        const [found] = await detectProjects(memoryFileSource(files), {});
        const blueprint = found?.detection.blueprint;
        assert.deepEqual(blueprint?.stack === 'python' ? blueprint.systemPackages : undefined, ['libgl1', 'libglib2.0-0']);
    });
});
