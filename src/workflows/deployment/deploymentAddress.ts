import type { Subscription } from '../../core/deploy/resources';

/** A deployment that is to be looked at or changed after it was made. */
export interface DeploymentAddress {
    readonly subscription: Subscription;
    readonly resourceId: string;
}
