import { decimal } from '../base/decimal';
import type { ResultPart, TableModel } from '../core/mcp/resultModel';
import type { ToMcpPage } from '../views/mcpPage';
import type { McpPanelState, ShownResult } from '../views/mcpPanel';
import { button, element, onFold } from './element';
import { send } from './sendToMcp';
import { say } from './say';

const bytesShown = 8_000_000;
/** Bytes that came for parts of the result on the page, by the place that shows them. */
const arrived = new Map<string, { readonly mimeType: string; readonly base64: string }>();
let arrivedTurn = -1;
/** What a person made of the JSON of a result; until then it is open where there is no table. */
let jsonIs: 'open' | 'closed' | undefined;

/** What came of the last call. Pictures and sounds are fetched from the shell and shown from memory: nothing here is loaded from anywhere. */
export function mcpResult(state: McpPanelState): HTMLElement {
    if (state.failure !== undefined) {
        return element(
            'div',
            { class: 'verdict bad', id: 'result' },
            element('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
            element('p', {}, state.failure),
        );
    }
    return state.result === undefined ? element('div', {}) : shown(state.result, state);
}

function shown(model: ShownResult, state: McpPanelState): HTMLElement {
    const { structured, handles, turn } = model;
    const title = model.isError ? say('The tool answered with an error') : model.kind === 'prompt' ? say('Messages') : say('Result');
    const repeats = (part: ResultPart) => structured !== undefined && part.kind === 'text' && isSameJson(part.text, structured.json);
    return element(
        'section',
        {
            id: 'result',
            'aria-label': say('Result'),
            class: [`result`, ...(model.isError ? ['failed'] : []), ...(state.call.kind === 'running' ? ['stale'] : [])].join(' '),
            'data-turn': String(turn),
        },
        element('h2', {}, title),
        element(
            'p',
            { class: 'hint facts-line' },
            element('span', {}, `${Math.round(model.durationMs)} ms`),
            ...(model.instance === undefined ? [] : [element('span', {}, say('answered by {0}', short(model.instance)))]),
            ...(model.traceId === ''
                ? []
                : [element('span', { title: say('W3C trace id, as Application Insights knows it') }, say('trace {0}', model.traceId))]),
        ),
        ...(structured?.table === undefined ? [] : [table(structured.table)]),
        ...(structured === undefined
            ? []
            : [
                  element(
                      'details',
                      { open: (jsonIs ?? (structured.table === undefined ? 'open' : 'closed')) === 'open' ? '' : undefined },
                      jsonSummary(),
                      json(
                          structured.json +
                              (structured.cutCharacters > 0 ? `\n… ${say('{0} more characters', String(structured.cutCharacters))}` : ''),
                          handles.map(({ value }) => value),
                      ),
                  ),
              ]),
        ...model.parts.filter((candidate) => !repeats(candidate)).map((candidate) => part(candidate, turn)),
        ...(handles.length === 0
            ? []
            : [
                  element(
                      'p',
                      { class: 'hint' },
                      `${say('Handles, carried to the next call:')} `,
                      ...handles.map((handle) => element('code', { class: 'handle' }, `${handle.name}=${handle.value.slice(0, 60)}`)),
                  ),
              ]),
        element(
            'div',
            { class: 'actions' },
            ...(state.selected?.app === undefined
                ? []
                : [button(say('Open Its App'), 'primary', () => send({ kind: 'openApp', turn }), 'open-app')]),
            ...(model.kind === 'prompt' ? [button(say('Open in Chat'), 'primary', () => send({ kind: 'toChat', turn }), 'to-chat')] : []),
            button(say('Copy'), 'secondary', () => send({ kind: 'copyResult', turn }), 'copy-result'),
        ),
    );
}

function jsonSummary(): HTMLElement {
    const summary = element('summary', {}, 'JSON');
    onFold(summary, (becomes) => (jsonIs = becomes));
    return summary;
}

function short(instance: string): string {
    return instance.length > 20 ? `${instance.slice(0, 12)}…` : instance;
}

function isSameJson(text: string, structured: string): boolean {
    try {
        return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(structured));
    } catch {
        return false;
    }
}

/** JSON with the handles in it highlighted. */
function json(text: string, handles: readonly string[]): HTMLElement {
    const pre = element('pre', { class: 'lines' });
    let rest = text;
    for (;;) {
        const found = handles
            .map((handle) => ({ handle, at: handle === '' ? -1 : rest.indexOf(handle) }))
            .filter(({ at }) => at >= 0)
            .sort((one, other) => one.at - other.at)[0];
        if (found === undefined) {
            pre.append(rest);
            return pre;
        }
        pre.append(rest.slice(0, found.at), element('code', { class: 'handle' }, found.handle));
        rest = rest.slice(found.at + found.handle.length);
    }
}

function part(model: ResultPart, turn: number): HTMLElement {
    switch (model.kind) {
        case 'text':
            return element(
                'pre',
                { class: 'lines' },
                model.cutCharacters > 0 ? `${model.text}\n… ${say('{0} more characters', String(model.cutCharacters))}` : model.text,
            );
        case 'image':
        case 'audio':
            return media(model, turn);
        case 'file':
            return element(
                'p',
                { class: 'hint' },
                `${model.name}: ${model.mimeType}, ${size(model.bytes)} `,
                button(say('Save…'), 'link', () => send({ kind: 'saveFile', turn, index: model.index })),
            );
        case 'link': {
            const isWeb = /^https?:/i.test(model.uri);
            return element(
                'p',
                {},
                element('span', { class: 'codicon codicon-link', 'aria-hidden': 'true' }),
                ` ${model.title} `,
                element('code', {}, model.uri),
                ' ',
                button(say('Read'), 'link', () => send({ kind: 'readLink', turn, index: model.index })),
                ...(isWeb
                    ? [' ', button(say('Open in Browser…'), 'link', () => send({ kind: 'openLink', turn, index: model.index }))]
                    : []),
            );
        }
    }
}

function media(model: Extract<ResultPart, { kind: 'image' | 'audio' }>, turn: number): HTMLElement {
    if (arrivedTurn !== turn) {
        arrived.clear();
        arrivedTurn = turn;
    }
    const id = `media-${turn}-${model.index}`;
    const known = arrived.get(id);
    const place = element(
        'div',
        { class: 'media', id, 'data-kind': model.kind },
        known === undefined ? undefined : player(model.kind, known),
    );
    const about = element(
        'p',
        { class: 'hint' },
        `${model.mimeType}, ${size(model.bytes)} `,
        button(say('Save…'), 'link', () => send({ kind: 'saveFile', turn, index: model.index })),
    );
    if (model.bytes <= bytesShown && known === undefined) {
        send({ kind: 'bytes', turn, index: model.index });
    } else if (model.bytes > bytesShown) {
        about.append(` ${say('too large to show here')}`);
    }
    return element('div', {}, place, about);
}

/** Puts the bytes of a picture or a sound into the place that waits for them. */
export function showBytes({ turn, index, mimeType, base64 }: Extract<ToMcpPage, { kind: 'bytes' }>): void {
    const place = document.getElementById(`media-${turn}-${index}`);
    if (place !== null) {
        arrived.set(place.id, { mimeType, base64 });
        place.replaceChildren(player(place.dataset.kind === 'audio' ? 'audio' : 'image', { mimeType, base64 }));
    }
}

function player(kind: 'image' | 'audio', { mimeType, base64 }: { readonly mimeType: string; readonly base64: string }): HTMLElement {
    const src = `data:${mimeType};base64,${base64}`;
    return kind === 'audio' ? element('audio', { controls: '', src }) : element('img', { alt: say('Picture that the tool answered'), src });
}

function size(bytes: number): string {
    return bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${decimal(bytes / 1_000_000, 1)} MB`;
}

function table(model: TableModel): HTMLElement {
    const more = [
        ...(model.cutRows > 0 ? [say('{0} more rows', String(model.cutRows))] : []),
        ...(model.cutColumns > 0 ? [say('{0} more columns', String(model.cutColumns))] : []),
    ];
    return element(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('Table') },
        element(
            'table',
            {},
            element('thead', {}, element('tr', {}, ...model.columns.map((name) => element('th', { scope: 'col' }, name)))),
            element('tbody', {}, ...model.rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))),
        ),
        ...(more.length === 0 ? [] : [element('p', { class: 'hint' }, `… ${more.join(', ')}`)]),
    );
}
