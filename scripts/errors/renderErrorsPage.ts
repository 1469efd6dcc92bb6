import { azureErrorIds, azureErrors, startSymptoms, type AzureErrorId } from '../../src/core/diagnose/catalogue/azureErrors';
import { azureEvidence } from '../../src/core/diagnose/catalogue/azureEvidence';
import { azureStates } from '../../src/core/diagnose/catalogue/azureStates';
import { azureErrorWords } from '../../src/views/words/azureErrors';
import type { Remedy, Wording } from '../../src/views/words/wording';

/** docs/errors.md, made from the catalogue: what Azure says, what it means, and what Slipway offers. */
export function renderErrorsPage(): string {
    const confirmed = azureErrorIds.filter((id) => azureEvidence[id].trust === 'confirmed').length;
    return [
        '# When Azure says no',
        '',
        'Made from `src/core/diagnose/catalogue` by `npm run errors`; a test holds it current.',
        '',
        'What Slipway knows of what Azure answers and of what its platforms write into their logs: what happened, why, and the button or the command that helps.',
        `Each row quotes what was seen and where. ${confirmed} of ${azureErrorIds.length} rows are confirmed: their words were read in a recording of real traffic or in a public report. The others are marked unconfirmed.`,
        `${azureErrorIds.filter((id) => azureStates[id] !== undefined).length} rows the local Azure says by itself, out of a state that a test brings about; each row names it.`,
        'What is not in this list is shown in Azure’s own words.',
        '',
        '| Row | What happened | |',
        '| --- | --- | --- |',
        ...azureErrorIds.map((id) => `| [\`${id}\`](#${id}) | ${cell(shown(azureErrorWords[id].what))} | ${trust(id)} |`),
        '',
        ...azureErrorIds.flatMap(section),
    ].join('\n');
}

function trust(id: AzureErrorId): string {
    return azureEvidence[id].trust === 'confirmed' ? '' : 'unconfirmed';
}

function section(id: AzureErrorId): readonly string[] {
    const evidence = azureEvidence[id];
    const words = azureErrorWords[id];
    const { failure } = azureErrors[id] ?? startSymptoms[id] ?? { failure: '' };
    return [
        `## ${id}`,
        '',
        `**${shown(words.what)}** ${shown(words.why ?? '')}`.trim(),
        '',
        shown(words.next),
        '',
        ...buttons(words),
        `Failure: \`${failure}\`. ${evidence.trust === 'confirmed' ? 'Seen' : 'Unconfirmed'}: ${source(evidence.source)}`,
        '',
        azureStates[id] === undefined
            ? 'The local Azure says it only when a fault is ordered.'
            : `The local Azure says it of ${azureStates[id]}.`,
        '',
        '```text',
        `${evidence.code === undefined ? '' : `${evidence.code}: `}${evidence.quote.replace(/\r?\n/g, ' ')}`,
        '```',
        '',
    ];
}

/** Buttons as they are with every fact at hand. */
function buttons(words: Wording): readonly string[] {
    const remedies = words.remedies?.(anyFacts) ?? [];
    return remedies.length === 0 ? [] : [...remedies.map(button), ''];
}

const placeholders = [
    'namespace',
    'subscription',
    'tenant',
    'scope',
    'groupId',
    'group',
    'objectId',
    'registry',
    'repository',
    'ip',
    'name',
] as const;
const mark = (name: string) => `@${name}@`;
const anyFacts = Object.fromEntries(placeholders.map((name) => [name, mark(name)]));

function button(remedy: Remedy): string {
    const title = `- **${remedy.title}**`;
    switch (remedy.kind) {
        case 'copy':
            return `${title}: \`${remedy.text.replace(/@(\w+)@/g, '<$1>')}\``;
        case 'open':
            return `${title}: <${remedy.url}>`;
        case 'command':
            return `${title}: runs \`${remedy.command}\``;
    }
}

function source(from: string): string {
    return from.startsWith('https://') ? `<${from}>` : from.replace(/^recording:(.*)$/, 'a recording of real traffic, `$1`');
}

function shown(words: string): string {
    return words.replace(/\{(\w+)\}/g, '*$1*');
}

function cell(words: string): string {
    return words.replace(/\|/g, '\\|');
}
