import type { Facts } from '../../base/failure';
import type { AzureFailure } from '../failures/azure';
import type { RegistryFailure } from '../failures/registry';
import { findAzureError } from './azureErrors';
import type { ServiceError } from './serviceError';

/** What an answer of Azure means: a failure's code, and the facts that its words mention. */
export function explainAzureError(error: ServiceError): { readonly code: AzureFailure | RegistryFailure; readonly facts: Facts } {
    const row = findAzureError(error);
    const facts = { status: error.status, code: error.code || String(error.status), message: message(error), ...row?.facts?.(error) };
    return { code: row?.failure ?? byStatus(error.status), facts };
}

function message(error: ServiceError): string {
    return ([error.message, ...error.details.map((detail) => detail.message), error.code].find((text) => text !== '') ?? '')
        .replace(/\s+/g, ' ')
        .slice(0, 600);
}

function byStatus(status: number): AzureFailure {
    switch (status) {
        case 401:
            return 'azure/token-refused';
        case 403:
            return 'azure/forbidden';
        case 404:
            return 'azure/not-found';
        case 409:
            return 'azure/conflict';
        case 429:
            return 'azure/throttled';
        default:
            return status >= 500 ? 'azure/server-error' : 'azure/refused';
    }
}
