import type { RemoteShell } from '../../ports/ssh';
import { terminalSession, type TerminalSession } from './execInTerminal';
import type { OpenTerminal } from './openTerminal';
import { queue } from './queue';

/** Each session is a websocket of its own, and the platforms limit how fast they may be opened. */
const parallel = 3;

/** A RemoteShell over exec websockets. Sessions are kept and used again. */
export function terminalShell(kind: 'container-apps' | 'container-instances', name: string, open: OpenTerminal): RemoteShell {
    const run = queue(parallel);
    const idle: TerminalSession[] = [];
    const all = new Set<TerminalSession>();
    return {
        kind,
        parallel,
        exec: (op, command, options = {}) =>
            run(op, async () => {
                const session = idle.pop() ?? terminalSession(name, await open(op, { columns: 200, rows: 50 }));
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
            }),
        openShell: open,
        close: () => {
            for (const session of all) {
                session.close();
            }
            idle.length = 0;
            all.clear();
        },
    };
}
