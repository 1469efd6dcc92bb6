import { spawn } from 'node:child_process';
import * as http from 'node:http';
import { Duplex } from 'node:stream';

/**
 * Dials an engine on another machine as the Docker CLI does: through the user's own `ssh`, with its configuration, keys and known hosts. A process per
 * connection, which ends with it. Never asks for a password: there is nobody to answer.
 */
export function createSshAgent(target: { readonly host: string; readonly port?: number; readonly user?: string }): http.Agent {
    const agent = new http.Agent({ keepAlive: false });
    const args = [
        '-o',
        'BatchMode=yes',
        '-o',
        'ConnectTimeout=10',
        ...(target.user === undefined ? [] : ['-l', target.user]),
        ...(target.port === undefined ? [] : ['-p', target.port.toString()]),
        '--',
        target.host,
        'docker',
        'system',
        'dial-stdio',
    ];
    agent.createConnection = () => {
        const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
        let complaint = '';
        child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
        const connection = Duplex.from({ writable: child.stdin, readable: child.stdout });
        connection.on('close', () => child.kill());
        child.on('error', (error) => connection.destroy(error));
        child.on('exit', (code) => {
            if (code !== 0 && code !== null) {
                connection.destroy(new Error(`ssh: ${complaint.trim() || `exit code ${code.toString()}`}`));
            }
        });
        // http wants the few socket methods that a stream lacks.
        return Object.assign(connection, {
            setNoDelay: () => connection,
            setKeepAlive: () => connection,
            setTimeout: () => connection,
            ref: () => connection,
            unref: () => connection,
        });
    };
    return agent;
}
