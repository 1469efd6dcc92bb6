import type {
    FromPlanPanel,
    PanelFact,
    PanelField,
    PanelFile,
    PanelStep,
    PanelVariable,
    PlanPanelState,
    ToPlanPanel,
} from '../views/planPanel';
import { button, element } from './element';

const vscode = acquireVsCodeApi();
const send = (message: FromPlanPanel) => vscode.postMessage(message);
const root = element('main', { 'aria-live': 'off' });
const live = element('div', { class: 'visually-hidden', role: 'status' });
document.body.append(root, live);

let shownPhase = '';
// What the user is typing must survive a drawing that was under way while he typed.
const typed = new Map<string, string>();

window.addEventListener('message', (event: MessageEvent<ToPlanPanel>) => {
    draw(event.data.state);
});
send({ kind: 'ready' });

function draw(state: PlanPanelState): void {
    const focused = document.activeElement?.id ?? '';
    const selection = document.activeElement instanceof HTMLInputElement ? document.activeElement.selectionStart : null;
    const plan = section('Plan', [steps(state.steps), ...(state.cost === undefined ? [] : [element('p', { class: 'cost' }, state.cost)])]);
    // Before it runs the plan is read from top to bottom; then its steps are what matters.
    const reviewing = state.phase === 'review';
    const told = section('Variables', state.variables.length > 0 ? variables(state.variables, state.phase) : []);
    // What has to be answered comes before what is only told.
    const asked = reviewing && state.variables.some(({ weight }) => weight === 'shown');
    root.replaceChildren(
        element('h1', {}, state.title),
        element('p', { class: 'subtitle' }, state.subtitle),
        ...verdict(state),
        ...actions(state),
        ...warnings(state.warnings),
        ...(reviewing ? [] : plan),
        ...(asked ? told : []),
        ...section('What was found', state.facts.length > 0 ? [facts(state.facts)] : []),
        ...section('Files', state.files.length > 0 ? [files(state.files)] : []),
        ...section('Settings', state.fields.length > 0 ? [fields(state.fields, state.phase)] : []),
        ...(asked ? [] : told),
        ...(reviewing ? plan : []),
    );
    const again = focused === '' ? null : document.getElementById(focused);
    again?.focus();
    if (again instanceof HTMLInputElement && selection !== null) {
        again.setSelectionRange(selection, selection);
    }
    if (state.phase !== shownPhase) {
        shownPhase = state.phase;
        live.textContent = phaseWords(state);
        if (state.phase === 'review') {
            // What has to be typed comes before what has to be pressed.
            (root.querySelector<HTMLElement>('.variables [data-missing]') ?? document.getElementById('start'))?.focus();
        }
    }
}

function phaseWords(state: PlanPanelState): string {
    switch (state.phase) {
        case 'review':
            return 'The plan is ready for review.';
        case 'running':
            return 'The plan is running.';
        case 'done':
            return state.result?.words ?? 'Done.';
        case 'failed':
            return `Failed. ${state.failure?.what ?? ''}`;
        case 'cancelled':
            return 'Cancelled.';
    }
}

function section(title: string, children: readonly HTMLElement[]): HTMLElement[] {
    return children.length === 0 ? [] : [element('section', { 'aria-label': title }, element('h2', {}, title), ...children)];
}

function verdict(state: PlanPanelState): HTMLElement[] {
    if (state.result !== undefined) {
        return [
            element(
                'div',
                { class: 'verdict good' },
                element('span', { class: 'codicon codicon-pass-filled', 'aria-hidden': 'true' }),
                element(
                    'span',
                    {},
                    state.result.words,
                    ' ',
                    button(state.result.url, 'link', () => send({ kind: 'openResult' }), 'result'),
                ),
            ),
        ];
    }
    if (state.failure !== undefined) {
        const { what, why, next, remedies } = state.failure;
        return [
            element(
                'div',
                { class: 'verdict bad' },
                element('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
                element(
                    'div',
                    {},
                    element('p', { class: 'what' }, what),
                    why === undefined ? undefined : element('p', {}, why),
                    element('p', {}, next),
                    remedies.length === 0
                        ? undefined
                        : element(
                              'div',
                              { class: 'actions' },
                              ...remedies.map((remedy, index) =>
                                  button(remedy.title, 'secondary', () => send({ kind: 'remedy', index }), `remedy-${index}`),
                              ),
                          ),
                ),
            ),
        ];
    }
    return [];
}

function actions(state: PlanPanelState): HTMLElement[] {
    const output = button('Show Output', 'secondary', () => send({ kind: 'showOutput' }), 'output');
    const row = (...children: HTMLElement[]) => [element('div', { class: 'actions' }, ...children)];
    switch (state.phase) {
        case 'review': {
            const start = button('Deploy', 'primary', () => send({ kind: 'start' }), 'start');
            start.disabled = state.fields.some((field) => field.error !== undefined);
            return row(
                start,
                button('Cancel', 'secondary', () => send({ kind: 'cancel' }), 'cancel'),
                button('Export…', 'secondary', () => send({ kind: 'export' }), 'export'),
            );
        }
        case 'running':
            return row(
                button('Cancel', 'secondary', () => send({ kind: 'cancel' }), 'cancel'),
                output,
            );
        case 'done':
            return row(output);
        case 'failed':
        case 'cancelled':
            return row(
                button('Try Again', 'primary', () => send({ kind: 'start' }), 'start'),
                output,
            );
    }
}

function warnings(lines: readonly string[]): HTMLElement[] {
    return lines.map((line) =>
        element('p', { class: 'warning' }, element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }), ` ${line}`),
    );
}

function facts(rows: readonly PanelFact[]): HTMLElement {
    const list = element('dl', { class: 'facts' });
    rows.forEach((fact, index) => {
        const { file, line } = fact;
        list.append(
            element('dt', {}, fact.label),
            element(
                'dd',
                {},
                element('code', {}, fact.value),
                file === undefined
                    ? undefined
                    : button(
                          line === undefined ? file : `${file}:${line}`,
                          'link',
                          () => send({ kind: 'showEvidence', file, line: line ?? 1 }),
                          `fact-${index}`,
                      ),
            ),
        );
    });
    return list;
}

function files(rows: readonly PanelFile[]): HTMLElement {
    const words = { create: 'new', edit: 'changed', keep: 'kept' };
    return element(
        'ul',
        { class: 'files' },
        ...rows.map((file, index) =>
            element(
                'li',
                {},
                button(file.path, 'link', () => send({ kind: 'showFile', path: file.path }), `file-${index}`),
                element('span', { class: `badge ${file.action}` }, words[file.action]),
                element('span', { class: 'reason' }, file.reason),
            ),
        ),
    );
}

function fields(rows: readonly PanelField[], phase: PlanPanelState['phase']): HTMLElement {
    return element('div', { class: 'fields' }, ...rows.map((field) => fieldRow(field, phase)));
}

function fieldRow(field: PanelField, phase: PlanPanelState['phase']): HTMLElement {
    const id = `field-${field.id}`;
    const describedBy = field.error !== undefined || field.hint !== undefined ? `${id}-note` : undefined;
    const attributes = { id, 'aria-describedby': describedBy, 'aria-invalid': field.error === undefined ? undefined : 'true' };
    const value = typed.get(field.id) ?? field.value;
    let input: HTMLInputElement | HTMLSelectElement;
    let suggestions: HTMLElement | undefined;
    if (field.choices === undefined || field.typing === 'allowed') {
        const list = `${id}-list`;
        const offered = field.choices ?? [];
        input = element('input', {
            ...attributes,
            type: 'text',
            spellcheck: 'false',
            autocomplete: 'off',
            list: offered.length > 0 ? list : undefined,
        });
        input.value = value;
        suggestions =
            offered.length > 0
                ? element('datalist', { id: list }, ...offered.map((choice) => element('option', { value: choice.value })))
                : undefined;
    } else {
        input = element('select', attributes, ...field.choices.map((choice) => element('option', { value: choice.value }, choice.label)));
        input.value = value;
    }
    input.disabled = phase === 'running' || phase === 'done';
    const control = input;
    control.addEventListener('input', () => typed.set(field.id, control.value));
    control.addEventListener('change', () => {
        typed.delete(field.id);
        send({ kind: 'field', id: field.id, value: control.value.trim() });
    });
    return element(
        'div',
        { class: 'field' },
        element('label', { for: id }, field.label),
        control,
        suggestions,
        describedBy === undefined
            ? undefined
            : element('span', { id: describedBy, class: field.error === undefined ? 'hint' : 'error' }, field.error ?? field.hint),
    );
}

let unfolded = false;

function variables(rows: readonly PanelVariable[], phase: PlanPanelState['phase']): HTMLElement[] {
    const list = (of: PanelVariable['weight']) =>
        element('div', { class: 'fields variables' }, ...rows.filter(({ weight }) => weight === of).map((row) => variableRow(row, phase)));
    const folded = rows.filter(({ weight }) => weight === 'folded').length;
    const intro = 'They become settings of the app. Secrets are kept in VS Code’s secret storage and in Azure, and are shown nowhere.';
    if (folded === 0) {
        return [element('p', { class: 'hint' }, intro), list('shown')];
    }
    const more = element(
        'details',
        {},
        element('summary', { id: 'variables-more' }, `${folded} more that the app does without`),
        list('folded'),
    );
    more.open = unfolded;
    more.addEventListener('toggle', () => {
        unfolded = more.open;
    });
    return [element('p', { class: 'hint' }, intro), ...(folded === rows.length ? [] : [list('shown')]), more];
}

function variableRow(row: PanelVariable, phase: PlanPanelState['phase']): HTMLElement {
    const id = `variable-${row.name}`;
    const { file, line } = row;
    const input = element('input', {
        id,
        'data-missing': row.missing === undefined ? undefined : '',
        type: row.secret === 'yes' ? 'password' : 'text',
        placeholder: row.placeholder,
        spellcheck: 'false',
        autocomplete: 'off',
        'aria-describedby': `${id}-note`,
        'aria-invalid': row.error === undefined ? undefined : 'true',
    });
    input.value = typed.get(id) ?? row.value;
    input.disabled = phase === 'running' || phase === 'done';
    input.addEventListener('input', () => typed.set(id, input.value));
    input.addEventListener('change', () => {
        typed.delete(id);
        send({ kind: 'variable', name: row.name, value: input.value });
    });
    return element(
        'div',
        { class: 'field' },
        element('label', { for: id }, row.name),
        input,
        element(
            'span',
            { id: `${id}-note`, class: row.error === undefined ? 'hint' : 'error' },
            `${row.error ?? row.hint} `,
            file === undefined
                ? undefined
                : button(
                      line === undefined ? file : `${file}:${line}`,
                      'link',
                      () => send({ kind: 'showEvidence', file, line: line ?? 1 }),
                      `${id}-place`,
                  ),
            row.generate === undefined || input.disabled
                ? undefined
                : button('Generate', 'link', () => send({ kind: 'generate', name: row.name }), `${id}-generate`),
        ),
    );
}

function steps(rows: readonly PanelStep[]): HTMLElement {
    const icons = {
        waiting: 'circle-outline',
        running: 'sync codicon-modifier-spin',
        done: 'pass-filled',
        failed: 'error',
        skipped: 'circle-slash',
    };
    const stateWords = { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', skipped: 'not needed' };
    const changeWords = { create: 'creates', change: 'changes', keep: 'keeps', run: '' };
    return element(
        'ol',
        { class: 'steps' },
        ...rows.map((step) =>
            element(
                'li',
                { class: step.state },
                element('span', { class: `codicon codicon-${icons[step.state]}`, 'aria-hidden': 'true' }),
                element('span', { class: 'visually-hidden' }, `${stateWords[step.state]}: `),
                element('span', { class: 'step-title' }, step.title),
                changeWords[step.change] === '' ? undefined : element('span', { class: `badge ${step.change}` }, changeWords[step.change]),
                step.durationMs === undefined
                    ? undefined
                    : element('span', { class: 'duration' }, `${(step.durationMs / 1000).toFixed(1)} s`),
                step.detail === undefined && step.message === undefined
                    ? undefined
                    : element('div', { class: 'step-detail' }, step.message ?? step.detail ?? ''),
            ),
        ),
    );
}
