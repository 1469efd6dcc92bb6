import type { JsonSuggestion } from '../core/mcp/suggestJson';
import type { McpPanelState, SelectedEntry } from '../views/mcpPanel';
import { button, element, on } from './element';
import { emptyDraft, mcpForm, type Draft } from './mcpForm';
import { send } from './sendToMcp';
import { say } from './say';

const verbs = { tool: say('Call'), resource: say('Read'), template: say('Read'), prompt: say('Get') } as const;

/** What is typed into the form of the entry that is selected. */
let draft: Draft = emptyDraft(-1, {});
let carriedBefore = '';

/** Another one of these asks for another drawing of the form: another selection, or other handles that were carried into it. */
export function callKey(selected: SelectedEntry | undefined): string {
    return selected === undefined ? '' : JSON.stringify([selected.kind, selected.key, selected.turn, carriedInto(selected)]);
}

function carriedInto({ carried, arguments: values }: SelectedEntry): readonly unknown[] {
    return carried.map((name) => [name, values[name]]);
}

/** Takes over what is newly carried, and leaves what was typed meanwhile. */
function updateDraft(selected: SelectedEntry): void {
    const carried = JSON.stringify(carriedInto(selected));
    if (draft.turn !== selected.turn) {
        draft = emptyDraft(selected.turn, selected.arguments);
    } else if (carried !== carriedBefore) {
        selected.carried.forEach((name) => (draft.values[name] = selected.arguments[name]));
        draft.unreadable = undefined;
    }
    carriedBefore = carried;
}

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
    updateDraft(selected);
    const sendDraft = (kind: 'call' | 'save') => draft.unreadable === undefined && send({ kind, arguments: draft.values });
    const call = button(verbs[selected.kind], 'primary', () => sendDraft('call'), 'call');
    const save = button(say('Save Call…'), 'secondary', () => sendDraft('save'), 'save');
    allow(call, save);
    const section = element(
        'section',
        { 'aria-label': selected.title, 'data-key': `${selected.kind}-${selected.key}` },
        element('h2', {}, selected.title),
        ...(selected.title === selected.key ? [] : [element('p', { class: 'hint' }, element('code', {}, selected.key))]),
        ...(selected.description === '' ? [] : [element('p', { class: 'pre' }, selected.description)]),
        mcpForm(selected.form, draft, selected.carried, allowShown, selected.kind === 'resource' ? 'none' : 'json'),
        element('div', { class: 'actions' }, call, ...(follow === undefined ? [] : [followButton(follow)]), save),
    );
    on(section, 'keydown', (current, event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            current.querySelector<HTMLButtonElement>('#call:enabled')?.click();
        }
    });
    if (selected.kind === 'prompt' || selected.kind === 'template') {
        on(section, 'input', (_, event) => {
            const field = event.target;
            if (field instanceof HTMLInputElement && field.id.startsWith('arg-')) {
                send({ kind: 'complete', name: field.id.slice(4), value: field.value });
            }
        });
    }
    return section;
}

function allow(call: HTMLButtonElement | null, save: HTMLButtonElement | null): void {
    const isInvalid = draft.unreadable !== undefined;
    if (call !== null && save !== null) {
        call.dataset.invalid = String(isInvalid);
        call.disabled = isInvalid;
        save.disabled = isInvalid;
    }
}

function allowShown(): void {
    allow(document.querySelector<HTMLButtonElement>('#call'), document.querySelector<HTMLButtonElement>('#save'));
}

function followButton(follow: 'off' | 'on'): HTMLElement {
    const toggle = button(follow === 'on' ? say('Stop Following') : say('Follow'), 'secondary', () => send({ kind: 'follow' }), 'follow');
    toggle.setAttribute('aria-pressed', String(follow === 'on'));
    toggle.title = say('Read it again whenever the server says that it changed');
    return toggle;
}

/** Values that the server offers for a field, as the browser's own list below it; what was asked for another text than the field has by now came too late. */
export function showCompletions(name: string, value: string, values: readonly string[]): void {
    const field = document.getElementById(`arg-${name}`);
    if (!(field instanceof HTMLInputElement) || field.value !== value) {
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
