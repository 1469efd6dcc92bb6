import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { ContainerAppsShellTarget, InteractiveShell, TerminalSize } from '../../ports/ssh';
import { dialWebSocket } from './dialWebSocket';
import { firstOutput } from './firstOutput';
import type { OpenTerminal } from './openTerminal';
import { terminalSocket, type Framing, type TerminalMessage } from './terminalSocket';

/**
 * Container Apps frames every message: byte 0 is 0 forward, 1 info, 2 cluster error; of forwarded ones byte 1 is 0 stdin, 1 stdout, 2 stderr, 3 error,
 * 4 resize. (azure-cli, containerapp/_ssh_utils.py)
 */
export const containerAppsFraming: Framing = {
    read(bytes): TerminalMessage {
        if (bytes[0] === 1) {
            return { kind: 'note', text: bytes.subarray(1).toString('utf8') };
        }
        if (bytes[0] === 2) {
            return { kind: 'failed', text: bytes.subarray(1).toString('utf8') };
        }
        if (bytes[0] === 0 && (bytes[1] === 1 || bytes[1] === 2)) {
            return { kind: 'output', bytes: bytes.subarray(2) };
        }
        if (bytes[0] === 0 && bytes[1] === 3) {
            return { kind: 'failed', text: bytes.subarray(2).toString('utf8') };
        }
        return { kind: 'note', text: '' };
    },
    stdin: (text) => Buffer.concat([Buffer.from([0, 0]), Buffer.from(text)]),
    resize: (size) => Buffer.concat([Buffer.from([0, 4]), Buffer.from(JSON.stringify({ Width: size.columns, Height: size.rows }))]),
};

/**
 * The exec websocket of a replica's container; the terminal's size goes first. Where the image has no shell, the debug console's: its shell is in an image of the
 * platform's beside the container, whose processes and network it sees; from then on always that. Throws 'ssh/no-shell' where there is neither.
 */
export function containerAppsTerminal(resolve: ResolveEndpoint, target: ContainerAppsShellTarget): OpenTerminal {
    let debugs = false;
    return async (op, size) => {
        if (!debugs) {
            try {
                return await open(op, size, target.execEndpoint, target.command ?? 'sh');
            } catch (error) {
                if (!isFailure(error) || error.code !== 'ssh/no-shell' || target.debugEndpoint === undefined) {
                    throw error;
                }
                op.log(`${target.name}: the image has no shell; opening the debug console`);
            }
        }
        const shell = await open(op, size, target.debugEndpoint ?? target.execEndpoint, undefined);
        debugs = true;
        return shell;
    };

    async function open(op: Operation, size: TerminalSize, endpoint: string, command: string | undefined): Promise<InteractiveShell> {
        const url = new URL(endpoint);
        url.protocol = url.protocol === 'http:' || url.protocol === 'ws:' ? 'ws:' : 'wss:';
        if (command !== undefined) {
            url.searchParams.set('command', command);
        }
        const socket = await dialWebSocket(op, resolve, url.href, {
            name: target.name,
            headers: { authorization: `Bearer ${await target.execToken(op)}` },
        });
        let trouble = '';
        const shell = terminalSocket(socket, containerAppsFraming, (text) => {
            trouble ||= text;
            socket.close();
        });
        shell.resize(size);
        return await firstOutput(target.name, shell, () => trouble);
    }
}
