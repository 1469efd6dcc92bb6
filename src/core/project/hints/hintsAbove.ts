import type { Folder } from '../folder';
import { composeFile, runsDevelopment } from './collectHints';
import type { Hints, PortHint } from './collectHints';
import { composeHints } from './composeHints';
import { portIn } from './portIn';
import { readStartHint } from './startHint';
import type { StartHint } from './startHint';

/**
 * What the deployment files of the folders above say about a project in `path` that says nothing itself: a Dockerfile whose last stage copies that folder,
 * a compose file that builds it, or a command that starts in it or names a module which is only there. Their files are given as seen from the project.
 */
export async function hintsAbove(root: Folder, path: string, own: Hints, above: Hints): Promise<Hints> {
    // A script of which nobody knows what it starts says nothing.
    if (own.commands.some(({ program }) => !program.endsWith('.sh')) || own.ports.length > 0) {
        return own;
    }
    const up = '../'.repeat(path.split('/').length);
    const copying = new Set<string>();
    for (const file of new Set([...above.commands, ...above.ports].flatMap((hint) => (hint.source === 'dockerfile' ? [hint.file] : [])))) {
        if (copies((await root.text(file)) ?? '', path)) {
            copying.add(file);
        }
    }
    const commands = above.commands.flatMap((hint): StartHint[] => {
        const inside = insideOf(root, path, hint);
        return inside === undefined || (hint.source === 'dockerfile' && !copying.has(hint.file))
            ? []
            : [{ ...inside, file: `${up}${hint.file}` }];
    });
    // A port is the project's when what listens there is.
    const files = new Set(commands.map(({ file }) => file));
    const ports = above.ports.flatMap((hint) => (files.has(`${up}${hint.file}`) ? [{ ...hint, file: `${up}${hint.file}` }] : []));
    const composed = await composedAbove(root, path);
    return { ...own, commands: [...commands, ...composed.commands], ports: [...ports, ...composed.ports] };
}

/** What compose files of the folders above say about the service that is built from this one. */
async function composedAbove(root: Folder, path: string): Promise<Pick<Hints, 'commands' | 'ports'>> {
    const parts = path.split('/');
    const commands: StartHint[] = [];
    const ports: PortHint[] = [];
    for (const depth of parts.keys()) {
        const folder = parts
            .slice(0, depth)
            .map((part) => `${part}/`)
            .join('');
        const up = '../'.repeat(parts.length - depth);
        const names = root.files.filter((file) => file.startsWith(folder) && composeFile.test(file.slice(folder.length)));
        for (const file of names.slice(0, 4)) {
            const read = composeHints((await root.text(file)) ?? '', path.slice(folder.length));
            const place = (line: number) => ({ file: `${up}${file.slice(folder.length)}`, line, source: 'compose' as const });
            const port = portIn(read?.port?.value);
            if (read?.port !== undefined && port !== undefined) {
                ports.push({ port, ...place(read.port.line), how: 'declared' });
            }
            for (const { value, line } of read?.commands ?? []) {
                const hint = readStartHint(value, place(line));
                // One that only reloads still names what runs.
                commands.push(...(hint === undefined || runsDevelopment(hint) ? [] : [hint]));
            }
        }
    }
    return { commands, ports };
}

/** True when the last stage of a Dockerfile copies the folder, or something of it, out of its context. */
function copies(dockerfile: string, path: string): boolean {
    const stage = dockerfile.split(/^[ \t]*FROM[ \t]/im).at(-1) ?? '';
    return stage
        .split('\n')
        .filter((line) => /^[ \t]*(COPY|ADD)[ \t]/i.test(line) && !line.includes('--from='))
        .flatMap((line) => line.trim().split(/[\s,"[\]]+/))
        .some((word) => word.replace(/^\.?\//, '').replace(/\/$/, '') === path || word.replace(/^\.?\//, '').startsWith(`${path}/`));
}

/** The command as it is seen from the folder; undefined when it starts something else. */
function insideOf(root: Folder, path: string, hint: StartHint): StartHint | undefined {
    const directory = hint.directory ?? '';
    if (directory === path || directory.startsWith(`${path}/`)) {
        const { directory: _, ...rest } = hint;
        return directory === path ? rest : { ...rest, directory: directory.slice(path.length + 1) };
    }
    const [module = ''] = (hint.target ?? '').split(':');
    const file = module.endsWith('.py') || module.includes('/') ? module.replace(/^\.?\//, '') : `${module.replaceAll('.', '/')}.py`;
    if (module === '' || directory !== '') {
        return undefined;
    }
    if (file.startsWith(`${path}/`) && root.has(file)) {
        const target = module.endsWith('.py') ? file.slice(path.length + 1) : (hint.target ?? '').slice(path.length + 1);
        return { ...hint, target };
    }
    return root.has(`${path}/${file}`) && !root.has(file) ? hint : undefined;
}
