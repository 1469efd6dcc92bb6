import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');

/** An answer whose JSON body is read by path. */
export class Answer {
    constructor(
        readonly status: number,
        readonly headers: Headers,
        readonly body: unknown,
    ) {}

    at(...path: readonly (string | number)[]): unknown {
        return path.reduce<unknown>(
            (here, key) => (typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined),
            this.body,
        );
    }

    /** The string at a path; fails the test when there is none. */
    text(...path: readonly (string | number)[]): string {
        const found = path.length === 0 ? this.body : this.at(...path);
        assert.equal(typeof found, 'string', `no text at ${path.join('.')} of ${JSON.stringify(this.body)}`);
        return found as string;
    }
}

/** A local Azure of its own process, as the extension starts it. */
export class LocalAzureClient {
    private token: string | undefined;

    private constructor(
        private readonly child: ChildProcess | undefined,
        readonly url: string,
        readonly key: string,
        readonly subscriptionId: string,
        readonly tenantId: string,
        readonly errors: string[],
    ) {}

    static async start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<LocalAzureClient> {
        const child = spawn(process.execPath, ['--import=tsx', join(root, 'src/localAzure/main.ts'), ...args], {
            cwd: root,
            stdio: ['ignore', 'pipe', 'pipe'],
            env: { ...process.env, ...env },
        });
        const errors: string[] = [];
        child.stderr.setEncoding('utf8');
        child.stderr.on('data', (text: string) => errors.push(text));
        const line = await new Promise<string>((done, failed) => {
            createInterface({ input: child.stdout }).once('line', done);
            child.once('exit', (code) => failed(new Error(`local Azure ended with ${code}: ${errors.join('')}`)));
        });
        const said = JSON.parse(line) as { url: string; key: string; subscriptionId: string; tenantId: string };
        return new LocalAzureClient(child, said.url, said.key, said.subscriptionId, said.tenantId, errors);
    }

    /** One that somebody else started, and ends. */
    static attach({ url, key, subscriptionId }: Pick<LocalAzureClient, 'url' | 'key' | 'subscriptionId'>): LocalAzureClient {
        return new LocalAzureClient(undefined, url, key, subscriptionId, '', []);
    }

    get process(): ChildProcess {
        assert.ok(this.child, 'this local Azure was started by somebody else');
        return this.child;
    }

    async send(
        method: string,
        url: string,
        options: {
            readonly body?: unknown;
            readonly headers?: Record<string, string>;
            readonly host?: string;
            readonly signal?: AbortSignal;
        } = {},
    ): Promise<Answer> {
        const body =
            options.body === undefined ? undefined : typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
        const answer = await fetch(`${this.url}${url}`, {
            method,
            redirect: 'manual',
            headers: {
                'x-slipway-key': this.key,
                ...(options.host === undefined ? {} : { 'x-original-host': options.host }),
                ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                ...options.headers,
            },
            ...(body === undefined ? {} : { body }),
            signal: options.signal ?? AbortSignal.timeout(60_000),
        });
        const text = await answer.text();
        let parsed: unknown = text;
        try {
            parsed = JSON.parse(text);
        } catch {
            // Not JSON.
        }
        return new Answer(answer.status, answer.headers, parsed);
    }

    async tokenFor(scope: string, lifetimeSeconds?: number): Promise<string> {
        const answer = await this.send('POST', '/slipway/local/token', {
            body: { scope, ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }) },
        });
        assert.equal(answer.status, 200);
        return answer.text('access_token');
    }

    /** One ARM request; `path` begins after the subscription when it does not begin with a slash. */
    async arm(method: string, path: string, apiVersion: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
        this.token ??= await this.tokenFor('https://management.azure.com/.default');
        const full = path.startsWith('/') ? path : `/subscriptions/${this.subscriptionId}/${path}`;
        return this.send(method, `${full}${full.includes('?') ? '&' : '?'}api-version=${apiVersion}`, {
            ...(body === undefined ? {} : { body }),
            ...(signal === undefined ? {} : { signal }),
            host: 'management.azure.com',
            headers: { authorization: `Bearer ${this.token}` },
        });
    }

    /** Polls an operation's URL until it ends. */
    async finish(answer: Answer): Promise<Answer> {
        const url = answer.headers.get('azure-asyncoperation') ?? answer.headers.get('location');
        assert.ok(url, 'the answer names an operation');
        for (let tries = 0; tries < 200; tries++) {
            const { pathname, search } = new URL(url);
            const poll = await this.send('GET', pathname + search, {
                host: new URL(url).host,
                headers: { authorization: `Bearer ${this.token ?? ''}` },
            });
            const state = poll.at('status');
            if (
                poll.status !== 202 &&
                !(typeof state === 'string' && /creating|inprogress|pending|updating|waiting|running|accepted/i.test(state))
            ) {
                return poll;
            }
            await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error('the operation did not end');
    }

    async register(...namespaces: readonly string[]): Promise<void> {
        for (const namespace of namespaces) {
            assert.equal((await this.arm('POST', `providers/${namespace}/register`, '2025-04-01')).status, 200);
        }
    }

    async stop(): Promise<void> {
        const { child } = this;
        if (child?.exitCode === null && child.signalCode === null) {
            const ended = new Promise((done) => child.once('exit', done));
            child.kill('SIGTERM');
            await ended;
        }
    }
}

/** What is missing to run containers here, in a sentence; undefined when nothing is. */
export function missingForContainers(): string | undefined {
    try {
        execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 });
    } catch {
        return 'no Docker engine answers';
    }
    return busybox() === undefined ? 'there is no static busybox to make test images of' : undefined;
}

/** An image of a few kilobytes that runs a shell script: busybox and nothing else. Answers its tag. */
export function makeImage(tag: string, script: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
    try {
        mkdirSync(join(folder, 'bin'));
        cpSync(busybox()!, join(folder, 'bin/busybox'), { dereference: true });
        writeFileSync(join(folder, 'run'), `#!/bin/busybox sh\n${script}\n`, { mode: 0o755 });
        writeFileSync(
            join(folder, 'Dockerfile'),
            'FROM scratch\nCOPY bin /bin\nCOPY run /run.sh\nRUN ["/bin/busybox","mkdir","-p","/www","/tmp","/usr/bin","/sbin","/usr/sbin"]\nRUN ["/bin/busybox","--install","-s"]\nCMD ["/run.sh"]\n',
        );
        execFileSync('docker', ['build', '-q', '-t', tag, folder], {
            stdio: ['ignore', 'ignore', 'pipe'],
            env: { ...process.env, DOCKER_BUILDKIT: '0' },
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    return tag;
}

function busybox(): string | undefined {
    return ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
}

export async function until<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
    const limit = Date.now() + timeoutMs;
    for (;;) {
        const found = await look();
        if (found !== undefined) {
            return found;
        }
        if (Date.now() > limit) {
            throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
        }
        await new Promise((done) => setTimeout(done, 200));
    }
}
