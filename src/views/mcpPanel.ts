import type { JsonObject, McpContent, McpPrompt, McpResource, McpResourceTemplate, McpTool, McpToolResult } from '../core/mcp/catalog';
import { exampleArguments } from '../core/mcp/exampleArguments';
import type { WireExchange } from '../core/mcp/exchange';
import type { FormField, FormModel } from '../core/mcp/formModel';
import { formModel } from '../core/mcp/formModel';
import type { FoundHandle } from '../core/mcp/handles';
import { carryHandles } from '../core/mcp/handles';
import { isObject } from '../core/mcp/isObject';
import type { ResultModel } from '../core/mcp/resultModel';
import { resultModel } from '../core/mcp/resultModel';
import { templateVariables } from '../core/mcp/uriTemplate';
import type { McpCatalog } from './mcpRows';
import { say } from './say';

export type EntryKind = 'tool' | 'resource' | 'template' | 'prompt';

/** Names one thing that a server offers: a tool or prompt by its name, a resource or template by its address. */
export interface EntryName {
    readonly kind: EntryKind;
    readonly key: string;
}

export interface ListedEntry extends EntryName {
    readonly title: string;
}

/** Everything the MCP panel shows; also what it is sent. Plain data. */
export interface McpPanelState {
    readonly server: string;
    readonly entries: readonly ListedEntry[];
    readonly selected?: SelectedEntry;
    readonly call: { readonly kind: 'idle' } | { readonly kind: 'running'; readonly message: string; readonly fraction?: number };
    readonly result?: ShownResult;
    /** How many answers were shown so far. */
    readonly answers: number;
    /** Words of a failure, ready to show. */
    readonly failure?: string;
    readonly history: readonly HistoryRow[];
    readonly saved: readonly SavedCall[];
    readonly wire: readonly WireExchange[];
    readonly handles: readonly FoundHandle[];
}

export interface SelectedEntry extends EntryName {
    readonly title: string;
    readonly description: string;
    readonly form: FormModel;
    /** The arguments as the form and the JSON editor show them. */
    readonly arguments: JsonObject;
    /** Names of arguments that were taken over from handles of earlier results. */
    readonly carried: readonly string[];
    /** Counts selections: a page keeps what is typed into it until this changes, but for what is carried. */
    readonly turn: number;
    /** The address of the tool's own page (MCP Apps). */
    readonly app?: string;
}

export interface ShownResult extends ResultModel {
    /** Counts answers: bytes of its parts are asked for by it. */
    readonly turn: number;
    readonly kind: EntryKind;
    readonly durationMs: number;
    readonly traceId: string;
    /** Which instance answered, as far as the answer tells. */
    readonly instance?: string;
}

export interface HistoryRow extends EntryName {
    /** Counts calls. */
    readonly id: number;
    readonly arguments: JsonObject;
    readonly durationMs: number;
    readonly outcome: 'ok' | 'tool error' | 'failed';
    readonly traceId?: string;
    readonly instance?: string;
}

/** A call with its arguments under a name; kept in the workspace. */
export interface SavedCall extends EntryName {
    readonly label: string;
    readonly arguments: JsonObject;
}

export type CatalogEntry =
    | { readonly kind: 'tool'; readonly tool: McpTool }
    | { readonly kind: 'resource'; readonly resource: McpResource }
    | { readonly kind: 'template'; readonly template: McpResourceTemplate }
    | { readonly kind: 'prompt'; readonly prompt: McpPrompt };

/** What came back, brought to one shape: the contents of a resource and the messages of a prompt are parts, too. */
export interface Answer {
    readonly result: McpToolResult;
    readonly durationMs: number;
    readonly traceId: string;
    readonly instance?: string;
}

export type McpPanelEvent =
    | { readonly kind: 'listed'; readonly server: string; readonly catalog: McpCatalog }
    | { readonly kind: 'selected'; readonly entry: CatalogEntry; readonly arguments?: JsonObject }
    | { readonly kind: 'edited'; readonly arguments: JsonObject }
    | { readonly kind: 'started' }
    | { readonly kind: 'progress'; readonly message: string; readonly fraction?: number }
    /** `unasked`: nobody called; the server said that there is something new. */
    | ({ readonly kind: 'answered'; readonly unasked?: true } & Answer)
    | { readonly kind: 'failed'; readonly words: string; readonly durationMs: number }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'saved'; readonly saved: readonly SavedCall[] }
    | { readonly kind: 'exchanged'; readonly exchange: WireExchange };

const historyKept = 100;
const wireKept = 200;
/** One exchange as the page is sent it; the whole one is copied by its id. */
const wireBodyShown = 20_000;

export function emptyMcpPanel(server: string, catalog: McpCatalog): McpPanelState {
    return { server, entries: entriesOf(catalog), call: { kind: 'idle' }, answers: 0, history: [], saved: [], wire: [], handles: [] };
}

function entriesOf(catalog: McpCatalog): readonly ListedEntry[] {
    return [
        ...catalog.tools.map(({ name, title }) => ({ kind: 'tool' as const, key: name, title: title ?? name })),
        ...catalog.resources.map(({ uri, name, title }) => ({ kind: 'resource' as const, key: uri, title: title ?? name })),
        ...catalog.templates.map(({ uriTemplate, name, title }) => ({ kind: 'template' as const, key: uriTemplate, title: title ?? name })),
        ...catalog.prompts.map(({ name, title }) => ({ kind: 'prompt' as const, key: name, title: title ?? name })),
    ];
}

/** The thing by its name; undefined when the server no longer has it. */
export function findEntry(catalog: McpCatalog, { kind, key }: EntryName): CatalogEntry | undefined {
    switch (kind) {
        case 'tool': {
            const tool = catalog.tools.find(({ name }) => name === key);
            return tool && { kind, tool };
        }
        case 'resource': {
            const resource = catalog.resources.find(({ uri }) => uri === key);
            return resource && { kind, resource };
        }
        case 'template': {
            const template = catalog.templates.find(({ uriTemplate }) => uriTemplate === key);
            return template && { kind, template };
        }
        case 'prompt': {
            const prompt = catalog.prompts.find(({ name }) => name === key);
            return prompt && { kind, prompt };
        }
    }
}

/** The panel after an event; what an event does not touch stays the same object. */
export function advanceMcpPanel(state: McpPanelState, event: McpPanelEvent): McpPanelState {
    switch (event.kind) {
        case 'listed':
            return { ...state, server: event.server, entries: entriesOf(event.catalog) };
        case 'selected': {
            const { result: _, failure: __, ...rest } = state;
            return { ...rest, selected: select(event.entry, event.arguments, state) };
        }
        case 'edited':
            return state.selected === undefined ? state : { ...state, selected: { ...state.selected, arguments: event.arguments } };
        case 'started': {
            const { failure: _, ...rest } = state;
            return { ...rest, call: { kind: 'running', message: '' } };
        }
        case 'progress':
            return {
                ...state,
                call: { kind: 'running', message: event.message, ...(event.fraction !== undefined && { fraction: event.fraction }) },
            };
        case 'answered':
            return answered(state, event);
        case 'failed': {
            const { result: _, ...rest } = state;
            return { ...rest, call: { kind: 'idle' }, failure: event.words, history: remember(state, 'failed', event) };
        }
        case 'stopped':
            return { ...state, call: { kind: 'idle' } };
        case 'saved':
            return { ...state, saved: event.saved };
        case 'exchanged':
            return { ...state, wire: [...state.wire, shortened(event.exchange)].slice(-wireKept) };
    }
}

function answered(state: McpPanelState, event: Answer & { readonly unasked?: true }): McpPanelState {
    const model = resultModel(event.result);
    const handles = newest([...state.handles, ...model.handles]);
    const { selected } = state;
    const turn = state.answers + 1;
    const result: ShownResult = {
        ...model,
        turn,
        kind: selected?.kind ?? 'tool',
        durationMs: event.durationMs,
        traceId: event.traceId,
        ...(event.instance !== undefined && { instance: event.instance }),
    };
    // The next call of the same tool goes on where this one ended.
    const carried = selected?.kind === 'tool' ? carriedInto(selected.form, model.handles) : {};
    return {
        ...state,
        call: event.unasked === true ? state.call : { kind: 'idle' },
        result,
        answers: turn,
        handles,
        history: event.unasked === true ? state.history : remember(state, model.isError ? 'tool error' : 'ok', event),
        ...(selected !== undefined &&
            Object.keys(carried).length > 0 && {
                selected: {
                    ...selected,
                    arguments: { ...selected.arguments, ...carried },
                    carried: Object.keys(carried),
                },
            }),
    };
}

function carriedInto(form: FormModel, handles: readonly FoundHandle[]): Record<string, string> {
    return carryHandles(handles, { properties: Object.fromEntries(form.fields.map(({ path }) => [path[0] ?? '', {}])) });
}

function select(entry: CatalogEntry, given: JsonObject | undefined, state: McpPanelState): SelectedEntry {
    const turn = (state.selected?.turn ?? 0) + 1;
    switch (entry.kind) {
        case 'tool': {
            const { tool } = entry;
            const carried = given === undefined ? carryHandles(state.handles, tool.inputSchema) : {};
            const app = appOf(tool);
            return {
                kind: 'tool',
                key: tool.name,
                title: tool.title ?? tool.name,
                description: tool.description ?? '',
                form: formModel(tool.inputSchema),
                arguments: given ?? { ...exampleArguments(tool.inputSchema), ...carried },
                carried: Object.keys(carried),
                turn,
                ...(app !== undefined && { app }),
            };
        }
        case 'resource': {
            const { uri, name, title, description = '' } = entry.resource;
            return {
                kind: 'resource',
                key: uri,
                title: title ?? name,
                description,
                form: { fields: [] },
                arguments: {},
                carried: [],
                turn,
            };
        }
        case 'template': {
            const { uriTemplate, name, title, description = '' } = entry.template;
            const fields = templateVariables(uriTemplate).map((variable) => textField(variable, undefined, true));
            const values = given ?? {};
            return {
                kind: 'template',
                key: uriTemplate,
                title: title ?? name,
                description,
                form: { fields },
                arguments: values,
                carried: [],
                turn,
            };
        }
        case 'prompt': {
            const { name, title, description = '', arguments: args } = entry.prompt;
            const fields = args.map((argument) => textField(argument.name, argument.description, argument.required));
            const values = given ?? {};
            return { kind: 'prompt', key: name, title: title ?? name, description, form: { fields }, arguments: values, carried: [], turn };
        }
    }
}

function textField(name: string, description: string | undefined, required: boolean): FormField {
    return { kind: 'text', path: [name], label: name, required, multiline: false, ...(description !== undefined && { description }) };
}

/** `_meta.ui.resourceUri` of MCP Apps, or the flat key of its first drafts; only ui:// addresses are pages. */
export function appOf(tool: Pick<McpTool, 'meta'>): string | undefined {
    const ui = tool.meta?.ui;
    const uri = isObject(ui) ? ui.resourceUri : tool.meta?.['ui/resourceUri'];
    return typeof uri === 'string' && uri.startsWith('ui://') ? uri : undefined;
}

/** The contents of a resource or the messages of a prompt as a result, so that all three are shown by the same means. */
export function asResult(content: readonly McpContent[]): McpToolResult {
    return { isError: false, content };
}

/** One handle per name, the last one answered. */
function newest(handles: readonly FoundHandle[]): readonly FoundHandle[] {
    return [...new Map(handles.map((handle) => [handle.path, handle])).values()].slice(-50);
}

function remember(
    { selected, history }: McpPanelState,
    outcome: HistoryRow['outcome'],
    { durationMs, traceId, instance }: { readonly durationMs: number; readonly traceId?: string; readonly instance?: string },
): readonly HistoryRow[] {
    if (selected === undefined) {
        return history;
    }
    const row: HistoryRow = {
        id: (history[0]?.id ?? 0) + 1,
        kind: selected.kind,
        key: selected.key,
        arguments: selected.arguments,
        durationMs,
        outcome,
        ...(traceId !== undefined && traceId !== '' && { traceId }),
        ...(instance !== undefined && { instance }),
    };
    return [row, ...history].slice(0, historyKept);
}

function shortened(exchange: WireExchange): WireExchange {
    const cut = (text: string) =>
        text.length > wireBodyShown
            ? `${text.slice(0, wireBodyShown)}… ${say('{0} more characters', String(text.length - wireBodyShown))}`
            : text;
    return {
        ...exchange,
        ...(exchange.requestBody !== undefined && { requestBody: cut(exchange.requestBody) }),
        ...(exchange.responseBody !== undefined && { responseBody: cut(exchange.responseBody) }),
    };
}
