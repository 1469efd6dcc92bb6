import { openRemoteShell } from '../adapters/ssh/openRemoteShell';
import { probeUrl } from '../adapters/ssh/probeUrl';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { SshFailure } from '../core/failures/ssh';
import type { RemoteShell } from '../ports/ssh';
import type { TokenSource } from '../ports/tokenSource';
import type { DeploymentAddress } from '../workflows/deployment/deploymentAddress';
import { findDiagnosed, wayInto, type DiagnosedDeployment } from '../workflows/deployment/diagnosedDeployment';
import { openCloud, type OpenedCloud } from './cloud/openCloud';
import type { Shell } from './shell';

/** A deployment to any target, and the ways into its containers. */
export interface ReachedDeployment {
    readonly opened: OpenedCloud;
    readonly found: DiagnosedDeployment;
    /** The platform's names of the instances, replicas or containers; empty where there is nothing to choose. */
    readonly instances: readonly string[];
    /**
     * Into one of `instances`, or into the first when it is none of them; `instance` is the one it leads into. Nothing is dialled before the first command,
     * which throws 'ssh/container-gone' when nothing runs.
     */
    readonly connect: (instance: string | undefined) => { readonly remote: RemoteShell; readonly instance: string | undefined };
}

/** Throws Failure 'deploy/gone' when the deployment is no longer there. An app that is scaled to zero is woken first. */
export async function reachDeployment(
    shell: Shell,
    op: Operation,
    { resourceId, subscription }: DeploymentAddress,
): Promise<ReachedDeployment> {
    const opened = await openCloud(shell, op);
    opened.azure.subscriptions.use(subscription);
    let found = await findDiagnosed(op, opened.azure, resourceId);
    // What is broken has no replica either, and would keep the request for minutes.
    if (found.ways.length === 0 && found.state === 'asleep' && found.url !== undefined) {
        await probeUrl(opened.resolve)(op, found.url, { method: 'GET' }, 60_000);
        found = await findDiagnosed(op, opened.azure, resourceId);
    }
    const { ways, name } = found;
    const { resolve, cloud } = opened;
    const tokens = tokensOfTenant(opened.tokens, subscription.tenantId);
    return {
        opened,
        found,
        instances: ways.length < 2 ? [] : ways.map(({ instance }) => instance),
        connect: (chosen) => {
            const way = wayInto(found, chosen);
            return way === undefined
                ? { remote: closedShell(name), instance: undefined }
                : { remote: openRemoteShell({ resolve, tokens, scmScope: cloud.scmScope })(way.shell), instance: way.instance };
        },
    };
}

/** A guest's own tenant would give a token that the subscription's does not take. */
function tokensOfTenant(tokens: TokenSource, tenantId: string): TokenSource {
    return tenantId === ''
        ? tokens
        : { account: tokens.account, token: (op, scope, options) => tokens.token(op, scope, { tenantId, ...options }) };
}

function closedShell(name: string): RemoteShell {
    const gone = () => Promise.reject(new Failure<SshFailure>('ssh/container-gone', { name }));
    return { kind: 'ssh', parallel: 1, exec: gone, openShell: gone, close: () => undefined };
}
