import { StringDecoder } from 'node:string_decoder';
import type { ClientChannel } from 'ssh2';
import type { InteractiveShell, TerminalSize } from '../../ports/ssh';
import type { SshConnection } from './connectSsh';
import { explainSshError } from './failures';

/** A login shell on a pseudo-terminal. */
export async function shellChannel(
    connection: SshConnection,
    names: { readonly name: string; readonly username: string },
    size: TerminalSize,
): Promise<InteractiveShell> {
    const channel = await new Promise<ClientChannel>((opened, failed) => {
        const fail = (error: unknown) => failed(explainSshError(error, names));
        void connection.closed.then(fail);
        try {
            connection.client.shell({ term: 'xterm-256color', cols: size.columns, rows: size.rows }, (error, made) =>
                error === undefined ? opened(made) : fail(error),
            );
        } catch (error) {
            fail(error);
        }
    });
    const decoder = new StringDecoder('utf8');
    let early = '';
    let deliver = (text: string) => {
        early += text;
    };
    const take = (chunk: Buffer) => deliver(decoder.write(chunk));
    channel.on('data', take);
    channel.stderr.on('data', take);
    channel.on('error', () => undefined);
    const ended = new Promise<number | undefined>((settle) => {
        let code: number | undefined;
        channel.on('exit', (value: unknown) => {
            code = typeof value === 'number' ? value : undefined;
        });
        channel.on('close', () => settle(code));
        void connection.closed.then(() => settle(code));
    });
    return {
        write: (data) => {
            channel.write(data);
        },
        resize: (to) => {
            channel.setWindow(to.rows, to.columns, 0, 0);
        },
        onData: (listener) => {
            deliver = listener;
            if (early !== '') {
                const text = early;
                early = '';
                listener(text);
            }
        },
        ended,
        close: () => {
            channel.close();
        },
    };
}
