import { Client, type ClientChannel } from 'ssh2';
import { connectSsh } from '../../../src/adapters/ssh/connectSsh';
import { openRemoteShell } from '../../../src/adapters/ssh/openRemoteShell';
import { openTunnel } from '../../../src/adapters/ssh/openTunnel';
import { quietOperation } from '../../../src/base/operation';
import type { InteractiveShell } from '../../../src/ports/ssh';
import { median } from '../../bench/median';
import { longWay } from './longWay';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const tokens = { account: 'bench', token: () => Promise.resolve('good') };
const siteAt = (scmUrl: string) => ({ kind: 'app-service', name: 'fragile', scmUrl }) as const;
const size = { columns: 80, rows: 24 };
const farMs = 100;

/**
 * How many times something goes to the front end and back, from the click to a prompt and, of these, for the tunnel itself (status, websocket, SSH sign-in): what
 * a longer way adds, over that way. Neither sshd's nor this machine's own time counts; what is left of a whole number is noise.
 */
export async function roundTrips(url: string, rounds: number): Promise<{ readonly shell: number; readonly tunnel: number }> {
    const measured = async (run: (scmUrl: string) => Promise<void>) => {
        const [near, far] = await Promise.all(
            [0, farMs].map(async (delayMs) => {
                const way = await longWay(url, delayMs);
                const times: number[] = [];
                for (let round = 0; round < rounds; round++) {
                    const begun = performance.now();
                    await run(way.url);
                    times.push(performance.now() - begun);
                }
                await way.close();
                return median(times);
            }),
        );
        return Math.round(((far ?? 0) - (near ?? 0)) / (2 * farMs));
    };
    return { tunnel: await measured(signIn), shell: await measured(openPrompt) };
}

async function signIn(scmUrl: string): Promise<void> {
    const login = { name: 'fragile', username: 'root', password: 'Docker!' };
    const connection = await connectSsh(op, () => openTunnel(op, { resolve, tokens }, siteAt(scmUrl)), login);
    connection.close();
}

async function openPrompt(scmUrl: string): Promise<void> {
    const remote = openRemoteShell({ resolve, tokens })(siteAt(scmUrl));
    const shell = await remote.openShell(op, size);
    await new Promise<void>((shown) => shell.onData(() => shown()));
    remote.close();
}

/** The median time until a key comes back, of so many keys typed one after the other into a shell, which is closed then. */
export async function echoMs(
    { write, onData, close }: Pick<InteractiveShell, 'write' | 'onData' | 'close'>,
    keys: number,
): Promise<number> {
    let wake: () => void = () => undefined;
    onData(() => wake());
    await new Promise((tick) => setTimeout(tick, 500));
    const times: number[] = [];
    for (let key = 0; key < keys; key++) {
        const begun = performance.now();
        const echoed = new Promise<void>((done) => (wake = done));
        write('x');
        await echoed;
        times.push(performance.now() - begun);
    }
    close();
    return median(times);
}

/** The same library without a tunnel: what is left is sshd's and the terminal's own time. */
export async function directEchoMs(port: number, keys: number): Promise<number> {
    const client = new Client();
    try {
        const channel = await new Promise<ClientChannel>((opened, failed) => {
            client.on('error', failed);
            client.on('ready', () =>
                client.shell({ cols: 80, rows: 24 }, (error, made) => (error === undefined ? opened(made) : failed(error))),
            );
            client.connect({ host: '127.0.0.1', port, username: 'root', password: 'Docker!', hostVerifier: () => true });
        });
        return await echoMs(
            {
                write: (text) => void channel.write(text),
                onData: (listener) => void channel.on('data', (chunk: Buffer) => listener(chunk.toString())),
                close: () => channel.close(),
            },
            keys,
        );
    } finally {
        client.end();
    }
}
