import type { ResultModel, ResultPart, TableModel } from '../core/mcp/resultModel';
import type { FromMcpPage, ToMcpPage } from '../views/mcpPage';
import type { McpPanelState } from '../views/mcpPanel';
import type { ScalePanelState } from '../views/mcpScalePanel';
import { button, element } from './element';
import { mcpForm } from './mcpForm';

const vscode = acquireVsCodeApi();
const send = (message: FromMcpPage) => vscode.postMessage(message);
const root = element('main', { class: 'wide' });
const live = element('div', { class: 'visually-hidden', role: 'status' });
document.body.append(root, live);

let filter = '';
// The edited arguments of the selected tool; undefined while its JSON cannot be read.
let edited: { readonly tool: string; readonly values: Record<string, unknown> | undefined } | undefined;
const opened = new Set<number>();

window.addEventListener('message', (event: MessageEvent<ToMcpPage>) => draw(event.data));
send({ kind: 'ready' });

function draw(page: ToMcpPage): void {
    const { state } = page;
    const focused = document.activeElement?.id ?? '';
    root.replaceChildren(
        element('h1', {}, state.server),
        element('p', { class: 'subtitle' }, page.about),
        ...page.notices.map((notice) =>
            element('p', { class: 'warning' }, element('span', { class: 'codicon codicon-info', 'aria-hidden': 'true' }), ` ${notice}`),
        ),
        element(
            'div',
            { class: 'actions' },
            button('Check Scale-Out', 'secondary', () => send({ kind: 'checkScale' }), 'scale'),
            button('Readiness Report', 'secondary', () => send({ kind: 'checkReadiness' }), 'readiness'),
            button('Add to mcp.json', 'secondary', () => send({ kind: 'addToMcpJson' }), 'add'),
        ),
        ...scale(page.scale),
        element(
            'div',
            { class: 'columns' },
            tools(state),
            element('div', { class: 'column' }, ...selected(state), ...result(state), ...history(state), ...wire(state)),
        ),
    );
    document.getElementById(focused)?.focus();
    live.textContent = state.call.kind === 'running' ? 'Calling.' : (state.failure ?? (state.result === undefined ? '' : 'Answered.'));
}

function tools(state: McpPanelState): HTMLElement {
    const list = element('ul', { class: 'tools', 'aria-label': 'Tools' });
    const fillList = () =>
        list.replaceChildren(
            ...state.tools
                .filter((tool) => `${tool.name} ${tool.title}`.toLowerCase().includes(filter))
                .slice(0, 500)
                .map((tool) => {
                    const row = button(tool.title, 'link', () => send({ kind: 'select', tool: tool.name }), `tool-${tool.name}`);
                    row.title = tool.name;
                    if (state.selected?.name === tool.name) {
                        row.setAttribute('aria-current', 'true');
                    }
                    return element('li', {}, row);
                }),
        );
    const search = element('input', {
        id: 'filter',
        type: 'text',
        placeholder: `Filter ${state.tools.length} tools`,
        'aria-label': 'Filter tools',
    });
    search.value = filter;
    search.addEventListener('input', () => {
        filter = search.value.toLowerCase();
        fillList();
    });
    fillList();
    return element('nav', { class: 'column narrow', 'aria-label': 'Tools' }, search, list);
}

function selected(state: McpPanelState): HTMLElement[] {
    const tool = state.selected;
    if (tool === undefined) {
        return [element('p', { class: 'hint' }, state.tools.length === 0 ? 'This server offers no tools.' : 'Choose a tool to call it.')];
    }
    const values = edited?.tool === tool.name && state.call.kind === 'running' ? (edited.values ?? tool.arguments) : tool.arguments;
    edited = { tool: tool.name, values: { ...values } };
    const running = state.call.kind === 'running';
    const call = button('Call', 'primary', () => edited?.values !== undefined && send({ kind: 'call', arguments: edited.values }), 'call');
    return [
        element('h2', {}, tool.name),
        element('p', { class: 'pre' }, tool.description),
        mcpForm(tool.form, values, tool.carried, (next) => {
            edited = { tool: tool.name, values: next };
            call.disabled = next === undefined;
        }),
        element(
            'div',
            { class: 'actions' },
            running ? button('Cancel', 'secondary', () => send({ kind: 'cancel' }), 'cancel') : call,
            ...(running && state.call.message !== '' ? [element('span', { class: 'hint' }, state.call.message)] : []),
        ),
    ];
}

function result(state: McpPanelState): HTMLElement[] {
    if (state.failure !== undefined) {
        return [
            element(
                'div',
                { class: 'verdict bad', id: 'result' },
                element('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
                element('p', {}, state.failure),
            ),
        ];
    }
    return state.result === undefined ? [] : [shown(state.result)];
}

function shown(model: ResultModel): HTMLElement {
    const { structured, handles } = model;
    return element(
        'section',
        { id: 'result', 'aria-label': 'Result', class: model.isError ? 'result failed' : 'result' },
        element('h2', {}, model.isError ? 'The tool answered with an error' : 'Result'),
        ...(structured?.table === undefined ? [] : [table(structured.table)]),
        ...(structured === undefined
            ? []
            : [
                  element(
                      'details',
                      { open: structured.table === undefined ? '' : undefined },
                      element('summary', {}, 'JSON'),
                      element('pre', { class: 'lines' }, structured.json),
                  ),
              ]),
        ...model.parts.map(part),
        ...(handles.length === 0
            ? []
            : [
                  element(
                      'p',
                      { class: 'hint' },
                      'Handles, carried to the next call: ',
                      ...handles.map((handle) => element('code', { class: 'handle' }, `${handle.name}=${handle.value.slice(0, 60)}`)),
                  ),
              ]),
    );
}

function part(model: ResultPart): HTMLElement {
    switch (model.kind) {
        case 'text':
            return element(
                'pre',
                { class: 'lines' },
                model.cutCharacters > 0 ? `${model.text}\n… ${model.cutCharacters} more characters` : model.text,
            );
        case 'image':
        case 'audio':
            return element('p', { class: 'hint' }, `${model.mimeType}, ${model.bytes} bytes`);
        case 'file':
            return element('p', { class: 'hint' }, `${model.name}: ${model.mimeType}, ${model.bytes} bytes`);
        case 'link':
            return element('p', {}, model.title, ' ', element('code', {}, model.uri));
    }
}

function table(model: TableModel): HTMLElement {
    return element(
        'div',
        { class: 'scroll' },
        element(
            'table',
            {},
            element('thead', {}, element('tr', {}, ...model.columns.map((name) => element('th', { scope: 'col' }, name)))),
            element('tbody', {}, ...model.rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))),
        ),
    );
}

function history(state: McpPanelState): HTMLElement[] {
    return state.history.length === 0
        ? []
        : [
              element('h2', {}, 'Calls'),
              element(
                  'ul',
                  { class: 'plain' },
                  ...state.history.slice(0, 20).map((row, index) =>
                      element(
                          'li',
                          {},
                          button(row.tool, 'link', () => send({ kind: 'again', index }), `again-${index}`),
                          ` ${row.outcome}, ${Math.round(row.durationMs)} ms`,
                      ),
                  ),
              ),
          ];
}

function wire(state: McpPanelState): HTMLElement[] {
    return state.wire.length === 0
        ? []
        : [
              element('h2', {}, 'Wire'),
              ...[...state.wire]
                  .reverse()
                  .slice(0, 30)
                  .map((exchange) => {
                      const details = element('details', {});
                      details.open = opened.has(exchange.id);
                      details.addEventListener('toggle', () => (details.open ? opened.add(exchange.id) : opened.delete(exchange.id)));
                      const headers = (list: typeof exchange.requestHeaders) =>
                          list.map(({ name, value }) => `${name}: ${value}`).join('\n');
                      details.append(
                          element(
                              'summary',
                              {},
                              `${exchange.rpcMethod ?? exchange.httpMethod} → ${exchange.status ?? exchange.error ?? '…'} in ${Math.round(exchange.durationMs)} ms`,
                          ),
                          element('pre', { class: 'lines' }, `${headers(exchange.requestHeaders)}\n\n${exchange.requestBody ?? ''}`),
                          element('pre', { class: 'lines' }, `${headers(exchange.responseHeaders)}\n\n${exchange.responseBody ?? ''}`),
                          button('Copy as cURL', 'link', () => send({ kind: 'copyCurl', exchange: exchange.id }), `curl-${exchange.id}`),
                      );
                      return details;
                  }),
          ];
}

function scale(model: ScalePanelState | undefined): HTMLElement[] {
    if (model === undefined) {
        return [];
    }
    return [
        element(
            'section',
            { class: 'verdict unknown', id: 'scale-verdict', 'aria-label': 'Scale-out' },
            element(
                'div',
                {},
                element('p', { class: 'what' }, model.headline),
                element('p', {}, model.explanation),
                ...model.failures.map((line) => element('p', { class: 'hint' }, line)),
                ...model.legs.flatMap((leg) => [
                    element('h3', {}, leg.title),
                    ...leg.bars.map((bar) => {
                        const length = element('span', { class: 'share' });
                        length.style.width = `${Math.max(1, bar.fraction * 100)}%`;
                        return element(
                            'div',
                            { class: 'share-row', role: 'img', 'aria-label': `${bar.label}: ${bar.calls}, ${bar.latency}` },
                            element('code', {}, bar.label),
                            element('span', { class: 'share-track' }, length),
                            element('span', { class: 'hint' }, bar.calls),
                        );
                    }),
                ]),
            ),
        ),
    ];
}
