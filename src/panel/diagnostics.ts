import { decimal } from '../base/decimal';
import type { FromDiagnosePage, ToDiagnosePage } from '../views/diagnosePage';
import type { CheckRow, DiagnosePanelState, FindingRow, VerdictRow } from '../views/diagnosePanel';
import { instanceLabel } from '../views/instanceLabel';
import type { LatencyPlot } from '../views/latencyPlot';
import { button, element, on, onFold } from './element';
import { redraw } from './redraw';
import { say } from './say';

const vscode = acquireVsCodeApi();
const send = (message: FromDiagnosePage) => vscode.postMessage(message);
const root = element('main', {});
const live = element('div', { class: 'visually-hidden', role: 'status' });
document.body.append(root, live);

// What the user typed and opened outlives a drawing.
const typed = { request: '', instance: '' };
const opened = new Set<string>();
let told = '';

window.addEventListener('message', (event: MessageEvent<ToDiagnosePage>) => draw(event.data));
send({ kind: 'ready' });

function draw({ state, instances }: ToDiagnosePage): void {
    redraw(root, [
        element('h1', {}, say('Diagnose {0}', state.target)),
        element(
            'p',
            { class: 'subtitle' },
            state.instance === undefined
                ? say('Every layer, from the public address to the model')
                : say('Instance {0}', instanceLabel(state.instance)),
        ),
        ...form(state, instances),
        ...verdict(state),
        ...plot(state.plot),
        ...groups(state),
    ]);
    const words = state.verdict?.headline ?? (state.running === 'running' ? say('Running the checks.') : '');
    if (words !== told) {
        told = words;
        live.textContent = words;
    }
}

function form(state: DiagnosePanelState, instances: readonly string[]): HTMLElement[] {
    const running = state.running === 'running';
    const request = element('input', {
        id: 'request',
        type: 'text',
        placeholder: 'POST /chat {"message":"hello"}',
        spellcheck: 'false',
        autocomplete: 'off',
    });
    request.value = typed.request;
    request.disabled = running;
    on(request, 'input', ({ value }) => (typed.request = value));
    on(request, 'keydown', (_, { key }) => key === 'Enter' && start());
    const rows = [
        element(
            'div',
            { class: 'field' },
            element('label', { for: 'request' }, say('Request that fails')),
            request,
            element('span', { class: 'hint' }, say('It is sent for real. Empty: only the health path.')),
        ),
    ];
    if (instances.length > 1) {
        const select = element(
            'select',
            { id: 'instance' },
            ...instances.map((name) => element('option', { value: name }, instanceLabel(name))),
        );
        // A replica that was chosen may be gone since.
        select.value = instances.includes(typed.instance) ? typed.instance : (instances[0] ?? '');
        select.disabled = running;
        on(select, 'change', ({ value }) => (typed.instance = value));
        rows.push(element('div', { class: 'field' }, element('label', { for: 'instance' }, say('Instance')), select));
    }
    return [
        element('div', { class: 'fields' }, ...rows),
        element(
            'div',
            { class: 'actions' },
            running
                ? button(say('Cancel'), 'secondary', () => send({ kind: 'cancel' }), 'cancel')
                : button(say('Run All Checks'), 'primary', start, 'run'),
            button(say('Open Terminal'), 'secondary', () => send({ kind: 'terminal' }), 'terminal'),
            ...(state.verdict === undefined
                ? []
                : [button(say('Export as Markdown'), 'secondary', () => send({ kind: 'export' }), 'export')]),
        ),
    ];
}

function start(): void {
    send({ kind: 'run', request: typed.request, instance: typed.instance });
}

function verdict(state: DiagnosePanelState): HTMLElement[] {
    const shown = state.verdict;
    const unreachable =
        state.unreachable === undefined
            ? []
            : [
                  element(
                      'p',
                      { class: 'warning' },
                      element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }),
                      ` ${state.unreachable.words}`,
                  ),
                  steps('unreachable', state.unreachable.buttons, shown),
              ];
    if (shown === undefined) {
        return unreachable;
    }
    const good = shown.kind === 'healthy';
    const unknown = shown.kind === 'cannot-tell';
    return [
        ...unreachable,
        element(
            'section',
            { class: `verdict ${good ? 'good' : unknown ? 'unknown' : 'bad'}`, id: 'verdict', 'aria-label': say('Verdict') },
            element('span', { class: `codicon codicon-${good ? 'pass-filled' : unknown ? 'question' : 'error'}`, 'aria-hidden': 'true' }),
            element(
                'div',
                {},
                element('p', { class: 'what' }, shown.headline),
                // Of one cause the headline says it all; of several each is told apart.
                ...shown.causes.map((cause) => finding(cause, shown.causes.length === 1 ? 'told' : 'untold')),
                ...shown.symptoms.map((line) => element('p', { class: 'hint' }, line.text)),
            ),
        ),
        ...section(
            say('Also seen'),
            shown.observations.map((row) => finding(row, 'untold')),
        ),
        ...section(
            say('Ruled out'),
            shown.eliminated.length === 0
                ? []
                : [
                      element(
                          'ul',
                          { class: 'plain' },
                          ...shown.eliminated.map((one) => element('li', {}, element('strong', {}, `${one.layer}: `), one.text)),
                      ),
                  ],
        ),
    ];
}

/** A title that the headline has `told` already is not said again. */
function finding(row: FindingRow, title: 'told' | 'untold'): HTMLElement {
    const badge = element('span', { class: 'badge keep' }, `${row.layer} · ${row.confidence}`);
    return element(
        'div',
        { class: 'finding' },
        ...(title === 'told' ? [] : [element('p', {}, row.title, ' ', badge)]),
        element('p', {}, row.next, ...(title === 'told' ? [' ', badge] : [])),
        ...(row.evidence.length === 0 ? [] : [element('pre', { class: 'lines' }, row.evidence.map((line) => line.text).join('\n'))]),
        steps(row.cause, row.buttons),
    );
}

/** The buttons of a finding, without those that the `verdict` beside it has as well. */
function steps(cause: string, buttons: FindingRow['buttons'], beside?: VerdictRow): HTMLElement {
    const said = new Set(beside?.causes.flatMap((row) => row.buttons.map(({ label }) => label)));
    return element(
        'div',
        { class: 'actions' },
        ...buttons.flatMap(({ label }, index) =>
            said.has(label) ? [] : [button(label, 'secondary', () => send({ kind: 'step', cause, index }), `step-${cause}-${index}`)],
        ),
    );
}

function plot(latency: LatencyPlot | undefined): HTMLElement[] {
    if (latency === undefined) {
        return [];
    }
    return section(
        say('Latency'),
        latency.series.map((series) =>
            element(
                'div',
                { class: 'series', role: 'img', 'aria-label': `${series.label}: ${series.summary}` },
                element('span', { class: 'series-label' }, series.label),
                element(
                    'span',
                    { class: 'bars' },
                    ...series.bars.map((bar) => {
                        const made = element('span', { class: 'bar', title: bar.title });
                        made.style.height = `${Math.max(2, bar.height * 40)}px`;
                        return made;
                    }),
                ),
                element('span', { class: 'hint' }, series.summary),
            ),
        ),
    );
}

function groups(state: DiagnosePanelState): HTMLElement[] {
    const names = [...new Set(state.rows.map((row) => row.group))];
    return names.flatMap((name) =>
        section(name, [
            element('ul', { class: 'checks' }, ...state.rows.filter((row) => row.group === name).map((row) => check(row, state.running))),
        ]),
    );
}

const icons = {
    waiting: 'circle-outline',
    running: 'sync codicon-modifier-spin',
    done: 'pass-filled',
    failed: 'error',
    'timed-out': 'watch',
    'cut-off': 'warning',
    absent: 'circle-slash',
} as const;
const words = {
    waiting: say('not run'),
    running: say('running'),
    done: say('done'),
    failed: say('failed'),
    'timed-out': say('timed out'),
    'cut-off': say('too much output'),
    absent: say('not there'),
} as const;

function check(row: CheckRow, running: DiagnosePanelState['running']): HTMLElement {
    const summary = element(
        'summary',
        {},
        element('span', { class: `codicon codicon-${icons[row.status]} ${row.status}`, 'aria-hidden': 'true' }),
        element('span', { class: 'step-title' }, row.title),
        element('span', { class: 'hint' }, words[row.status]),
        element('span', { class: 'duration' }, row.durationMs === undefined ? '' : `${decimal(row.durationMs / 1000, 1)} s`),
    );
    onFold(summary, (becomes) => (becomes === 'open' ? opened.add(row.id) : opened.delete(row.id)));
    const details = element(
        'details',
        { id: `check-${row.id}`, open: opened.has(row.id) ? '' : undefined },
        summary,
        element('pre', { class: 'lines' }, row.lines.length === 0 ? say('No output.') : row.lines.join('\n')),
    );
    if (running === 'idle') {
        details.append(button(say('Run This Check'), 'link', () => send({ kind: 'runOne', check: row.id }), `run-${row.id}`));
    }
    return element('li', {}, details);
}

function section(title: string, children: readonly HTMLElement[]): HTMLElement[] {
    return children.length === 0 ? [] : [element('section', { 'aria-label': title }, element('h2', {}, title), ...children)];
}
