import type { FormField, FormModel, JsonReason } from '../core/mcp/formModel';
import { button, element, on, onFold } from './element';
import { redraw } from './redraw';
import { send } from './sendToMcp';
import { say } from './say';

type Json = Record<string, unknown>;

/** What a person typed into the form of one selection, kept from one drawing to the next. */
export interface Draft {
    readonly turn: number;
    readonly values: Json;
    /** The JSON of all arguments, and why it cannot be read, while it cannot. */
    unreadable: { readonly text: string; readonly problem: string } | undefined;
    /** Texts of JSON fields that cannot be read, by the field's id. */
    readonly unreadableFields: Map<string, string>;
    jsonIs: 'open' | 'closed' | undefined;
}

export function emptyDraft(turn: number, values: Readonly<Json>): Draft {
    return { turn, values: structuredClone(values), unreadable: undefined, unreadableFields: new Map(), jsonIs: undefined };
}

/** A form for a tool's arguments with the same arguments as JSON below it: either may be edited, the last one wins. `changed` is told after each edit. */
export function mcpForm(
    model: FormModel,
    draft: Draft,
    carried: readonly string[],
    changed: () => void,
    look: 'json' | 'none',
): HTMLElement {
    const drawFields = () => model.fields.flatMap((field) => rows(field, draft, carried, set));
    const set = (path: readonly string[], value: unknown) => {
        setAt(draft.values, path, value);
        draft.unreadable = undefined;
        showJson(draft);
        changed();
    };
    const edited = (text: string) => {
        readJson(draft, text);
        showProblem(draft);
        const fields = document.querySelector<HTMLElement>('.call-form > .fields');
        if (draft.unreadable === undefined && fields !== null) {
            redraw(fields, drawFields());
        }
        changed();
    };
    return element(
        'div',
        { class: 'call-form' },
        ...(model.jsonOnly === undefined ? [] : [element('p', { class: 'hint' }, reasonText(model.jsonOnly))]),
        element('div', { class: 'fields' }, ...drawFields()),
        ...(look === 'none' ? [] : [jsonEditor(draft, model.jsonOnly === undefined ? 'closed' : 'open', edited)]),
    );
}

function jsonEditor(draft: Draft, atFirst: 'open' | 'closed', edited: (text: string) => void): HTMLElement {
    const json = element('textarea', {
        id: 'json',
        rows: '6',
        spellcheck: 'false',
        'aria-label': say('Arguments as JSON'),
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-controls': 'suggestions',
        'aria-expanded': 'false',
    });
    json.value = draft.unreadable?.text ?? JSON.stringify(draft.values, null, 2);
    on(json, 'keydown', (current, event) => {
        if (event.key === ' ' && event.ctrlKey) {
            event.preventDefault();
            suggest(current);
        }
    });
    on(json, 'input', (current, event) => {
        if (event instanceof InputEvent && (event.data === '"' || event.data === ':')) {
            suggest(current);
        }
        edited(current.value);
    });
    const summary = element('summary', {}, say('Arguments as JSON'));
    onFold(summary, (becomes) => (draft.jsonIs = becomes));
    return element(
        'details',
        { open: (draft.jsonIs ?? atFirst) === 'open' ? '' : undefined },
        summary,
        json,
        element('ul', { id: 'suggestions', role: 'listbox', 'aria-label': say('What fits here'), hidden: '' }),
        element(
            'p',
            { class: 'hint' },
            button(say('Suggest'), 'link', () => {
                const shown = document.querySelector<HTMLTextAreaElement>('#json');
                if (shown !== null) {
                    shown.focus();
                    suggest(shown);
                }
            }),
            ` ${say('or Ctrl+Space: what the schema allows at the cursor')}`,
        ),
        element('p', { class: 'error', id: 'json-problem', role: 'alert' }, draft.unreadable?.problem),
    );
}

function suggest(json: HTMLTextAreaElement): void {
    send({ kind: 'suggest', text: json.value, offset: json.selectionStart });
}

/** Makes the text the draft's values, or says why it cannot be. */
function readJson(draft: Draft, text: string): void {
    try {
        const next: unknown = JSON.parse(text);
        if (typeof next !== 'object' || next === null || Array.isArray(next)) {
            throw new Error(say('The arguments are a JSON object.'));
        }
        for (const key of Object.keys(draft.values)) {
            Reflect.deleteProperty(draft.values, key);
        }
        Object.assign(draft.values, next);
        draft.unreadable = undefined;
        draft.unreadableFields.clear();
    } catch (error) {
        draft.unreadable = { text, problem: error instanceof Error ? error.message : String(error) };
    }
}

function showJson(draft: Draft): void {
    const json = document.querySelector<HTMLTextAreaElement>('#json');
    if (json !== null) {
        json.value = JSON.stringify(draft.values, null, 2);
    }
    showProblem(draft);
}

function showProblem({ unreadable }: Draft): void {
    const problem = document.getElementById('json-problem');
    if (problem !== null) {
        problem.textContent = unreadable?.problem ?? '';
    }
}

type SetAt = (path: readonly string[], value: unknown) => void;

function rows(field: FormField, draft: Draft, carried: readonly string[], set: SetAt): HTMLElement[] {
    if (field.kind === 'group') {
        return field.fields.flatMap((inner) => rows(inner, draft, carried, set));
    }
    const name = field.path.join('.');
    const id = `arg-${name}`;
    const isCarried = carried.includes(name);
    return [
        element(
            'div',
            { class: 'field', 'data-key': name },
            element('label', { for: id }, `${field.label}${field.required ? ' *' : ''}`),
            input(field, id, draft, (next) => set(field.path, next)),
            element(
                'span',
                { class: isCarried ? 'hint carried' : 'hint' },
                isCarried ? say('taken over from an earlier result') : (field.description ?? ''),
            ),
        ),
    ];
}

function input(field: Exclude<FormField, { kind: 'group' }>, id: string, draft: Draft, set: (next: unknown) => void): HTMLElement {
    const value = getAt(draft.values, field.path);
    switch (field.kind) {
        case 'text': {
            const made = field.multiline
                ? element('textarea', { id, rows: '3' })
                : element('input', { id, type: 'text', autocomplete: 'off' });
            made.value = typeof value === 'string' ? value : '';
            on(made, 'input', (current) => set(current.value));
            return made;
        }
        case 'number': {
            const made = element('input', {
                id,
                type: 'number',
                step: field.integer ? '1' : 'any',
                min: field.minimum?.toString(),
                max: field.maximum?.toString(),
            });
            made.value = typeof value === 'number' ? String(value) : '';
            on(made, 'input', (current) => set(current.value === '' ? undefined : Number(current.value)));
            return made;
        }
        case 'boolean': {
            const made = element('input', { id, type: 'checkbox', class: 'check' });
            made.checked = value === true;
            on(made, 'change', (current) => set(current.checked));
            return made;
        }
        case 'choice': {
            const made = element('select', { id, multiple: field.many ? '' : undefined });
            field.options.forEach((option, index) => {
                const row = element('option', { value: String(index) }, option.label);
                row.selected = field.many ? Array.isArray(value) && value.includes(option.value) : value === option.value;
                made.append(row);
            });
            on(made, 'change', (current) => {
                const chosen = [...current.selectedOptions].map((row) => field.options[Number(row.value)]?.value);
                set(field.many ? chosen : chosen[0]);
            });
            return made;
        }
        case 'json':
            return jsonField(id, field.reason, value, draft, set);
    }
}

function reasonText(reason: JsonReason): string {
    switch (reason.why) {
        case 'uses':
            return say('A form cannot say what {0} means: write JSON.', reason.keyword);
        case 'many':
            return say('There are more than {0} fields: write JSON.', String(reason.fields));
        case 'list':
            return say('A list: write JSON.');
        case 'anyShape':
            return say('An object of any shape: write JSON.');
        case 'open':
            return say('A value of any type: write JSON.');
        case 'elsewhere':
            return say('Its schema is elsewhere or missing: write JSON.');
    }
}

function jsonField(id: string, reason: JsonReason, value: unknown, draft: Draft, set: (next: unknown) => void): HTMLElement {
    const unreadable = draft.unreadableFields.get(id);
    const made = element('textarea', {
        id,
        rows: '3',
        spellcheck: 'false',
        title: reasonText(reason),
        'aria-invalid': unreadable === undefined ? undefined : 'true',
    });
    made.value = unreadable ?? (value === undefined ? '' : JSON.stringify(value));
    on(made, 'input', (current) => {
        try {
            const next: unknown = current.value === '' ? undefined : JSON.parse(current.value);
            draft.unreadableFields.delete(id);
            current.removeAttribute('aria-invalid');
            set(next);
        } catch {
            draft.unreadableFields.set(id, current.value);
            current.setAttribute('aria-invalid', 'true');
        }
    });
    return made;
}

function getAt(root: Json, path: readonly string[]): unknown {
    return path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Json)[name] : undefined), root);
}

function setAt(root: Json, path: readonly string[], value: unknown): void {
    let at = root;
    for (const name of path.slice(0, -1)) {
        const next = at[name];
        at = (typeof next === 'object' && next !== null ? next : (at[name] = {})) as Json;
    }
    const last = path.at(-1);
    if (last !== undefined) {
        if (value === undefined) {
            Reflect.deleteProperty(at, last);
        } else {
            at[last] = value;
        }
    }
}
