import type { Duplex } from 'node:stream';
import type { Operation } from '../../base/operation';
import type { EngineTerminal } from '../../ports/engine';
import { call, type Connection } from './connection';

/** A command with a terminal of its own in a container; `op` ends the connection, which the command sees as a hang-up. */
export async function openTerminal(
    connection: Connection,
    op: Operation,
    id: string,
    command: readonly string[],
    onBytes: (bytes: Uint8Array) => void,
): Promise<EngineTerminal> {
    return call(connection, op, `open a terminal in the container ${id}`, async (docker) => {
        const exec = await docker.getContainer(id).exec({
            Cmd: [...command],
            AttachStdin: true,
            AttachStdout: true,
            AttachStderr: true,
            Tty: true,
            Env: ['TERM=xterm-256color'],
        });
        const stream: Duplex = await exec.start({ hijack: true, stdin: true, Tty: true });
        const hangUp = () => stream.destroy();
        op.signal.addEventListener('abort', hangUp, { once: true });
        const ended = new Promise<void>((resolve) => {
            stream.once('close', () => {
                op.signal.removeEventListener('abort', hangUp);
                resolve();
            });
        });
        // The end of the command, and every way in which the connection can break, come out as `ended`.
        stream.on('error', hangUp);
        stream.on('end', hangUp);
        stream.on('data', onBytes);
        return {
            write: (text) => void stream.write(text),
            resize: async (columns, rows) => {
                await exec.resize({ w: columns, h: rows });
            },
            ended,
        };
    });
}
