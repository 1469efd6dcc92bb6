import { Failure, isFailure } from '../../base/failure';
import type { AzureFailure } from '../../core/failures/azure';
import type { Resources, Sites } from '../../ports/azure';
import { operations, type ArmOperation } from './operations';
import { toResource } from './resourceGroups';
import { partsOf, type Session } from './session';

/** Each provider has api-versions of its own, so that a type which is not here cannot be deleted. */
const deletes: Readonly<Record<string, ArmOperation>> = {
    'microsoft.managedidentity/userassignedidentities': operations.deleteIdentity,
    'microsoft.web/serverfarms': operations.deletePlan,
    'microsoft.containerregistry/registries': operations.deleteRegistry,
    'microsoft.insights/components': operations.deleteInsights,
    'microsoft.insights/autoscalesettings': operations.deleteAutoscale,
    'microsoft.app/jobs': operations.deleteJob,
    'microsoft.app/containerapps': operations.deleteContainerApp,
    'microsoft.app/managedenvironments': operations.deleteEnvironment,
    'microsoft.containerinstance/containergroups': operations.deleteContainerGroup,
};

/** Resources of whatever type, by their ids. */
export function resources(session: Session, sites: Pick<Sites, 'delete'>): Resources {
    return {
        async list(op, subscription, type) {
            if (!/^[\w.]+(?:\/\w+)+$/.test(type)) {
                throw new Failure<AzureFailure>('azure/invalid-name', { name: type, message: 'This is not a type of resources.' });
            }
            const items = await session.arm.list(op, {
                operation: operations.listResourcesOfType,
                params: { subscription },
                query: { $filter: `resourceType eq '${type}'` },
                tenantId: session.tenantOf(subscription),
            });
            return items.map(toResource);
        },
        async setTags(op, id, tags) {
            await session.arm.perform(op, {
                operation: operations.mergeTags,
                params: { scope: id },
                tenantId: session.tenantOf(partsOf(id).subscriptionId),
                body: { operation: 'Merge', properties: { tags } },
            });
        },
        async delete(op, id) {
            const parts = partsOf(id);
            const type = parts.type.toLowerCase();
            const operation = deletes[type];
            try {
                if (type === 'microsoft.web/sites' || type === 'microsoft.web/sites/slots') {
                    await sites.delete(op, id);
                } else if (operation === undefined) {
                    throw new Failure<AzureFailure>('azure/invalid-name', { name: id, message: 'Slipway deletes nothing of this type.' });
                } else {
                    await session.arm.perform(op, {
                        operation,
                        params: {
                            id,
                            plan: id,
                            component: id,
                            autoscale: id,
                            job: id,
                            registry: id,
                            containerApp: id,
                            environment: id,
                            containerGroup: id,
                        },
                        tenantId: session.tenantOf(parts.subscriptionId),
                    });
                }
            } catch (error) {
                if (!(isFailure(error) && error.code === 'azure/not-found')) {
                    throw error;
                }
            }
        },
    };
}
