import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { folderFileSource } from '../../../src/adapters/node/folderFileSource';
import { writeProposedFiles } from '../../../src/adapters/node/writeProposedFiles';
import { quietOperation } from '../../../src/base/operation';
import type { Engine, RunningContainer } from '../../../src/ports/engine';
import { buildImage } from '../../../src/workflows/buildImage';
import { containerize } from '../../../src/workflows/containerize';
import { testPrefix } from '../engine/testEngine';
import type { App } from './apps';

const fixtures = path.resolve(__dirname, '../../fixtures/apps');

export interface Answer {
    readonly status: number;
    readonly body: string;
    /** Of the process that was started, by number. */
    readonly user: string;
    readonly buildSeconds: number;
    readonly builder: string;
    readonly sizeBytes: number;
}

/** Makes the project's files, builds, runs and asks it, as a user would who edits nothing. `look` may ask the container more. */
export async function buildAndAsk(
    engine: Engine,
    app: App,
    look?: (container: RunningContainer, folder: string) => Promise<void>,
): Promise<Answer> {
    const op = quietOperation();
    const folder = await mkdtemp(path.join(tmpdir(), `slipway-app-${app.name}-`));
    const tag = `${testPrefix}/app-${app.name}:${process.pid.toString()}`;
    let container: RunningContainer | undefined;
    try {
        await cp(path.join(fixtures, app.name), folder, { recursive: true });
        const { projects, files } = await containerize(op, folderFileSource(folder), {
            ...(app.overrides !== undefined && { overrides: app.overrides }),
            ...(app.recipe !== undefined && { recipe: app.recipe }),
        });
        await writeProposedFiles(op, folder, files);
        const lines: string[] = [];
        const built = await buildImage(
            op,
            { engine, contexts: createContextReader() },
            {
                folder,
                dockerfile: files.find((file) => /(^|\/)Dockerfile$/.test(file.path))?.path ?? 'Dockerfile',
                tags: [tag],
                ...(app.builder !== undefined && { builder: app.builder }),
            },
            (event) => event.kind === 'log' && lines.push(event.line),
        ).catch((error: unknown) => {
            throw new Error(`${app.name} is not built: ${String(error)}\n${lines.slice(-30).join('\n')}`, { cause: error });
        });
        if (built.kind === 'ask') {
            throw new Error(`${app.name}: the build asks about ${built.question}`);
        }
        const port = app.fixedPort ?? (projects[0]?.port ?? 0) + 1111;
        container = await engine.run(op, {
            image: tag,
            env: { PORT: port.toString(), ...app.env },
            labels: { 'slipway.test': testPrefix },
            ports: [port, ...(app.extraPorts ?? [])].map((containerPort) => ({ containerPort, hostPort: 0 })),
            memoryBytes: 1_000_000_000,
        });
        const answer = await ask(engine, container, app, port);
        const user = await engine.exec(op, container.id, ['sh', '-c', 'cat /proc/1/status']);
        await look?.(container, folder);
        return {
            ...answer,
            user: /^Uid:\s+(\d+)/m.exec(user.stdout)?.[1] ?? user.stderr,
            buildSeconds: built.image.durationMs / 1000,
            builder: built.image.builder,
            sizeBytes: built.image.sizeBytes,
        };
    } finally {
        if (container !== undefined) {
            await engine.removeContainer(op, container.id).catch(() => undefined);
        }
        await engine.removeImage(op, tag).catch(() => undefined);
        await rm(folder, { recursive: true, force: true });
    }
}

/** Asks until there is an answer, or the container has ended, or a minute has passed. */
async function ask(engine: Engine, container: RunningContainer, app: App, port: number): Promise<{ status: number; body: string }> {
    const op = quietOperation();
    const url = `http://127.0.0.1:${(container.ports.find((each) => each.containerPort === port)?.hostPort ?? 0).toString()}${app.path ?? '/'}`;
    let last = '';
    for (let tries = 0; tries < 120; tries++) {
        try {
            const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
            return { status: response.status, body: await response.text() };
        } catch (error) {
            last = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
        }
        const state = await engine.container(op, container.id);
        if (state?.state !== 'running') {
            last = `the container has ended with ${String(state?.exitCode)}`;
            break;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const lines: string[] = [];
    await engine.logs(op, container.id, { follow: 'stop', tail: 30 }, (line) => lines.push(line));
    throw new Error(`${app.name} does not answer at ${url}: ${last}\n${lines.join('\n')}`);
}
