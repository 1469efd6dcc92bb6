import type { FormField } from '../core/mcp/formModel';
import { say } from './say';

/** What is wrong with a text for a field, in words; undefined where the server that asks may have it. Lengths count characters, as JSON Schema does. */
export function wrongText(field: Extract<FormField, { kind: 'text' }>, text: string): string | undefined {
    if (text === '') {
        return field.required ? say('An answer is needed.') : undefined;
    }
    const { minLength = 0, maxLength = Infinity } = field;
    const { length } = Array.from(text);
    if (length < minLength) {
        return say('At least {0} characters are needed.', String(minLength));
    }
    return length > maxLength ? say('No more than {0} characters are taken.', String(maxLength)) : wrongFormat(field.format, text);
}

/** The formats of an elicitation; what no one names may be anything. */
function wrongFormat(format: string | undefined, text: string): string | undefined {
    switch (format) {
        case 'email':
            return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : say('Type an e-mail address.');
        case 'uri':
            return URL.canParse(text) ? undefined : say('Type an address such as https://example.com.');
        case 'date':
            return isDay(text) ? undefined : say('Type a date such as 2026-11-29.');
        case 'date-time':
            return isTime(text) ? undefined : say('Type a date and time such as 2026-11-29T10:30:00Z.');
        default:
            return undefined;
    }
}

/** `Date` takes the 30th of February for a day in March. */
function isDay(text: string): boolean {
    const atMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
    return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

function isTime(text: string): boolean {
    const shape = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.exec(text);
    return shape?.[1] !== undefined && isDay(shape[1]) && !Number.isNaN(Date.parse(text));
}
