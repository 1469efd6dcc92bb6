import { field, numberField, textField, type JsonValue } from '../json';
import { acceptsTcp, httpStatusOf } from '../pods/answersOn';
import type { Pod } from '../pods/pod';

/** What has to answer before traffic is let in; with ingress and no probes of its own, the target port. */
export interface ReadinessProbe {
    readonly port: number;
    /** undefined: a connection is enough. */
    readonly path: string | undefined;
    /** Whether any HTTP answer will do. */
    readonly anyStatus: 'yes' | 'no';
}

export function readinessProbes(probes: readonly JsonValue[], targetPort: number | undefined, transport: string): ReadinessProbe[] {
    const own = probes
        .filter((probe) => /^(readiness|startup)$/i.test(textField(probe, 'type') ?? ''))
        .flatMap((probe): ReadinessProbe[] => {
            const port = numberField(probe, 'httpGet', 'port') ?? numberField(probe, 'tcpSocket', 'port') ?? targetPort;
            if (port === undefined) {
                return [];
            }
            return field(probe, 'httpGet') === undefined
                ? [{ port, path: undefined, anyStatus: 'no' }]
                : [{ port, path: textField(probe, 'httpGet', 'path') ?? '/', anyStatus: 'no' }];
        });
    if (own.length > 0 || targetPort === undefined) {
        return own;
    }
    return [{ port: targetPort, path: transport.toLowerCase() === 'tcp' ? undefined : '/', anyStatus: 'yes' }];
}

/** Ports that probes name, so that they can be reached. */
export function probePorts(probes: readonly JsonValue[]): number[] {
    return probes.flatMap((probe) => {
        const port = numberField(probe, 'httpGet', 'port') ?? numberField(probe, 'tcpSocket', 'port');
        return port === undefined ? [] : [port];
    });
}

export async function isReady(pod: Pod, probes: readonly ReadinessProbe[]): Promise<boolean> {
    if (!pod.containers.every((container) => container.state === 'Running')) {
        return false;
    }
    for (const probe of probes) {
        const address = pod.address(probe.port);
        if (address === undefined) {
            return false;
        }
        if (probe.path === undefined) {
            if (!(await acceptsTcp(address))) {
                return false;
            }
            continue;
        }
        const status = await httpStatusOf(address, probe.path, 5_000);
        if (status === undefined || (probe.anyStatus === 'no' && (status < 200 || status >= 400))) {
            return false;
        }
    }
    return true;
}
