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
                    element(
                        'code',
                        { class: 'arguments' },
                        Object.keys(row.arguments).length === 0 ? '' : JSON.stringify(row.arguments).slice(0, 120),
                    ),
                    element('span', { class: 'hint' }, row.instance === undefined ? '' : row.instance.slice(0, 12)),
                    element('span', { class: 'duration' }, `${Math.round(row.durationMs)} ms`),
                ),
            ),
        ),
    );
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
                    element('code', { class: 'arguments' }, `${row.key} ${JSON.stringify(row.arguments).slice(0, 120)}`),
                    element('span', {}),
                    button(say('Remove'), 'link', () => send({ kind: 'unsave', index }), `unsave-${index}`),
                ),
            ),
        ),
    );
}
