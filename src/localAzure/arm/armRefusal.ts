import { json, type AnswerHeaders } from '../http/answer';
import { Refusal } from '../http/refusal';
import type { JsonObject } from '../json';

/** ARM's own error shape, which most providers share. */
export function armRefusal(status: number, code: string, message: string, headers: AnswerHeaders = {}, extra: JsonObject = {}): Refusal {
    return new Refusal(json(status, { error: { code, message, ...extra } }, headers));
}

/** ARM's front end itself answers for a resource that is not there, and says so in a header. */
export function resourceNotFound(type: string, name: string, group: string): Refusal {
    return armRefusal(
        404,
        'ResourceNotFound',
        `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        { 'x-ms-failure-cause': 'gateway' },
    );
}

export function groupNotFound(group: string): Refusal {
    return armRefusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`, { 'x-ms-failure-cause': 'gateway' });
}
