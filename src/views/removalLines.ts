import type { RemovalPlan } from '../core/deploy/planRemoval';
import type { Sentence } from '../core/deploy/sentence';

const typeWords: Readonly<Record<string, string>> = {
    'microsoft.web/sites': 'web app',
    'microsoft.web/sites/slots': 'slot',
    'microsoft.web/serverfarms': 'App Service plan',
    'microsoft.app/containerapps': 'container app',
    'microsoft.app/managedenvironments': 'Container Apps environment',
    'microsoft.containerinstance/containergroups': 'container group',
    'microsoft.managedidentity/userassignedidentities': 'managed identity',
    'microsoft.containerregistry/registries': 'container registry, with every image in it',
};

/** What a removal deletes and what it leaves, a line each. */
export function removalLines(plan: RemovalPlan, say: (sentence: Sentence) => string): readonly string[] {
    const kind = (type: string) => typeWords[type.toLowerCase()] ?? type;
    return [
        'Deleted:',
        ...plan.items.map(({ name, type, goesAlong }) =>
            goesAlong === undefined
                ? `• ${name} (${kind(type)})`
                : `• ${name} (${kind(type)} that Slipway did not make: Azure deletes it with its web app)`,
        ),
        ...(plan.group === 'delete' ? [`• ${plan.resourceGroup} (resource group, empty then)`] : []),
        ...(plan.kept.length === 0 && plan.group === 'delete' ? [] : ['', 'Left:']),
        ...plan.kept.map(({ name, type, reason }) => `• ${name} (${kind(type)}): ${say(reason)}`),
        ...(plan.group === 'delete' ? [] : [`• ${plan.resourceGroup} (resource group)`]),
    ];
}
