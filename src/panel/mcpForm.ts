import type { FormField, FormModel } from '../core/mcp/formModel';
import { button, element } from './element';
import { send } from './sendToMcp';
import { say } from './say';

type Json = Record<string, unknown>;

/**
 * A form for a tool's arguments with the same arguments as JSON below it: either may be edited, the last one wins. `changed` is told at each edit;
 * it gets undefined while the JSON cannot be read.
 */
export function mcpForm(
    model: FormModel,
    values: Readonly<Json>,
    carried: readonly string[],
    changed: (next: Json | undefined) => void,
    look: 'json' | 'none',
): HTMLElement {
    const current: Json = structuredClone(values);
    const fields = element('div', { class: 'fields' });
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
    const problem = element('p', { class: 'error', role: 'alert' });
    const suggest = () => send({ kind: 'suggest', text: json.value, offset: json.selectionStart });
    json.addEventListener('keydown', (event) => {
        if (event.key === ' ' && event.ctrlKey) {
            event.preventDefault();
            suggest();
        }
    });
    const writeJson = () => (json.value = JSON.stringify(current, null, 2));
    const set = (path: readonly string[], value: unknown) => {
        setAt(current, path, value);
        writeJson();
        problem.textContent = '';
        changed(current);
    };
    json.addEventListener('input', (event) => {
        if (event instanceof InputEvent && (event.data === '"' || event.data === ':')) {
            suggest();
        }
        try {
            const next: unknown = JSON.parse(json.value);
            if (typeof next !== 'object' || next === null || Array.isArray(next)) {
                throw new Error(say('The arguments are a JSON object.'));
            }
            problem.textContent = '';
            for (const key of Object.keys(current)) {
                Reflect.deleteProperty(current, key);
            }
            Object.assign(current, next);
            fields.replaceChildren(...model.fields.flatMap((field) => rows(field, current, carried, set)));
            changed(current);
        } catch (error) {
            problem.textContent = error instanceof Error ? error.message : String(error);
            changed(undefined);
        }
    });
    writeJson();
    fields.replaceChildren(...model.fields.flatMap((field) => rows(field, current, carried, set)));
    return element(
        'div',
        {},
        ...(model.jsonOnly === undefined ? [] : [element('p', { class: 'hint' }, model.jsonOnly)]),
        fields,
        ...(look === 'none'
            ? []
            : [
                  element(
                      'details',
                      { open: model.jsonOnly === undefined ? undefined : '' },
                      element('summary', {}, say('Arguments as JSON')),
                      json,
                      element('ul', { id: 'suggestions', role: 'listbox', 'aria-label': say('What fits here'), hidden: '' }),
                      element(
                          'p',
                          { class: 'hint' },
                          button(say('Suggest'), 'link', () => {
                              json.focus();
                              suggest();
                          }),
                          ` ${say('or Ctrl+Space: what the schema allows at the cursor')}`,
                      ),
                      problem,
                  ),
              ]),
    );
}

function rows(
    field: FormField,
    current: Json,
    carried: readonly string[],
    set: (path: readonly string[], value: unknown) => void,
): HTMLElement[] {
    if (field.kind === 'group') {
        return field.fields.flatMap((inner) => rows(inner, current, carried, set));
    }
    const id = `arg-${field.path.join('.')}`;
    const value = getAt(current, field.path);
    const note = carried.includes(field.path.join('.')) ? say('taken over from an earlier result') : (field.description ?? '');
    const control = input(field, id, value, (next) => set(field.path, next));
    return [
        element(
            'div',
            { class: 'field' },
            element('label', { for: id }, `${field.label}${field.required ? ' *' : ''}`),
            control,
            element('span', { class: carried.includes(field.path.join('.')) ? 'hint carried' : 'hint' }, note),
        ),
    ];
}

function input(field: Exclude<FormField, { kind: 'group' }>, id: string, value: unknown, set: (next: unknown) => void): HTMLElement {
    switch (field.kind) {
        case 'text': {
            const made = field.multiline
                ? element('textarea', { id, rows: '3' })
                : element('input', { id, type: 'text', autocomplete: 'off' });
            made.value = typeof value === 'string' ? value : '';
            made.addEventListener('input', () => set(made.value));
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
            made.addEventListener('input', () => set(made.value === '' ? undefined : Number(made.value)));
            return made;
        }
        case 'boolean': {
            const made = element('input', { id, type: 'checkbox', class: 'check' });
            made.checked = value === true;
            made.addEventListener('change', () => set(made.checked));
            return made;
        }
        case 'choice': {
            const made = element('select', { id, multiple: field.many ? '' : undefined });
            field.options.forEach((option, index) => {
                const row = element('option', { value: String(index) }, option.label);
                row.selected = field.many ? Array.isArray(value) && value.includes(option.value) : value === option.value;
                made.append(row);
            });
            made.addEventListener('change', () => {
                const chosen = [...made.selectedOptions].map((row) => field.options[Number(row.value)]?.value);
                set(field.many ? chosen : chosen[0]);
            });
            return made;
        }
        case 'json': {
            const made = element('textarea', { id, rows: '3', spellcheck: 'false', title: field.reason });
            made.value = value === undefined ? '' : JSON.stringify(value);
            made.addEventListener('input', () => {
                try {
                    set(made.value === '' ? undefined : JSON.parse(made.value));
                    made.removeAttribute('aria-invalid');
                } catch {
                    made.setAttribute('aria-invalid', 'true');
                }
            });
            return made;
        }
    }
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
