import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folderFileSource } from '../../src/adapters/node/folderFileSource';
import { quietOperation } from '../../src/base/operation';
import { containerize } from '../../src/workflows/containerize';
import { median } from './median';
import type { Bench } from './row';

const budgetMs = 150;
const files = 50_000;
const own = 400;
const rounds = 15;

/** Detection on a folder of 50,000 files with node_modules and .venv, against `git ls-files` and reading what it names, taken in turns. */
export const bench: Bench = {
    title: 'Detection',
    run: async () => {
        const root = await mkdtemp(path.join(tmpdir(), 'slipway-bench-'));
        try {
            await fill(root);
            execFileSync('git', ['init', '-q', root]);
            execFileSync('git', ['-C', root, 'add', '.'], { stdio: 'ignore' });
            const detections: number[] = [];
            const others: number[] = [];
            for (let round = 0; round < rounds; round++) {
                detections.push(await timed(() => detect(root)));
                others.push(await timed(() => listAndRead(root)));
            }
            const [detection, other] = [median(detections), median(others)];
            return {
                rows: [
                    { name: `A folder of ${files} files, warm, median of ${rounds}`, value: detection, unit: 'ms', goal: budgetMs },
                    { name: 'git ls-files and reading what it names', value: other, unit: 'ms' },
                    { name: 'The first against the second', value: detection / other, unit: '×', goal: 1 },
                ],
            };
        } finally {
            await rm(root, { recursive: true, force: true });
        }
    },
};

async function detect(root: string): Promise<void> {
    const { projects } = await containerize(quietOperation(), folderFileSource(root));
    if (projects[0]?.entry !== 'app:app') {
        throw new Error(`detection found ${String(projects[0]?.entry)}`);
    }
}

async function listAndRead(root: string): Promise<void> {
    const listed = execFileSync('git', ['-C', root, 'ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
    await Promise.all(listed.map((file) => readFile(path.join(root, file))));
}

async function timed(work: () => Promise<void>): Promise<number> {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
}

async function fill(root: string): Promise<void> {
    await write(root, 'app.py', 'from flask import Flask\nimport module_1\n\napp = Flask(__name__)\n');
    await write(root, 'requirements.txt', 'flask\ngunicorn\n');
    await write(root, '.gitignore', 'node_modules/\n.venv/\n');
    await write(root, '.venv/pyvenv.cfg', 'home = /usr/bin\n');
    for (let at = 0; at < own; at += 100) {
        await Promise.all(
            Array.from({ length: 100 }, (_, next) =>
                write(root, `package_${at / 100}/module_${at + next}.py`, `import os\n\n\ndef run():\n    return os.getpid()\n`),
            ),
        );
    }
    const others = files - own - 4;
    for (let at = 0; at < others; at += 500) {
        const place = at < others / 2 ? `node_modules/package-${at}` : `.venv/lib/python3.13/site-packages/package_${at}`;
        await Promise.all(Array.from({ length: Math.min(500, others - at) }, (_, next) => write(root, `${place}/file${next}.js`, '')));
    }
}

const made = new Set<string>();

async function write(root: string, file: string, text: string): Promise<void> {
    const folder = path.dirname(path.join(root, file));
    if (!made.has(folder)) {
        await mkdir(folder, { recursive: true });
        made.add(folder);
    }
    await writeFile(path.join(root, file), text);
}
