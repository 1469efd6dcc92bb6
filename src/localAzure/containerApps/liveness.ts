import { field, numberField, textField, type JsonValue } from '../json';
import { acceptsTcp, httpStatusOf } from '../pods/answersOn';
import type { ContainerSpec } from './readTemplate';
import type { Replica } from './replica';

interface Watched {
    readonly containers: readonly ContainerSpec[];
    readonly nowMs: () => number;
    /** Factor on the probes' periods. */
    readonly timeScale: number;
}

interface Count {
    failures: number;
    nextMs: number;
}

const shortestPeriodMs = 100;

/** Liveness probes: a container that fails its own as often in a row as it may is ended, and the replica starts it again. */
export class Liveness {
    private readonly counts = new WeakMap<Replica, Map<string, Count>>();

    constructor(
        private readonly watched: Watched,
        private readonly failed: (container: string, replica: string) => void,
    ) {}

    async look(replica: Replica): Promise<void> {
        for (const spec of this.watched.containers) {
            for (const [index, probe] of spec.probes.entries()) {
                if (/^liveness$/i.test(textField(probe, 'type') ?? '')) {
                    await this.probe(replica, spec, probe, `${spec.name}/${index}`);
                }
            }
        }
    }

    private async probe(replica: Replica, spec: ContainerSpec, probe: JsonValue, key: string): Promise<void> {
        const container = replica.pod.container(spec.name);
        const { nowMs, timeScale } = this.watched;
        const counts = this.counts.get(replica) ?? new Map<string, Count>();
        this.counts.set(replica, counts);
        const periodMs = Math.max((numberField(probe, 'periodSeconds') ?? 10) * 1000 * timeScale, shortestPeriodMs);
        const initialMs = (numberField(probe, 'initialDelaySeconds') ?? 0) * 1000 * timeScale;
        const count = counts.get(key) ?? { failures: 0, nextMs: 0 };
        counts.set(key, count);
        if (container?.state !== 'Running' || nowMs() < (container.startedMs ?? 0) + initialMs) {
            count.failures = 0;
            return;
        }
        if (nowMs() < count.nextMs) {
            return;
        }
        count.nextMs = nowMs() + periodMs;
        count.failures = (await this.passes(replica, probe)) ? 0 : count.failures + 1;
        if (count.failures >= (numberField(probe, 'failureThreshold') ?? 3)) {
            count.failures = 0;
            this.failed(spec.name, replica.name);
            await container.process?.remove(0);
        }
    }

    private async passes(replica: Replica, probe: JsonValue): Promise<boolean> {
        const port = numberField(probe, 'httpGet', 'port') ?? numberField(probe, 'tcpSocket', 'port');
        const address = port === undefined ? undefined : replica.pod.address(port);
        if (address === undefined) {
            return port === undefined;
        }
        if (field(probe, 'httpGet') === undefined) {
            return await acceptsTcp(address);
        }
        const timeoutMs = (numberField(probe, 'timeoutSeconds') ?? 1) * 1000;
        const status = await httpStatusOf(address, textField(probe, 'httpGet', 'path') ?? '/', timeoutMs);
        return status !== undefined && status >= 200 && status < 400;
    }
}
