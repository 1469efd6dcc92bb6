import type { Facts } from '../../base/failure';
import type { AzureFailure } from '../failures/azure';
import type { DeployFailure } from '../failures/deploy';
import type { RegistryFailure } from '../failures/registry';
import { azureErrors, type AzureErrorId } from './catalogue/azureErrors';
import type { AzureErrorRow } from './catalogue/azureErrorRow';
import type { ServiceError } from './serviceError';

export interface AzureExplanation {
    readonly code: AzureFailure | RegistryFailure | DeployFailure;
    /** What the words mention; `row` names the row of the catalogue. */
    readonly facts: Facts;
}

/** What an answer of Azure means: a failure's code, and the facts that its words mention. */
export function explainAzureError(error: ServiceError): AzureExplanation {
    const found = findAzureError(error);
    const facts = { status: error.status, code: error.code || String(error.status), message: messageOf(error) };
    return found === undefined
        ? { code: byStatus(error.status), facts }
        : { code: found.row.failure, facts: { ...facts, ...factsOf(found.row, error), row: found.id } };
}

/** The row that knows this error; undefined for an unknown one. */
export function findAzureError(error: ServiceError): { readonly id: AzureErrorId; readonly row: AzureErrorRow } | undefined {
    const codes = [error.code, ...error.details.map((detail) => detail.code)].map((code) => code.toLowerCase());
    for (const [id, row] of Object.entries(azureErrors)) {
        const fits =
            (row.codes === undefined || row.codes.some((code) => codes.includes(code.toLowerCase()))) &&
            (row.statuses === undefined || row.statuses.includes(error.status)) &&
            // A code says it all; a message is asked for only where the code is HTTP's or shared.
            (row.message === undefined || row.message.test(textOf(error)) || decides(row, codes));
        if (fits) {
            return { id: id as AzureErrorId, row };
        }
    }
    return undefined;
}

/** Codes that more than one row claims need their message as well. */
const shared = new Set(
    Object.values(azureErrors)
        .flatMap((row) => row.codes ?? [])
        .map((code) => code.toLowerCase())
        .filter((code, index, all) => all.indexOf(code) !== index),
);

/** Services refuse many things with these: only the message tells which. */
const generic = new Set(['operationnotallowed', 'failedidentityoperation']);

function decides(row: AzureErrorRow, codes: readonly string[]): boolean {
    return (
        row.codes?.map((code) => code.toLowerCase()).some((code) => codes.includes(code) && !shared.has(code) && !generic.has(code)) ===
        true
    );
}

function factsOf(row: AzureErrorRow, error: ServiceError): Facts {
    return { ...row.message?.exec(textOf(error))?.groups, ...row.facts?.(error) };
}

function textOf(error: ServiceError): string {
    return [error.message, ...error.details.map((detail) => detail.message)].join('\n');
}

function messageOf(error: ServiceError): string {
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
