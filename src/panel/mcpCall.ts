import type { JsonSuggestion } from '../core/mcp/suggestJson';
import type { McpPanelState } from '../views/mcpPanel';
import { button, element } from './element';
import { mcpForm } from './mcpForm';
import { send } from './sendToMcp';
import { say } from './say';

type Json = Record<string, unknown>;

const verbs = { tool: say('Call'), resource: say('Read'), template: say('Read'), prompt: say('Get') } as const;

/** The selected entry with its form; `follow` as the page has it. */
export function mcpCall(state: McpPanelState, follow?: 'off' | 'on'): HTMLElement {
    const { selected } = state;
    if (selected === undefined) {
        return element(
            'p',
            { class: 'hint' },
            state.entries.length === 0 ? say('This server offers nothing yet.') : say('Choose a tool, a resource or a prompt.'),
        );
    }
    let values: Json | undefined = { ...selected.arguments };
    const call = button(verbs[selected.kind], 'primary', () => values !== undefined && send({ kind: 'call', arguments: values }), 'call');
    const save = button(say('Save Call…'), 'secondary', () => values !== undefined && send({ kind: 'save', arguments: values }), 'save');
    const form = mcpForm(
        selected.form,
        values,
        selected.carried,
        (next) => {
            values = next;
            call.dataset.invalid = String(next === undefined);
            call.disabled = next === undefined;
            save.disabled = next === undefined;
        },
        selected.kind === 'resource' ? 'none' : 'json',
    );
    const section = element(
        'section',
        { 'aria-label': selected.title },
        element('h2', {}, selected.title),
        ...(selected.title === selected.key ? [] : [element('p', { class: 'hint' }, element('code', {}, selected.key))]),
        ...(selected.description === '' ? [] : [element('p', { class: 'pre' }, selected.description)]),
        form,
        element('div', { class: 'actions' }, call, ...(follow === undefined ? [] : [followButton(follow)]), save),
    );
    section.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !call.disabled) {
            call.click();
        }
    });
    if (selected.kind === 'prompt' || selected.kind === 'template') {
        section.addEventListener('input', (event) => {
            const field = event.target;
            if (field instanceof HTMLInputElement && field.id.startsWith('arg-')) {
                send({ kind: 'complete', name: field.id.slice(4), value: field.value });
            }
        });
    }
    return section;
}

function followButton(follow: 'off' | 'on'): HTMLElement {
    const toggle = button(follow === 'on' ? say('Stop Following') : say('Follow'), 'secondary', () => send({ kind: 'follow' }), 'follow');
    toggle.setAttribute('aria-pressed', String(follow === 'on'));
    toggle.title = say('Read it again whenever the server says that it changed');
    return toggle;
}

/** Values that the server offers for a field, as the browser's own list below it. */
export function showCompletions(name: string, values: readonly string[]): void {
    const field = document.getElementById(`arg-${name}`);
    if (field === null) {
        return;
    }
    const id = `list-${name}`;
    const list = document.getElementById(id) ?? element('datalist', { id });
    list.replaceChildren(...values.slice(0, 100).map((value) => element('option', { value })));
    field.after(list);
    field.setAttribute('list', id);
}

/** What fits at the cursor of the JSON editor: a list below it; arrows choose, Enter or Tab takes, Escape leaves. */
export function showSuggestions(suggestions: readonly JsonSuggestion[]): void {
    const editor = document.querySelector<HTMLTextAreaElement>('#json');
    const list = document.getElementById('suggestions');
    if (editor === null || list === null) {
        return;
    }
    const take = (index: number) => {
        const chosen = suggestions[index];
        if (chosen !== undefined) {
            editor.setRangeText(chosen.insert, chosen.start, chosen.end, 'end');
            close();
            editor.dispatchEvent(new Event('input', { bubbles: true }));
            close();
            editor.focus();
        }
    };
    let at = 0;
    const rows = suggestions.map(({ label, detail }, index) => {
        const row = element(
            'li',
            { role: 'option', id: `suggestion-${index}` },
            element('code', {}, label),
            element('span', { class: 'hint' }, detail),
        );
        row.addEventListener('mousedown', (event) => {
            event.preventDefault();
            take(index);
        });
        return row;
    });
    const mark = () => {
        rows.forEach((row, index) => row.setAttribute('aria-selected', String(index === at)));
        rows[at]?.scrollIntoView({ block: 'nearest' });
        editor.setAttribute('aria-activedescendant', `suggestion-${at}`);
    };
    const onKey = (event: KeyboardEvent) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            at = (at + (event.key === 'ArrowDown' ? 1 : rows.length - 1)) % rows.length;
            mark();
        } else if (event.key === 'Enter' || event.key === 'Tab') {
            take(at);
        } else if (event.key === 'Escape') {
            close();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    };
    function close() {
        list?.replaceChildren();
        list?.setAttribute('hidden', '');
        editor?.removeEventListener('keydown', onKey);
        editor?.removeAttribute('aria-activedescendant');
        editor?.setAttribute('aria-expanded', 'false');
    }
    closeSuggestions();
    closeSuggestions = close;
    if (rows.length === 0) {
        return;
    }
    list.replaceChildren(...rows);
    list.removeAttribute('hidden');
    editor.setAttribute('aria-expanded', 'true');
    editor.addEventListener('keydown', onKey);
    editor.addEventListener('blur', close, { once: true });
    mark();
}

let closeSuggestions: () => void = () => undefined;
