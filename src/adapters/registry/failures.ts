import { Cancelled, Failure, isCancelled, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { explainAzureError } from '../../core/diagnose/explainAzureError';
import { parseServiceError } from '../../core/diagnose/serviceError';
import type { AzureFailure } from '../../core/failures/azure';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';

/** An error answer of a registry's data plane. */
export function failureFromRegistry(
    server: string,
    status: number,
    body: string,
    role = 'AcrPush',
): Failure<RegistryFailure | AzureFailure | DeployFailure> {
    const error = parseServiceError(status, body);
    const { code, facts: found } = explainAzureError(error);
    // A registry's name is the first label of its address, also where a hash follows it.
    const facts = { server, registry: server.split(/[.:-]/)[0], status, reason: error.message || error.code, role };
    if (found.row !== undefined && status !== 404) {
        return new Failure(code, { ...found, ...facts }, error);
    }
    if (status === 403 && /firewall|not allowed access|ip address|public network/i.test(error.message)) {
        return new Failure('registry/network-restricted', facts, error);
    }
    if (status === 401 || status === 403) {
        return new Failure('registry/unauthorized', facts, error);
    }
    if (status === 404 && error.code === '') {
        return new Failure('registry/not-a-registry', facts, error);
    }
    return new Failure('registry/refused', facts, error);
}

/** Whatever fetch threw. */
export function translate(op: Pick<Operation, 'signal'>, server: string, error: unknown): Error {
    if (op.signal.aborted || isCancelled(error)) {
        return new Cancelled();
    }
    if (isFailure(error)) {
        return error;
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return new Failure<RegistryFailure>('registry/unreachable', { server, reason: cause }, error);
}
