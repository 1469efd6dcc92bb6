import type { PreviousDeployment } from '../core/deploy/deployRequest';
import { isTargetName } from '../core/deploy/target';
import { readRemedy } from './remedy';
import type { Remedy } from './words/wording';

/** The last known state of a project's deployment; JSON in the workspace's state. `atMs` is when it was last seen so. Holds no secret. */
export interface RememberedDeployment {
    readonly cloud: 'azure' | 'local';
    /** The app's name. */
    readonly name: string;
    readonly resourceId: string;
    /** Where a person looks at it: the public address, or the loopback one of a local Azure. */
    readonly url: string;
    /** `server/repository@sha256:…`. */
    readonly image: string;
    readonly digest: string;
    readonly state: 'live' | 'failed';
    /** Why it failed, already in words. */
    readonly cause?: string;
    /** The buttons beside the cause. */
    readonly remedies?: readonly Remedy[];
    readonly atMs: number;
    /** What the next deploy updates in place; absent when the first one never came so far. */
    readonly previous?: PreviousDeployment;
}

const texts = ['name', 'resourceId', 'url', 'image', 'digest'] as const;
const previousTexts = ['resourceId', 'registryId', 'repository', 'digest', 'url'] as const;

/** Reads what an older version of Slipway, or a broken state file, may have left; undefined when it does not fit. */
export function readRememberedDeployment(value: unknown): RememberedDeployment | undefined {
    if (!isRecord(value)) {
        return undefined;
    }
    const fits =
        hasTexts(value, texts) &&
        typeof value.atMs === 'number' &&
        (value.cloud === 'azure' || value.cloud === 'local') &&
        (value.state === 'live' || value.state === 'failed') &&
        (value.previous === undefined || isPrevious(value.previous));
    if (!fits) {
        return undefined;
    }
    const { remedies, ...rest } = value as unknown as RememberedDeployment;
    const known = Array.isArray(remedies) ? remedies.flatMap((remedy) => readRemedy(remedy) ?? []) : [];
    return known.length === 0 ? rest : { ...rest, remedies: known };
}

function isPrevious(value: unknown): boolean {
    return (
        isRecord(value) &&
        hasTexts(value, previousTexts) &&
        isTargetName(value.target) &&
        isRecord(value.subscription) &&
        hasTexts(value.subscription, ['id', 'name', 'tenantId', 'state'])
    );
}

function hasTexts(record: Record<string, unknown>, names: readonly string[]): boolean {
    return names.every((name) => typeof record[name] === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null;
}
