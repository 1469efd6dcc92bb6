import type { RemoteShell } from '../../ports/ssh';
import { terminalSession, type TerminalSession } from './execInTerminal';
import type { OpenTerminal } from './openTerminal';
import { queue } from './queue';
import { terminalFiles } from './terminalFiles';

/** Each session is a websocket of its own, and the platforms limit how fast they may be opened. */
const parallel = 3;

/** A RemoteShell over exec websockets. Sessions are kept and used again. */
export function terminalShell(kind: 'container-apps' | 'container-instances', name: string, open: OpenTerminal): RemoteShell {
    const run = queue(parallel);
    const idle: TerminalSession[] = [];
    const all = new Set<TerminalSession>();
    const exec: RemoteShell['exec'] = (op, command, options = {}) =>
        run(op, async () => {
            const session = idleSession() ?? terminalSession(name, await open(op, { columns: 200, rows: 50 }));
            all.add(session);
            try {
                return await session.run(op, command, options);
            } finally {
                if (session.usable()) {
                    idle.push(session);
                } else {
                    session.close();
                    all.delete(session);
                }
            }
        });
    // One that was cut while nothing ran on it is of no use.
    const idleSession = (): TerminalSession | undefined => {
        for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
            if (session.usable()) {
                return session;
            }
            all.delete(session);
        }
        return undefined;
    };
    return {
        kind,
        parallel,
        exec,
        openShell: open,
        files: terminalFiles(exec),
        close: () => {
            for (const session of all) {
                session.close();
            }
            idle.length = 0;
            all.clear();
        },
    };
}
