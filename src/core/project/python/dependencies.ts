import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { normalizeName } from '../../requirements/normalizeName';
import { markerHolds } from '../../requirements/marker';
import { parseRequirements, requiredName } from '../../requirements/parseRequirements';
import type { Folder } from '../folder';
import type { ProjectFinding } from '../profile';
import { findInText } from '../textLines';
import type { Declared } from './declared';
import { calleeName, callsIn, keyword, walkStatements } from './expressions';
import { parsePython } from './parsePython';
import { readLock, staleInUvLock } from './readLock';
import type { LockedFrom } from './readLock';
import { readRequirementFiles } from './readRequirementFiles';

export type PythonManager = 'pip' | 'pip-tools' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'conda';

export interface PythonDependencies {
    readonly manager: PythonManager;
    /** How the list is written; decides how it is installed and where a line is added. */
    readonly format: 'none' | 'requirements' | 'pyproject' | 'poetry' | 'pipfile' | 'setup.cfg' | 'setup.py' | 'conda';
    /** The file that lists what the app needs; undefined when there is none. */
    readonly file?: string;
    readonly lock?: string;
    /** The list that the file above is made from, as pip-compile does; a line is added there first. */
    readonly source?: { readonly file: string; readonly format: 'requirements' | 'pyproject' | 'setup.cfg' | 'setup.py' };
    /** Every file that installing reads: the list, what it includes, the lock. */
    readonly files: readonly string[];
    /** Files and folders of the project that the list installs, or looks for packages in; '.' is all of it. */
    readonly local: readonly string[];
    readonly declared: ReadonlyMap<string, Declared>;
    /** True when every requirement bears hashes, so that one without would be refused. */
    readonly hashed: boolean;
    /** Groups of the list that are meant for the deployed app, such as Poetry's `prod`; installed with it. */
    readonly groups: readonly string[];
    /** The exact versions that the lock names, when there is one. */
    readonly locked: ReadonlyMap<string, Declared>;
    /** What the project says about Python itself, such as `>=3.9`. */
    readonly python?: { readonly specifier: string; readonly file: string; readonly line: number };
    /** The version of the manager itself that the project asks for, as pip writes it: `>=0.8`. */
    readonly managerVersion?: string;
    /** What the list says that the lock was not made for: installing must not insist on it. */
    readonly notLocked?: string;
    /** The metadata names a distribution: the folder may be a library. */
    readonly distribution?: string;
    readonly findings: readonly ProjectFinding[];
}

interface Draft {
    file: string;
    declared: Map<string, Declared>;
    python?: { specifier: string; file: string; line: number };
    distribution?: string;
}

const requirementNames = /^(requirements|requirement|reqs|require|re?q\w{0,3}r\w{0,3}m\w{0,3}ts?|requirements[-_.](prod|production|base|app|web|common|main|deploy|docker|azure)|(requirements|reqs)\/(prod|production|base|main|common|requirements|app|web|deploy))\.txt$/i; // prettier-ignore
const requirementOrder = [/^requirements\.txt$/i, /(prod|production|deploy|azure)\.txt$/i, /(main|app|web|docker)\.txt$/i, /./];

/** Reads what the project asks for, whichever manager it uses; a broken file is reported and the next one tried. */
export async function readDependencies(folder: Folder): Promise<PythonDependencies> {
    const listed = await readLists(folder);
    const text = listed.lock === undefined ? undefined : await folder.text(listed.lock);
    if (listed.lock === undefined || text === undefined) {
        const { lock, ...unlocked } = listed;
        return { ...unlocked, files: listed.files.filter((file) => file !== lock) };
    }
    if (folder.caveat(listed.lock)?.kind === 'cut') {
        return { ...listed, locked: readLock(listed.lock, text).locked }; // of what is behind the end nothing is known
    }
    const { locked, names, python } = readLock(listed.lock, text);
    // What is only installed on some machines may be left out of a lock.
    const other = names.size === 0 || listed.manager === 'uv' ? undefined : [...listed.declared.values()].find(({ name, marker }) => marker === undefined && !names.has(name)); // prettier-ignore
    return {
        ...listed,
        locked,
        ...(other !== undefined && { notLocked: `${other.name}${other.specifier}` }),
        ...(listed.python === undefined && python !== undefined && { python }),
    };
}

async function readLists(folder: Folder): Promise<PythonDependencies> {
    const pyproject = await readPyproject(folder);
    const pipfile = await readPipfile(folder);
    const requirements = await requirementsFile(folder, pyproject?.dynamic);
    // A pyproject.toml may hold nothing but the settings of tools.
    const isDescribed =
        pyproject !== undefined && (pyproject.distribution !== undefined || pyproject.declared.size > 0 || pyproject.poetry);
    const setup = isDescribed ? undefined : await readSetup(folder);
    const python = pyproject?.python ?? pipfile?.python ?? setup?.python;
    const distribution = pyproject?.distribution ?? setup?.distribution;
    const shared = {
        hashed: false,
        local: [],
        groups: pyproject?.groups ?? [],
        locked: new Map<string, Declared>(),
        findings: [],
        ...(python !== undefined && { python }),
        ...(distribution !== undefined && { distribution }),
    };
    const lockFiles = (lock: string, file: string) => (folder.has(lock) ? { lock, files: [file, lock] } : { files: [file] });

    if (pyproject !== undefined && folder.has('uv.lock')) {
        const { lockedFrom } = pyproject;
        const notLocked = lockedFrom === undefined ? undefined : staleInUvLock((await folder.text('uv.lock')) ?? '', lockedFrom);
        return {
            ...shared,
            manager: 'uv',
            format: 'pyproject',
            file: pyproject.file,
            ...lockFiles('uv.lock', pyproject.file),
            declared: pyproject.declared,
            ...(pyproject.uvVersion !== undefined && { managerVersion: pyproject.uvVersion }),
            ...(notLocked !== undefined && { notLocked }),
        };
    }
    if (pyproject !== undefined && (folder.has('poetry.lock') || (pyproject.poetry && requirements === undefined))) {
        const format = pyproject.poetry ? 'poetry' : 'pyproject';
        return {
            ...shared,
            manager: 'poetry',
            format,
            file: pyproject.file,
            ...lockFiles('poetry.lock', pyproject.file),
            declared: pyproject.declared,
            ...(pyproject.poetryVersion !== undefined && { managerVersion: pyproject.poetryVersion }),
        };
    }
    if (pyproject !== undefined && folder.has('pdm.lock')) {
        return {
            ...shared,
            manager: 'pdm',
            format: 'pyproject',
            file: pyproject.file,
            ...lockFiles('pdm.lock', pyproject.file),
            declared: pyproject.declared,
        };
    }
    if (pipfile !== undefined && (folder.has('Pipfile.lock') || requirements === undefined)) {
        return {
            ...shared,
            manager: 'pipenv',
            format: 'pipfile',
            file: pipfile.file,
            ...lockFiles('Pipfile.lock', pipfile.file),
            declared: pipfile.declared,
        };
    }
    if (requirements !== undefined) {
        const { findings: failed, constraints, ...read } = await readRequirementFiles(folder, requirements);
        if (read.declared.size > 0 || pyproject === undefined || pyproject.declared.size === 0) {
            const source = await compiledFrom(folder, requirements);
            // `-e .` brings along what the project itself asks for.
            const own = read.local.includes('.') ? ((pyproject?.declared.size ?? 0) > 0 ? pyproject : await readSetup(folder)) : undefined;
            const bounds = [...constraints].filter(([name]) => servers.has(name) && !read.declared.has(name));
            return {
                ...shared,
                ...read,
                declared: new Map([...(own?.declared ?? []), ...read.declared]),
                locked: new Map(bounds),
                findings: failed,
                manager: source === undefined && !requirements.endsWith('.in') ? 'pip' : 'pip-tools',
                format: 'requirements',
                file: requirements,
                ...(typeof source === 'object' && { source }),
            };
        }
    }
    if (pyproject !== undefined && (pyproject.declared.size > 0 || pyproject.uv || pyproject.pdm)) {
        const manager = pyproject.uv ? 'uv' : pyproject.pdm ? 'pdm' : pyproject.poetryBuilt ? 'poetry' : 'pip';
        return { ...shared, manager, format: 'pyproject', file: pyproject.file, files: [pyproject.file], declared: pyproject.declared };
    }
    if (setup !== undefined && setup.declared.size > 0) {
        const files = ['setup.py', 'setup.cfg', 'pyproject.toml'].filter((file) => folder.has(file));
        return {
            ...shared,
            manager: 'pip',
            format: setup.file === 'setup.cfg' ? 'setup.cfg' : 'setup.py',
            file: setup.file,
            files,
            declared: setup.declared,
        };
    }
    const conda = await readConda(folder);
    if (conda !== undefined) {
        return {
            ...shared,
            ...(conda.python !== undefined && { python: conda.python }),
            manager: 'conda',
            format: 'conda',
            file: conda.file,
            files: [conda.file],
            declared: conda.declared,
        };
    }
    return { ...shared, manager: 'pip', format: 'none', files: [], declared: new Map() };
}

/** Servers that may be added to a list, so that its constraints count for them too. */
const servers = new Set('gunicorn uvicorn hypercorn daphne granian waitress sanic'.split(' '));

/** The requirements file to install: the one that pyproject.toml leaves its list to, the usual names, else what a `.txt` could be compiled from. */
async function requirementsFile(folder: Folder, dynamic: string | undefined): Promise<string | undefined> {
    const usual = folder.files
        .filter((file) => requirementNames.test(file.replace(/\.in$/, '.txt')))
        .sort((a, b) => requirementRank(a) - requirementRank(b));
    const installed = await installedByImage(folder);
    const first = installed.length === 1 && !installed.includes(usual[0] ?? '') ? installed : [];
    for (const file of [...(dynamic === undefined ? [] : [dynamic]), ...first, ...usual]) {
        // What cannot be read is reported, and cannot be installed either.
        if ((await folder.text(file)) !== undefined) {
            return file;
        }
    }
    return undefined;
}

/** The lists that the project's own image installs, which are those of what is deployed. */
async function installedByImage(folder: Folder): Promise<string[]> {
    const text = folder.has('Dockerfile') ? ((await folder.text('Dockerfile')) ?? '') : '';
    const words = [...text.matchAll(/\bpip[\d.]*\s+install\b[^\n&;]{0,400}?\s(?:-r|--requirement)[ =]?(?:\S{0,200}\/)?([\w.-]+\.txt)\b/g)];
    const names = new Set(words.map(([, name = '']) => name).filter((name) => !/dev|test|lint|doc/i.test(name)));
    return [...names].flatMap((name) => {
        const found = folder.files.filter((file) => file === name || new RegExp(String.raw`^(requirements|reqs)/${name.replaceAll('.', String.raw`\.`)}$`).test(file)); // prettier-ignore
        return found.slice(0, 1);
    });
}

function requirementRank(file: string): number {
    const name = file.replace(/\.in$/, '.txt');
    return requirementOrder.findIndex((pattern) => pattern.test(name)) + (file.endsWith('.in') ? requirementOrder.length : 0);
}

/** What a requirements file was compiled from: beside it, or in the command that its first lines repeat; 'unknown' when the file only says that it was. */
async function compiledFrom(folder: Folder, file: string): Promise<PythonDependencies['source'] | 'unknown' | undefined> {
    const beside = file.replace(/\.txt$/, '.in');
    if (beside !== file && folder.has(beside)) {
        return { file: beside, format: 'requirements' };
    }
    const head = (await folder.text(file))?.slice(0, 600) ?? '';
    const command = /^#\s*((?:uv )?pip[ -]compile\b.*)$/m.exec(head)?.[1];
    const from = command?.split(/[\s"']+/).find((word) => /^[\w./-]+\.(?:in|toml|cfg|py)$/.test(word) && folder.has(word));
    if (from !== undefined) {
        return {
            file: from,
            format: from.endsWith('.in')
                ? 'requirements'
                : from.endsWith('.toml')
                  ? 'pyproject'
                  : from.endsWith('.cfg')
                    ? 'setup.cfg'
                    : 'setup.py',
        };
    }
    return command !== undefined || head.includes('pip-compile') ? 'unknown' : undefined;
}

type Table = Readonly<Record<string, unknown>>;

function table(value: unknown, ...keys: readonly string[]): Table {
    let at: unknown = value;
    for (const key of keys) {
        at = typeof at === 'object' && at !== null ? (at as Table)[key] : undefined;
    }
    return typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Table) : {};
}

function strings(value: unknown): string[] {
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A TOML file; undefined for one that is not there, and for a broken one, which is told where it is read. */
async function readToml(folder: Folder, file: string): Promise<{ text: string; data: Table } | undefined> {
    const text = await folder.text(file);
    try {
        return text === undefined ? undefined : { text, data: table(parseToml(text.replace(/^\ufeff/, ''))) };
    } catch {
        return undefined;
    }
}

/** A list of PEP 508 requirements, each with the line that names it. */
function fromRequirements(requirements: readonly string[], file: string, text: string, into: Map<string, Declared>): void {
    for (const requirement of requirements) {
        const [line] = parseRequirements(requirement);
        const name = line === undefined ? undefined : requiredName(line);
        if (
            line !== undefined &&
            name !== undefined &&
            (line.kind === 'requirement' || line.kind === 'location') &&
            !into.has(name) &&
            markerHolds(line.marker, {})
        ) {
            into.set(name, {
                name,
                specifier: line.kind === 'requirement' ? line.specifier : '',
                extras: line.extras.map(normalizeName),
                ...(line.kind === 'requirement' && line.url !== undefined && { url: line.url }),
                ...(line.marker !== undefined && { marker: line.marker }),
                file,
                line: lineOf(text, requirement),
            });
        }
    }
}

/** A table of names and versions, as Poetry and Pipenv write it. */
function fromTable(entries: Table, file: string, text: string, into: Map<string, Declared>): void {
    for (const [key, value] of Object.entries(entries)) {
        const name = normalizeName(key);
        const details = table(value);
        const version = typeof value === 'string' ? value : typeof details.version === 'string' ? details.version : '';
        const url = addressOf(details);
        if (name !== 'python' && details.optional !== true && !into.has(name)) {
            into.set(name, {
                name,
                specifier: version === '*' ? '' : version,
                extras: strings(details.extras).map(normalizeName),
                ...(url !== undefined && { url }),
                file,
                line: lineOf(text, key),
            });
        }
    }
}

/** Where Poetry or Pipenv fetch a package that is of no index, as pip writes it. */
function addressOf({ git, branch, tag, rev, ref, url, file }: Table): string | undefined {
    const at = [rev, ref, tag, branch].find((each) => typeof each === 'string');
    const address = [url, file].find((each) => typeof each === 'string' && /^https?:/.test(each));
    if (typeof git === 'string') {
        const repository = /^[a-z+]+:\/\//.test(git) ? git : `ssh://${git.replace(':', '/')}`;
        return `git+${repository.replace(/^git\+/, '')}${typeof at === 'string' ? `@${at}` : ''}`;
    }
    return typeof address === 'string' ? address : undefined;
}

function lineOf(text: string, needle: string): number {
    const escaped = needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return (findInText(text, new RegExp(String.raw`^[ \t]*["']?${escaped}\b`, 'm')) ?? findInText(text, new RegExp(escaped)))?.line ?? 1;
}

const deployed = /^(prod|production|deploy|deployment|server|serve|web)$/i;

async function readPyproject(folder: Folder): Promise<
    | (Draft & {
          /** Poetry's own table holds the list. */
          poetry: boolean;
          /** Poetry is asked for elsewhere: the list is the project's own since Poetry 2. */
          poetryBuilt: boolean;
          uv: boolean;
          uvVersion?: string;
          poetryVersion?: string;
          lockedFrom?: LockedFrom;
          pdm: boolean;
          groups: string[];
          /** The requirements file that setuptools reads the list from. */
          dynamic?: string;
      })
    | undefined
> {
    const file = 'pyproject.toml';
    const read = await readToml(folder, file);
    if (read === undefined) {
        return undefined;
    }
    const { text, data } = read;
    const declared = new Map<string, Declared>();
    const project = table(data, 'project');
    const poetry = table(data, 'tool', 'poetry');
    fromRequirements(strings(project.dependencies), file, text, declared);
    const requires = [...declared.values()];
    fromTable(table(poetry, 'dependencies'), file, text, declared);
    const groups: string[] = [];
    for (const [name, group] of Object.entries(table(poetry, 'group'))) {
        if (deployed.test(name)) {
            groups.push(name);
            fromTable(table(group, 'dependencies'), file, text, declared);
        }
    }
    for (const [name, group] of Object.entries(table(data, 'dependency-groups'))) {
        if (deployed.test(name)) {
            groups.push(name);
            fromRequirements(strings(group), file, text, declared);
        }
    }
    const specifier = typeof project['requires-python'] === 'string' ? project['requires-python'] : table(poetry, 'dependencies').python;
    const name = project.name ?? poetry.name;
    const { version, 'requires-python': wantedPython } = project;
    const lockedFrom =
        typeof project.name === 'string'
            ? {
                  name: project.name,
                  requires,
                  ...(typeof version === 'string' && { version }),
                  ...(typeof wantedPython === 'string' && { python: wantedPython }),
              }
            : undefined;
    const wanted = table(data, 'tool', 'uv')['required-version'];
    const uvVersion = typeof wanted === 'string' ? bounds(wanted) : undefined;
    const wantedPoetry = poetry['requires-poetry'];
    const poetryVersion = typeof wantedPoetry === 'string' ? bounds(wantedPoetry) : undefined;
    const built = table(data, 'build-system')['build-backend'];
    const backend = typeof built === 'string' ? built : '';
    const line = findInText(text, /^[ \t]*(requires-python|python)\s*=/m)?.line ?? 1;
    const left = table(data, 'tool', 'setuptools', 'dynamic', 'dependencies').file;
    const dynamic = typeof left === 'string' ? left : strings(left)[0];
    return {
        file,
        declared,
        groups,
        ...(dynamic !== undefined && { dynamic: dynamic.replace(/^\.\//, '') }),
        poetry: Object.keys(table(poetry, 'dependencies')).length > 0,
        poetryBuilt: 'poetry' in table(data, 'tool') || backend.startsWith('poetry.'),
        uv: 'uv' in table(data, 'tool') || backend === 'uv_build',
        ...(uvVersion !== undefined && { uvVersion }),
        ...(poetryVersion !== undefined && { poetryVersion }),
        ...(lockedFrom !== undefined && { lockedFrom }),
        pdm: 'pdm' in table(data, 'tool') || backend === 'pdm.backend',
        ...(typeof specifier === 'string' && { python: { specifier, file, line } }),
        ...(typeof name === 'string' && { distribution: name }),
    };
}

/** A version, or bounds of one, as pip writes them; undefined for what is neither. */
function bounds(written: string): string | undefined {
    const parts = written.split(',').map((part) => part.trim());
    return parts.every((part) => /^(==|~=|>=|<=|!=|<|>)?\s*\d[\w.]*(\.\*)?$/.test(part))
        ? parts.map((part) => (/^\d/.test(part) ? `==${part}` : part.replace(/\s+/g, ''))).join(',')
        : undefined;
}

async function readPipfile(folder: Folder): Promise<Draft | undefined> {
    const file = 'Pipfile';
    const read = await readToml(folder, file);
    if (read === undefined) {
        return undefined;
    }
    const declared = new Map<string, Declared>();
    fromTable(table(read.data, 'packages'), file, read.text, declared);
    const requires = table(read.data, 'requires');
    const version = requires.python_full_version ?? requires.python_version;
    const line = findInText(read.text, /^[ \t]*python_(full_)?version/m)?.line ?? 1;
    return {
        file,
        declared,
        ...(typeof version === 'string' && {
            python: { specifier: `==${version}${requires.python_full_version === undefined ? '.*' : ''}`, file, line },
        }),
    };
}

async function readSetup(folder: Folder): Promise<Draft | undefined> {
    const config = await folder.text('setup.cfg');
    const declared = new Map<string, Declared>();
    let python: Draft['python'];
    let distribution: string | undefined;
    let file: string | undefined;
    if (config !== undefined) {
        const option = (name: string) => findInText(config, new RegExp(String.raw`^${name}\s*=[ \t]*(.*(?:\r?\n[ \t]+\S.*)*)`, 'm'));
        const requires = option('install_requires');
        fromRequirements(
            (requires?.match[1] ?? '')
                .split(/\r?\n|;(?!\s*(?:python|sys|platform|os|extra|implementation))/)
                .map((line) => line.trim())
                .filter((line) => line !== ''),
            'setup.cfg',
            config,
            declared,
        );
        const version = option('python_requires');
        python =
            version?.match[1] === undefined ? undefined : { specifier: version.match[1].trim(), file: 'setup.cfg', line: version.line };
        distribution = /^\[metadata\][^[]*^name\s*=\s*(\S+)/m.exec(config)?.[1];
        file = declared.size > 0 ? 'setup.cfg' : undefined;
    }
    const script = await folder.text('setup.py');
    if (script !== undefined) {
        const statements = parsePython(script);
        const lists = new Map(statements.flatMap((each) => each.kind === 'assign' && each.value?.kind === 'list' ? each.targets.flatMap((target) => target.kind === 'name' ? [[target.name, each.value] as const] : []) : [])); // prettier-ignore
        for (const call of callsIn(walkStatements(statements))) {
            if (!/(^|\.)setup$/.test(calleeName(call) ?? '')) {
                continue;
            }
            const name = keyword(call, 'name');
            distribution ??= name?.kind === 'string' ? name.value : 'setup.py';
            const given = keyword(call, 'install_requires');
            const requires = given?.kind === 'name' ? lists.get(given.name) : given;
            const before = declared.size;
            if (requires?.kind === 'list') {
                fromRequirements(
                    requires.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])),
                    'setup.py',
                    script,
                    declared,
                );
            }
            file ??= declared.size > before ? 'setup.py' : undefined;
            const version = keyword(call, 'python_requires');
            python ??= version?.kind === 'string' ? { specifier: version.value, file: 'setup.py', line: version.line } : undefined;
        }
    }
    return config === undefined && script === undefined
        ? undefined
        : {
              file: file ?? (script === undefined ? 'setup.cfg' : 'setup.py'),
              declared,
              ...(python !== undefined && { python }),
              ...(distribution !== undefined && { distribution }),
          };
}

/** conda's names that the Python package index spells otherwise, and what is no Python package there. */
const condaNames: Readonly<Record<string, string | undefined>> = { pytorch: 'torch', 'pytorch-cpu': 'torch', 'py-opencv': 'opencv-python-headless', opencv: 'opencv-python-headless', 'msgpack-python': 'msgpack', 'python-graphviz': 'graphviz', tensorflow: 'tensorflow', 'tensorflow-gpu': 'tensorflow', matplotlib: 'matplotlib', 'matplotlib-base': 'matplotlib', pytables: 'tables', 'dask-core': 'dask', 'seaborn-base': 'seaborn', 'streamlit': 'streamlit', 'gunicorn': 'gunicorn', 'sqlite': undefined, 'openssl': undefined, 'ca-certificates': undefined, 'pip': undefined, 'setuptools': undefined, 'wheel': undefined, 'nodejs': undefined, 'cudatoolkit': undefined, 'cpuonly': undefined, 'libgcc': undefined, 'readline': undefined, 'tk': undefined, 'xz': undefined, 'zlib': undefined, 'ncurses': undefined, 'libffi': undefined, 'mkl': undefined, 'blas': undefined }; // prettier-ignore

async function readConda(folder: Folder): Promise<Draft | undefined> {
    const file = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml', 'env.yml'].find((name) => folder.has(name));
    const text = file === undefined ? undefined : await folder.text(file);
    if (file === undefined || text === undefined) {
        return undefined;
    }
    let data: unknown;
    try {
        data = parseYaml(text);
    } catch {
        return undefined;
    }
    const listed = table(data).dependencies;
    const declared = new Map<string, Declared>();
    let python: Draft['python'];
    for (const item of Array.isArray(listed) ? (listed as unknown[]) : []) {
        if (typeof item === 'string') {
            const [, name = '', version = ''] = /^(?:[\w-]+::)?([\w.-]+)\s*(.*)/.exec(item) ?? [];
            const specifier =
                version
                    .trim()
                    .split(/\s/)[0]
                    ?.replace(/^=(\d[\d.]*)(=.*)?$/, '==$1.*')
                    .replace(/^==?(\d[\d.]*)=.*$/, '==$1') ?? '';
            const known = Object.hasOwn(condaNames, name.toLowerCase()) ? condaNames[name.toLowerCase()] : name;
            if (name === 'python') {
                python = { specifier: specifier.replace(/^==(\d+\.\d+)$/, '==$1.*'), file, line: lineOf(text, `- ${item}`) };
            } else if (known !== undefined && !/^(lib|_)/.test(known)) {
                const normal = normalizeName(known);
                declared.set(normal, { name: normal, specifier, extras: [], file, line: lineOf(text, item) });
            }
        } else {
            fromRequirements(strings(table(item).pip), file, text, declared);
        }
    }
    return { file, declared, ...(python !== undefined && { python }) };
}
