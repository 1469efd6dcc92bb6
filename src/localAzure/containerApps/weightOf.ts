import { field, type JsonValue } from '../json';

/** A revision's share of the traffic, in percent. Tools write a number or its text. */
export function weightOf(entry: JsonValue): number {
    const weight = Number(field(entry, 'weight') ?? 0);
    return Number.isFinite(weight) ? weight : 0;
}
