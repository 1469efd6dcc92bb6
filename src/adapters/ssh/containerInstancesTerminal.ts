import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { ContainerInstancesShellTarget } from '../../ports/ssh';
import { dialWebSocket } from './dialWebSocket';
import { firstOutput } from './firstOutput';
import type { OpenTerminal } from './openTerminal';
import { terminalSocket, type Framing } from './terminalSocket';

const plain: Framing = { read: (bytes) => ({ kind: 'output', bytes }), stdin: (text) => text };

/** Container Instances' exec: the first text message is the password, the rest is the terminal as it is. There is no resize after the start. */
export function containerInstancesTerminal(resolve: ResolveEndpoint, target: ContainerInstancesShellTarget): OpenTerminal {
    return async (op, size) => {
        const session = await target.startExec(op, target.command ?? '/bin/sh', size);
        const socket = await dialWebSocket(op, resolve, session.webSocketUri, { name: target.name });
        const shell = terminalSocket(socket, plain, () => undefined);
        socket.send(session.password);
        return await firstOutput(target.name, shell, () => '');
    };
}
