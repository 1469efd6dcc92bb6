import { RunnerRefusal, type RunningProcess } from '../runner/runner';
import type { DesiredContainer, Sidecar } from './desiredSite';
import type { SiteInstance } from './siteInstance';
import type { StartContext } from './startContext';

const firstWaitMs = 1_000;
const longestWaitMs = 16_000;

/** Starts a site's other containers in the main one's network; what comes back stands for all of them. Throws RunnerRefusal. */
export async function startSidecars(
    context: StartContext,
    instance: SiteInstance,
    desired: DesiredContainer,
    main: RunningProcess,
): Promise<RunningProcess> {
    const { runner, log, siteName } = context;
    const machine = instance.worker.machineName;
    const running = new Map<Sidecar, RunningProcess>();
    let gone = false;
    const isGone = () => gone;

    async function start(sidecar: Sidecar, image: string): Promise<void> {
        const name = `${main.name}-${sidecar.name.replace(/[^\w.-]/g, '-')}`;
        const made = await runner.start({
            name: `${name}-${Math.random().toString(16).slice(2, 8)}`,
            image,
            env: sidecar.env(instance.worker),
            ...(sidecar.command === undefined ? {} : { command: sidecar.command }),
            ports: [],
            networkOf: main,
            memoryBytes: desired.memoryBytes,
            labels: context.labels,
            onLine: (source, line) => log.app(machine, source, line),
        });
        if (gone) {
            await made.remove(0);
            return;
        }
        running.set(sidecar, made);
        log.platform(machine, 'INFO ', `Sidecar ${sidecar.name} of site ${siteName} was started.`);
    }

    async function keep(sidecar: Sidecar, image: string): Promise<void> {
        for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
            const process = running.get(sidecar);
            const exit = await process?.exited;
            if (gone) {
                return;
            }
            await process?.remove(0);
            log.platform(
                machine,
                'ERROR',
                `Sidecar ${sidecar.name} of site ${siteName} has exited with exit code ${exit?.exitCode ?? -1}.`,
            );
            await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
            if (isGone()) {
                return;
            }
            await start(sidecar, image);
        }
    }

    const removeAll = async (graceSeconds: number) => {
        gone = true;
        await Promise.all([...running.values()].map((process) => process.remove(graceSeconds)));
    };
    try {
        for (const sidecar of desired.sidecars) {
            if (sidecar.login.kind === 'refused') {
                throw new RunnerRefusal('unauthorized', sidecar.login.reason);
            }
            const image = await runner.pull(sidecar.image, sidecar.login.login, context.signal);
            await start(sidecar, image.id);
            keep(sidecar, image.id).catch((error: unknown) =>
                log.platform(machine, 'ERROR', error instanceof Error ? error.message : String(error)),
            );
        }
    } catch (error) {
        await removeAll(0);
        throw error;
    }
    // A main container that ends by itself takes the network along.
    void main.exited.then(() => removeAll(0));
    return {
        id: main.id,
        name: main.name,
        exited: main.exited,
        address: (port) => main.address(port),
        exec: (request) => main.exec(request),
        debug: (request) => main.debug(request),
        async remove(graceSeconds) {
            await removeAll(graceSeconds);
            await main.remove(graceSeconds);
        },
    };
}
