import type { JsonObject, McpTool, McpToolResult } from '../core/mcp/catalog';
import { exampleArguments } from '../core/mcp/exampleArguments';
import type { WireExchange } from '../core/mcp/exchange';
import type { FormModel } from '../core/mcp/formModel';
import { formModel } from '../core/mcp/formModel';
import type { FoundHandle } from '../core/mcp/handles';
import { carryHandles } from '../core/mcp/handles';
import type { ResultModel } from '../core/mcp/resultModel';
import { resultModel } from '../core/mcp/resultModel';

/** Everything the MCP panel shows; also what it is sent. Plain data. */
export interface McpPanelState {
    readonly server: string;
    readonly tools: readonly { readonly name: string; readonly title: string }[];
    readonly selected?: SelectedTool;
    readonly call: { readonly kind: 'idle' } | { readonly kind: 'running'; readonly message: string; readonly fraction?: number };
    readonly result?: ResultModel;
    /** Words of a failure, ready to show. */
    readonly failure?: string;
    readonly history: readonly HistoryRow[];
    readonly wire: readonly WireExchange[];
    readonly handles: readonly FoundHandle[];
}

export interface SelectedTool {
    readonly name: string;
    readonly description: string;
    readonly form: FormModel;
    /** The arguments as the form and the JSON editor show them. */
    readonly arguments: JsonObject;
    /** Names of arguments that were taken over from handles of earlier results. */
    readonly carried: readonly string[];
}

export interface HistoryRow {
    readonly tool: string;
    readonly arguments: JsonObject;
    readonly durationMs: number;
    readonly outcome: 'ok' | 'tool error' | 'failed';
    readonly traceId?: string;
}

export type McpPanelEvent =
    | { readonly kind: 'selected'; readonly tool: McpTool; readonly arguments?: JsonObject }
    | { readonly kind: 'edited'; readonly arguments: JsonObject }
    | { readonly kind: 'started' }
    | { readonly kind: 'progress'; readonly message: string; readonly fraction?: number }
    | { readonly kind: 'answered'; readonly result: McpToolResult; readonly durationMs: number; readonly traceId: string }
    | { readonly kind: 'failed'; readonly words: string; readonly durationMs: number }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'exchanged'; readonly exchange: WireExchange };

const historyKept = 100;
const wireKept = 200;

export function emptyMcpPanel(server: string, tools: readonly McpTool[]): McpPanelState {
    return {
        server,
        tools: tools.map(({ name, title }) => ({ name, title: title ?? name })),
        call: { kind: 'idle' },
        history: [],
        wire: [],
        handles: [],
    };
}

/** The panel after an event; what an event does not touch stays the same object. */
export function advanceMcpPanel(state: McpPanelState, event: McpPanelEvent): McpPanelState {
    switch (event.kind) {
        case 'selected': {
            const { result: _, failure: __, ...rest } = state;
            return { ...rest, selected: select(event.tool, event.arguments, state.handles) };
        }
        case 'edited':
            return state.selected === undefined
                ? state
                : { ...state, selected: { ...state.selected, arguments: event.arguments, carried: [] } };
        case 'started': {
            const { result: _, failure: __, ...rest } = state;
            return { ...rest, call: { kind: 'running', message: '' } };
        }
        case 'progress':
            return {
                ...state,
                call: { kind: 'running', message: event.message, ...(event.fraction !== undefined && { fraction: event.fraction }) },
            };
        case 'answered': {
            const result = resultModel(event.result);
            const outcome = result.isError ? 'tool error' : 'ok';
            return {
                ...state,
                call: { kind: 'idle' },
                result,
                handles: newest([...state.handles, ...result.handles]),
                history: remember(state, outcome, event.durationMs, event.traceId),
            };
        }
        case 'failed':
            return { ...state, call: { kind: 'idle' }, failure: event.words, history: remember(state, 'failed', event.durationMs) };
        case 'stopped':
            return { ...state, call: { kind: 'idle' } };
        case 'exchanged':
            return { ...state, wire: [...state.wire, event.exchange].slice(-wireKept) };
    }
}

function select(tool: McpTool, given: JsonObject | undefined, handles: readonly FoundHandle[]): SelectedTool {
    const carried = given === undefined ? carryHandles(handles, tool.inputSchema) : {};
    return {
        name: tool.name,
        description: tool.description ?? '',
        form: formModel(tool.inputSchema),
        arguments: given ?? { ...exampleArguments(tool.inputSchema), ...carried },
        carried: Object.keys(carried),
    };
}

/** One handle per name, the last one answered. */
function newest(handles: readonly FoundHandle[]): readonly FoundHandle[] {
    return [...new Map(handles.map((handle) => [handle.path, handle])).values()].slice(-50);
}

function remember(state: McpPanelState, outcome: HistoryRow['outcome'], durationMs: number, traceId?: string): readonly HistoryRow[] {
    if (state.selected === undefined) {
        return state.history;
    }
    const row: HistoryRow = {
        tool: state.selected.name,
        arguments: state.selected.arguments,
        durationMs,
        outcome,
        ...(traceId !== undefined && { traceId }),
    };
    return [row, ...state.history].slice(0, historyKept);
}
