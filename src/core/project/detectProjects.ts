import { lazy } from '../../base/lazy';
import { isInlinedName } from '../build/publicVariables';
import { bundledInto } from './bundledInto';
import { FactSheet } from './factSheet';
import type { Overrides, SettableFact } from './factSheet';
import type { FileSource } from './fileSource';
import { foldEncodings } from './foldEncodings';
import { openFolder } from './folder';
import type { Folder } from './folder';
import { collectHints } from './hints/collectHints';
import type { Hints } from './hints/collectHints';
import { hintsAbove } from './hints/hintsAbove';
import { findNeeds } from './needs/findNeeds';
import { joinNeeds } from './needs/joinNeeds';
import { detectNode } from './node/detectNode';
import { forwardedMember } from './node/forwardedMember';
import { joinWorkspace } from './node/joinWorkspace';
import { nestApps } from './node/nestApps';
import { nxApps } from './node/nxApps';
import { readPackageJson } from './node/packageJson';
import { builtFromRoot } from './node/rootApp';
import { detectDockerfile } from './others/detectDockerfile';
import { detectDotnet } from './others/detectDotnet';
import { detectGo } from './others/detectGo';
import { detectJava } from './others/detectJava';
import { joinJavaBuild } from './others/javaModules';
import { detectPhp } from './others/detectPhp';
import { detectRuby } from './others/detectRuby';
import { detectRust } from './others/detectRust';
import { detectStatic } from './others/detectStatic';
import { detectUnknown } from './others/detectUnknown';
import type { NeededVariable, Profile } from './profile';
import { detectPython } from './python/detectPython';
import { isAside } from './python/isAside';
import { joinUvWorkspace } from './python/joinUvWorkspace';
import { noNeeds } from './stack';
import type { Detection, DetectStack } from './stack';

/** A profile with what its Dockerfile is made from. */
export interface DetectedProject {
    readonly profile: Profile;
    readonly detection: Detection;
}

const stacks: readonly DetectStack[] = [
    detectPython,
    detectNode,
    detectDotnet,
    detectJava,
    detectGo,
    detectPhp,
    detectRuby,
    detectRust,
    detectStatic,
];

/** Below this a folder of its own inside another project is not taken for a project. */
const sureEnough = 50;

/**
 * Looks at a folder and answers every project in it, the folder's own first; a folder that is no web app answers one profile that says so. Empty when
 * there is nothing at all. Never throws on what files hold. `wanted` are the user's own facts: of the folder itself, or of each project by its path.
 */
export async function detectProjects(source: FileSource, wanted: Overrides | ((folder: string) => Overrides)): Promise<DetectedProject[]> {
    const root = await openFolder(source);
    const overridesOf = typeof wanted === 'function' ? wanted : (folder: string) => (folder === '' ? wanted : {});
    const alone = await detectFolder(root, overridesOf(''));
    const own = alone === undefined ? undefined : await joinUvWorkspace(root, alone);
    if (typeof wanted !== 'function' && Object.keys(wanted).length > 0 && own?.profile.kind === 'web') {
        return [await withNeeds(root, own, [])];
    }
    const manifest = await readPackageJson(root);
    const forwarded = manifest === undefined ? undefined : forwardedMember(manifest);
    const named = [...(forwarded === undefined ? [] : [forwarded]), ...azdFolders((await root.text('azure.yaml')) ?? '')];
    const ofRoot = await rootApps(root, overridesOf);
    const inner = [...ofRoot, ...(await innerProjects(root, own, projectFolders(root, 'proper', named), overridesOf))];
    if (inner.length === 0 && own?.profile.kind !== 'web' && own?.profile.kind !== 'library') {
        // A repository may hold nothing but demonstrations, each an app of its own.
        inner.push(...(await innerProjects(root, own, projectFolders(root, 'shown'), overridesOf)));
    }
    const standsAlone = own !== undefined && ofRoot.length === 0 && (own.detection.certainty >= sureEnough || inner.length === 0);
    if (!standsAlone && inner.length > 0) {
        inner.push(...(await pagesBeside(root, inner, overridesOf)));
    }
    const projects = [...(standsAlone ? [own] : []), ...inner.sort((a, b) => b.detection.certainty - a.detection.certainty)];
    const complete = await Promise.all(projects.map((project) => withNeeds(root, project, projects)));
    // What was in the way is told, also where nothing was found because of it.
    const untold = root.unreadable.filter(({ file }) => !projects.some(({ profile: { folder } }) => isWithin(file ?? '', folder)));
    return untold.length === 0 ? complete : [...complete, inTheWay(root, untold)];
}

function isWithin(file: string, folder: string): boolean {
    return folder === '' || file.startsWith(`${folder}/`);
}

/** The folder as none of its projects, with what could not be read. */
function inTheWay(root: Folder, findings: Profile['findings']): DetectedProject {
    const detection: Detection = { kind: 'none', findings: [], needs: noNeeds, edits: [], certainty: 0 };
    return { profile: { ...toProfile(root, new FactSheet({}, root.path), detection), findings: foldEncodings(findings) }, detection };
}

async function innerProjects(
    root: Folder,
    own: DetectedProject | undefined,
    paths: readonly string[],
    overridesOf: (folder: string) => Overrides,
): Promise<DetectedProject[]> {
    const inner: DetectedProject[] = [];
    const above = lazy(() => collectHints(root));
    for (const path of paths) {
        const around = inner.filter((project) => path.startsWith(`${project.profile.folder}/`));
        if (around.some((project) => !standsBelow(root, project, path)) || (await belongsTo(root, own, path))) {
            continue;
        }
        const found = await detectFolder(root.child(path), overridesOf(path), async (hints) =>
            hintsAbove(root, path, hints, await above()),
        );
        const project =
            found === undefined ? undefined : await joinJavaBuild(root, await joinUvWorkspace(root, await joinWorkspace(root, found)));
        if (project !== undefined && isSureWeb(project)) {
            inner.push(project);
        }
    }
    return inner;
}

/** True for a folder below a Python project that lists what it needs itself, and of which that project serves and imports nothing: a service beside it. */
function standsBelow(root: Folder, { profile, detection }: DetectedProject, path: string): boolean {
    const entryFile = profile.evidence.find(({ fact }) => fact === 'entry')?.file ?? '';
    const name = path.slice(profile.folder.length + 1);
    return (
        detection.blueprint?.stack === 'python' &&
        root.has(`${profile.folder}/requirements.txt`) &&
        root.has(`${path}/requirements.txt`) &&
        !name.includes('/') &&
        !entryFile.startsWith(`${path}/`)
    );
}

function isSureWeb({ profile, detection }: DetectedProject): boolean {
    return profile.kind === 'web' && detection.certainty >= sureEnough;
}

/** The apps that only the settings of a workspace's tool tell of, Nx's or Nest's. */
async function rootApps(root: Folder, overridesOf: (folder: string) => Overrides): Promise<DetectedProject[]> {
    const above = lazy(() => collectHints(root));
    const found: DetectedProject[] = [];
    for (const app of [...(await nxApps(root)), ...(await nestApps(root))]) {
        const project = await detectFolder(app.folder, overridesOf(app.path), async (hints) =>
            hintsAbove(root, app.path, hints, await above()),
        );
        if (project !== undefined && (project.profile.kind === 'worker' || isSureWeb(project))) {
            found.push(await builtFromRoot(root, app, project));
        }
    }
    return found;
}

const pageFolder =
    /^((front-?end|client|web(site|app)?|site|www|ui|landing(-page)?|static-site|portal)|(apps|packages|services)\/[\w-]+)\/index\.html$/i;

/** Pages without a manifest in a folder of their own, beside services that do not mention that folder. */
async function pagesBeside(
    root: Folder,
    services: readonly DetectedProject[],
    overridesOf: (folder: string) => Overrides,
): Promise<DetectedProject[]> {
    const found: DetectedProject[] = [];
    for (const file of root.files.filter((path) => pageFolder.test(path))) {
        const path = file.slice(0, file.lastIndexOf('/'));
        const isTaken = services.some(
            ({ profile: { folder } }) => folder === path || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`),
        );
        if (!isTaken && !(await isMentioned(root, services, path))) {
            const project = await detectFolder(root.child(path), overridesOf(path));
            found.push(...(project?.profile.framework === 'static' && project.profile.entry === 'index.html' ? [project] : []));
        }
    }
    return found;
}

const serverCode = /\.(py|rb|php|go|rs|cs|java|kt|[mc]?[jt]s)$/;

/** True when what a service starts names the folder, or when its other code makes a path of that name: it may serve the pages itself. */
async function isMentioned(root: Folder, services: readonly DetectedProject[], path: string): Promise<boolean> {
    const name = (path.split('/').at(-1) ?? path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const named = new RegExp(String.raw`["'\x60/]${name}["'\x60/]`);
    // A package's script names the entry: what it says, and what it is, may name the folder.
    const entries = services.flatMap(({ profile }) => [
        ...profile.evidence.filter(({ fact }) => fact === 'entry').map(({ file }) => file),
        [profile.folder, profile.entry ?? ''].filter((part) => part !== '').join('/'),
    ]);
    const texts = await Promise.all(entries.filter((entry) => root.has(entry)).map(async (entry) => (await root.text(entry)) ?? ''));
    if (texts.some((text) => named.test(text))) {
        return true;
    }
    const placed = new RegExp(
        String.raw`(?:static|template|root|dir|path|parent|send|serve|join|\.\.)[^\n]{0,120}["'\x60/]${name}["'\x60/]`,
        'i',
    );
    const others = services.flatMap(({ profile: { folder } }) =>
        root.files
            .filter((file) => file.startsWith(folder === '' ? '' : `${folder}/`) && serverCode.test(file) && !isAside(file))
            .slice(0, 100),
    );
    const codes = await Promise.all(others.map(async (file) => (await root.text(file)) ?? ''));
    return codes.some((code) => placed.test(code));
}

/** What the code reads, for what runs; the folders of projects inside it are left to them. */
async function withNeeds(root: Folder, project: DetectedProject, all: readonly DetectedProject[]): Promise<DetectedProject> {
    const { profile } = project;
    if (profile.kind !== 'web' && profile.kind !== 'worker') {
        return project;
    }
    const prefix = profile.folder === '' ? '' : `${profile.folder}/`;
    const others = all
        .map((other) => other.profile.folder)
        .filter((folder) => folder !== profile.folder && folder.startsWith(prefix))
        .map((folder) => folder.slice(prefix.length));
    const folder = project.detection.seen ?? (profile.folder === '' ? root : root.child(profile.folder));
    let needs = await findNeeds(folder, [...others, ...(project.detection.apart ?? [])], profile.needs);
    for (const path of project.detection.uses ?? []) {
        needs = joinNeeds(needs, await findNeeds(root.child(path), [], noNeeds));
    }
    // The start command says the port under the name that the code reads; where only the name speaks for that, it may be set otherwise.
    const { blueprint } = project.detection;
    const isDoubtful = (blueprint?.stack === 'go' || blueprint?.stack === 'rust') && blueprint.demands.portIs === 'named';
    const given = /\benv (\w+)=(?:\$\{\w+:-)?:?\$PORT\b/.exec(profile.startCommand?.join(' ') ?? '')?.[1];
    const variables = isDoubtful ? needs.variables : needs.variables.filter(({ name }) => name !== given);
    const { buildArgs, readAtStart } = await inlinedIn(
        root,
        profile,
        variables,
        blueprint?.stack === 'node' && blueprint.serves === 'files',
    );
    return {
        profile: { ...profile, needs: { ...needs, variables } },
        detection:
            blueprint?.stack === 'node' && blueprint.build !== undefined && buildArgs.length + readAtStart.length > 0
                ? {
                      ...project.detection,
                      blueprint: {
                          ...blueprint,
                          ...(buildArgs.length > 0 && { buildArgs }),
                          ...(readAtStart.length > 0 && { readAtStart }),
                      },
                  }
                : project.detection,
    };
}

/**
 * The variables whose values the build of a Node project takes into what it makes, and those without which SvelteKit does not build: a private one of them is
 * read when the server starts, since a value that is handed to a build stays in the image. Pages that are all made by the build have no later time.
 */
async function inlinedIn(root: Folder, profile: Profile, variables: readonly NeededVariable[], isFiles: boolean) {
    const buildArgs: { name: string; is: 'asked' | 'demanded' }[] = [];
    const readAtStart: string[] = [];
    for (const { name, file } of variables) {
        const isStatic = profile.framework === 'SvelteKit' && /["']\$env\/static\//.test((await root.text(file)) ?? '');
        if (isStatic && !isFiles && !name.startsWith('PUBLIC_')) {
            readAtStart.push(name);
        } else if (isStatic || isInlinedName(name)) {
            buildArgs.push({ name, is: isStatic ? 'demanded' : 'asked' });
        }
    }
    return { buildArgs, readAtStart };
}

/** Where what others made is kept to be served along. */
const lentCode =
    /(^|\/)(static|assets?|public|media|www(root)?)[\w-]*\/([^/]+\/)?(vendors?|third[_-]party|plugins|libs?)\/.|(^|\/)bower_components\//i;

/** The folders of the services that azd deploys. */
function azdFolders(text: string): string[] {
    return [...text.matchAll(/^[ \t]+project[ \t]*:[ \t]*["']?(?:\.\/)?([\w.-]+(?:\/[\w.-]+)*)\/?["']?[ \t\r]*$/gm)].map(
        ([, folder = '']) => folder,
    );
}

const manifests =
    /^(package\.json|re?q\w{0,3}r\w{0,3}m\w{0,3}ts?\.txt|pyproject\.toml|Pipfile|manage\.py|environment\.yml|go\.mod|pom\.xml|build\.gradle(\.kts)?|composer\.json|Gemfile|Cargo\.toml|host\.json|hugo\.(toml|ya?ml)|[^/]+\.(cs|fs)proj)$/;

/**
 * Folders with a manifest of their own, at most three deep, nearest first. shown: those of examples and demonstrations. `named` are those that the root's
 * build or azd's azure.yaml names: whatever they are called, they are what is deployed.
 */
function projectFolders(root: Folder, which: 'proper' | 'shown', named: readonly string[] = []): string[] {
    const found = new Set<string>();
    const isNamed = (directory: string) => named.some((each) => directory.split('/').at(-1) === each.split('/').at(-1));
    const belongsHere = (directory: string) =>
        which === 'proper'
            ? (!isAside(`${directory}/x.py`) && !/(^|\/)specs?\//.test(`${directory}/`) && !lentCode.test(`${directory}/`)) ||
              /^(apps|sites)\/(docs?|demo)$/.test(directory) ||
              isNamed(directory)
            : /(^|\/)(examples?|samples?|demos?|tutorials?|lessons?|exercises?)(\/|$)/i.test(directory);
    for (const file of root.files) {
        const parts = file.split('/');
        const name = parts.pop() ?? '';
        const lists = parts.at(-1) === 'requirements' && name.endsWith('.txt') && parts.length > 1;
        const folders = lists ? parts.slice(0, -1) : parts;
        const directory = folders.join('/');
        if (folders.length >= 1 && folders.length <= 3 && (lists || manifests.test(name)) && belongsHere(directory)) {
            found.add(directory);
        }
    }
    return [...found].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b)).slice(0, 24);
}

/** True when the folder's own project already uses an inner one: its entry is there, or its build makes it. */
async function belongsTo(root: Folder, own: DetectedProject | undefined, path: string): Promise<boolean> {
    if (own?.profile.kind !== 'web') {
        return false;
    }
    const entryFile = own.profile.evidence.find((evidence) => evidence.fact === 'entry')?.file ?? '';
    if (
        entryFile.startsWith(`${path}/`) ||
        own.profile.entry?.startsWith(`${path}/`) === true ||
        own.profile.entry?.startsWith(`${path.replaceAll('/', '.')}.`) === true ||
        (await isBuiltAlong(root, own, path)) ||
        (own.detection.blueprint?.stack !== 'node' && (await bundledInto(root, path)) !== undefined) ||
        (await isImported(root, own, path, entryFile))
    ) {
        return true;
    }
    if (own.detection.blueprint?.stack === 'node' && !root.has(`${path}/package.json`)) {
        return false; // a script that starts another language's service does not make it part of this one
    }
    const manifest = await readPackageJson(root);
    const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const goesThere = new RegExp(String.raw`(cd |--prefix[ =]|--cwd |-C )(\./)?${escaped}\b`);
    // A script that only starts it while developing does not make it a part: what is deployed has to be built.
    return (
        Object.values(manifest?.scripts ?? {}).some(
            (script) => goesThere.test(script) && /\b(build|bundle|compile|generate)\b/.test(script),
        ) || new RegExp(String.raw`"workspaces"[^\]]*"(\./)?${escaped}\b`).test(manifest?.text ?? '')
    );
}

/** True for a Python package that the entry imports and that lists nothing of its own for Python; styles that are built in it make no other project of it. */
async function isImported(root: Folder, { detection }: DetectedProject, path: string, entryFile: string): Promise<boolean> {
    if (
        detection.blueprint?.stack !== 'python' ||
        !root.has(`${path}/__init__.py`) ||
        ['requirements.txt', 'pyproject.toml', 'Pipfile', 'environment.yml', 'manage.py', 'host.json'].some((name) => root.has(`${path}/${name}`)) // prettier-ignore
    ) {
        return false;
    }
    const dotted = path.replaceAll('/', String.raw`\.`);
    return new RegExp(String.raw`^[ \t]*(from|import)[ \t]+${dotted}\b`, 'm').test((await root.text(entryFile)) ?? '');
}

/**
 * True when the build of a .NET or Java project takes a folder along: it is one of its own modules, lies in the project that is built, or its files name it.
 * A front end that stands beside is served by itself.
 */
async function isBuiltAlong(root: Folder, { detection }: DetectedProject, path: string): Promise<boolean> {
    const { blueprint } = detection;
    if (blueprint?.stack !== 'dotnet' && blueprint?.stack !== 'java') {
        return false;
    }
    const built =
        blueprint.stack === 'dotnet' && blueprint.project.includes('/')
            ? blueprint.project.slice(0, blueprint.project.lastIndexOf('/') + 1)
            : '';
    // What Java keeps beside its classes is packed with them.
    const inside = (built !== '' && path.startsWith(built)) || (blueprint.stack === 'java' && /(^|\/)src\/main\//.test(path));
    if (
        inside ||
        !root.has(`${path}/package.json`) ||
        root.files.some((file) => file.startsWith(`${path}/`) && /\.(\w+proj|gradle(\.kts)?)$|(^|\/)pom\.xml$/.test(file))
    ) {
        return true;
    }
    const settings = root.files.filter((file) => /\.(\w+proj|props|targets|gradle(\.kts)?)$|(^|\/)pom\.xml$/.test(file)).slice(0, 40);
    const name = path.split('/').at(-1) ?? path;
    const texts = await Promise.all(settings.map(async (file) => (await root.text(file)) ?? ''));
    const named = new RegExp(String.raw`(^|[^\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}([^\w-]|$)`);
    return texts.some((text) => named.test(text));
}

async function detectFolder(
    folder: Folder,
    overrides: Overrides,
    complete: (hints: Hints) => Promise<Hints> = (hints) => Promise.resolve(hints),
): Promise<DetectedProject | undefined> {
    const hints = await complete(await collectHints(folder));
    const found: { detection: Detection; facts: FactSheet }[] = [];
    for (const detect of [...stacks, detectDockerfile, detectUnknown]) {
        if (!stacks.includes(detect) && found.length > 0) {
            continue; // what is known of the code tells more
        }
        const facts = new FactSheet(overrides, folder.path);
        const detection = await detect({ folder, hints, facts });
        if (detection !== undefined && (overrides.language === undefined || facts.readLanguage() === overrides.language)) {
            found.push({ detection, facts });
        }
    }
    const [best, ...others] = found.sort((a, b) => b.detection.certainty - a.detection.certainty);
    if (best === undefined) {
        return undefined;
    }
    const rivals = others
        .filter(({ detection }) => detection.kind === 'web' && detection.certainty >= sureEnough)
        .map(({ facts }) => ({ fact: 'language', value: facts.get('language') ?? '', file: facts.best('language')?.file ?? '' }));
    const profile = toProfile(folder, best.facts, best.detection);
    return { profile: { ...profile, alternatives: [...profile.alternatives, ...rivals] }, detection: best.detection };
}

function toProfile(folder: Folder, facts: FactSheet, detection: Detection): Profile {
    const fact = <Name extends SettableFact>(name: Name): Partial<Record<Name, string>> => {
        const value = facts.get(name);
        return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, string>>);
    };
    const port = facts.get('port');
    const { reason } = detection;
    return {
        folder: folder.path,
        kind: detection.kind,
        ...fact('language'),
        ...fact('framework'),
        ...fact('entry'),
        ...fact('server'),
        ...(detection.startCommand !== undefined && { startCommand: detection.startCommand }),
        ...(port !== undefined && { port: Number(port) }),
        ...fact('packageManager'),
        ...fact('runtimeVersion'),
        ...fact('healthPath'),
        alternatives: facts.alternatives(),
        evidence: [...kindEvidence(facts, detection.kind), ...facts.evidence()],
        findings: [
            ...(reason === undefined
                ? []
                : [
                      {
                          code: 'scaffold/not-a-web-app',
                          severity: 'info' as const,
                          message:
                              folder.path === ''
                                  ? `This folder is not a web app: ${reason}.`
                                  : `${folder.path} is not a web app: ${reason}.`,
                      },
                  ]),
            ...foldEncodings(folder.unreadable.filter(({ file }) => isWithin(file ?? '', folder.path))),
            ...detection.findings,
        ],
        needs: detection.needs,
    };
}

/** What is served, or run, is what makes a folder an app: the kind is read where the entry is. */
function kindEvidence(facts: FactSheet, kind: Profile['kind']): Profile['evidence'] {
    const from =
        facts.overrides.kind === undefined ? (facts.best('entry') ?? facts.best('framework') ?? facts.best('language')) : undefined;
    return from === undefined ? [] : [{ ...from, fact: 'kind', value: kind }];
}
