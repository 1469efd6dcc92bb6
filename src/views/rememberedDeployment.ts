/** The last known state of a project's deployment; JSON in the workspace's state. `atMs` is when it was last seen so. */
export interface RememberedDeployment {
    readonly cloud: 'azure' | 'local';
    readonly target: 'appService' | 'containerApp' | 'containerInstance';
    readonly subscriptionId: string;
    readonly tenantId?: string;
    readonly resourceGroup: string;
    readonly resourceId: string;
    readonly name: string;
    readonly region: string;
    readonly sku?: string;
    readonly url: string;
    readonly registryId?: string;
    readonly loginServer: string;
    readonly repository: string;
    readonly digest: string;
    readonly image: string;
    readonly sizeBytes?: number;
    readonly state: 'live' | 'failed';
    /** Why it failed, already in words. */
    readonly cause?: string;
    readonly atMs: number;
}

const texts = [
    'subscriptionId',
    'resourceGroup',
    'resourceId',
    'name',
    'region',
    'url',
    'loginServer',
    'repository',
    'digest',
    'image',
] as const;

/** Reads what an older version of Slipway, or a broken state file, may have left; undefined when it does not fit. */
export function readRememberedDeployment(value: unknown): RememberedDeployment | undefined {
    if (typeof value !== 'object' || value === null) {
        return undefined;
    }
    const record = value as Record<string, unknown>;
    const fits =
        texts.every((name) => typeof record[name] === 'string') &&
        typeof record['atMs'] === 'number' &&
        (record['cloud'] === 'azure' || record['cloud'] === 'local') &&
        (record['state'] === 'live' || record['state'] === 'failed');
    return fits ? (value as RememberedDeployment) : undefined;
}
