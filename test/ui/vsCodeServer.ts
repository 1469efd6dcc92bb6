import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const graceMs = 5000;

/** A running VS Code server and the folders that it lives in. */
export class VsCodeServer {
    private text = '';
    private readonly reap = () => this.signal('SIGKILL');

    constructor(
        private readonly child: ChildProcess,
        readonly port: number,
        private readonly folders: { readonly scratch: string; readonly userData: string; readonly extensionsDir: string },
        readonly folder: string,
        private readonly forwarder: { close(): void },
    ) {
        for (const stream of [child.stdout, child.stderr]) {
            stream?.setEncoding('utf8').on('data', (piece: string) => (this.text = (this.text + piece).slice(-100_000)));
        }
        process.once('exit', this.reap);
    }

    get userData(): string {
        return this.folders.userData;
    }

    get authority(): string {
        return `127.0.0.1:${this.port}`;
    }

    get url(): string {
        return `http://${this.authority}`;
    }

    hasEnded(): boolean {
        return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
    }

    /** What the server printed. */
    output(): string {
        return this.text;
    }

    logFiles(): string[] {
        const logs = path.join(this.userData, 'logs');
        const names = fs.existsSync(logs) ? fs.readdirSync(logs, { recursive: true, encoding: 'utf8' }) : [];
        return names.filter((name) => name.endsWith('.log')).map((name) => path.join(logs, name));
    }

    /** Ends the server with everything it started and removes its folders. */
    async stop(): Promise<void> {
        // The group is alive as long as one of its processes is: extension hosts and terminals count.
        for (let asked = this.signal('SIGTERM'), end = Date.now() + graceMs; asked && Date.now() < end; asked = this.signal(0)) {
            await sleep(25);
        }
        this.signal('SIGKILL');
        process.off('exit', this.reap);
        this.forwarder.close();
        fs.rmSync(this.folders.scratch, { recursive: true, force: true, maxRetries: 5 });
    }

    private signal(name: NodeJS.Signals | 0): boolean {
        try {
            return this.child.pid !== undefined && process.kill(-this.child.pid, name);
        } catch {
            return false;
        }
    }
}
