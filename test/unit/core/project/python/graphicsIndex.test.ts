import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import { containerize } from '../../../../../src/workflows/containerize';
import { memoryFileSource } from '../memoryFileSource';

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
