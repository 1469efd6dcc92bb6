import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FromApp, ToApp } from './appMessages';
import { readBehaviour } from './behaviour';
import { LoopbackNetwork } from './loopbackNetwork';
import { pullManifest, type ImageConfig } from './pullManifest';
import { RunnerRefusal, type Exit, type Runner, type RunningProcess, type StartRequest } from './runner';

/** As many ended processes wait to be used again. */
const spare = 16;
const outOfMemory: Exit = { exitCode: 137, outOfMemory: true };

interface App {
    readonly child: ChildProcess;
    runs: number;
}

interface Running extends RunningProcess {
    readonly network: LoopbackNetwork;
}

/**
 * Runs images as small processes that behave as the image's label says, so that thousands of deployments need no engine: manifest and configuration are still
 * read from the registry, with its checks of identity and role; its layers are not, and nothing of the image is
 * executed.
 */
export function createProcessRunner(): Runner {
    const program = appProgram();
    const images = new Map<string, ImageConfig>();
    const idle: App[] = [];
    const running = new Map<string, Running>();
    let closed = false;
    let count = 0;

    /** One that waits, else a new one, once it runs: a machine that is slow to start processes takes nothing from a program's time to start. */
    async function take(): Promise<App> {
        for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
            if (found.child.connected && found.child.exitCode === null) {
                return found;
            }
        }
        const child = fork(program, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: cleanEnvironment() });
        await new Promise<void>((resolve, reject) => {
            const onError = (error: Error) => reject(new RunnerRefusal('start', error.message));
            const onExit = () => reject(new RunnerRefusal('start', 'The process ended before it began.'));
            child.once('error', onError);
            child.once('exit', onExit);
            child.once('message', () => {
                child.off('error', onError);
                child.off('exit', onExit);
                resolve();
            });
        });
        return { child, runs: 0 };
    }

    async function start(request: StartRequest): Promise<RunningProcess> {
        const image = images.get(request.image);
        if (image === undefined || closed) {
            throw new RunnerRefusal('start', `No such image: ${request.image}`);
        }
        const shared = request.networkOf === undefined ? undefined : running.get(request.networkOf.id)?.network;
        const env = { ...image.env, ...request.env };
        const { absent } = readBehaviour(image.labels, env);
        if (absent !== undefined) {
            throw new RunnerRefusal('start', `exec: "${absent}": no such file or directory`);
        }
        const network = shared ?? (await LoopbackNetwork.open(request.ports));
        const id = `process-${++count}`;
        try {
            const made = follow(id, request, image, env, network, shared === undefined, await take());
            running.set(id, made);
            return made;
        } catch (error) {
            if (shared === undefined) {
                network.close();
            }
            throw error;
        }
    }

    function follow(
        id: string,
        request: StartRequest,
        image: ImageConfig,
        env: Readonly<Record<string, string>>,
        network: LoopbackNetwork,
        ownsNetwork: boolean,
        app: App,
    ): Running {
        const behaviour = readBehaviour(image.labels, env);
        const served = new Map<number, number>();
        let settle: (exit: Exit) => void = () => undefined;
        let over = false;
        const exited = new Promise<Exit>((resolve) => {
            settle = resolve;
        });
        const finish = (exit: Exit) => {
            over = true;
            served.forEach((outside, inside) => network.leave(inside, outside));
            settle(exit);
        };
        let stop: () => void = () => finish({ exitCode: 137, outOfMemory: false });
        if (image.architecture !== 'amd64') {
            // What the kernel says about a program of another machine.
            request.onLine('stderr', `exec ${request.entrypoint?.[0] ?? request.command?.[0] ?? '/app'}: exec format error`);
            finish({ exitCode: 255, outOfMemory: false });
            giveBack(app);
        } else if (request.memoryBytes !== undefined && behaviour.memoryMb * 1024 * 1024 > request.memoryBytes) {
            finish(outOfMemory);
            giveBack(app);
        } else {
            const { child } = app;
            const run = ++app.runs;
            const onMessage = (message: FromApp) => {
                if (message.kind === 'ready' || message.kind === 'leaving' || message.run !== run) {
                    return;
                }
                if (message.kind === 'line') {
                    request.onLine(message.source, message.line);
                } else if (message.kind === 'listening') {
                    if (behaviour.address === '0.0.0.0' || message.inside === 2222) {
                        served.set(message.inside, message.outside);
                        network.serve(message.inside, message.outside);
                    }
                } else {
                    leave();
                    finish({ exitCode: 143, outOfMemory: false });
                    giveBack({ child, runs: run });
                }
            };
            const onExit = (code: number | null) => {
                leave();
                finish({ exitCode: code ?? 137, outOfMemory: false });
            };
            const onError = () => onExit(null);
            const leave = () => {
                child.off('message', onMessage);
                child.off('exit', onExit);
                child.off('error', onError);
            };
            child.on('message', onMessage);
            child.on('exit', onExit);
            child.on('error', onError);
            stop = () => tell(child, { kind: 'stop', run });
            tell(child, {
                kind: 'run',
                run,
                behaviour,
                env,
                image: image.digest ?? image.id,
                port: behaviour.port ?? (Number(env.PORT) || (image.exposedPorts[0] ?? 80)),
            });
        }
        return {
            id,
            name: request.name,
            network,
            exited,
            address: (port) => network.address(port),
            listening: () => network.listening(),
            exec: () => Promise.reject(new RunnerRefusal('start', 'A plain process has no shell to run commands in.')),
            debug: () => Promise.reject(new RunnerRefusal('start', 'A plain process has no debug console.')),
            async remove() {
                if (!over) {
                    stop();
                    const late = setTimeout(() => app.child.kill('SIGKILL'), 5_000);
                    await exited;
                    clearTimeout(late);
                }
                running.delete(id);
                if (ownsNetwork) {
                    network.close();
                }
            },
        };
    }

    function giveBack(app: App): void {
        if (closed || idle.length >= spare) {
            app.child.disconnect();
        } else {
            idle.push(app);
        }
    }

    return {
        async pull(image, login, signal) {
            const config = await pullManifest(image, login, signal);
            images.set(config.id, config);
            return config;
        },
        start,
        // A plain process has no /home of its own.
        removeVolume: () => Promise.resolve(),
        async close() {
            closed = true;
            await Promise.all([...running.values()].map((made) => made.remove(0)));
            idle.splice(0).forEach((app) => app.child.disconnect());
        },
    };
}

/** Beside the bundle when this is one, else the source, which the loader of this process reads as well. */
function appProgram(): string {
    const bundle = join(__dirname, 'localAzureApp.js');
    return existsSync(bundle) ? bundle : join(__dirname, 'appProcess.ts');
}

function tell(child: ChildProcess, message: ToApp): void {
    // A process that is gone says so by its exit.
    child.send(message, () => undefined);
}

/** Nothing of this process's environment is an app's business but what a process needs to start. */
function cleanEnvironment(): NodeJS.ProcessEnv {
    const { ELECTRON_RUN_AS_NODE, PATH, SystemRoot, TEMP, TMP, TMPDIR } = process.env;
    return Object.fromEntries(
        Object.entries({ ELECTRON_RUN_AS_NODE, PATH, SystemRoot, TEMP, TMP, TMPDIR }).filter(([, value]) => value !== undefined),
    );
}
