import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { containerize } from '../../../../../src/workflows/containerize';
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

const app = 'from flask import Flask\napp = Flask(__name__)\n';

async function told(files: Readonly<Record<string, string>>) {
    const { projects } = await containerize(quietOperation(), memoryFileSource({ 'app.py': app, ...files }));
    return (projects[0]?.findings ?? [])
        .filter(({ code }) => code === 'requirements/graphics-card')
        .map(({ file, line, fix }) => ({ place: `${file ?? ''}:${line?.toString() ?? ''}`, fixed: fix?.content }));
}

const index = '--extra-index-url https://download.pytorch.org/whl/cpu\n';

describe('PyTorch from the Python index', () => {
    it('is told with its size, and a fix that takes it without the libraries of a graphics card', async () => {
        const cases: readonly (readonly [list: string, line: number, fixed: string])[] = [
            ['flask\ngunicorn\ntorch\n', 3, `${index}flask\ngunicorn\ntorch\n`],
            ['# The app\nflask\ngunicorn\ntorch==2.3.0', 4, `# The app\n${index}flask\ngunicorn\ntorch==2.3.0`],
            ['flask\ngunicorn\nsentence-transformers>=3\n', 3, `${index}flask\ngunicorn\nsentence-transformers>=3\n`],
            ['flask\r\ngunicorn\r\nultralytics\r\n', 3, `${index.trimEnd()}\r\nflask\r\ngunicorn\r\nultralytics\r\n`],
        ];
        for (const [list, line, fixed] of cases) {
            assert.deepEqual(await told({ 'requirements.txt': list }), [{ place: `requirements.txt:${line.toString()}`, fixed }]);
        }
    });

    it('is told in the file that asks for it', async () => {
        const found = await told({ 'requirements.txt': 'flask\ngunicorn\n-r models.txt\n', 'models.txt': 'torch\n' });
        assert.deepEqual(found, [{ place: 'models.txt:1', fixed: `${index}torch\n` }]);
    });

    it('is told without a fix where another manager reads the list', async () => {
        const found = await told({
            'pyproject.toml': '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask", "gunicorn", "torch"]\n',
        });
        assert.deepEqual(found, [{ place: 'pyproject.toml:4', fixed: undefined }]);
    });

    it('is not told where the list decides which build there is, or asks for none', async () => {
        const lists = [
            'flask\ngunicorn\n',
            `${index}flask\ngunicorn\ntorch\n`,
            '-f https://download.pytorch.org/whl/torch_stable.html\nflask\ngunicorn\ntorch==2.0.0+cpu\n',
            '--index-url https://packages.example/simple\nflask\ngunicorn\ntorch\n',
            'flask\ngunicorn\ntorch @ https://download.pytorch.org/whl/cpu/torch-2.3.0%2Bcpu-cp311-cp311-linux_x86_64.whl\n',
            "flask\ngunicorn\ntorch; sys_platform == 'darwin'\n",
        ];
        for (const list of lists) {
            assert.deepEqual(await told({ 'requirements.txt': list }), [], list);
        }
    });
});
