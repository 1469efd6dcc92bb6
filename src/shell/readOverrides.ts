import { settableFacts, type Overrides } from '../core/project/factSheet';

/** The facts that the user set, as the workspace's state has them; what does not fit is left out. */
export function readOverrides(value: unknown): Overrides | undefined {
    if (typeof value !== 'object' || value === null) {
        return undefined;
    }
    const entries = Object.entries(value).filter(
        ([fact, text]) => (settableFacts as readonly string[]).includes(fact) && typeof text === 'string',
    );
    return Object.fromEntries(entries);
}
