import { numberField, textField } from '../json';
import type { EngineApi } from './engineApi';
import { ownerLabel } from './owner';
import { RunnerRefusal, type ExecRequest, type ExecSession } from './runner';

/** Images with a shell and some tools, of which the first that is on the engine is taken: nothing is pulled. Azure brings one of its own. */
const images = ['python:3.13-slim', 'python:3.11-slim', 'node:22-slim', 'alpine', 'busybox', 'debian:13-slim', 'debian:12-slim'];

/** A shell in an image of its own that sees the processes and the network of a container, as Container Apps' debug console does. Throws RunnerRefusal. */
export async function debugBeside(engine: EngineApi, container: string, owner: string, asked: ExecRequest): Promise<ExecSession> {
    const created = await engine.json({
        method: 'POST',
        path: '/containers/create',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(
            JSON.stringify({
                Image: await imageOf(engine),
                Entrypoint: asked.command,
                Cmd: [],
                Env: ['TERM=xterm'],
                Tty: true,
                OpenStdin: true,
                StdinOnce: true,
                AttachStdin: true,
                AttachStdout: true,
                AttachStderr: true,
                Labels: { [ownerLabel]: owner },
                HostConfig: {
                    PidMode: `container:${container}`,
                    NetworkMode: `container:${container}`,
                    Privileged: false,
                    Binds: [],
                    AutoRemove: true,
                    LogConfig: { Type: 'none' },
                },
            }),
        ),
    });
    const id = textField(created.value, 'Id');
    if (id === undefined) {
        throw new RunnerRefusal('start', textField(created.value, 'message') ?? 'The engine made no debug container.');
    }
    const remove = () => void engine.json({ method: 'DELETE', path: `/containers/${id}?force=1` }).catch(() => undefined);
    try {
        const terminal = await engine.upgrade({
            method: 'POST',
            path: `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`,
            headers: { 'content-type': 'application/json' },
            body: Buffer.alloc(0),
        });
        const started = await engine.json({ method: 'POST', path: `/containers/${id}/start` });
        if (started.status >= 300) {
            throw new RunnerRefusal('start', textField(started.value, 'message') ?? 'The debug container did not start.');
        }
        terminal.on('close', remove);
        const resize = (columns: number, rows: number) => {
            engine.json({ method: 'POST', path: `/containers/${id}/resize?w=${columns}&h=${rows}` }).catch(() => undefined);
        };
        resize(asked.columns, asked.rows);
        return {
            terminal,
            resize,
            async exitCode() {
                const state = await engine.json({ method: 'GET', path: `/containers/${id}/json` });
                return numberField(state.value, 'State', 'ExitCode');
            },
        };
    } catch (error) {
        remove();
        throw error;
    }
}

async function imageOf(engine: EngineApi): Promise<string> {
    for (const image of images) {
        const found = await engine.json({ method: 'GET', path: `/images/${encodeURIComponent(image)}/json` });
        if (found.status === 200) {
            return image;
        }
    }
    throw new RunnerRefusal('notFound', `The debug console needs an image with a shell on the engine, such as ${images[0] ?? ''}.`);
}
