import { LineCounter, parseDocument, isMap, isPair, isScalar, isSeq } from 'yaml';

/** What a compose file says about the service that is built from its own folder. */
export interface ComposeHints {
    /** Command lines, with the folder that they start in when that is below the image's. */
    readonly commands: readonly { readonly value: string; readonly line: number }[];
    /** The container's side of its only published port. */
    readonly port?: { readonly value: string; readonly line: number };
    /** Where volumes and folders of the machine are mounted in the container; not what is mounted over the code. */
    readonly mounts: readonly { readonly path: string; readonly line: number }[];
}

/**
 * Reads a compose file; undefined when it is no YAML that makes sense. `folder` is the one that the service is built from, as seen from the file: its own
 * unless said.
 */
export function composeHints(text: string, folder = ''): ComposeHints | undefined {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: 'silent' });
    const services = document.get('services');
    if (document.errors.length > 0 || !isMap(services)) {
        return undefined;
    }
    const lineOf = (node: unknown): number => {
        const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as readonly number[] | undefined) : undefined; // prettier-ignore
        return lines.linePos(range?.[0] ?? 0).line;
    };
    const commands: { value: string; line: number }[] = [];
    const ports: { value: string; line: number }[] = [];
    const mounts: { path: string; line: number }[] = [];
    for (const pair of services.items) {
        const service = isPair(pair) && isMap(pair.value) ? pair.value : undefined;
        const build = service?.get('build');
        const context = isMap(build) ? (build.get('context') ?? '.') : build;
        if (service === undefined || typeof context !== 'string' || plainPath(context) !== folder) {
            continue;
        }
        const command = service.get('command', true);
        const words = isSeq(command) ? command.items.map((item) => quoted(written(item))).join(' ') : written(command);
        if (words.trim() !== '') {
            commands.push({ value: words.trim(), line: lineOf(command) });
        }
        const volumes = service.get('volumes', true);
        for (const item of isSeq(volumes) ? volumes.items : []) {
            // `name:/data`, `./data:/data:ro`, `/data`; `.:/app` is the code.
            const [source = '', target = source] = isMap(item) ? [written(item.get('source', true)), written(item.get('target', true))] : written(item).split(':'); // prettier-ignore
            if (target.startsWith('/') && !/^\.\/?$/.test(source) && !/\.\w+$/.test(target)) {
                mounts.push({ path: target.replace(/\/+$/, ''), line: lineOf(item) });
            }
        }
        const published = service.get('ports', true);
        const mapped = isSeq(published) ? published.items : [];
        for (const item of mapped.length === 1 ? mapped : []) {
            const target = written(isMap(item) ? item.get('target', true) : item).replace(/\/tcp$/, '');
            ports.push({ value: target.replace(/^.*:(?=[^:}]+$|\$\{[^}]*\}$)/, ''), line: lineOf(item) });
        }
    }
    const [port, ...more] = ports;
    return { commands, mounts, ...(port !== undefined && more.every(({ value }) => value === port.value) && { port }) };
}

function plainPath(context: string): string {
    return context.replace(/^\.(\/|$)/, '').replace(/\/+$/, '');
}

function written(node: unknown): string {
    const value: unknown = isScalar(node) ? node.value : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function quoted(word: string): string {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`;
}
