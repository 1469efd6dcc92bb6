import type { BuildPanelState, FromBuildPanel } from '../views/buildPanel';
import { buildRows } from './buildRows';
import { button, element } from './element';
// The page's language, in which its numbers are written.
import './say';
import { redraw } from './redraw';

const vscode = acquireVsCodeApi();
const send = (message: FromBuildPanel) => vscode.postMessage(message);
const root = element('main', { 'aria-live': 'off' });
const live = element('div', { class: 'visually-hidden', role: 'status' });
document.body.append(root, live);

let state: BuildPanelState | undefined;
let shownPhase = '';

window.addEventListener('message', (event: MessageEvent<BuildPanelState>) => {
    state = event.data;
    draw(state);
});
// The time of a step that says nothing goes on.
setInterval(() => {
    if (state?.phase === 'running') {
        draw(state);
    }
}, 1_000);
send({ kind: 'ready' });

function draw(shown: BuildPanelState): void {
    const showLine = (line: number) => send({ kind: 'showLine', line });
    redraw(root, [
        element('h1', {}, shown.title),
        element('p', { class: 'subtitle' }, shown.subtitle),
        ...verdict(shown, showLine),
        element(
            'div',
            { class: 'actions' },
            shown.phase === 'running'
                ? button(shown.words.cancel, 'secondary', () => send({ kind: 'cancel' }), 'cancel')
                : button(shown.words.again, 'primary', () => send({ kind: 'again' }), 'again'),
            shown.failure?.remedies.some(({ title }) => title === shown.words.output) === true
                ? undefined
                : button(shown.words.output, 'secondary', () => send({ kind: 'showOutput' }), 'output'),
        ),
        ...shown.tree.warnings.map((line) =>
            element('p', { class: 'warning' }, element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }), ` ${line}`),
        ),
        buildRows(shown.tree, { words: shown.words, showLine, nowMs: Date.now() }),
    ]);
    if (shown.phase !== shownPhase) {
        shownPhase = shown.phase;
        live.textContent = shown.failure?.what ?? shown.result ?? shown.title;
    }
}

function verdict(shown: BuildPanelState, showLine: (line: number) => void): HTMLElement[] {
    const { failure, failedLine, result, dockerfile } = shown;
    if (failure !== undefined) {
        return [
            element(
                'div',
                { class: 'verdict bad' },
                element('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
                element(
                    'div',
                    {},
                    element('p', { class: 'what' }, failure.what),
                    failure.why === undefined ? undefined : element('p', {}, failure.why),
                    element('p', {}, failure.next),
                    element(
                        'div',
                        { class: 'actions' },
                        failedLine === undefined
                            ? undefined
                            : button(`${dockerfile}:${String(failedLine)}`, 'link', () => showLine(failedLine), 'failed-line'),
                        ...failure.remedies.map((remedy, index) =>
                            button(remedy.title, 'secondary', () => send({ kind: 'remedy', index }), `remedy-${String(index)}`),
                        ),
                    ),
                ),
            ),
        ];
    }
    return result === undefined
        ? []
        : [
              element(
                  'div',
                  { class: 'verdict good' },
                  element('span', { class: 'codicon codicon-pass-filled', 'aria-hidden': 'true' }),
                  element('span', {}, result),
              ),
          ];
}
