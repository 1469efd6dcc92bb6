import type { ClientChannel } from 'ssh2';
import { Cancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ExecResult } from '../../core/diagnose/checkResult';
import type { ExecOptions } from '../../ports/ssh';
import { boundedText } from './boundedText';
import type { SshConnection } from './connectSsh';
import { explainSshError, reasonOf, sshFailure } from './failures';

export const defaultTimeoutMs = 30_000;
export const defaultMaxBytes = 256 * 1024;

/** Runs one command on a channel of its own. What exceeds time or size closes the channel: the container is not asked to behave. */
export async function execChannel(
    op: Operation,
    connection: SshConnection,
    names: { readonly name: string; readonly username: string },
    command: string,
    options: ExecOptions,
): Promise<ExecResult> {
    const started = performance.now();
    const { channel, exit } = await openChannel(connection, names, command);
    const stdout = boundedText(options.maxBytes ?? defaultMaxBytes);
    const stderr = boundedText(options.maxBytes ?? defaultMaxBytes);
    return await new Promise<ExecResult>((done, failed) => {
        let settled = false;
        const settle = (finish: () => void) => {
            if (settled) {
                return;
            }
            settled = true;
            clearTimeout(timer);
            op.signal.removeEventListener('abort', stop);
            channel.close();
            finish();
        };
        const finish = (ended: ExecResult['ended']) =>
            settle(() =>
                done({
                    exitCode: ended === 'exited' ? exit.code : undefined,
                    stdout: stdout.text,
                    stderr: stderr.text,
                    ended,
                    durationMs: performance.now() - started,
                }),
            );
        const timer = setTimeout(() => finish('timed-out'), options.timeoutMs ?? defaultTimeoutMs);
        const stop = () => settle(() => failed(new Cancelled()));
        op.signal.addEventListener('abort', stop, { once: true });
        const take = (sink: typeof stdout, name: 'stdout' | 'stderr') => (chunk: Buffer) => {
            if (settled) {
                return;
            }
            const text = sink.add(chunk);
            if (text !== '') {
                options.onOutput?.(text, name);
            }
            if (sink.full) {
                finish('too-much-output');
            }
        };
        channel.on('data', take(stdout, 'stdout'));
        channel.stderr.on('data', take(stderr, 'stderr'));
        channel.on('error', () => undefined);
        channel.stdin.on('error', () => undefined);
        const lost = (cause: unknown) =>
            settle(() => failed(sshFailure('ssh/connection-lost', { name: names.name, reason: reasonOf(cause) }, cause)));
        void exit.closed.then(() => {
            if (exit.code === undefined) {
                lost(new Error('The session ended without an exit code'));
            } else {
                finish('exited');
            }
        });
        void connection.closed.then(lost);
        channel.end(options.stdin ?? '');
        if (op.signal.aborted) {
            stop();
        }
    });
}

interface Exit {
    code: number | undefined;
    readonly closed: Promise<void>;
}

async function openChannel(
    connection: SshConnection,
    names: { readonly name: string; readonly username: string },
    command: string,
): Promise<{ readonly channel: ClientChannel; readonly exit: Exit }> {
    return await new Promise((opened, failed) => {
        const fail = (error: unknown) => failed(explainSshError(error, names));
        // The callback never comes when the connection dies first.
        void connection.closed.then(fail);
        try {
            connection.client.exec(command, (error, channel) => {
                if (error !== undefined) {
                    fail(error);
                    return;
                }
                // Here and not after an await: a short command's exit code is in the same packet as the answer to exec.
                const exit: Exit = { code: undefined, closed: new Promise((settle) => channel.once('close', settle)) };
                channel.on('exit', (code: unknown) => {
                    // A command that a signal ended has no code.
                    exit.code = typeof code === 'number' ? code : 128;
                });
                channel.on('error', () => undefined);
                opened({ channel, exit });
            });
        } catch (error) {
            fail(error);
        }
    });
}
