import { isCancelled, isFailure } from '../../base/failure';
import { pause, type Operation } from '../../base/operation';
import type { RemoteShell } from '../../ports/ssh';
import { connectSsh, type SshConnection, type SshLogin } from './connectSsh';
import { execChannel } from './execChannel';
import type { Tunnel } from './openTunnel';
import { queue } from './queue';
import { sftpFiles } from './sftpFiles';
import { shellChannel } from './shellChannel';

/** sshd's MaxSessions is 10: two are left for a terminal and a file transfer. */
const parallel = 8;

/** A RemoteShell over SSH. It connects on first use and again when the connection was cut; the tunnel is the caller's to open. */
export function sshShell(openTunnel: (op: Operation) => Promise<Tunnel>, login: SshLogin): RemoteShell {
    let connecting: Promise<SshConnection> | undefined;
    const run = queue(parallel);
    const connection = async (op: Operation): Promise<SshConnection> => {
        for (;;) {
            connecting ??= open(op);
            try {
                return await connecting;
            } catch (error) {
                // Another caller opened it and was cancelled: this one goes on.
                if (!isCancelled(error) || op.signal.aborted) {
                    throw error;
                }
            }
        }
    };
    const open = (op: Operation): Promise<SshConnection> => {
        const attempt = connectSsh(op, () => openTunnel(op), login);
        const forget = () => {
            if (connecting === attempt) {
                connecting = undefined;
            }
        };
        attempt.then((made) => made.closed.then(forget), forget);
        return attempt;
    };
    return {
        kind: 'ssh',
        parallel,
        exec: (op, command, options = {}) =>
            run(op, async () => {
                for (let attempt = 1; ; attempt++) {
                    try {
                        return await execChannel(op, await connection(op), login, command, options);
                    } catch (error) {
                        // sshd counts a session until its next turn of the loop: many short commands at once look like more than ten.
                        if (!isFailure(error) || error.code !== 'ssh/channel-refused' || attempt > 6) {
                            throw error;
                        }
                        await pause(op, 25 * attempt);
                    }
                }
            }),
        openShell: async (op, size) => await shellChannel(await connection(op), login, size),
        files: sftpFiles(connection, login.name),
        close: () => {
            void connecting?.then(
                (made) => made.close(),
                () => undefined,
            );
            connecting = undefined;
        },
    };
}
