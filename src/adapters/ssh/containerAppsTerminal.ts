import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { ContainerAppsShellTarget } from '../../ports/ssh';
import { dialWebSocket } from './dialWebSocket';
import { sshFailure } from './failures';
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

/** The exec websocket of a replica's container; the terminal's size goes first. */
export function containerAppsTerminal(resolve: ResolveEndpoint, target: ContainerAppsShellTarget): OpenTerminal {
    return async (op, size) => {
        const url = new URL(target.execEndpoint);
        url.protocol = url.protocol === 'http:' || url.protocol === 'ws:' ? 'ws:' : 'wss:';
        url.searchParams.set('command', target.command ?? 'sh');
        const socket = await dialWebSocket(op, resolve, url.href, {
            name: target.name,
            headers: { authorization: `Bearer ${await target.execToken(op)}` },
        });
        const shell = terminalSocket(socket, containerAppsFraming, (text) => {
            op.log(`${target.name}: ${sshFailure('ssh/no-shell', { name: target.name, reason: text.slice(0, 300) }).message}`);
            socket.close();
        });
        shell.resize(size);
        return shell;
    };
}
