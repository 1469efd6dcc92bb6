import type { JsonObject } from '../core/mcp/catalog';
import type { HistoryRow, SavedCall } from '../views/mcpPanel';
import { button, element } from './element';
import { send } from './sendToMcp';
import { say } from './say';

const rowsShown = 20;
const icons = { ok: 'pass', 'tool error': 'warning', failed: 'error' } as const;
const outcomes = { ok: say('answered'), 'tool error': say('the tool answered with an error'), failed: say('failed') } as const;

/** Earlier calls, the newest first; each may be taken up again with its arguments. */
export function mcpHistory(history: readonly HistoryRow[]): HTMLElement {
    if (history.length === 0) {
        return element('div', {});
    }
    return element(
        'section',
        { 'aria-label': say('Calls') },
        element('h2', {}, say('Calls')),
        element(
            'ul',
            { class: 'calls' },
            ...history.slice(0, rowsShown).map((row, index) =>
                element(
                    'li',
                    { 'data-key': `call-${row.id}` },
                    element('span', { class: `codicon codicon-${icons[row.outcome]}`, role: 'img', 'aria-label': outcomes[row.outcome] }),
                    button(row.key, 'link', () => send({ kind: 'again', index }), `again-${row.id}`),
                    given(row.arguments),
                    element('span', { class: 'hint', title: row.instance }, short(row.instance ?? '', 12)),
                    element('span', { class: 'duration' }, `${Math.round(row.durationMs)} ms`),
                ),
            ),
        ),
    );
}

/** Cut to its line; the whole of it, within reason, is told where the mouse rests. */
function given(args: JsonObject, key = ''): HTMLElement {
    const text = `${key} ${Object.keys(args).length === 0 ? '' : JSON.stringify(args)}`.trim();
    return element('code', { class: 'arguments', title: text === '' ? undefined : short(text, 2000) }, short(text, 120));
}

function short(text: string, length: number): string {
    return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Calls that were given a name. */
export function mcpSaved(saved: readonly SavedCall[]): HTMLElement {
    if (saved.length === 0) {
        return element('div', {});
    }
    return element(
        'section',
        { 'aria-label': say('Saved calls') },
        element('h2', {}, say('Saved calls')),
        element(
            'ul',
            { class: 'calls' },
            ...saved.map((row, index) =>
                element(
                    'li',
                    {},
                    element('span', { class: 'codicon codicon-bookmark', 'aria-hidden': 'true' }),
                    button(row.label, 'link', () => send({ kind: 'saved', index }), `saved-${index}`),
                    given(row.arguments, row.key),
                    element('span', {}),
                    button(say('Remove'), 'link', () => send({ kind: 'unsave', index }), `unsave-${index}`),
                ),
            ),
        ),
    );
}
