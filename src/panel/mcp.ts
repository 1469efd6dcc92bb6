import type { ToMcpPage } from '../views/mcpPage';
import { button, element } from './element';
import { callKey, mcpCall, showCompletions, showSuggestions } from './mcpCall';
import { mcpHistory, mcpSaved } from './mcpHistory';
import { mcpNavigation } from './mcpNavigation';
import { mcpResult, showBytes } from './mcpResult';
import { mcpScale } from './mcpScale';
import { mcpWire } from './mcpWire';
import { arrange, living, memo } from './memo';
import { send } from './sendToMcp';
import { say } from './say';

type Page = Extract<ToMcpPage, { kind: 'state' }>;

const root = element('main', { class: 'wide' });
const top = element('div', {});
const left = element('nav', { class: 'column narrow', 'aria-label': say('What the server offers') });
const right = element('div', { class: 'column' });
const live = element('div', { class: 'visually-hidden', role: 'status' });
root.append(top, element('div', { class: 'columns' }, left, right));
document.body.append(root, live);

window.addEventListener('message', (event: MessageEvent<ToMcpPage>) => {
    const message = event.data;
    switch (message.kind) {
        case 'state':
            draw(message);
            return;
        case 'bytes':
            showBytes(message);
            return;
        case 'completions':
            showCompletions(message.name, message.value, message.values);
            return;
        case 'suggestions':
            showSuggestions(message.suggestions);
            return;
    }
});
send({ kind: 'ready' });

function draw(page: Page): void {
    const { state } = page;
    const focused = document.activeElement?.id ?? '';
    arrange(top, [
        memo('title', state.server, () => element('h1', {}, state.server)),
        memo('about', JSON.stringify(page.about), () => about(page)),
        memo('notices', JSON.stringify(page.notices), () => notices(page.notices)),
        memo('problem', `${page.connection} ${page.problem ?? ''}`, () => problem(page)),
        memo('actions', `${page.connection} ${page.reach}`, () => actions(page)),
        living('scale', JSON.stringify(page.scale ?? null), () => mcpScale(page.scale)),
    ]);
    arrange(left, [
        living('navigation', JSON.stringify([state.entries, state.selected?.kind, state.selected?.key]), () =>
            mcpNavigation(state.entries, state.selected),
        ),
    ]);
    const running = state.call.kind === 'running' ? state.call : undefined;
    arrange(right, [
        living('call', JSON.stringify([callKey(state.selected), state.entries.length === 0, page.follow]), () =>
            mcpCall(state, page.follow),
        ),
        living('running', JSON.stringify(state.call), () => progress(page)),
        living('result', JSON.stringify([state.result ?? null, state.failure ?? null, running !== undefined]), () => mcpResult(state)),
        living('saved', JSON.stringify(state.saved), () => mcpSaved(state.saved)),
        living('history', JSON.stringify(state.history), () => mcpHistory(state.history)),
        living('wire', state.wire.map(({ id }) => id).join(' '), () => mcpWire(state.wire)),
    ]);
    const call = document.querySelector<HTMLButtonElement>('#call');
    if (call !== null) {
        call.disabled = running !== undefined || page.connection !== 'connected' || call.dataset.invalid === 'true';
    }
    if (focused !== '' && document.activeElement?.id !== focused) {
        document.getElementById(focused)?.focus();
    }
    live.textContent =
        page.connection === 'connecting'
            ? say('Connecting…')
            : running !== undefined
              ? say('Calling: {0}', running.message)
              : (state.failure ??
                page.problem ??
                (state.result === undefined ? '' : state.result.isError ? say('The tool answered with an error') : say('Answered')));
}

function about({ about: facts }: Page): HTMLElement {
    return element(
        'p',
        { class: 'subtitle facts-line' },
        ...facts.map(({ name, value }) =>
            element('span', { title: name }, element('span', { class: 'visually-hidden' }, `${name}: `), value),
        ),
    );
}

function notices(list: readonly string[]): HTMLElement {
    return list.length === 0
        ? element('div', {})
        : element(
              'details',
              { class: 'notices', open: list.length <= 3 ? '' : undefined },
              element(
                  'summary',
                  {},
                  element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }),
                  ` ${say('Departures from the specification: {0}', String(list.length))}`,
              ),
              element('ul', { class: 'plain' }, ...list.map((notice) => element('li', {}, notice))),
          );
}

function problem(page: Page): HTMLElement {
    if (page.connection === 'connecting') {
        return element(
            'p',
            { class: 'hint', id: 'connecting' },
            element('span', { class: 'codicon codicon-loading codicon-modifier-spin', 'aria-hidden': 'true' }),
            ` ${say('Connecting…')}`,
        );
    }
    return page.problem === undefined
        ? element('div', {})
        : element(
              'div',
              { class: 'verdict bad', id: 'problem' },
              element('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
              element('p', {}, page.problem),
          );
}

function actions(page: Page): HTMLElement {
    if (page.connection !== 'connected') {
        return element(
            'div',
            { class: 'actions' },
            ...(page.connection === 'failed'
                ? [
                      button(say('Try Again'), 'primary', () => send({ kind: 'reconnect' }), 'reconnect'),
                      ...(page.reach === 'program' ? [] : [button(say('Give a Key…'), 'secondary', () => send({ kind: 'key' }), 'key')]),
                  ]
                : []),
        );
    }
    return element(
        'div',
        { class: 'actions' },
        ...(page.reach === 'program'
            ? []
            : [
                  button(say('Check Scale-Out'), 'secondary', () => send({ kind: 'checkScale' }), 'scale'),
                  button(say('Readiness Report'), 'secondary', () => send({ kind: 'checkReadiness' }), 'readiness'),
                  button(say('Use in VS Code'), 'secondary', () => send({ kind: 'bridge' }), 'bridge'),
                  button(say('Add to mcp.json'), 'secondary', () => send({ kind: 'addToMcpJson' }), 'add'),
              ]),
        button(say('Refresh'), 'secondary', () => send({ kind: 'reconnect' }), 'reconnect'),
    );
}

function progress({ state }: Page): HTMLElement {
    if (state.call.kind === 'idle') {
        return element('div', {});
    }
    const { message, fraction } = state.call;
    const bar = element('progress', { 'aria-label': say('Progress'), max: '1' });
    if (fraction !== undefined) {
        bar.value = fraction;
    }
    return element(
        'div',
        { class: 'actions running' },
        bar,
        element('span', { class: 'hint' }, message),
        button(say('Cancel'), 'secondary', () => send({ kind: 'cancel' }), 'cancel'),
    );
}
