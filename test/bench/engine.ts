import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createContextReader } from '../../src/adapters/context/contextReader';
import { findBuildx } from '../../src/adapters/docker/findBuildx';
import { openEngine, thisEnvironment } from '../../src/adapters/docker/openEngine';
import { quietOperation } from '../../src/base/operation';
import type { BuildRequest, Engine } from '../../src/ports/engine';
import { pushImage } from '../../src/workflows/pushImage';
import { fetchBuildx } from '../contract/engine/buildxEngine';
import { testPrefix } from '../contract/engine/testEngine';
import { median } from './median';
import type { Bench, Row } from './row';

const rounds = 5;
const op = quietOperation();
const run = promisify(execFile);

/**
 * Finding the engine, building again and pushing, each against the Docker CLI on the same engine, in turn, medians. Needs an engine, the docker command, a
 * buildx plugin (fetched where there is none) and docker-registry.
 */
export const bench: Bench = {
    title: 'The engine',
    run: async () => {
        const environment = await withBuildx();
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
        const made: string[] = [];
        const { engine } = await openEngine(op, { environment });
        try {
            return {
                rows: [...(await find()), ...(await rebuild(engine, folder, environment.env, made)), ...(await push(engine, folder, made))],
            };
        } finally {
            for (const reference of made) {
                await engine.removeImage(op, reference).catch(() => undefined);
            }
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

async function withBuildx() {
    const environment = thisEnvironment();
    const found = await findBuildx(op, environment);
    return found?.progress === 'rawjson' ? environment : { ...environment, env: { ...environment.env, DOCKER_CONFIG: fetchBuildx() } };
}

async function find(): Promise<readonly Row[]> {
    const taken: number[] = [];
    for (let round = 0; round < 20; round++) {
        taken.push(await timed(() => openEngine(op, { environment: thisEnvironment() })));
    }
    return [
        { name: 'Finding the engine, the first time in a process', value: taken[0] ?? Number.NaN, unit: 'ms', goal: 20 },
        { name: 'Finding the engine, median of 20', value: median(taken), unit: 'ms', goal: 20 },
    ];
}

/** 2,700 files and 37 MB, as a project without its packages has. */
async function rebuild(
    engine: Engine,
    folder: string,
    env: Readonly<Record<string, string | undefined>>,
    made: string[],
): Promise<readonly Row[]> {
    const root = path.join(folder, 'project');
    const content = randomBytes(13_700);
    for (let index = 0; index < 2_700; index++) {
        const place = path.join(root, 'src', `d${String(index % 135)}`);
        mkdirSync(place, { recursive: true });
        writeFileSync(path.join(place, `file-${String(index)}.js`), content);
    }
    writeFileSync(path.join(root, 'Dockerfile'), 'FROM scratch\nCOPY src /src\nLABEL slipway.bench=1\n');
    const tag = `${testPrefix}/bench:${String(process.pid)}`;
    made.push(tag);
    const ours = (builder: NonNullable<BuildRequest['builder']>) => async () => {
        const context = await createContextReader().scan(op, { root, dockerfile: 'Dockerfile' });
        await engine.build(op, { context, tags: [tag], platform: 'linux/amd64', builder }, () => undefined);
    };
    // Called as the CLI calls it, which is not always there to do so in this version.
    const { file } = (await findBuildx(op, { ...thisEnvironment(), env })) ?? { file: 'docker-buildx' };
    const theirs = async () => {
        await run(file, ['build', '--quiet', '--provenance=false', '--platform', 'linux/amd64', '-t', tag, root], {
            env: { ...process.env, ...env },
        });
    };
    const ways = [
        ['docker buildx build', theirs],
        ['Slipway, the path it takes', ours('auto')],
        ["Slipway, the engine's API", ours('api')],
    ] as const;
    for (const [, build] of ways) {
        await build();
    }
    const rows: Row[] = [];
    for (const [title, prepare] of [
        ['No-change rebuild', () => undefined],
        ['One-file rebuild', () => writeFileSync(path.join(root, 'src/d7/file-7.js'), randomBytes(13_700))],
    ] as const) {
        const taken = ways.map((): number[] => []);
        for (let round = 0; round < rounds; round++) {
            for (const [index, [, build]] of ways.entries()) {
                prepare();
                taken[index]?.push(await timed(build));
            }
        }
        const [base = Number.NaN, auto = Number.NaN, api = Number.NaN] = taken.map(median);
        rows.push(
            { name: `${title}: docker buildx build`, value: base, unit: 'ms' },
            { name: `${title}: Slipway, by buildx`, value: auto, unit: 'ms' },
            { name: `${title}: ratio`, value: auto / base, unit: '×', goal: 1.2 },
            { name: `${title}: ratio of the plain API path`, value: api / base, unit: '×' },
        );
    }
    return rows;
}

/** A layer of 40 MB that no registry has, pushed to a registry on this machine. */
async function push(engine: Engine, folder: string, made: string[]): Promise<readonly Row[]> {
    const registry = await startRegistry(folder);
    const root = path.join(folder, 'layer');
    mkdirSync(root);
    try {
        const ours: number[] = [];
        const theirs: number[] = [];
        for (let round = 0; round < rounds * 2; round++) {
            writeFileSync(path.join(root, 'content'), randomBytes(40_000_000));
            writeFileSync(path.join(root, 'Dockerfile'), 'FROM scratch\nCOPY content /content\n');
            const reference = `${registry.host}/bench/app:${String(round)}`;
            made.push(reference);
            const context = await createContextReader().scan(op, { root, dockerfile: 'Dockerfile' });
            await engine.build(op, { context, tags: [reference], platform: 'linux/amd64', builder: 'api' }, () => undefined);
            if (round % 2 === 0) {
                theirs.push(await timed(() => run('docker', ['push', '--quiet', reference])));
            } else {
                const login = { kind: 'anonymous' as const, server: registry.host };
                ours.push(
                    await timed(() =>
                        pushImage(op, engine, { image: reference, reference, login, platform: 'linux/amd64' }, () => undefined),
                    ),
                );
            }
        }
        return [
            { name: 'Push of 40 MB: docker push', value: median(theirs), unit: 'ms' },
            { name: 'Push of 40 MB: Slipway', value: median(ours), unit: 'ms' },
            { name: 'Push of 40 MB: ratio', value: median(ours) / median(theirs), unit: '×', goal: 1.1 },
        ];
    } finally {
        await registry.stop();
    }
}

async function startRegistry(folder: string): Promise<{ readonly host: string; stop(): Promise<void> }> {
    const port = await freePort();
    const config = path.join(folder, 'registry.yml');
    writeFileSync(
        config,
        `version: 0.1\nlog: { level: error, accesslog: { disabled: true } }\nstorage: { filesystem: { rootdirectory: ${folder}/registry } }\nhttp: { addr: '127.0.0.1:${String(port)}', secret: bench }\n`,
    );
    const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const url = `http://127.0.0.1:${String(port)}/v2/`;
    const answers = () =>
        fetch(url).then(
            ({ ok }) => ok,
            () => false,
        );
    for (let tries = 0; !(await answers()); tries++) {
        if (tries > 100 || child.exitCode !== null) {
            throw new Error('docker-registry did not start');
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return {
        host: `127.0.0.1:${String(port)}`,
        stop: async () => {
            child.kill();
            await ended;
        },
    };
}

async function freePort(): Promise<number> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work();
    return performance.now() - began;
}
