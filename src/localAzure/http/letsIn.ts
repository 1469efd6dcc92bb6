import { numberField, textField, type JsonValue } from '../json';

/**
 * Whether access rules let a caller in who comes from 127.0.0.1, as every caller here does: the first rule that names that address decides; without one, a list
 * that allows somebody allows nobody else.
 */
export function letsIn(rules: readonly JsonValue[], addressField: string): boolean {
    const priority = (rule: JsonValue) => numberField(rule, 'priority') ?? 0;
    const named = [...rules]
        .sort((a, b) => priority(a) - priority(b))
        .find((rule) => /^(any|127\.|0\.0\.0\.0\/0)/i.test(textField(rule, addressField) ?? ''));
    if (named !== undefined) {
        return !/^deny$/i.test(textField(named, 'action') ?? 'Allow');
    }
    return !rules.some((rule) => /^allow$/i.test(textField(rule, 'action') ?? 'Allow'));
}
