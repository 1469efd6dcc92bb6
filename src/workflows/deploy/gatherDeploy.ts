import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { DeployRequest } from '../../core/deploy/deployRequest';
import type { DeployState, FoundImage } from '../../core/deploy/deployState';
import { namesFor } from '../../core/deploy/names';
import { parseResourceId } from '../../core/deploy/resourceId';
import type { Subscription } from '../../core/deploy/resources';
import type { AzureFailure } from '../../core/failures/azure';
import type { DeployPorts } from './deployPorts';
import { gatherResources } from './gatherResources';
import { readApp } from './readApp';

type Ports = Pick<DeployPorts, 'engine' | 'azure'>;

/** Finds out what is there. Reads only. With a remembered deployment it reads just that: four requests to ARM. */
export async function gatherDeploy(op: Operation, ports: Ports, request: DeployRequest): Promise<DeployState> {
    const image = await findImage(op, ports, request);
    const base = { cloud: ports.azure.cloud, account: ports.azure.account, image };
    const remembered = await gatherRemembered(op, ports, request);
    if (remembered !== undefined) {
        return { ...base, ...remembered };
    }
    op.report('Reading your subscriptions');
    const { subscriptions, failures } = await ports.azure.subscriptions.list(op);
    failures.forEach(({ tenant, error }) =>
        op.log(`The tenant ${tenant} could not be read: ${error instanceof Error ? error.message : String(error)}`),
    );
    const usable = subscriptions.filter((subscription) => subscription.state === 'Enabled' || subscription.state === 'Warned');
    if (usable.length === 0) {
        throw new Failure<AzureFailure>('azure/no-subscription', { account: ports.azure.account });
    }
    const subscription = choose(usable, request);
    return {
        ...base,
        subscriptions: usable,
        subscription,
        found: subscription === undefined ? undefined : await gatherResources(op, ports.azure, request, subscription),
    };
}

async function findImage(op: Operation, ports: Ports, request: DeployRequest): Promise<FoundImage | undefined> {
    return request.source.kind === 'image' ? await ports.engine.image(op, request.source.reference) : undefined;
}

function choose(usable: readonly Subscription[], request: DeployRequest): Subscription | undefined {
    const wanted = (request.subscriptionId ?? request.previous?.subscription.id)?.toLowerCase();
    if (wanted === undefined) {
        return usable.length === 1 ? usable[0] : undefined;
    }
    return usable.find((subscription) => subscription.id.toLowerCase() === wanted);
}

/** The deployment that is remembered, if it is still there. A name that the user changed asks for a new one. */
async function gatherRemembered(
    op: Operation,
    ports: Ports,
    request: DeployRequest,
): Promise<Pick<DeployState, 'subscriptions' | 'subscription' | 'found'> | undefined> {
    const { previous } = request;
    if (previous === undefined || request.name !== undefined || request.subscriptionId !== undefined) {
        return undefined;
    }
    const parts = parseResourceId(previous.resourceId);
    const appName = parts?.names[0];
    if (parts === undefined || appName === undefined) {
        return undefined;
    }
    const { azure } = ports;
    azure.subscriptions.use(previous.subscription);
    op.report('Looking at the last deployment');
    const [site, registry] = await Promise.all([azure.sites.get(op, previous.resourceId), azure.registries.get(op, previous.registryId)]);
    if (site === undefined || registry === undefined) {
        return undefined;
    }
    const app = await readApp(op, azure, site);
    return {
        subscriptions: [previous.subscription],
        subscription: previous.subscription,
        found: {
            names: {
                ...namesFor(appName, request.projectName),
                resourceGroup: parts.resourceGroup,
                registry: registry.name,
                repository: previous.repository,
            },
            region: site.location,
            regions: [site.location],
            unregistered: [],
            group: undefined,
            registries: [registry],
            registry,
            identity: undefined,
            role: 'assigned',
            plans: [],
            plan: undefined,
            app,
            nameProblem: undefined,
            registryNameProblem: undefined,
        },
    };
}
