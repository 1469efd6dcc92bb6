import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

interface Request {
    /** A loopback port that prints what is written to it. */
    readonly consolePort: number;
    readonly reporter: string;
    readonly grep?: string;
}

/** VS Code calls this in the extension host; a rejection becomes exit code 1. Every *.test.js beside this file is run. */
export async function run(): Promise<void> {
    const request = JSON.parse(process.env.SLIPWAY_HOST_TESTS ?? '{}') as Request;
    const socket = net.connect(request.consolePort, '127.0.0.1');
    // VS Code makes console.log and its like read-only, so the whole object is replaced, before mocha, which keeps the functions it finds.
    globalThis.console = new console.Console({ stdout: socket, stderr: socket });
    const { default: Mocha } = await import('mocha');
    const mocha = new Mocha({
        ui: 'bdd',
        timeout: 20_000,
        reporter: request.reporter,
        forbidOnly: process.env.CI === 'true',
        ...(request.grep === undefined ? {} : { grep: request.grep }),
    });
    for (const name of fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
        if (name.endsWith('.test.js')) {
            mocha.addFile(path.join(__dirname, name));
        }
    }
    // VS Code swallows unhandled rejections; those of our own code are failures.
    const unhandled: string[] = [];
    const own = path.resolve(__dirname, '../..');
    process.on('unhandledRejection', (reason) => {
        const stack = reason instanceof Error ? (reason.stack ?? '') : '';
        if (stack.includes(own) && !stack.includes(`${own}/.tools`)) {
            unhandled.push(stack);
        }
    });
    const failures = await new Promise<number>((resolve) => mocha.run(resolve));
    // A rejection is reported a turn of the event loop after its cause.
    await new Promise((resolve) => setTimeout(resolve, 50));
    unhandled.forEach((stack) => console.error(`unhandled rejection: ${stack}`));
    await new Promise<void>((resolve) => socket.end(resolve));
    if (failures + unhandled.length > 0) {
        throw new Error(`${failures} tests failed, ${unhandled.length} rejections were not handled`);
    }
}
