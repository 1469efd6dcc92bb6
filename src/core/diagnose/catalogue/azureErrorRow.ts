import type { Facts } from '../../../base/failure';
import type { AzureFailure } from '../../failures/azure';
import type { DeployFailure } from '../../failures/deploy';
import type { RegistryFailure } from '../../failures/registry';
import type { ServiceError } from '../serviceError';

/**
 * One known way in which Azure says no: what an answer or a line of a log must look like, and which failure it means. Everything that is given must fit.
 * What is told to the user is in views/words/azureErrors.ts, where the words come from is in azureEvidence.ts.
 */
export interface AzureErrorRow {
    readonly failure: AzureFailure | RegistryFailure | DeployFailure;
    /** Codes that mean this, at the top or among the details, without case. */
    readonly codes?: readonly string[];
    readonly statuses?: readonly number[];
    /** Fits the message or one of the details. Its named groups become facts. */
    readonly message?: RegExp;
    readonly facts?: (error: ServiceError) => Facts;
}

/** One known line in which a platform or a container says why it does not start. Named groups become facts; `exit` and `port` as numbers. */
export interface StartErrorRow {
    readonly failure: DeployFailure | RegistryFailure;
    readonly line: RegExp;
    /** Does not hold when any line says this. */
    readonly unless?: RegExp;
    /** Holds only for a registry that grants by repository (ABAC). */
    readonly registry?: 'repository';
}
