import { armRefusal } from '../arm/armRefusal';
import type { Refusal } from '../http/refusal';

/** Container Apps' refusal of a field, in its own words. */
export function invalidTemplate(fieldName: string, details: string): Refusal {
    return armRefusal(400, 'InvalidParameterValueInContainerTemplate', fieldText(fieldName, details));
}

export function fieldText(fieldName: string, details: string): string {
    return `The following field(s) are either invalid or missing. Field '${fieldName}' is invalid with details: '${details}';.`;
}
