import { createHash } from 'node:crypto';
import type { Shell } from './shell';

const consentsKey = 'consents';

/** A consent to exactly what was shown: it holds for `seen` as it is, and for nothing else. Kept in the workspace, as a digest. */
export function consentTo(
    shell: Shell,
    seen: readonly unknown[],
): { readonly isGiven: () => boolean; give(): Promise<void>; withdraw(): Promise<void> } {
    const print = createHash('sha256').update(JSON.stringify(seen)).digest('hex');
    const others = () => (shell.memory.get(consentsKey, readTexts) ?? []).filter((known) => known !== print);
    return {
        isGiven: () => shell.memory.get(consentsKey, readTexts)?.includes(print) === true,
        give: () => shell.memory.set(consentsKey, [...others(), print].slice(-200)),
        withdraw: () => shell.memory.set(consentsKey, others()),
    };
}

function readTexts(value: unknown): readonly string[] | undefined {
    return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : undefined;
}
