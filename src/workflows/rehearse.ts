import { isFailure } from '../base/failure';
import { pause, quietOperation, throwIfCancelled, type Operation } from '../base/operation';
import { crashReason } from '../core/image/crashReasons';
import { judgeListeners, type ListenVerdict } from '../core/image/judgeListeners';
import { parseListeners, type Listener } from '../core/image/listeners';
import type { Rehearsal } from '../core/image/rehearsal';
import type { ContainerState, Engine, RunningContainer } from '../ports/engine';

/** How the target will treat the image. */
export interface RehearsalRequest {
    /** An image of the engine: its id or a tag. */
    readonly image: string;
    /** Where the target will look for the app. */
    readonly port: number;
    /** The app's settings. The port variable is added. */
    readonly env?: Readonly<Record<string, string>>;
    /** The variable by which the target tells the app its port; `PORT` unless given, empty when it tells nothing. */
    readonly portVariable?: string;
    readonly healthPath?: string;
    /** What the target starts in place of the image's own command; nothing for that. */
    readonly command?: readonly string[];
    /** How long the target waits for a first answer. */
    readonly startLimitMs: number;
    readonly memoryBytes?: number;
    readonly readOnly?: 'readOnly' | 'writable';
    /** Such as `linux/amd64`; not checked when left out. */
    readonly platform?: string;
    /** Ports of the target's own, such as 2222 of an SSH server. */
    readonly ignoredPorts?: readonly number[];
}

/** Marks containers of rehearsals, so that one that a killed window left behind can be found. */
export const rehearsalLabel = 'slipway.rehearsal';

const lookEveryMs = 300;
/** A server may open its ports one after the other: what is amiss must stay so for this long. */
const settleMs = 2_000;
const killedExitCode = 137;
const lateNewsMs = 1_500;

/**
 * Runs the image on the engine under its target's rules until it answers, or it is clear why it will not. Its container is removed in every case.
 * Throws Failure 'engine/…' when the engine fails, and Cancelled.
 */
export async function rehearse(op: Operation, engine: Engine, request: RehearsalRequest): Promise<Rehearsal> {
    const image = await engine.image(op, request.image);
    const platform = image === undefined ? undefined : `${image.os}/${image.architecture}`;
    if (request.platform !== undefined && platform !== undefined && platform !== request.platform) {
        return { kind: 'wrongPlatform', platform, wanted: request.platform };
    }
    await sweep(op, engine);
    const { port, portVariable = 'PORT' } = request;
    const startedMs = Date.now();
    let container: RunningContainer;
    try {
        op.report('Starting the image as Azure will');
        container = await engine.run(op, {
            image: request.image,
            env: { ...request.env, ...(portVariable === '' ? {} : { [portVariable]: port.toString() }) },
            labels: { [rehearsalLabel]: '1' },
            // What the image says it exposes is published too, to see whether the app answers there instead.
            ports: [...new Set([port, ...(image?.exposedPorts ?? [])])].map((containerPort) => ({ containerPort, hostPort: 0 })),
            readOnly: request.readOnly ?? 'writable',
            ...(request.memoryBytes === undefined ? {} : { memoryBytes: request.memoryBytes }),
            ...(request.command === undefined || request.command.length === 0 ? {} : { command: request.command }),
        });
    } catch (error) {
        const cannotStart = startRefusal(error);
        if (cannotStart === undefined) {
            throw error;
        }
        return crashed({ exitCode: 127, outOfMemory: false, ms: Date.now() - startedMs, logLines: [cannotStart] });
    }
    try {
        return await observe(op, engine, container, request, startedMs);
    } finally {
        await remove(op, engine, container.id);
    }
}

/** An engine that is gone by now says so elsewhere: why the rehearsal ended counts, and the engine's adapter removes the container when it is back. */
async function remove(op: Operation, engine: Engine, id: string): Promise<void> {
    try {
        await engine.removeContainer(quietOperation(), id);
    } catch (error) {
        op.log(`The container ${id.slice(0, 12)} could not be removed: ${error instanceof Error ? error.message : String(error)}`);
    }
}

/** What windows left behind that were killed in the middle. Nothing here is worth failing for. */
async function sweep(op: Operation, engine: Engine): Promise<void> {
    try {
        for (const { id, name } of await engine.orphans(op, rehearsalLabel)) {
            await engine.removeContainer(op, id);
            op.log(`Removed ${name}, which an interrupted rehearsal left behind`);
        }
    } catch (error) {
        throwIfCancelled(op);
        op.log(`What interrupted rehearsals left behind could not be removed: ${error instanceof Error ? error.message : String(error)}`);
    }
}

async function observe(
    op: Operation,
    engine: Engine,
    container: RunningContainer,
    request: RehearsalRequest,
    startedMs: number,
): Promise<Rehearsal> {
    const { port, healthPath = '/', startLimitMs, ignoredPorts = [] } = request;
    const readListeners = createListenerReader(engine, container.id);
    let listeners: readonly Listener[] = [];
    let verdict: ListenVerdict = { kind: 'nothing' };
    let sinceMs = startedMs;
    let notHttpSinceMs: number | undefined;
    let unseen = false;
    op.report(`Waiting for an answer on port ${port.toString()}`);
    while (Date.now() - startedMs < startLimitMs) {
        const state = await engine.container(op, container.id);
        if (state === undefined || state.state === 'exited' || state.state === 'dead') {
            return crashed({
                exitCode: state?.exitCode ?? -1,
                outOfMemory: state !== undefined && (await wasOutOfMemory(op, engine, state)),
                ms: Date.now() - startedMs,
                logLines: await lastLines(engine, container.id),
            });
        }
        const seen = await readListeners(op);
        listeners = seen ?? [];
        unseen = seen === undefined;
        const next: ListenVerdict = seen === undefined ? { kind: 'ready' } : judgeListeners(seen, port, ignoredPorts);
        if (JSON.stringify(next) !== JSON.stringify(verdict)) {
            verdict = next;
            sinceMs = Date.now();
        }
        if (verdict.kind === 'ready') {
            const answer = await engine.visit(op, container, port, healthPath);
            if (answer.kind === 'answered') {
                const logLines = await lastLines(engine, container.id);
                return { kind: 'answers', port, path: healthPath, status: answer.status, ms: Date.now() - startedMs, logLines };
            }
            notHttpSinceMs = answer.kind === 'notHttp' ? (notHttpSinceMs ?? Date.now()) : undefined;
            if (notHttpSinceMs !== undefined && Date.now() - notHttpSinceMs >= settleMs) {
                return { kind: 'notHttp', port, logLines: await lastLines(engine, container.id) };
            }
        } else if (verdict.kind !== 'nothing' && Date.now() - sinceMs >= settleMs) {
            return await misplaced(op, engine, container, verdict, request);
        }
        await pause(op, lookEveryMs);
    }
    const elsewhere = unseen ? await answersElsewhere(op, engine, container, request) : undefined;
    if (elsewhere !== undefined) {
        return elsewhere;
    }
    return { kind: 'timeout', limitMs: startLimitMs, listeners, logLines: await lastLines(engine, container.id) };
}

/** The engine hears of the kernel's kill beside the container's end, and sometimes a moment after it. */
async function wasOutOfMemory(op: Operation, engine: Engine, ended: ContainerState): Promise<boolean> {
    let state: ContainerState | undefined = ended;
    for (
        let waitedMs = 0;
        state?.oomKilled !== true && state?.exitCode === killedExitCode && waitedMs < lateNewsMs;
        waitedMs += lookEveryMs
    ) {
        await pause(op, lookEveryMs);
        state = await engine.container(op, ended.id);
    }
    return state?.oomKilled === true;
}

/** Where nothing in the image can show its sockets, the ports that it exposes are asked. */
async function answersElsewhere(
    op: Operation,
    engine: Engine,
    container: RunningContainer,
    { port: expected, healthPath = '/' }: RehearsalRequest,
): Promise<Rehearsal | undefined> {
    for (const { containerPort: port } of container.ports) {
        const answer = port === expected ? undefined : await engine.visit(op, container, port, healthPath);
        if (answer?.kind === 'answered') {
            const logLines = await lastLines(engine, container.id);
            return { kind: 'wrongPort', expected, port, reach: 'everywhere', status: answer.status, logLines };
        }
    }
    return undefined;
}

async function misplaced(
    op: Operation,
    engine: Engine,
    container: RunningContainer,
    verdict: ListenVerdict & { readonly kind: 'loopbackOnly' | 'wrongPort' },
    { port: expected, healthPath = '/' }: RehearsalRequest,
): Promise<Rehearsal> {
    const logLines = await lastLines(engine, container.id);
    if (verdict.kind === 'loopbackOnly') {
        return { kind: 'loopbackOnly', port: verdict.port, address: verdict.address, logLines };
    }
    const answer =
        verdict.reach === 'everywhere' ? await engine.visit(op, container, verdict.port, healthPath) : { kind: 'silent' as const };
    return {
        kind: 'wrongPort',
        expected,
        port: verdict.port,
        reach: verdict.reach,
        ...(answer.kind === 'answered' ? { status: answer.status } : {}),
        logLines,
    };
}

/** Reads the container's sockets with whatever program the image has; undefined when it has none, and only asking the port can tell. */
function createListenerReader(engine: Engine, id: string): (op: Operation) => Promise<readonly Listener[] | undefined> {
    const ways = [
        ['cat', '/proc/net/tcp', '/proc/net/tcp6'],
        ['busybox', 'cat', '/proc/net/tcp', '/proc/net/tcp6'],
        ['python3', '-c', "import os;[print(open(p).read()) for p in ('/proc/net/tcp','/proc/net/tcp6') if os.path.exists(p)]"],
        ['node', '-e', "for(const p of ['/proc/net/tcp','/proc/net/tcp6'])try{console.log(require('fs').readFileSync(p,'utf8'))}catch{}"],
    ];
    return async (op) => {
        for (let way = ways[0]; way !== undefined; way = ways[0]) {
            const output = await engine.exec(op, id, way).catch((error: unknown) => {
                if (isFailure(error) && error.code.startsWith('engine/')) {
                    return undefined;
                }
                throw error;
            });
            // Without IPv6 there is no tcp6, and cat complains about that after it printed the rest.
            if (output?.stdout.includes('local_address') === true) {
                return parseListeners(output.stdout);
            }
            if ((await engine.container(op, id))?.state !== 'running') {
                return [];
            }
            ways.shift();
        }
        return undefined;
    };
}

async function lastLines(engine: Engine, id: string): Promise<readonly string[]> {
    const lines: string[] = [];
    await engine
        .logs(quietOperation(AbortSignal.timeout(5_000)), id, { follow: 'stop', tail: 40 }, (line) => lines.push(line))
        .catch(() => undefined);
    return lines.slice(-40);
}

function crashed(what: {
    readonly exitCode: number;
    readonly outOfMemory: boolean;
    readonly ms: number;
    readonly logLines: readonly string[];
}): Rehearsal {
    return { kind: 'crashed', ...what, ...crashReason(what.outOfMemory ? 137 : what.exitCode, what.logLines) };
}

/** The engine refuses to start an image whose command it cannot find or execute: that is the image's fault. */
function startRefusal(error: unknown): string | undefined {
    if (!isFailure(error) || error.code !== 'engine/refused') {
        return undefined;
    }
    const reason = String(error.facts.reason ?? '');
    return /executable file not found|no such file or directory|permission denied|exec format error|no command specified/i.test(reason)
        ? reason
        : undefined;
}
