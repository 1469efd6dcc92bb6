import type { McpContent, McpToolResult } from './catalog';
import { findHandles } from './handles';
import { isObject } from './isObject';

/** What a panel shows of a result, bounded, with nothing in it that could act. Binary parts keep their type and size; the bytes are fetched by index. */
export interface ResultModel {
    readonly isError: boolean;
    readonly parts: readonly ResultPart[];
    readonly structured?: StructuredModel;
    readonly handles: readonly { readonly path: string; readonly name: string; readonly value: string }[];
}

export type ResultPart =
    | { readonly kind: 'text'; readonly text: string; readonly cutCharacters: number }
    | { readonly kind: 'image' | 'audio'; readonly mimeType: string; readonly bytes: number; readonly index: number }
    /** A type that is not shown, such as an image that may carry script. */
    | { readonly kind: 'file'; readonly mimeType: string; readonly bytes: number; readonly index: number; readonly name: string }
    | { readonly kind: 'link'; readonly uri: string; readonly title: string; readonly mimeType: string; readonly index: number };

export interface StructuredModel {
    readonly json: string;
    readonly cutCharacters: number;
    /** Present when the content is a list of objects, or an object with one such list. */
    readonly table?: TableModel;
}

export interface TableModel {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly cutRows: number;
    readonly cutColumns: number;
}

const textShown = 200_000;
const rowsShown = 1000;
const columnsShown = 50;
const cellShown = 500;
/** SVG is missing on purpose: it can carry script and fetch things. */
const shownImages = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif']);

export function resultModel(result: McpToolResult): ResultModel {
    return {
        isError: result.isError,
        parts: result.content.map(part),
        ...(result.structuredContent !== undefined && { structured: structured(result.structuredContent) }),
        handles: findHandles(result.structuredContent),
    };
}

function part(content: McpContent, index: number): ResultPart {
    switch (content.kind) {
        case 'text':
            return cut(content.text);
        case 'image':
            return shownImages.has(content.mimeType.toLowerCase())
                ? { kind: 'image', mimeType: content.mimeType, bytes: sizeOf(content.base64), index }
                : { kind: 'file', mimeType: content.mimeType, bytes: sizeOf(content.base64), index, name: `image ${String(index + 1)}` };
        case 'audio':
            return { kind: 'audio', mimeType: content.mimeType, bytes: sizeOf(content.base64), index };
        case 'link': {
            const { uri, title, name, mimeType } = content.resource;
            return { kind: 'link', uri, title: title ?? name, mimeType: mimeType ?? '', index };
        }
        case 'resource': {
            const { uri, text, base64, mimeType } = content.contents;
            return text === undefined
                ? { kind: 'file', mimeType: mimeType ?? 'application/octet-stream', bytes: sizeOf(base64 ?? ''), index, name: uri }
                : cut(text);
        }
        case 'other':
            return cut(JSON.stringify(content.value, null, 2));
    }
}

function cut(text: string): ResultPart {
    return { kind: 'text', text: text.slice(0, textShown), cutCharacters: Math.max(0, text.length - textShown) };
}

function sizeOf(base64: string): number {
    return Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}

function structured(value: unknown): StructuredModel {
    const json = JSON.stringify(value, null, 2);
    const rows = tableRows(value);
    return {
        json: json.slice(0, textShown),
        cutCharacters: Math.max(0, json.length - textShown),
        ...(rows !== undefined && { table: table(rows) }),
    };
}

function tableRows(value: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
    const lists = Array.isArray(value) ? [value] : isObject(value) ? Object.values(value).filter(Array.isArray) : [];
    const list: readonly unknown[] | undefined = lists.length === 1 ? lists[0] : undefined;
    return list !== undefined && list.length > 0 && list.every(isObject) ? list : undefined;
}

function table(list: readonly Readonly<Record<string, unknown>>[]): TableModel {
    const all = new Set<string>();
    for (const row of list.slice(0, rowsShown)) {
        Object.keys(row).forEach((key) => all.add(key));
    }
    const columns = [...all].slice(0, columnsShown);
    return {
        columns,
        rows: list.slice(0, rowsShown).map((row) => columns.map((column) => cell(row[column]))),
        cutRows: Math.max(0, list.length - rowsShown),
        cutColumns: Math.max(0, all.size - columnsShown),
    };
}

function cell(value: unknown): string {
    const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return text.length > cellShown ? `${text.slice(0, cellShown)}…` : text;
}
