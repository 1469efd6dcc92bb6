import { countIn } from '../base/decimal';

const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as Readonly<Record<string, string>>;
countIn(document.documentElement.lang || 'en');

/** A sentence in the user's language; `{0}`, `{1}` … are filled with the values. Extracted into l10n/bundle.l10n.json like vscode.l10n.t. */
export function say(sentence: string, ...values: readonly string[]): string {
    return (words[sentence] ?? sentence).replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
}
