import { parse as parseToml } from 'smol-toml';
import type { Folder } from '../folder';
import { findInText } from '../textLines';

/** A command that installing the project makes: `shop = "shop.cli:main"`. */
export interface ConsoleScript {
    readonly name: string;
    /** Dotted. */
    readonly module: string;
    /** The function that it calls. */
    readonly calls: string;
    readonly file: string;
    readonly line: number;
}

/** The console scripts that pyproject.toml, setup.cfg and setup.py declare; what cannot be read declares none. */
export async function consoleScripts(folder: Folder): Promise<ConsoleScript[]> {
    const pyproject = (await folder.text('pyproject.toml')) ?? '';
    const found = tables(pyproject).flatMap((table) =>
        Object.entries(table).flatMap(([name, value]) => {
            const target = typeof value === 'string' ? value : isTable(value) && typeof value.reference === 'string' ? value.reference : '';
            return script(name, target, 'pyproject.toml', findInText(pyproject, new RegExp(String.raw`^[ \t]*["']?${escaped(name)}["']?\s*=`, 'm'))?.line ?? 1); // prettier-ignore
        }),
    );
    for (const file of ['setup.cfg', 'setup.py']) {
        const text = (await folder.text(file)) ?? '';
        const block = /console_scripts["']?\s*[=:]([\s\S]*)/.exec(text);
        for (const match of (block?.[1] ?? '').matchAll(/^[\s["']*([\w.-]+)\s*=\s*([\w.]+:\w+)/gm)) {
            const at = (block?.index ?? 0) + (block?.[0].length ?? 0) - (block?.[1]?.length ?? 0) + match.index + match[0].length;
            found.push(...script(match[1] ?? '', match[2] ?? '', file, text.slice(0, at).split('\n').length));
        }
    }
    return found;
}

function script(name: string, target: string, file: string, line: number): ConsoleScript[] {
    const [, module, calls] = /^([A-Za-z_][\w.]*):(\w+)$/.exec(target.trim()) ?? [];
    return module === undefined || calls === undefined ? [] : [{ name, module, calls, file, line }];
}

function tables(text: string): Readonly<Record<string, unknown>>[] {
    if (!text.includes('scripts')) {
        return [];
    }
    try {
        const document: unknown = parseToml(text);
        const project = isTable(document) ? document.project : undefined;
        const tool = isTable(document) && isTable(document.tool) ? document.tool.poetry : undefined;
        return [project, tool].flatMap((table) => (isTable(table) && isTable(table.scripts) ? [table.scripts] : []));
    } catch {
        return []; // reading the dependencies reports it
    }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(name: string): string {
    return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
