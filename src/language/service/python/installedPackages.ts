import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { normalizeName } from '../../../core/requirements/normalizeName';
import { parseRequirements } from '../../../core/requirements/parseRequirements';
import type { DockerfileModel } from '../dockerfile/readDockerfile';
import type { CopiedSource } from '../dockerfile/buildContext';
import { baseNameOf, folderOf, joinPath } from '../paths';
import type { Snapshot } from '../snapshot';
import { bringsAlong } from '../start/servers';

/** The Python distributions that a Dockerfile installs, as far as its files say. */
export interface InstalledPackages {
    /** Normalised names, what they are known to bring along included. */
    readonly names: ReadonlySet<string>;
    /** `all`: every source was read, so that an absent name is really absent. */
    readonly known: 'all' | 'some';
    /** The requirements files that are installed, the main one first; relative to the workspace folder. */
    readonly requirementFiles: readonly string[];
}

interface Gathering {
    readonly names: Set<string>;
    readonly files: string[];
    readonly seen: Set<string>;
    known: 'all' | 'some';
}

/** What `pip install` and its like put into the image; undefined when nothing in the Dockerfile installs Python packages. */
export function installedPackages(
    snapshot: Snapshot,
    model: DockerfileModel,
    root: string,
    sources: readonly CopiedSource[],
): InstalledPackages | undefined {
    const gathering: Gathering = { names: new Set(), files: [], seen: new Set(), known: 'all' };
    let installs = 0;
    for (const step of model.steps) {
        for (const { words } of step.keyword === 'RUN' ? step.commands() : []) {
            const texts = words.map((word) => word.text);
            const program = baseNameOf(texts[0] ?? '');
            const pip = pipArguments(program, texts);
            if (pip !== undefined) {
                installs += 1;
                gatherPip(gathering, snapshot, root, sources, pip);
            } else if (/^(uv|poetry|pdm|pipenv)$/.test(program) && /^(sync|install)$/.test(texts[1] ?? '')) {
                installs += 1;
                gatherProject(gathering, snapshot, root);
            } else if (/^(conda|mamba|micromamba)$/.test(program) || /requirements|pip3? install/.test(texts.slice(1).join(' '))) {
                // A package manager or a script of which no more can be said.
                gathering.known = 'some';
            }
        }
    }
    return installs === 0
        ? undefined
        : { names: withCompanions(gathering.names), known: gathering.known, requirementFiles: gathering.files };
}

/** The arguments after `install`; undefined for another command. */
function pipArguments(program: string, texts: readonly string[]): readonly string[] | undefined {
    const at = texts.indexOf('install');
    if (at === -1) {
        return undefined;
    }
    const isPip =
        /^pip(\d(\.\d+)?)?$/.test(program) ||
        (program.startsWith('python') && texts[1] === '-m' && texts[2] === 'pip') ||
        (program === 'uv' && texts[1] === 'pip');
    return isPip ? texts.slice(at + 1) : undefined;
}

const valued =
    /^(-i|--index-url|--extra-index-url|--find-links|-f|--target|-t|--prefix|--root|--cache-dir|--timeout|--retries|--trusted-host|--platform|--python-version|--python|-c|--constraint|--upgrade-strategy|--no-binary|--only-binary|--progress-bar|--config-settings|-C|--proxy|--cert)$/;

function gatherPip(
    gathering: Gathering,
    snapshot: Snapshot,
    root: string,
    sources: readonly CopiedSource[],
    args: readonly string[],
): void {
    for (let at = 0; at < args.length; at += 1) {
        const arg = args[at] ?? '';
        const file = /^(?:-r|--requirement)(?:=|$)|^-r(?=.)/.test(arg)
            ? arg.replace(/^(-r=?|--requirement=?)/, '') || args[(at += 1)]
            : undefined;
        if (file !== undefined) {
            gatherFile(gathering, snapshot, contextPath(snapshot, root, sources, file));
        } else if (valued.test(arg)) {
            at += 1;
        } else if (arg === '-e' || arg === '--editable' || /^\.{1,2}(\/|\[|$)/.test(arg)) {
            at += arg.startsWith('-') ? 1 : 0;
            gatherProject(gathering, snapshot, root);
        } else if (/[<>]$|^\d?>|^\//.test(arg) || arg.includes('$') || arg.includes('*') || arg.includes('://') || arg.endsWith('.whl')) {
            gathering.known = /^\d?>|^\/dev\//.test(arg) ? gathering.known : 'some';
        } else if (!arg.startsWith('-')) {
            for (const line of parseRequirements(arg)) {
                if (line.kind === 'requirement') {
                    addRequirement(gathering, line.name, line.extras);
                }
            }
        }
    }
}

/** A file of the image, as a path of the workspace folder: through the COPY that brought one of that name, else as if nothing moved. */
function contextPath(snapshot: Snapshot, root: string, sources: readonly CopiedSource[], file: string): string | undefined {
    const name = baseNameOf(file);
    const copied = sources.find(
        ({ source }) =>
            baseNameOf(source) === name &&
            joinPath('', file)?.endsWith(source.split('/').slice(-file.split('/').length).join('/')) !== false,
    );
    const direct =
        copied === undefined
            ? joinPath(root, file.replace(/^\/+([\w-]+\/)?/, file.startsWith('/') ? '' : '$&'))
            : joinPath(root, copied.source);
    if (direct !== undefined && snapshot.paths?.includes(direct) === true) {
        return direct;
    }
    const last = joinPath(root, name);
    return last !== undefined && snapshot.paths?.includes(last) === true ? last : direct;
}

function gatherFile(gathering: Gathering, snapshot: Snapshot, path: string | undefined): void {
    if (path === undefined || gathering.seen.has(path)) {
        return;
    }
    gathering.seen.add(path);
    const text = snapshot.read(path);
    if (text === undefined) {
        gathering.known = 'some';
        return;
    }
    gathering.files.push(path);
    for (const line of parseRequirements(text)) {
        switch (line.kind) {
            case 'requirement':
                if (!/sys_platform\s*==\s*["']win32["']|platform_system\s*==\s*["']Windows["']/.test(line.marker ?? '')) {
                    addRequirement(gathering, line.name, line.extras);
                }
                break;
            case 'location':
                gatherLocation(gathering, snapshot, folderOf(path), line.location, line.name);
                break;
            case 'include':
                if (line.option === '-r') {
                    gatherFile(gathering, snapshot, joinPath(folderOf(path), line.path));
                }
                break;
            case 'option':
            case 'blank':
            case 'invalid':
                break;
        }
    }
}

function gatherLocation(gathering: Gathering, snapshot: Snapshot, folder: string, location: string, name: string | undefined): void {
    if (/^\.{0,2}(\/|$)/.test(location)) {
        gatherProject(gathering, snapshot, joinPath(folder, location) ?? folder);
        return;
    }
    if (name !== undefined) {
        gathering.names.add(normalizeName(name));
    }
    // What an archive depends on is not written here.
    gathering.known = 'some';
}

const table = z.record(z.string(), z.unknown());
const pyproject = z.object({
    project: z
        .object({
            dependencies: z.array(z.string()).optional(),
            'optional-dependencies': z.record(z.string(), z.array(z.string())).optional(),
            dynamic: z.array(z.string()).optional(),
        })
        .optional(),
    'dependency-groups': z.record(z.string(), z.array(z.unknown())).optional(),
    tool: z
        .object({
            poetry: z
                .object({
                    dependencies: table.optional(),
                    group: z.record(z.string(), z.object({ dependencies: table.optional() })).optional(),
                })
                .optional(),
        })
        .optional(),
});

/** Everything that pyproject.toml and a lock file name: too much rather than too little, since only absence is reported. */
function gatherProject(gathering: Gathering, snapshot: Snapshot, folder: string): void {
    const at = (name: string) => snapshot.read(joinPath(folder, name) ?? name);
    const lock = at('uv.lock') ?? at('poetry.lock') ?? at('pdm.lock');
    for (const match of (lock ?? '').matchAll(/^name = "([\w.-]+)"/gm)) {
        gathering.names.add(normalizeName(match[1] ?? ''));
    }
    for (const match of (at('Pipfile.lock') ?? '').matchAll(/^\s{8}"([\w.-]+)": \{/gm)) {
        gathering.names.add(normalizeName(match[1] ?? ''));
    }
    const project = readPyproject(at('pyproject.toml'));
    if (project === undefined || project.project?.dynamic?.includes('dependencies') === true) {
        gathering.known = 'some';
        return;
    }
    const written = [
        ...(project.project?.dependencies ?? []),
        ...Object.values(project.project?.['optional-dependencies'] ?? {}).flat(),
        ...Object.values(project['dependency-groups'] ?? {})
            .flat()
            .filter((entry) => typeof entry === 'string'),
    ];
    for (const line of parseRequirements(written.join('\n'))) {
        if (line.kind === 'requirement') {
            addRequirement(gathering, line.name, line.extras);
        }
    }
    const poetry = project.tool?.poetry;
    for (const dependencies of [poetry?.dependencies, ...Object.values(poetry?.group ?? {}).map((group) => group.dependencies)]) {
        for (const name of Object.keys(dependencies ?? {})) {
            gathering.names.add(normalizeName(name));
        }
    }
}

function readPyproject(text: string | undefined): z.infer<typeof pyproject> | undefined {
    if (text === undefined) {
        return undefined;
    }
    try {
        return pyproject.safeParse(parseToml(text)).data;
    } catch {
        return undefined;
    }
}

function addRequirement(gathering: Gathering, name: string, extras: readonly string[]): void {
    const normal = normalizeName(name);
    gathering.names.add(normal);
    for (const extra of extras) {
        gathering.names.add(`${normal}[${normalizeName(extra)}]`);
    }
}

function withCompanions(names: ReadonlySet<string>): ReadonlySet<string> {
    const all = new Set(names);
    for (const name of all) {
        // A Set's iteration reaches what is added on the way.
        for (const companion of bringsAlong[name] ?? []) {
            all.add(companion);
        }
    }
    return all;
}
