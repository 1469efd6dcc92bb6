import { parse as parseJsonc } from 'jsonc-parser';
import type { Folder } from '../folder';

/** What detection asks of a package.json; what has another shape than npm documents is left out. */
export interface PackageJson {
    readonly text: string;
    readonly name?: string;
    readonly main?: string;
    /** A source of its own, as `bun init` names it; what a build makes for bundlers is none. */
    readonly module?: string;
    readonly type?: string;
    readonly scripts: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly engine?: string;
    readonly packageManager?: string;
    readonly hasWorkspaces: 'workspaces' | 'single';
    readonly hasBin: 'bin' | 'none';
    readonly isPrivate: 'private' | 'public';
    readonly published: 'published' | 'unpublished';
}

export async function readPackageJson(folder: Folder): Promise<PackageJson | undefined> {
    const text = await folder.text('package.json');
    if (text === undefined) {
        return undefined;
    }
    const data = record(parseJsonc(text.replace(/^\ufeff/, '')) as unknown);
    const source = typeof data.module === 'string' && /\.[mc]?tsx?$/.test(data.module) ? data.module : undefined;
    const engine = record(data.engines).node ?? record(data.volta).node;
    return {
        text,
        scripts: written(strings(data.scripts), record(data.wireit)),
        dependencies: { ...strings(data.optionalDependencies), ...strings(data.dependencies) },
        devDependencies: strings(data.devDependencies),
        hasWorkspaces: data.workspaces === undefined ? 'single' : 'workspaces',
        hasBin: data.bin === undefined ? 'none' : 'bin',
        isPrivate: data.private === true ? 'private' : 'public',
        published:
            data.exports !== undefined ||
            data.files !== undefined ||
            data.types !== undefined ||
            (data.module !== undefined && source === undefined) ||
            Object.keys(record(data.peerDependencies)).some((name) => name !== 'typescript')
                ? 'published'
                : 'unpublished',
        ...(typeof data.name === 'string' && { name: data.name }),
        ...(typeof data.main === 'string' && { main: data.main }),
        ...(source !== undefined && { module: source }),
        ...(typeof data.type === 'string' && { type: data.type }),
        ...(typeof data.packageManager === 'string' && { packageManager: data.packageManager }),
        ...(typeof engine === 'string' && { engine }),
    };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function strings(value: unknown): Record<string, string> {
    return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The line of a key in package.json. */
export function keyLine(text: string, key: string): number {
    const at = text.indexOf(`"${key}"`);
    return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

/** The scripts with what wireit runs for those that only call it. */
function written(scripts: Readonly<Record<string, string>>, wireit: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
        Object.entries(scripts).map(([name, script]) => {
            const { command } = record(wireit[name]);
            return [name, script.trim() === 'wireit' && typeof command === 'string' ? command : script];
        }),
    );
}
