import type { ContainerGroup } from '../../core/deploy/resources';

/** Where a container group answers: plain HTTP, on its first port. */
export function groupAddress({ host, ports }: Pick<ContainerGroup, 'host' | 'ports'>): string | undefined {
    const port = ports[0];
    return host === undefined ? undefined : `http://${host}${port === undefined || port === 80 ? '' : `:${port.toString()}`}`;
}

/** An address with a path that may lack its slash. */
export function pathAt(address: string, path: string): string {
    return `${address}${path.startsWith('/') ? '' : '/'}${path}`;
}
