import assert from 'node:assert/strict';
import '../stubVscode';
import { Failure } from '../../../../src/base/failure';
import type { SshFailure } from '../../../../src/core/failures/ssh';
import type { InteractiveShell, RemoteShell } from '../../../../src/ports/ssh';
import { RemoteTerminal } from '../../../../src/shell/terminal/remoteTerminal';

interface Opened extends RemoteShell {
    /** Ends its shell, as a connection that was cut does. */
    cut(): void;
    readonly typed: string[];
    closed: 'yes' | 'no';
}

/** A way into a container whose shell says hello and keeps what is typed; or into one that is gone. */
function container(hello: string): Opened {
    const ends: (() => void)[] = [];
    const typed: string[] = [];
    const shell = (): InteractiveShell => ({
        write: (data) => void typed.push(data),
        resize: () => undefined,
        onData: (listener) => listener(hello),
        ended: new Promise((settle) => ends.push(() => settle(undefined))),
        close: () => undefined,
    });
    const self: Opened = {
        kind: 'container-apps',
        parallel: 1,
        typed,
        closed: 'no',
        cut: () => ends.forEach((end) => end()),
        exec: () => Promise.reject(new Error('nothing is run in a terminal')),
        openShell: () =>
            hello === '' ? Promise.reject(new Failure<SshFailure>('ssh/container-gone', { name: 'shop' })) : Promise.resolve(shell()),
        close: () => {
            self.closed = 'yes';
        },
    };
    return self;
}

describe('A terminal in a container', () => {
    function opened(ways: readonly (readonly [Opened, string])[]) {
        const [[remote, name], ...later] = ways as [readonly [Opened, string], ...(readonly [Opened, string])[]];
        const left = [...later];
        const terminal = new RemoteTerminal({ remote, name }, () => {
            const next = left.shift();
            return next === undefined
                ? Promise.reject(new Failure<SshFailure>('ssh/unreachable', { host: 'management.azure.com', reason: 'offline' }))
                : Promise.resolve({ remote: next[0], name: next[1] });
        });
        let text = '';
        terminal.onDidWrite((written) => (text += written));
        terminal.open(undefined);
        const shows = async (pattern: RegExp) => {
            for (let turn = 0; turn < 100 && !pattern.test(text); turn++) {
                await new Promise((tick) => setImmediate(tick));
            }
            assert.match(text, pattern);
        };
        return { terminal, shows };
    }

    it('finds the container that was made anew, by Enter, after the one before is gone', async () => {
        const [first, second] = [container('old$ '), container('new$ ')];
        const { terminal, shows } = opened([
            [first, 'shop (aaa)'],
            [second, 'shop (bbb)'],
        ]);
        await shows(/Connecting to shop \(aaa\)[^]*old\$ /);
        first.cut();
        await shows(/Press Enter to connect again/);
        terminal.handleInput('\r');
        await shows(/Connecting to shop \(bbb\)[^]*new\$ /);
        terminal.handleInput('ls\r');
        assert.deepEqual([first.typed.join(''), second.typed.join('')], ['', 'ls\r']);
        assert.deepEqual([first.closed, second.closed], ['yes', 'no']);
        terminal.close();
        assert.equal(second.closed, 'yes');
    });

    it('can be tried again when no way was found, and when the container that was found is gone', async () => {
        const first = container('old$ ');
        const gone = container('');
        const { terminal, shows } = opened([
            [first, 'shop'],
            [gone, 'shop'],
        ]);
        await shows(/old\$ /);
        first.cut();
        await shows(/cut\. Press Enter/);
        terminal.handleInput('\r');
        await shows(/(?:Press Enter[^]*){2}/);
        terminal.handleInput('\r');
        await shows(/(?:Press Enter[^]*){3}/);
    });
});
