import type { ArmOperation } from '../../../src/adapters/azure/operations';

/** What went to ARM; `path` without the query. */
export interface SentRequest {
    readonly method: string;
    readonly path: string;
    readonly apiVersion: string | null;
}

/** What the ids in operations are ids of, by their name in the path; a slot is a site of its own to Azure. */
const types: Readonly<Record<string, string>> = {
    id: 'Microsoft.ManagedIdentity/userAssignedIdentities/{}',
    plan: 'Microsoft.Web/serverfarms/{}',
    site: 'Microsoft.Web/sites/{}(/slots/{})?',
    registry: 'Microsoft.ContainerRegistry/registries/{}',
    job: 'Microsoft.App/jobs/{}',
    containerApp: 'Microsoft.App/containerApps/{}',
    environment: 'Microsoft.App/managedEnvironments/{}',
    containerGroup: 'Microsoft.ContainerInstance/containerGroups/{}',
    component: 'Microsoft.Insights/components/{}',
    autoscale: 'Microsoft.Insights/autoscaleSettings/{}',
};

/** Whether a request is one of this operation, on a resource of its type. */
export function isOperation(request: SentRequest, operation: ArmOperation): boolean {
    const pattern = operation.path
        .replace(/\{\+(\w+)\}/g, (_, name: string) =>
            types[name] === undefined ? '/subscriptions/.+' : `/subscriptions/{}/resourceGroups/{}/providers/${types[name]}`,
        )
        .replaceAll('.', (dot, at: number, text: string) => (text[at + 1] === '+' ? dot : '\\.'))
        .replace(/\{\w*\}/g, '[^/]+');
    return (
        request.method === operation.method &&
        request.apiVersion === operation.apiVersion &&
        new RegExp(`^${pattern}$`, 'i').test(request.path)
    );
}
