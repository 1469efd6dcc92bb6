import { numberField, textField } from '../json';
import type { EngineApi } from './engineApi';
import { RunnerRefusal, type ExecRequest, type ExecSession } from './runner';

/** Runs a command on a terminal inside a container. Throws RunnerRefusal. */
export async function execInContainer(engine: EngineApi, container: string, asked: ExecRequest): Promise<ExecSession> {
    const headers = { 'content-type': 'application/json' };
    const created = await engine.json({
        method: 'POST',
        path: `/containers/${container}/exec`,
        headers,
        body: Buffer.from(
            JSON.stringify({
                AttachStdin: true,
                AttachStdout: true,
                AttachStderr: true,
                Tty: true,
                Cmd: asked.command,
                Env: ['TERM=xterm'],
            }),
        ),
    });
    const id = textField(created.value, 'Id');
    if (id === undefined) {
        throw new RunnerRefusal('start', textField(created.value, 'message') ?? 'The engine made no exec.');
    }
    const terminal = await engine.upgrade({
        method: 'POST',
        path: `/exec/${id}/start`,
        headers,
        body: Buffer.from(JSON.stringify({ Detach: false, Tty: true })),
    });
    const resize = (columns: number, rows: number) => {
        // A size that comes too late for the command is of no interest.
        engine.json({ method: 'POST', path: `/exec/${id}/resize?w=${columns}&h=${rows}` }).catch(() => undefined);
    };
    resize(asked.columns, asked.rows);
    return {
        terminal,
        resize,
        async exitCode() {
            const state = await engine.json({ method: 'GET', path: `/exec/${id}/json` });
            return numberField(state.value, 'ExitCode');
        },
    };
}
