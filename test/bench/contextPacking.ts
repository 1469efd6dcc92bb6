import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { finished } from 'node:stream/promises';
import { buildSync } from 'esbuild';
import { createContextReader } from '../../src/adapters/context/contextReader';
import { ArchiveBody } from '../../src/adapters/docker/archiveBody';
import { quietOperation } from '../../src/base/operation';
import { median } from './median';

interface Row {
    readonly name: string;
    readonly value: number;
    readonly unit: 'ms' | 'MB' | '×';
    readonly goal?: number;
}

const rounds = 5;
const ignored = 'node_modules\n.venv\n.git\n';

/**
 * 50,000 files and 500 MB, sent by us and by the Docker CLI's classic client to an engine that only reads: scan, pack and send, in turn, medians. Needs the
 * docker command.
 */
export const bench = {
    title: 'Context packing',
    run: async (): Promise<{ readonly rows: readonly Row[] }> => {
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
        const sink = await startSink(path.join(folder, 'sink.sock'));
        try {
            const project = path.join(folder, 'project');
            writeProject(project);
            const packer = path.join(folder, 'packer.js');
            buildSync({
                entryPoints: [path.resolve(__dirname, '../../src/worker/packer.ts')],
                outfile: packer,
                bundle: true,
                platform: 'node',
                format: 'cjs',
                logLevel: 'error',
            });
            const rows: Row[] = [];
            for (const [title, rules, goal] of [
                ['nothing ignored', '', 0.5],
                ['node_modules, .venv and .git ignored', ignored, 0.3],
            ] as const) {
                writeFileSync(path.join(project, '.dockerignore'), rules);
                const ours: Sent[] = [];
                const theirs: Taken[] = [];
                for (let round = 0; round < rounds; round++) {
                    theirs.push(await sendWithCli(project, sink.path));
                    ours.push(await sendOurselves(project, sink.path, packer));
                }
                const of = (taken: readonly Taken[], what: keyof Taken) => median(taken.map((each) => each[what]));
                rows.push(
                    { name: `${title}: Slipway`, value: of(ours, 'ms'), unit: 'ms' },
                    { name: `${title}: docker, classic client`, value: of(theirs, 'ms'), unit: 'ms' },
                    { name: `${title}: ratio`, value: of(ours, 'ms') / of(theirs, 'ms'), unit: '×', goal },
                    { name: `${title}: ratio of busy time`, value: of(ours, 'busyMs') / of(theirs, 'busyMs'), unit: '×' },
                    {
                        name: `${title}: memory over the baseline`,
                        value: Math.max(...ours.map((sent) => sent.extraMB)),
                        unit: 'MB',
                        goal: 100,
                    },
                    { name: `${title}: event loop held up`, value: median(ours.map((sent) => sent.blockedMs)), unit: 'ms', goal: 80 },
                );
            }
            return { rows };
        } finally {
            await sink.stop();
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

interface Sent extends Taken {
    readonly extraMB: number;
    readonly blockedMs: number;
}

/** `busyMs` is the sender's own time, which a loaded machine does not lengthen. */
interface Taken {
    readonly ms: number;
    readonly busyMs: number;
}

async function sendOurselves(root: string, socketPath: string, packer: string): Promise<Sent> {
    const op = quietOperation();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const baseline = process.memoryUsage().rss;
    let peak = baseline;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    delay.enable();
    const began = performance.now();
    const cpu = process.cpuUsage();
    try {
        const context = await createContextReader({ packer: { file: packer } }).scan(op, { root, dockerfile: 'Dockerfile' });
        const request = http.request({ socketPath, path: '/build', method: 'POST', agent: false });
        const answered = new Promise<void>((resolve, reject) => {
            request.on('error', reject);
            request.on('response', (response) => void finished(response.resume()).then(resolve, reject));
        });
        new ArchiveBody(context.pack(op, { compression: 'none' })).pipe(request);
        await answered;
    } finally {
        clearInterval(watch);
        delay.disable();
    }
    const { user, system } = process.cpuUsage(cpu);
    return {
        ms: performance.now() - began,
        busyMs: (user + system) / 1000,
        extraMB: (peak - baseline) / 1e6,
        blockedMs: Math.max(0, delay.max / 1e6 - 5),
    };
}

function sendWithCli(root: string, socketPath: string): Promise<Taken> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
        execFile(
            'bash',
            ['-c', 'TIMEFORMAT=\'busy %U %S\'; time docker build --quiet "$0"', root],
            { env: { ...process.env, DOCKER_BUILDKIT: '0', DOCKER_HOST: `unix://${socketPath}`, DOCKER_CONTEXT: '', LC_ALL: 'C' } },
            (error, _stdout, stderr) => {
                if (error !== null) {
                    reject(new Error(stderr, { cause: error }));
                    return;
                }
                const [, user = '', system = ''] = /busy (\S+) (\S+)/.exec(stderr) ?? [];
                resolve({ ms: performance.now() - began, busyMs: (Number(user) + Number(system)) * 1000 });
            },
        );
    });
}

/** An engine that reads everything and says that it was built, in a process of its own: the reading must not count against us. */
const sinkScript = `
const http = require('node:http');
http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json', 'api-version': '1.41', ostype: 'linux', 'builder-version': '1' });
        const built = JSON.stringify({ aux: { ID: 'sha256:00' } }) + String.fromCharCode(10);
        response.end(request.url.includes('/build') ? built : request.url.endsWith('/_ping') ? 'OK' : '{}');
    });
}).listen(process.argv[1], () => process.send('listening'));
`;

async function startSink(socketPath: string): Promise<{ readonly path: string; stop(): Promise<void> }> {
    const child = spawn(process.execPath, ['-e', sinkScript, socketPath], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await new Promise((resolve) => child.once('message', resolve));
    return {
        path: socketPath,
        stop: async () => {
            const ended = new Promise((resolve) => child.once('exit', resolve));
            child.kill();
            await ended;
        },
    };
}

/** Much in node_modules, .venv and .git, as in life: 2,700 files and 37 MB are the project's own. */
function writeProject(root: string): void {
    const content = Buffer.alloc(64 * 1024, 'slipway ');
    const fill = (folder: string, files: number, bytes: number, perFolder: number) => {
        for (let index = 0; index < files; index++) {
            const place = path.join(
                root,
                folder,
                `d${String(Math.floor(index / perFolder) % 40)}`,
                `e${String(Math.floor(index / perFolder))}`,
            );
            if (index % perFolder === 0) {
                mkdirSync(place, { recursive: true });
            }
            writeFileSync(path.join(place, `file-${String(index)}.js`), content.subarray(0, bytes));
        }
    };
    fill('src', 2_700, 13_700, 20);
    fill('node_modules', 34_000, 8_000, 8);
    fill('.venv/lib', 12_000, 14_000, 10);
    fill('.git/objects', 1_300, 16_000, 5);
    writeFileSync(path.join(root, 'Dockerfile'), 'FROM scratch\nCOPY src /src\n');
}
