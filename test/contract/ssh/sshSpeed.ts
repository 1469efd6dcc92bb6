import { connect } from 'node:net';
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
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * How many times something goes to the front end and back, from the click to a prompt and, of these, for the tunnel itself (status, websocket, SSH sign-in): what
 * a longer way adds, over that way. Neither sshd's nor this machine's own time counts; what is left of a whole number is noise. Of so many rounds the fastest
 * counts: a busy machine makes some of them slower, and none faster.
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
                return Math.min(...times);
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

type Typed = Pick<InteractiveShell, 'write' | 'onData' | 'close'>;

/**
 * The median times until a key comes back: through a tunnel, from this shell, and from the sshd at this port by the same library without one, where only sshd's
 * and the terminal's own time is left. So many keys are typed into each, in turns, so that whatever keeps this machine busy is in both. The shell is closed then.
 */
export async function echoMs(
    through: Typed,
    sshPort: number,
    keys: number,
): Promise<{ readonly through: number; readonly direct: number }> {
    const client = new Client();
    try {
        const channel = await new Promise<ClientChannel>((opened, failed) => {
            client.on('error', failed);
            client.on('ready', () =>
                client.shell({ cols: 80, rows: 24 }, (error, made) => (error === undefined ? opened(made) : failed(error))),
            );
            // As the tunnel's own end does: a key is not to wait until the last one was acknowledged, which would be 40 ms of nobody's.
            const sock = connect(sshPort, '127.0.0.1').setNoDelay(true);
            client.connect({ sock, username: 'root', password: 'Docker!', hostVerifier: () => true });
        });
        const direct: Typed = {
            write: (text) => void channel.write(text),
            onData: (listener) => void channel.on('data', (chunk: Buffer) => listener(chunk.toString())),
            close: () => channel.close(),
        };
        const typists = [typist(through), typist(direct)] as const;
        await new Promise((tick) => setTimeout(tick, 500));
        const times: [number[], number[]] = [[], []];
        for (let key = 0; key < keys; key++) {
            const letter = letters.charAt(key % letters.length);
            times[0].push(await typists[0](letter));
            times[1].push(await typists[1](letter));
        }
        direct.close();
        return { through: median(times[0]), direct: median(times[1]) };
    } finally {
        through.close();
        client.end();
    }
}

/** Types a letter and answers how long it took to come back. What comes late of the prompt or of an earlier letter is not taken for it. */
function typist({ write, onData }: Typed): (letter: string) => Promise<number> {
    let hear: (text: string) => void = () => undefined;
    onData((text) => hear(text));
    return async (letter) => {
        const begun = performance.now();
        const echoed = new Promise<void>((done) => {
            hear = (text) => {
                if (text.includes(letter)) {
                    done();
                }
            };
        });
        write(letter);
        await echoed;
        return performance.now() - begun;
    };
}
