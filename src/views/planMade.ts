import { portalUrl } from '../core/deploy/cloud';
import type { DeployPlan } from '../core/deploy/deployPlan';
import { parseResourceId } from '../core/deploy/resourceId';
import type { Step } from '../core/deploy/step';
import type { PanelMade, PanelStep } from './planPanel';

/** Something that a run created or changed, with what shows it. */
export type Made = PanelMade & {
    readonly target?: { readonly kind: 'page'; readonly url: string } | { readonly kind: 'file'; readonly path: string };
};

const labels: Readonly<Record<string, string>> = {
    'microsoft.resources/resourcegroups': 'Resource group',
    'microsoft.containerregistry/registries': 'Container registry',
    'microsoft.managedidentity/userassignedidentities': 'Managed identity',
    'microsoft.authorization/roleassignments': 'Role assignment',
    'microsoft.web/serverfarms': 'App Service plan',
    'microsoft.web/sites': 'Web app',
    'microsoft.insights/components': 'Application Insights',
    'microsoft.insights/autoscalesettings': 'Autoscale setting',
    'microsoft.app/managedenvironments': 'Environment',
    'microsoft.app/containerapps': 'Container app',
    'microsoft.app/jobs': 'Job',
    'microsoft.containerinstance/containergroups': 'Container group',
};

/** What the steps that ended well have created or changed, in order. `states` is by step id. A local Azure has no portal to lead to. */
export function planMade(
    plan: DeployPlan,
    states: Readonly<Record<string, { readonly state: PanelStep['state'] }>>,
    translate: (sentence: string) => string,
): readonly Made[] {
    return plan.steps
        .filter((step) => states[step.id]?.state === 'done' && (step.change === 'create' || step.change === 'change'))
        .flatMap((step): Made[] => {
            if (step.kind === 'files') {
                return step.files.map((file) => ({
                    label: translate('File'),
                    name: file.path,
                    change: file.action === 'create' ? 'created' : 'changed',
                    opens: 'file',
                    target: { kind: 'file', path: file.path },
                }));
            }
            const { resource } = step;
            if (resource === undefined) {
                return [];
            }
            const id = idOf(step);
            return [
                {
                    label: translate(labels[resource.type.toLowerCase()] ?? resource.type),
                    name: resource.name,
                    change: step.change === 'create' ? 'created' : 'changed',
                    ...(id === undefined || plan.cloud.name === 'local'
                        ? {}
                        : { opens: 'page' as const, target: { kind: 'page' as const, url: portalUrl(plan.cloud, id) } }),
                },
            ];
        });
}

/** The id of what a step makes: the one that it names, or the one among its own values that is of the resource's type. */
function idOf(step: Step): string | undefined {
    const type = step.resource?.type.toLowerCase();
    if (step.kind === 'resourceGroup') {
        return `/subscriptions/${step.subscriptionId}/resourceGroups/${step.name}`;
    }
    const own: readonly unknown[] = Object.values(step);
    return (
        step.resource?.id ??
        own.find((value): value is string => typeof value === 'string' && parseResourceId(value)?.type.toLowerCase() === type)
    );
}
