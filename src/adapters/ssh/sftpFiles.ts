import type { SFTPWrapper } from 'ssh2';
import { Cancelled } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { RemoteFiles } from '../../ports/ssh';
import type { SshConnection } from './connectSsh';
import { reasonOf, sshFailure } from './failures';

/** Files over one SFTP session per call. A server without the subsystem throws 'ssh/no-file-transfer'. */
export function sftpFiles(connect: (op: Operation) => Promise<SshConnection>, name: string): RemoteFiles {
    const use = async <T>(op: Operation, path: string, task: (session: SFTPWrapper) => Promise<T>): Promise<T> => {
        throwIfCancelled(op);
        const connection = await connect(op);
        const session = await openSession(connection, name);
        // For life: what is still asked when the session ends is answered with an error that nobody waits for any more.
        session.on('error', () => undefined);
        const stop = () => session.end();
        op.signal.addEventListener('abort', stop, { once: true });
        try {
            return await Promise.race([
                task(session),
                connection.closed.then((cause) =>
                    Promise.reject(sshFailure('ssh/connection-lost', { name, reason: reasonOf(cause) }, cause)),
                ),
            ]);
        } catch (error) {
            if (op.signal.aborted) {
                throw new Cancelled();
            }
            throw error instanceof Error && 'brand' in error
                ? error
                : sshFailure('ssh/transfer-failed', { path, reason: reasonOf(error) }, error);
        } finally {
            op.signal.removeEventListener('abort', stop);
            session.end();
        }
    };
    return {
        list: (op, folder) =>
            use(op, folder, async (session) => {
                const entries = await answer<
                    readonly { filename: string; attrs: { isFile(): boolean; isDirectory(): boolean; size: number } }[]
                >((done) => session.readdir(folder, done));
                return entries.map(({ filename, attrs }) => ({
                    name: filename,
                    kind: attrs.isFile() ? ('file' as const) : attrs.isDirectory() ? ('folder' as const) : ('other' as const),
                    bytes: attrs.size,
                }));
            }),
        download: (op, path, maxBytes = 64 * 1024 * 1024) =>
            use(op, path, async (session) => {
                const chunks: Buffer[] = [];
                let total = 0;
                // A size that the server states is only a claim: what arrives is counted.
                const source = session.createReadStream(path);
                source.on('error', () => undefined);
                for await (const chunk of source) {
                    if (!Buffer.isBuffer(chunk)) {
                        continue;
                    }
                    total += chunk.length;
                    if (total > maxBytes) {
                        throw sshFailure('ssh/transfer-failed', { path, reason: `It is larger than ${maxBytes} bytes` });
                    }
                    chunks.push(chunk);
                }
                return new Uint8Array(Buffer.concat(chunks));
            }),
        upload: (op, path, content) =>
            use(op, path, async (session) => {
                await answer<undefined>((done) =>
                    session.writeFile(path, Buffer.from(content), (error) => done(error ?? undefined, undefined)),
                );
            }),
    };
}

async function openSession(connection: SshConnection, name: string): Promise<SFTPWrapper> {
    return await new Promise<SFTPWrapper>((opened, failed) => {
        void connection.closed.then((cause) => failed(sshFailure('ssh/connection-lost', { name, reason: reasonOf(cause) }, cause)));
        const refuse = (error: unknown) => failed(sshFailure('ssh/no-file-transfer', { name }, error));
        try {
            connection.client.sftp((error, session) => (error === undefined ? opened(session) : refuse(error)));
        } catch (error) {
            refuse(error);
        }
    });
}

async function answer<T>(ask: (done: (error: Error | undefined, value: T) => void) => void): Promise<T> {
    return await new Promise<T>((resolve, reject) => ask((error, value) => (error === undefined ? resolve(value) : reject(error))));
}
