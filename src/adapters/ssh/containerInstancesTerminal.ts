import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { ContainerInstancesShellTarget, InteractiveShell, TerminalSize } from '../../ports/ssh';
import { dialWebSocket } from './dialWebSocket';
import { firstOutput } from './firstOutput';
import type { OpenTerminal } from './openTerminal';
import { terminalSocket, type Framing } from './terminalSocket';

const plain: Framing = { read: (bytes) => ({ kind: 'output', bytes }), stdin: (text) => text };

/** Distroless images that have a shell have it in a folder of its own. */
const shells = ['/bin/sh', '/busybox/sh'] as const;

/**
 * Container Instances' exec: the first text message is the password, the rest is the terminal as it is. There is no resize after the start. The program is
 * named by its path; the shell that was found is asked for from then on. Throws 'ssh/no-shell' where there is none.
 */
export function containerInstancesTerminal(resolve: ResolveEndpoint, target: ContainerInstancesShellTarget): OpenTerminal {
    let candidates: readonly string[] = target.command === undefined ? shells : [target.command];
    return async (op, size) => {
        let trouble: unknown;
        for (const command of candidates) {
            try {
                const shell = await open(op, size, command);
                candidates = [command];
                return shell;
            } catch (error) {
                if (!isFailure(error) || error.code !== 'ssh/no-shell') {
                    throw error;
                }
                trouble ??= error;
            }
        }
        throw trouble;
    };

    async function open(op: Operation, size: TerminalSize, command: string): Promise<InteractiveShell> {
        const session = await target.startExec(op, command, size);
        const socket = await dialWebSocket(op, resolve, session.webSocketUri, { name: target.name });
        const shell = terminalSocket(socket, plain, () => undefined);
        socket.send(session.password);
        return await firstOutput(target.name, shell, () => '');
    }
}
