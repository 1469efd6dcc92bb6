import type { PictureBox } from '../views/azurePicture';
import type { RunCell, RunComparison } from '../views/compareRuns';
import { durationWords } from '../views/durationWords';
import type {
    FromPlanPanel,
    PanelFact,
    PanelField,
    PanelFile,
    PanelMade,
    PanelPicture,
    PanelStep,
    PanelVariable,
    PlanPanelState,
    ToPlanPanel,
} from '../views/planPanel';
import { button, element, on, onFold } from './element';
import { redraw } from './redraw';
import { say } from './say';

const vscode = acquireVsCodeApi();
const send = (message: FromPlanPanel) => vscode.postMessage(message);
const root = element('main', { 'aria-live': 'off' });
const live = element('div', { class: 'visually-hidden', role: 'status' });
document.body.append(root, live);

let shownPhase = '';
// What the user is typing must survive a drawing that was under way while he typed.
const typed = new Map<string, string>();

// Whether a step's log is open.
const opened = new Map<string, boolean>();

window.addEventListener('message', (event: MessageEvent<ToPlanPanel>) => {
    draw(event.data.state);
});
send({ kind: 'ready' });

function draw(state: PlanPanelState): void {
    // Before it runs the plan is read from top to bottom; then its steps are what matters.
    const reviewing = state.phase === 'review';
    const told = section(say('Variables'), state.variables.length > 0 ? variables(state.variables, state.phase) : []);
    // What has to be answered comes before what is only told.
    const asked = reviewing && state.variables.some(({ weight }) => weight === 'shown');
    const plan = section(reviewing ? say('Plan') : say('Run'), [
        steps(state),
        ...(state.totalMs === undefined ? [] : [element('p', { class: 'total' }, say('{0} in all.', durationWords(state.totalMs)))]),
        ...(state.cost === undefined ? [] : [element('p', { class: 'cost' }, state.cost)]),
    ]);
    redraw(root, [
        element('h1', {}, state.title),
        element(
            'p',
            { class: 'subtitle' },
            ...(state.local === undefined ? [] : [element('span', { class: 'badge local' }, say('local')), ' ']),
            state.subtitle,
        ),
        ...verdict(state),
        ...actions(state),
        ...warnings(state.warnings),
        ...(reviewing ? [] : plan),
        ...(asked ? told : []),
        ...section(say('Created and changed'), state.made.length > 0 ? [made(state.made)] : []),
        ...(state.picture === undefined ? [] : section(say('What is there now'), picture(state.picture))),
        ...(state.runs === undefined ? [] : section(say('The last runs'), comparison(state.runs))),
        ...section(say('What was found'), state.facts.length > 0 ? [facts(state.facts)] : []),
        ...section(say('Files'), state.files.length > 0 ? [files(state.files)] : []),
        ...section(say('Settings'), state.fields.length > 0 ? [fields(state.fields, state.phase)] : []),
        ...(asked ? [] : told),
        ...(reviewing ? plan : []),
    ]);
    // One failure may come after another.
    const words = phaseWords(state);
    if (live.textContent !== words) {
        live.textContent = words;
    }
    if (state.phase !== shownPhase) {
        shownPhase = state.phase;
        if (state.phase === 'review') {
            opened.clear();
            // What has to be typed comes before what has to be pressed.
            (root.querySelector<HTMLElement>('.variables [data-missing]') ?? document.getElementById('start'))?.focus();
        }
    }
}

function phaseWords(state: PlanPanelState): string {
    switch (state.phase) {
        case 'review':
            return say('The plan is ready for review.');
        case 'running':
            return say('The plan is running.');
        case 'done':
            return state.result?.words ?? say('Done.');
        case 'failed':
            return `${say('Failed.')} ${state.failure?.what ?? ''}`;
        case 'cancelled':
            return stopped();
        case 'past':
            return say('The last run, as it is remembered.');
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
                    ...(state.result.url === ''
                        ? []
                        : [' ', button(state.result.url, 'link', () => send({ kind: 'openResult' }), 'result')]),
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
    return state.phase === 'cancelled'
        ? [
              element(
                  'p',
                  { class: 'stopped' },
                  element('span', { class: 'codicon codicon-circle-slash', 'aria-hidden': 'true' }),
                  ` ${stopped()}`,
              ),
          ]
        : [];
}

function stopped(): string {
    return say('Cancelled. The steps that are done stay done, and the next try goes on from there.');
}

function actions(state: PlanPanelState): HTMLElement[] {
    const output = button(say('Show Output'), 'secondary', () => send({ kind: 'showOutput' }), 'output');
    // A failure that is best understood by the output has this button of its own.
    const isOffered = state.failure?.remedies.some(({ title }) => title === say('Show Output')) === true;
    const row = (...children: HTMLElement[]) => [
        element('div', { class: 'actions' }, ...children.filter((child) => child !== output || !isOffered)),
    ];
    switch (state.phase) {
        case 'review': {
            const start = button(say('Deploy'), 'primary', () => send({ kind: 'start' }), 'start');
            start.disabled = state.fields.some((field) => field.error !== undefined);
            return row(
                start,
                button(say('Cancel'), 'secondary', () => send({ kind: 'cancel' }), 'cancel'),
                button(say('Export…'), 'secondary', () => send({ kind: 'export' }), 'export'),
            );
        }
        case 'running':
            return row(
                button(say('Cancel'), 'secondary', () => send({ kind: 'cancel' }), 'cancel'),
                output,
            );
        case 'done':
            return row(output);
        case 'past': {
            const again = state.failure === undefined ? say('Deploy Again') : say('Try Again');
            return row(
                button(again, 'primary', () => send({ kind: 'start' }), 'start'),
                output,
            );
        }
        case 'failed':
        case 'cancelled':
            return row(
                button(say('Try Again'), 'primary', () => send({ kind: 'start' }), 'start'),
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
    const words = { create: say('new'), edit: say('changed'), keep: say('kept') };
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
    input.disabled = phase === 'running' || phase === 'done' || phase === 'past';
    on<HTMLInputElement | HTMLSelectElement, 'input'>(input, 'input', (control) => typed.set(field.id, control.value));
    on<HTMLInputElement | HTMLSelectElement, 'change'>(input, 'change', (control) => {
        typed.delete(field.id);
        send({ kind: 'field', id: field.id, value: control.value.trim() });
    });
    return element(
        'div',
        { class: 'field' },
        element('label', { for: id }, field.label),
        input,
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
    const intro = say('They become settings of the app. Secrets are kept in VS Code’s secret storage and in Azure, and are shown nowhere.');
    if (folded === 0) {
        return [element('p', { class: 'hint' }, intro), list('shown')];
    }
    const summary = element('summary', { id: 'variables-more' }, say('{0} more that the app does without', folded.toString()));
    onFold(summary, (becomes) => {
        unfolded = becomes === 'open';
    });
    const more = element('details', { open: unfolded ? '' : undefined }, summary, list('folded'));
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
    input.disabled = phase === 'running' || phase === 'done' || phase === 'past';
    on(input, 'input', ({ value }) => typed.set(id, value));
    on(input, 'change', ({ value }) => {
        typed.delete(id);
        send({ kind: 'variable', name: row.name, value });
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
            ' ',
            row.generate === undefined || input.disabled
                ? undefined
                : button(say('Generate'), 'link', () => send({ kind: 'generate', name: row.name }), `${id}-generate`),
        ),
    );
}

const icons = {
    waiting: 'circle-outline',
    running: 'sync codicon-modifier-spin',
    done: 'pass-filled',
    failed: 'error',
    skipped: 'circle-slash',
};

function steps({ steps: rows, totalMs }: PlanPanelState): HTMLElement {
    const stateWords = {
        waiting: say('waiting'),
        running: say('running'),
        done: say('done'),
        failed: say('failed'),
        skipped: say('not needed'),
    };
    const changeWords = { create: say('creates'), change: say('changes'), keep: say('keeps'), run: '' };
    return element(
        'ol',
        { class: totalMs === undefined ? 'steps' : 'steps timed' },
        ...rows.map((step) =>
            element(
                'li',
                { class: step.state, 'data-key': step.id },
                element('span', { class: `codicon codicon-${icons[step.state]}`, 'aria-hidden': 'true' }),
                element('span', { class: 'visually-hidden' }, `${stateWords[step.state]}: `),
                element(
                    'span',
                    { class: 'step-head' },
                    element('span', { class: 'step-title' }, step.title),
                    ...(changeWords[step.change] === ''
                        ? []
                        : [' ', element('span', { class: `badge ${step.change}` }, changeWords[step.change])]),
                ),
                timeBar(step, totalMs),
                step.durationMs === undefined ? undefined : element('span', { class: 'duration' }, durationWords(step.durationMs)),
                step.detail === undefined && step.message === undefined
                    ? undefined
                    : element('div', { class: 'step-detail' }, step.message ?? step.detail ?? ''),
                stepLog(step),
            ),
        ),
    );
}

/** When the step ran, drawn to the scale of the whole run; the words beside it say the same. */
function timeBar(step: PanelStep, totalMs: number | undefined): HTMLElement | undefined {
    const { fromMs } = step;
    if (fromMs === undefined || totalMs === undefined || totalMs <= 0 || step.state === 'skipped') {
        return undefined;
    }
    const share = (ms: number) => `${Math.min(100, (ms / totalMs) * 100).toFixed(2)}%`;
    const bar = element('span', { class: 'time-bar' });
    bar.style.marginLeft = share(fromMs);
    bar.style.width = share(step.durationMs ?? Math.max(0, totalMs - fromMs));
    return element('div', { class: 'time-track', 'aria-hidden': 'true' }, bar);
}

function stepLog(step: PanelStep): HTMLElement | undefined {
    if (step.log === undefined || step.log.length === 0) {
        return undefined;
    }
    const log = element(
        'div',
        { class: 'lines log', tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-label': say('Log of: {0}', step.title) },
        step.log.join('\n'),
    );
    const isOpen = opened.get(step.id) ?? step.state === 'failed';
    const summary = element(
        'summary',
        { id: `log-${step.id}` },
        step.log.length === 1 ? say('Log (1 line)') : say('Log ({0} lines)', step.log.length.toString()),
    );
    onFold(summary, (becomes) => opened.set(step.id, becomes === 'open'));
    return element('details', { class: 'step-log', open: isOpen ? '' : undefined }, summary, log);
}

function made(rows: readonly PanelMade[]): HTMLElement {
    const words = { created: say('created'), changed: say('changed') };
    return element(
        'ul',
        { class: 'files' },
        ...rows.map((row, index) =>
            element(
                'li',
                {},
                element('span', { class: 'reason' }, row.label),
                row.opens === undefined
                    ? element('span', {}, row.name)
                    : button(row.name, 'link', () => send({ kind: 'openMade', index }), `made-${index.toString()}`),
                element('span', { class: `badge ${row.change}` }, words[row.change]),
            ),
        ),
    );
}

function picture(shown: PanelPicture): HTMLElement[] {
    const head = element(
        'p',
        { class: 'picture-head' },
        element('span', { class: 'hint' }, shown.words),
        ' ',
        button(say('Look Again'), 'link', () => send({ kind: 'look' }), 'look'),
    );
    if (shown.columns.length === 0) {
        return [head];
    }
    return [
        head,
        element(
            'ol',
            { class: `picture ${shown.state}` },
            ...shown.columns.map((column, index) =>
                element(
                    'li',
                    { class: 'picture-column' },
                    // Before the box that it leads to, so that both go to the next line together.
                    shown.columns[index - 1]?.arrow === undefined
                        ? undefined
                        : element('span', { class: 'picture-arrow' }, shown.columns[index - 1]?.arrow ?? ''),
                    element(
                        'ul',
                        { class: 'picture-boxes' },
                        ...column.boxes.map((box, place) =>
                            element('li', {}, pictureBox(box, `box-${index.toString()}-${place.toString()}`)),
                        ),
                    ),
                ),
            ),
        ),
    ];
}

function pictureBox(box: PictureBox, id: string): HTMLElement {
    const kinds = { registry: 'archive', identity: 'key', app: 'rocket', instance: 'server-process' };
    const states = { good: 'pass-filled', bad: 'error', waiting: 'sync', plain: '' };
    const made = element(
        'button',
        { type: 'button', class: `picture-box ${box.state}`, id, title: say('Show it in the tree') },
        element(
            'span',
            { class: 'picture-label' },
            element('span', { class: `codicon codicon-${kinds[box.kind]}`, 'aria-hidden': 'true' }),
            ` ${box.label}`,
        ),
        element('span', { class: 'picture-name' }, box.name),
        ...box.lines.map((line, index) =>
            element(
                'span',
                { class: 'picture-line' },
                index === 0 && states[box.state] !== ''
                    ? element('span', { class: `codicon codicon-${states[box.state]}`, 'aria-hidden': 'true' })
                    : undefined,
                index === 0 && states[box.state] !== '' ? ` ${line}` : line,
            ),
        ),
    );
    on(made, 'click', () => send({ kind: 'node', node: box.node }));
    return made;
}

function comparison(runs: RunComparison): HTMLElement[] {
    const outcomes = { live: say('live'), failed: say('failed'), cancelled: say('cancelled') };
    const outcomeIcons = { live: 'pass-filled', failed: 'error', cancelled: 'circle-slash' };
    const head = element(
        'tr',
        {},
        element('th', { scope: 'col' }, say('Step')),
        ...runs.columns.map((column) =>
            element(
                'th',
                { scope: 'col', class: column.outcome },
                column.title,
                element('br', {}),
                element('span', { class: `codicon codicon-${outcomeIcons[column.outcome]}`, 'aria-hidden': 'true' }),
                ` ${outcomes[column.outcome]}, ${column.total}`,
            ),
        ),
    );
    const table = element(
        'table',
        { class: 'runs' },
        element('thead', {}, head),
        element(
            'tbody',
            {},
            ...runs.rows.map((row) => element('tr', {}, element('th', { scope: 'row' }, row.title), ...row.cells.map(runCell))),
        ),
    );
    return [
        ...(runs.notes.length === 0 ? [] : [element('ul', { class: 'plain' }, ...runs.notes.map((note) => element('li', {}, note)))]),
        element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': say('Steps of the last runs') }, table),
    ];
}

function runCell(cell: RunCell): HTMLElement {
    const marks = {
        slower: ['arrow-up', say('slower')],
        faster: ['arrow-down', say('faster')],
        failed: ['error', say('failed')],
        kept: undefined,
    } as const;
    const mark = cell.mark === undefined ? undefined : marks[cell.mark];
    return element(
        'td',
        { class: cell.mark },
        cell.text,
        mark === undefined ? undefined : element('span', { class: `codicon codicon-${mark[0]}`, 'aria-hidden': 'true' }),
        mark === undefined ? undefined : ` ${mark[1]}`,
    );
}
