import type { EntryKind, EntryName, ListedEntry } from '../views/mcpPanel';
import { button, element, on } from './element';
import { redraw } from './redraw';
import { send } from './sendToMcp';
import { say } from './say';

const groups: readonly (readonly [title: string, kinds: readonly EntryKind[]])[] = [
    [say('Tools'), ['tool']],
    [say('Resources'), ['resource', 'template']],
    [say('Prompts'), ['prompt']],
];
/** More rows than this make a page slow; the filter finds the rest. */
const shown = 500;
let typed = '';

/** Everything that the server offers, with a filter; arrow keys go from one to the next. */
export function mcpNavigation(entries: readonly ListedEntry[], selected: EntryName | undefined): HTMLElement {
    const search = element('input', {
        id: 'filter',
        type: 'text',
        placeholder: say('Filter ({0})', String(entries.length)),
        'aria-label': say('Filter what the server offers'),
    });
    search.value = typed;
    const lists = element('div', { class: 'lists' }, ...fitting(entries, selected));
    on(search, 'input', (current) => {
        typed = current.value;
        if (current.nextElementSibling instanceof HTMLElement) {
            redraw(current.nextElementSibling, fitting(entries, selected));
        }
    });
    on(lists, 'keydown', (current, event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        const rows = [...current.querySelectorAll<HTMLButtonElement>('button')];
        const next = rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step];
        if (step !== 0 && next !== undefined) {
            event.preventDefault();
            next.focus();
        }
    });
    return element('div', {}, search, lists);
}

function fitting(entries: readonly ListedEntry[], selected: EntryName | undefined): HTMLElement[] {
    const filter = typed.toLowerCase();
    const fits = entries.filter(({ key, title }) => `${key} ${title}`.toLowerCase().includes(filter));
    return [
        ...groups.flatMap(([title, kinds]) =>
            group(
                title,
                fits.filter(({ kind }) => kinds.includes(kind)),
                selected,
            ),
        ),
        ...(fits.length === 0 && filter !== '' ? [element('p', { class: 'hint' }, say('Nothing fits the filter.'))] : []),
    ];
}

function group(title: string, entries: readonly ListedEntry[], selected: EntryName | undefined): HTMLElement[] {
    if (entries.length === 0) {
        return [];
    }
    return [
        element('h2', { class: 'group', 'data-key': title }, `${title} `, element('span', { class: 'hint' }, String(entries.length))),
        element(
            'ul',
            { class: 'tools', 'aria-label': title },
            ...entries.slice(0, shown).map(({ kind, key, title: name }) => {
                const row = button(name, 'link', () => send({ kind: 'select', entry: { kind, key } }), `${kind}-${key}`);
                row.title = key;
                if (selected?.kind === kind && selected.key === key) {
                    row.setAttribute('aria-current', 'true');
                }
                return element('li', { 'data-key': row.id }, row);
            }),
        ),
        ...(entries.length > shown
            ? [element('p', { class: 'hint' }, say('{0} more: use the filter.', String(entries.length - shown)))]
            : []),
    ];
}
