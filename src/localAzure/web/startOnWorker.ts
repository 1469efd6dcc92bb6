import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { RunnerRefusal, type PulledImage, type RunningProcess } from '../runner/runner';
import { pullErrorOf } from './pullErrorOf';
import type { StartContext } from './startContext';
import { startSidecars } from './startSidecars';
import type { DesiredContainer } from './desiredSite';
import type { SiteInstance } from './siteInstance';

export type StartOutcome =
    | { readonly kind: 'started'; readonly process: RunningProcess }
    | { readonly kind: 'failed'; readonly error: string; readonly details: string }
    | { readonly kind: 'superseded' };

/** Starts the container on one worker and pings its port until it answers, ends or runs out of time: App Service's rules and words. */
export async function startOnWorker(
    context: StartContext,
    instance: SiteInstance,
    desired: DesiredContainer,
    image: PulledImage,
): Promise<StartOutcome> {
    const { siteName, log } = context;
    const machine = instance.worker.machineName;
    const name = `${siteName}_0_${randomBytes(4).toString('hex')}`;
    const inside = await desired.inside?.();
    const env = { ...desired.env(instance.worker), ...inside?.env };
    log.platform(machine, 'INFO ', 'Starting container for site');
    log.platform(
        machine,
        'INFO ',
        `docker run -d --expose=${desired.port} --name ${name} ${Object.entries(env)
            .filter(([key]) =>
                /^(WEBSITE_(SITE_NAME|AUTH_ENABLED|ROLE_INSTANCE_ID|HOSTNAME|INSTANCE_ID|USE_DIAGNOSTIC_SERVER)|HTTP_LOGGING_ENABLED|PORT|WEBSITES_PORT)$/.test(
                    key,
                ),
            )
            .map(([key, value]) => `-e ${key}=${value}`)
            .join(' ')} ${desired.image} ${(desired.command ?? []).join(' ')}`.trim(),
    );
    if (!log.keepsAppLines()) {
        log.platform(machine, 'INFO ', 'Logging is not enabled for this container.');
        log.platform(machine, 'INFO ', 'Please use https://aka.ms/linux-diagnostics to enable logging to see container logs here.');
    }
    let process: RunningProcess;
    try {
        process = await context.runner.start({
            name: `slipway-la-${name}`,
            image: image.id,
            env,
            ...(desired.command === undefined ? {} : { command: desired.command }),
            ports: [...new Set([desired.port, 2222])],
            ...(inside === undefined ? {} : { network: inside.network, hosts: inside.hosts }),
            ...(desired.home === 'kept' ? { volumes: [{ name: context.home, path: '/home' }] } : {}),
            memoryBytes: desired.memoryBytes,
            labels: context.labels,
            onLine: (source, line) => {
                log.app(machine, source, line);
                if (instance.state === 'Starting') {
                    instance.attempt.push(`${stamp(context.nowMs())} ContainerStream: ${line}`);
                }
            },
        });
    } catch (error) {
        const details = error instanceof Error ? error.message : String(error);
        log.platform(machine, 'ERROR', `Container ${name} for site ${siteName} could not be started: ${details}`);
        return {
            kind: 'failed',
            error: error instanceof RunnerRefusal && /exec format/i.test(details) ? 'ContainerPlatformMismatch' : 'ContainerCreateFailure',
            details,
        };
    }
    if (desired.sidecars.length > 0) {
        try {
            process = await startSidecars(context, instance, desired, process);
        } catch (error) {
            await process.remove(0);
            const details = error instanceof Error ? error.message : String(error);
            log.platform(machine, 'ERROR', `A sidecar of site ${siteName} could not be started: ${details}`);
            return { kind: 'failed', error: error instanceof RunnerRefusal ? pullErrorOf(error.kind) : 'ContainerCreateFailure', details };
        }
    }
    log.platform(machine, 'INFO ', `Initiating warmup request to container ${name} for site ${siteName}`);
    instance.action = 'WaitingForSiteWarmUpProbe';
    context.status(instance);
    return await warmUp(context, instance, desired, process, name);
}

async function warmUp(
    context: StartContext,
    instance: SiteInstance,
    desired: DesiredContainer,
    process: RunningProcess,
    name: string,
): Promise<StartOutcome> {
    const { siteName, log, signal } = context;
    const machine = instance.worker.machineName;
    const startedMs = context.nowMs();
    const elapsed = () => ((context.nowMs() - startedMs) / 1000).toFixed(7).replace(/0+$/, '0');
    let ended: { readonly exitCode: number; readonly outOfMemory: boolean } | undefined;
    void process.exited.then((exit) => {
        ended = exit;
    });
    let saidMs = startedMs;
    const address = process.address(desired.port);
    const isOvertaken = () => signal.aborted;
    for (;;) {
        if (isOvertaken()) {
            await process.remove(0);
            return { kind: 'superseded' };
        }
        if (address !== undefined && (await answersHttp(address.host, address.port))) {
            // A change that came while it was asked makes this container one of before: it never serves.
            if (isOvertaken()) {
                await process.remove(0);
                return { kind: 'superseded' };
            }
            log.platform(
                machine,
                'INFO ',
                `Container ${name} for site ${siteName} initialized successfully and is ready to serve requests.`,
            );
            return { kind: 'started', process };
        }
        if (ended !== undefined) {
            // The log may still be on its way.
            await process.remove(0);
            log.platform(machine, 'ERROR', `Container ${name} for site ${siteName} has exited, failing site start`);
            return {
                kind: 'failed',
                error: ended.outOfMemory ? 'ContainerOutOfMemory' : 'ContainerExited',
                details: `Container ${name} for site ${siteName} has exited with exit code ${ended.exitCode}, failing site start`,
            };
        }
        if (context.nowMs() - startedMs >= desired.startLimitMs) {
            log.platform(
                machine,
                'ERROR',
                `Container ${name} for site ${siteName} did not start within expected time limit. Elapsed time = ${elapsed()} sec`,
            );
            const details = `Container ${name} for site ${siteName} did not respond to HTTP pings on port: ${desired.port}, failing site start. See container logs for debugging.`;
            log.platform(machine, 'ERROR', details);
            await process.remove(0);
            return { kind: 'failed', error: 'ContainerTimeout', details };
        }
        if (context.nowMs() - saidMs >= 15_000) {
            saidMs = context.nowMs();
            log.platform(machine, 'INFO ', `Waiting for response to warmup request for container ${name}. Elapsed time = ${elapsed()} sec`);
        }
        await new Promise((resolve) => setTimeout(resolve, 150));
    }
}

/** Any HTTP answer counts, whatever its status; an accepted connection alone does not, because the engine's own proxy accepts them all. */
function answersHttp(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const asked = request(
            { host, port, path: '/robots933456.txt', agent: false, timeout: 5000, headers: { 'user-agent': 'HealthCheck/1.0' } },
            (answer) => {
                answer.resume();
                resolve(true);
            },
        );
        asked.on('error', () => resolve(false));
        asked.on('timeout', () => asked.destroy());
        asked.end();
    });
}

export function stamp(ms: number): string {
    return `${new Date(ms).toISOString().slice(0, 22)}+00:00`;
}
