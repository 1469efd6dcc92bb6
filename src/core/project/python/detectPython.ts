import { distributionIn } from '../../requirements/isListed';
import { missingBounds } from '../../requirements/knownConflicts';
import { pinConflicts } from '../../requirements/pinConflicts';
import { misfits } from '../../requirements/pythonLimits';
import type { PythonBlueprint } from '../../dockerfile/recipes/python';
import { readDockerfile } from '../../dockerfile/readDockerfile';
import { portIn } from '../hints/portIn';
import { configPort } from '../others/configPort';
import type { StartHint } from '../hints/startHint';
import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import type { ProjectFinding, ProposedFile } from '../profile';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { AppFinder } from './appFinder';
import { keepTemplates } from './crispyTemplates';
import { consoleScripts } from './consoleScripts';
import type { ConsoleScript } from './consoleScripts';
import { readDependencies } from './dependencies';
import type { PythonDependencies } from './dependencies';
import { manageDirectories, readDjango, settingsPlaceholders } from './django';
import type { DjangoFacts } from './django';
import { documentedPath } from './documentedPath';
import { entryOf, findCandidates, interestingFiles, isAside, plainServers } from './entries';
import type { EntryCandidate } from './entries';
import { bundledInto } from '../bundledInto';
import type { BundledAssets } from '../bundledInto';
import { frameworks } from './frameworks';
import type { PythonFramework } from './frameworks';
import { gitVersion } from './gitVersion';
import { conflictFindings } from './conflictFindings';
import { gunicornConfig, namedBySettings, saidBySettings, settingsByName, withSettingsFile } from './gunicornSettings';
import { planInstall } from './install';
import { listEdits } from './listEdits';
import { missingImports } from './missingImports';
import { mountedFolders } from './mountedFolders';
import { asPinned, neededBounds } from './neededBounds';
import type { NeededBounds } from './neededBounds';
import { requiredImports } from './requiredImports';
import type { RequiredImport } from './requiredImports';
import { outerFolders } from './outerFolders';
import { borrowedNames, boundPort, portsInCode } from './ports';
import { moduleName, PythonModules } from './pythonModules';
import type { PyModule } from './pythonModules';
import { pasteCandidate } from './pasteCandidate';
import { quietNeeds } from './quietNeeds';
import type { QuietNeed } from './quietNeed';
import { choosePython } from './runtime';
import type { PythonRuntime } from './runtime';
import { installedNames, planServe } from './serve';
import type { ServePlan } from './serve';
import { graphicsWheels } from './graphicsWheels';
import { systemNeeds } from './systemNeeds';
import { uncompiledMessages } from './uncompiledMessages';
import { unfinishedFiles } from './unfinishedPython';
import { shellWord } from '../shellWord';
import { secretsFromVariables, streamlitSecrets } from './streamlitSecrets';
import type { StreamlitSecret } from './streamlitSecrets';

/** Of a folder in which nothing serves: more would be another's sources. */
const mostUnread = 20;

/** Python: what serves, from which object, installed how. */
export async function detectPython(given: Site): Promise<Detection | undefined> {
    const { folder, facts } = given;
    const dependencies = await readDependencies(folder);
    const hasCode = folder.files.some((file) => file.endsWith('.py'));
    if (dependencies.format === 'none' && !hasCode) {
        return onlyNotebooks(folder);
    }
    if (folder.has('host.json') && (folder.has('function_app.py') || folder.files.some((file) => /^[^/]+\/function\.json$/.test(file)))) {
        return detectFunctions(given, dependencies);
    }
    // A Django with a list of its own, below a list that does not ask for it, is another project.
    const apart = (directory: string) =>
        directory !== '' &&
        dependencies.declared.size > 0 &&
        !dependencies.declared.has('django') &&
        ['requirements.txt', 'pyproject.toml', 'Pipfile'].some((name) => folder.has(join(directory, name)));
    const managed = manageDirectories(folder.files);
    const manageAt = managed.filter((directory) => !apart(directory));
    const modules = new PythonModules(folder, await importRoots(given, manageAt));
    const named = await namedBySettings(given, modules);
    const site: Site = named.length === 0 ? given : { ...given, hints: { ...given.hints, commands: [...given.hints.commands, ...named] } };
    const finder = new AppFinder(modules);
    const scripts = await consoleScripts(folder);
    const worthReading = [...(await interestingFiles(folder, modules)), ...startedFiles(site, modules)];
    const others = [...managed.filter(apart), ...functionFolders(folder.files)];
    const ofProject = async (files: readonly string[]) =>
        (await findCandidates(modules, finder, files, scripts)).filter(
            ({ module }) => !others.some((directory) => module.path.startsWith(`${directory}/`)),
        );
    const usual = await ofProject([...new Set(worthReading)]);
    const isProper = ({ module }: EntryCandidate) => !isAside(module.path);
    const plain = usual.some(isProper) || dependencies.distribution !== undefined ? [] : await plainServers(folder, modules);
    const found = plain.length === 0 ? usual : [...usual, ...(await ofProject(plain))];
    const pasted = found.some(isProper) ? undefined : await pasteCandidate(folder, modules);
    const candidates = pasted === undefined ? found : [pasted, ...found];
    const django = manageAt[0] === undefined ? undefined : await readDjango(site, modules, manageAt[0]);
    const chosen = await choose(site, candidates, modules, django, scripts, dependencies.distribution);
    facts.offer(
        'packageManager',
        dependencies.manager,
        { file: dependencies.lock ?? dependencies.file ?? folder.files.find((file) => file.endsWith('.py')) ?? '' },
        dependencies.format === 'none' ? 'guess' : 'certain',
    );
    if (chosen === undefined) {
        const none = withoutServer(site, dependencies);
        const read = await Promise.all(worthReading.slice(0, mostUnread).map((file) => modules.at(file)));
        const unfinished = unfinishedFiles(
            read.flatMap((module) => module ?? []),
            (file) => facts.locate(file),
        );
        return none === undefined
            ? undefined
            : { ...none, findings: [...none.findings, ...absentEntry(facts.overrides.entry), ...unfinished] };
    }
    if (
        dependencies.declared.size === 0 &&
        chosen.candidate.module.path
            .split('/')
            .some(
                (_, at, parts) =>
                    at > 0 &&
                    (['requirements.txt', 'pyproject.toml', 'Pipfile', 'environment.yml'].some((name) =>
                        folder.has([...parts.slice(0, at), name].join('/')),
                    ) ||
                        folder.files.some(
                            (file) => file.startsWith(`${parts.slice(0, at).join('/')}/requirements/`) && file.endsWith('.txt'),
                        )),
            )
    ) {
        return undefined; // the folder that lists its dependencies is the project
    }
    return describeApp(site, dependencies, modules, candidates, chosen.candidate, chosen.hint, django);
}

/** What somebody set as the entry, and is not there: whatever else is said of the folder follows from that. */
function absentEntry(entry: string | undefined): ProjectFinding[] {
    return entry === undefined
        ? []
        : [
              {
                  code: 'scaffold/entry-absent',
                  severity: 'error',
                  message: `The entry ${entry}, which is set by hand, is not in this folder: correct it, or take it back.`,
              },
          ];
}

/** The folders below this one that Azure Functions runs: each is a project of its own. */
function functionFolders(files: readonly string[]): string[] {
    const described = new Set(
        files.flatMap((file) => {
            const at = /\/(function_app\.py|[^/]+\/function\.json)$/.exec(file)?.index;
            return at === undefined ? [] : [file.slice(0, at)];
        }),
    );
    return files
        .filter((file) => file.endsWith('/host.json'))
        .map((file) => file.slice(0, -'/host.json'.length))
        .filter((directory) => described.has(directory));
}

async function importRoots({ folder }: Site, manageAt: readonly string[]): Promise<string[]> {
    const srcLayout = !folder.has('src/__init__.py') && folder.files.some((file) => /^src\/[^/]+\/__init__\.py$/.test(file));
    const packaged = srcLayout && ((await folder.exists('pyproject.toml')) || (await folder.exists('setup.py')));
    const absolute =
        packaged &&
        (
            await Promise.all(
                folder.files
                    .filter((file) => /^(src|tests)\/.*\.py$/.test(file))
                    .slice(0, 60)
                    .map((file) => folder.text(file)),
            )
        ).some((text) => /^[ \t]*(from|import)\s+src\b/m.test(text ?? ''));
    return [...manageAt.filter((directory) => directory !== ''), ...(packaged && !absolute ? ['src'] : [])];
}

/** The entry: what the user set, what a start command of the project names, else the best candidate that is not a test or an example. */
async function choose(
    site: Site,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
    django: DjangoFacts | undefined,
    scripts: readonly ConsoleScript[],
    distribution: string | undefined,
): Promise<{ candidate: EntryCandidate; hint?: StartHint } | undefined> {
    const { facts, hints } = site;
    const set = facts.overrides.entry;
    if (set !== undefined) {
        return pickSet(set, candidates, modules, facts.overrides.framework);
    }
    const proper = candidates.filter((candidate) => !isAside(candidate.module.path));
    // A project may keep all its code in a folder whose name usually means something else (`build`, `demo`).
    const allAside = modules.paths.every((path) => isAside(path));
    const usable = allAside ? candidates.filter(({ module }) => !/(^|\/)(tests?|docs?|fixtures)\//.test(module.path)) : proper;
    for (const hint of hints.commands) {
        const script = scripts.find(({ name }) => name === hint.program);
        const called = script === undefined ? undefined : modules.find(script.module);
        const ofScript = candidates.find(({ module, object, calls }) => module.path === called && object === undefined && (calls ?? script?.calls) === script?.calls); // prettier-ignore
        if (ofScript !== undefined) {
            return { candidate: ofScript, hint };
        }
        if (
            hint.source === 'development' ||
            hint.target === undefined ||
            !/^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|waitress|uwsgi|sanic|streamlit|chainlit|python|flask|quart|fastapi)$/.test(
                hint.program,
            )
        ) {
            continue;
        }
        const stated = await candidateOf(hint, candidates, modules);
        if (stated !== undefined) {
            return { candidate: stated, hint };
        }
    }
    const best = usable[0];
    if (best !== undefined && django === undefined && hints.commands.length === 0 && (await onlyLent(site, best, distribution))) {
        return undefined;
    }
    const gunicornHint = hints.commands.find(
        (hint) => /^(gunicorn|uvicorn|hypercorn|daphne|waitress-serve)$/.test(hint.program) && hint.source !== 'development',
    );
    if (django !== undefined) {
        const wsgi = usable
            .filter((candidate) => candidate.framework === 'django')
            .sort((a, b) => Number(isAsgi(a)) - Number(isAsgi(b)) || b.score - a.score);
        const channels = wsgi.find((candidate) => isAsgi(candidate) && candidate.module.text.includes('ProtocolTypeRouter'));
        const pick = channels ?? wsgi[0] ?? best;
        return pick === undefined ? undefined : { candidate: pick, ...(gunicornHint !== undefined && { hint: gunicornHint }) };
    }
    return best === undefined ? undefined : { candidate: best, ...(gunicornHint !== undefined && { hint: gunicornHint }) };
}

/** True for a factory that a library lends to the apps of others: it has examples of them, and no module of its own starts it. */
async function onlyLent({ folder }: Site, { module, object, base }: EntryCandidate, distribution: string | undefined): Promise<boolean> {
    const name = object?.endsWith('()') === true ? object.slice(0, -2) : undefined;
    if (
        distribution === undefined ||
        name === undefined ||
        (base === '' && !module.path.startsWith('src/')) ||
        /(^|\/)(wsgi|asgi|app|main|server|__init__)\.py$/.test(module.path)
    ) {
        return false;
    }
    const others = folder.files.filter((file) => file.endsWith('.py') && file !== module.path && !isAside(file)).slice(0, 200);
    const texts = await Promise.all(others.map((file) => folder.text(file)));
    return (
        folder.files.some((file) => /^(examples?|demos?)\/.*\.py$/.test(file)) &&
        !texts.some((text) => new RegExp(String.raw`\b${name}\b\s*\(`).test(text ?? ''))
    );
}

function isAsgi(candidate: EntryCandidate): boolean {
    return candidate.module.path.includes('asgi') || /get_asgi_application|ProtocolTypeRouter/.test(candidate.module.text);
}

async function pickSet(
    entry: string,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
    framework: string | undefined,
): Promise<{ candidate: EntryCandidate } | undefined> {
    const known = candidates.find((candidate) => entryOf(candidate) === entry);
    if (known !== undefined) {
        return { candidate: known };
    }
    const [name = '', object] = entry.split(':');
    const path = object === undefined ? name : (modules.find(name) ?? '');
    const module = await modules.at(path);
    const id = Object.entries(frameworks).find(([, value]) => value.name.toLowerCase() === framework?.toLowerCase())?.[0];
    const inFile = candidates.find((candidate) => candidate.module.path === path);
    return module === undefined
        ? undefined
        : {
              candidate: {
                  module,
                  framework: (id as EntryCandidate['framework'] | undefined) ?? inFile?.framework ?? 'wsgi',
                  ...(object !== undefined && { object }),
                  base: modules.baseOf(module),
                  line: inFile?.line ?? 1,
                  score: 0,
              },
          };
}

/** The candidate that a start command names. */
async function candidateOf(
    hint: StartHint,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
): Promise<EntryCandidate | undefined> {
    const target = hint.target ?? '';
    const directory = hint.directory ?? '';
    const colon = target.indexOf(':');
    if (
        hint.program === 'python' ||
        hint.program === 'streamlit' ||
        hint.program === 'chainlit' ||
        hint.program === 'fastapi' ||
        (/^(flask|quart)$/.test(hint.program) && target.endsWith('.py'))
    ) {
        const file = target.endsWith('.py')
            ? scriptPath(modules, directory, target)
            : (modules.findFrom(directory, target) ?? modules.findFrom(directory, `${target}.__main__`) ?? '');
        // Django's own: what it starts is in its settings.
        if (hint.program === 'python' && /(^|\/)manage\.py$/.test(file)) {
            return undefined;
        }
        const inFile = candidates.filter((candidate) => candidate.module.path === file);
        const copied =
            inFile.length === 0 && hint.source === 'dockerfile' && directory === '' ? copiedScript(candidates, target) : undefined;
        if (copied !== undefined) {
            return copied;
        }
        const [best] = candidates.filter(({ module }) => !isAside(module.path));
        const own =
            inFile.length > 0 || best === undefined || hint.program !== 'python' || hint.port === undefined
                ? undefined
                : await modules.at(file);
        if (own !== undefined && best !== undefined) {
            // It is told a port, so that it serves, through whatever commands of its own.
            return { module: own, framework: best.framework, base: modules.baseOf(own), line: 1, score: 0, opens: best.module };
        }
        // A development server behind `python app.py` is replaced by a real one when there is an object to import.
        const given = inFile.find((candidate) => candidate.object !== undefined && !candidate.object.endsWith('()')) ?? inFile[0];
        return given === undefined || hint.program !== 'fastapi' ? given : { ...given, base: modules.packageRoot(file) };
    }
    const name = colon < 0 ? target : target.slice(0, colon);
    const object = colon < 0 ? undefined : target.slice(colon + 1);
    // A package in a src layout is named as it is installed.
    const path = modules.findFrom(directory, name) ?? modules.find(name) ?? modules.findFrom('src', name);
    if (path === undefined) {
        return undefined;
    }
    const tail = path.endsWith('/__init__.py') ? '/__init__.py' : '.py';
    const realBase = path.slice(0, path.length - name.length - tail.length).replace(/\/$/, '');
    const inFile = candidates.filter((candidate) => candidate.module.path === path && candidate.object !== undefined);
    const bare = object?.replace(/\(.*\)$/, '');
    const same =
        inFile.find((candidate) => candidate.object === object) ??
        inFile.find((candidate) => candidate.object?.replace('()', '') === bare) ??
        (object === undefined ? inFile[0] : undefined);
    if (same !== undefined) {
        // A factory is called, also where its command only says its name.
        const given = object !== undefined && same.object === `${object}()` ? same.object : object;
        return { ...same, base: realBase, ...(given !== undefined && { object: given }) };
    }
    const module = await modules.at(path);
    const framework = inFile[0]?.framework ?? candidates.find((candidate) => !isAside(candidate.module.path))?.framework;
    if (module === undefined || object === undefined || framework === undefined || !mayHold(module, bare ?? object)) {
        return undefined;
    }
    return { module, framework, object, base: realBase, line: 1, score: 0 };
}

/** False for a name that its module never says: a command that was copied from another project starts nothing here. */
function mayHold(module: PyModule, object: string): boolean {
    const [name = ''] = object.split('.');
    const words = new Set(module.text.split(/[^\p{L}\p{N}_]+/u));
    return module.stars.length > 0 || ['__getattr__', 'globals', 'exec', name].some((word) => words.has(word));
}

/** The app of a script that an image runs from a folder whose content it copied (`COPY app/ .`, `CMD python app.py`): what stands beside it is imported from there. */
function copiedScript(candidates: readonly EntryCandidate[], target: string): EntryCandidate | undefined {
    const tail = `/${target.replace(/^\.?\//, '')}`;
    const inside = candidates.filter(({ module }) => module.path.endsWith(tail) && !isAside(module.path));
    const [path, ...more] = [...new Set(inside.map(({ module }) => module.path))];
    const best = inside.find(({ object }) => object !== undefined && !object.endsWith('()')) ?? inside[0];
    return path === undefined || more.length > 0 || best === undefined ? undefined : { ...best, base: path.slice(0, -tail.length) };
}

/** The modules that start commands name, whatever they are called and import. */
function startedFiles({ hints }: Site, modules: PythonModules): string[] {
    return hints.commands.flatMap(({ target = '', directory = '' }) => {
        const [name = ''] = target.split(':');
        const file = name.endsWith('.py') ? scriptPath(modules, directory, name) : modules.findFrom(directory, name);
        return file !== undefined && modules.paths.includes(file) ? [file] : [];
    });
}

/** A script that a command names: from its folder, or by its place in the image (`/app/src/main.py`). */
function scriptPath(modules: PythonModules, directory: string, target: string): string {
    const parts = target.replace(/^\.?\//, '').split('/');
    const tails = target.startsWith('/') ? parts.map((_, at) => parts.slice(at).join('/')) : [parts.join('/')];
    return tails.map((tail) => join(directory, tail)).find((path) => modules.paths.includes(path)) ?? join(directory, parts.join('/'));
}

async function describeApp(
    site: Site,
    dependencies: PythonDependencies,
    modules: PythonModules,
    candidates: readonly EntryCandidate[],
    chosen: EntryCandidate,
    given: StartHint | undefined,
    django: DjangoFacts | undefined,
): Promise<Detection> {
    const { folder, facts } = site;
    const own: PythonFramework = frameworks[chosen.framework];
    const framework: PythonFramework = chosen.framework === 'django' && isAsgi(chosen) ? { ...own, interface: 'asgi' } : own;
    // gunicorn goes to the folder that its own settings name, once it has found them where it starts.
    const goesThere = given?.file === settingsByName && given.directory !== undefined;
    const directory = goesThere ? '' : chosen.object === undefined ? (django?.directory ?? '') : chosen.base;
    const hint =
        given === undefined
            ? await saidBySettings(site, modules, chosen, framework, dependencies)
            : withSettingsFile(site, given, directory);
    const at = { file: chosen.module.path, line: chosen.line };
    facts.offer('language', 'Python', dependencies.file === undefined ? at : { file: dependencies.file }, 'certain');
    facts.offer('framework', framework.name, at, 'certain');
    const entry = offerEntries(site, candidates, chosen, hint);
    const settings = chosen.framework === 'fastmcp' ? await settingsModules(modules, chosen) : [];
    const wanted = facts.overrides.server ?? (await installedByImage(site, hint));
    const plan = planServe(entry, { ...chosen, settings }, framework, hint, dependencies, wanted);
    if (hint?.program === plan.server) {
        facts.offer('server', plan.server, hint, 'certain');
    }
    facts.offer('server', plan.server, at, plan.server === 'python' || framework.interface === 'own' ? 'certain' : 'likely');
    await offerPorts(site, modules, chosen, framework, plan, hint);
    const drivers = (django?.drivers ?? []).filter(({ module }) => module !== 'psycopg2' || !(dependencies.declared.has('psycopg') || dependencies.declared.has('django-heroku'))); // prettier-ignore
    const factory = chosen.object?.endsWith('()') === true ? chosen.object.slice(0, -2) : undefined;
    const { imports, reached } = await requiredImports(
        modules,
        [chosen.module, ...(django?.settings === undefined ? [] : [django.settings]), ...(django?.apps.own ?? [])],
        factory,
    );
    const templates = keepTemplates(django?.apps.templates, dependencies.declared, (file) => facts.locate(file));
    const bounds = await neededBounds(folder, dependencies, imports, reached, templates.bounds);
    const runtime = await choosePython(site, dependencies, { imports, reached, bounds: asPinned(bounds) });
    const health = site.hints.healthPath ?? healthRoute(chosen, at, reached);
    facts.offer('healthPath', health.path, health, site.hints.healthPath === undefined ? 'guess' : 'certain');
    const { edits, extra, findings, generated, added } = await completeRequirements(site, dependencies, plan, at, {
        imports: [...imports, ...drivers],
        reached,
        named: django?.apps.named ?? [],
        drivers,
        runtime,
        bounds,
    });
    const outer = outerFolders([...new Set([chosen.module, ...reached])], await mountedFolders(folder));
    const system = await systemNeeds(modules, dependencies, added, await locations(site, dependencies), (file) => facts.locate(file));
    const listed = await listedSystemPackages(site);
    const prepare = django !== undefined ? djangoPreparation(django) : chosen.paste === undefined ? [] : [installedPackage];
    const migrates =
        django?.sqlite === 'sqlite' && folder.files.some((file) => /\/migrations\/0001_[^/]*\.py$/.test(file) || file === 'manage.py');
    const secrets = chosen.framework === 'streamlit' ? secretsFromVariables(await secretsRead(site, modules)) : undefined;
    const before = migrates ? 'python manage.py migrate --noinput && ' : secrets === undefined ? '' : `${secrets}; `;
    const command = `${before}exec ${plan.command}`;
    const set = facts.overrides.startCommand;
    const started = set === undefined || secrets === undefined || set.includes(secrets) ? set : `${secrets}; ${set}`;
    const assets = await assetsOf(folder);
    const installsItself = dependencies.local.length > 0 || chosen.paste !== undefined;
    const manifests = installsItself ? await Promise.all(['pyproject.toml', 'setup.py', 'setup.cfg'].map((file) => folder.text(file))) : [];
    const blueprint: PythonBlueprint = {
        stack: 'python',
        ...(assets.length > 0 && { assets }),
        version: runtime.version,
        versionReason: runtime.reason,
        install:
            generated === undefined
                ? planInstall(dependencies, extra)
                : { kind: 'requirements', file: generated, files: [generated], hashed: false, extra: [] },
        buildPackages: system.packages.build,
        systemPackages: [...new Set([...system.packages.run, ...listed])].sort(),
        systemFor: system.packages.runFor,
        tools: system.tools,
        prepare,
        buildEnv: gitVersion(manifests.filter((text) => text !== undefined)),
        directory,
        messages: uncompiledMessages(folder.files),
        env: { ...django?.env, ...plan.env, ...system.env, ...pythonPath(site, modules, chosen) },
        command: started ?? command,
        port: Number(facts.get('port')),
        // SQLite makes its journal beside the database, so that the folder must be writable: the code belongs to the app's user.
        writable: [...(django?.writes ?? []).filter((write) => write.reason === 'uploads'), ...outer].map((write) => write.path),
    };
    return {
        kind: 'web',
        startCommand: ['sh', '-c', blueprint.command],
        findings: [
            ...dependencies.findings,
            ...staleLock(site, dependencies),
            ...findings,
            ...runtime.findings,
            ...(django?.findings ?? []),
            ...templates.findings,
            ...system.findings,
            ...unfinishedFiles([chosen.module, ...reached], (file) => facts.locate(file)),
        ],
        needs: { ...noNeeds, writes: [...(django?.writes ?? []), ...outer.map((each) => ({ ...each, file: facts.locate(each.file) }))] },
        edits,
        certainty:
            (chosen.framework === 'httpServer' || chosen.framework === 'wsgi' ? 60 : 90) -
            4 * (chosen.module.path.split('/').length - 1 - (django === undefined ? 0 : 1)),
        blueprint,
    };
}

/**
 * Scripts and styles that folders of the app build into it, as long as nobody keeps what they make with the sources; the root's own only where they go to what
 * is served as it is.
 */
async function assetsOf(folder: Site['folder']): Promise<BundledAssets[]> {
    const folders = folder.files
        .filter((file) => /^(?:[\w.-]+\/){0,2}package\.json$/.test(file) && !isAside(file.replace(/json$/, 'py')))
        .map((file) => file.replace(/\/?package\.json$/, ''))
        .slice(0, 6);
    const found = await Promise.all(folders.map((each) => bundledInto(folder, each)));
    return found.filter(
        (each): each is BundledAssets =>
            each !== undefined &&
            !folder.files.some((file) => file.startsWith(`${each.output}/`) && !/\/\.[^/]+$/.test(file)) &&
            (each.folder !== '' || /(^|\/)(static|assets)(\/|$)/.test(each.output)),
    );
}

/** The server that the project's own image installs beside the list, and starts. */
async function installedByImage({ folder }: Site, hint: StartHint | undefined): Promise<string | undefined> {
    const text = hint?.source === 'dockerfile' && folder.has(hint.file) ? await folder.text(hint.file) : undefined;
    const server = /^(gunicorn|hypercorn|granian)$/.exec(hint?.program ?? '')?.[1];
    const installs = readDockerfile(text ?? '').runs.some((run) => /\bpip[\d.]* install\b/.test(run.text) && run.text.split(/[\s"'=[]+/).includes(server ?? '')); // prettier-ignore
    return installs ? server : undefined;
}

/** The modules that a server, and what opens its port, import something called settings or configuration from. */
async function settingsModules(modules: PythonModules, { module, opens }: EntryCandidate): Promise<PyModule[]> {
    const origins = [module, ...(opens === undefined ? [] : [opens])].flatMap((each) =>
        [...each.imports.values()].filter((origin) => /settings|config/i.test(origin)).map((origin) => ({ origin, from: each.path })),
    );
    const paths = origins.map(
        ({ origin, from }) => modules.find(origin, from) ?? modules.find(origin.split('.').slice(0, -1).join('.'), from),
    );
    const found = await Promise.all([...new Set(paths)].map(async (path) => (path === undefined ? undefined : modules.at(path))));
    return found.filter((each) => each !== undefined);
}

async function secretsRead({ folder }: Site, modules: PythonModules): Promise<StreamlitSecret[]> {
    const files = modules.paths.filter((file) => !isAside(file)).slice(0, 200);
    return streamlitSecrets(await Promise.all(files.map(async (file) => ({ file, text: (await folder.text(file)) ?? '' }))));
}

function staleLock({ facts }: Site, { lock, notLocked, file, manager }: PythonDependencies): ProjectFinding[] {
    return lock === undefined || notLocked === undefined
        ? []
        : [
              {
                  code: 'scaffold/lock-stale',
                  severity: 'warning',
                  message: `${lock} was not made for ${notLocked}, which ${file ?? 'the list'} says: the image is installed without insisting on it. Run "${manager} lock" and keep the file that it writes.`,
                  file: facts.locate(lock),
                  line: 1,
              },
          ];
}

const installedPackage: PythonBlueprint['prepare'][number] = {
    command: 'pip install --no-cache-dir --no-deps --editable .',
    comment: 'Its settings name the application by the installed package.',
};

function djangoPreparation(django: DjangoFacts): PythonBlueprint['prepare'] {
    if (django.collectsStatic === 'does not') {
        return [];
    }
    const otherwise = django.collectsStatic === 'may' ? " || echo 'These settings gather no static files here.'" : '';
    const placeholders = Object.entries(settingsPlaceholders(django.settingsModules)).map(([name, value]) => `${name}=${value}`);
    const where = django.directory === '' ? '' : `cd ${django.directory} && `;
    return [
        {
            command: `${where}${placeholders.length === 0 ? '' : `${placeholders.join(' ')} `}python manage.py collectstatic --noinput${otherwise}`,
            comment:
                placeholders.length === 0
                    ? 'Static files are gathered once, here, and belong to the app.'
                    : 'Static files are gathered once, here, and belong to the app. The values only let the settings load; they are not kept.',
        },
    ];
}

/** A src layout, and a package by its name, are found without being installed. */
function pythonPath(site: Site, modules: PythonModules, chosen: EntryCandidate): Record<string, string> {
    const beside = chosen.object === undefined ? undefined : modules.alsoFrom(chosen.base, chosen.module);
    const [top = ''] = chosen.module.path.split('/');
    // A script in a package that imports the package by its name: Python looks beside the script only.
    const byName = chosen.object === undefined && chosen.module.path.includes('/') && new RegExp(String.raw`^[ \t]*(from|import)[ \t]+${top}\b`, 'm').test(chosen.module.text); // prettier-ignore
    return chosen.object === undefined && modules.roots.includes('src')
        ? { PYTHONPATH: '/app/src' }
        : byName && /^\w+$/.test(top)
          ? { PYTHONPATH: '/app' }
          : chosen.base === 'src' && site.folder.has('pyproject.toml')
            ? { PYTHONPATH: '/app/src' }
            : beside !== undefined && /^[\w./-]+$/.test(beside)
              ? { PYTHONPATH: `/app/${beside}` }
              : {};
}

function offerEntries(site: Site, candidates: readonly EntryCandidate[], chosen: EntryCandidate, hint: StartHint | undefined): string {
    const entry = entryOf(chosen);
    const stated =
        hint?.target !== undefined &&
        (moduleName(chosen.module.path, chosen.base) === hint.target.split(':')[0] || chosen.module.path.endsWith(hint.target));
    if (stated) {
        site.facts.offer('entry', entry, { file: hint.file, line: hint.line }, 'certain');
    }
    site.facts.offer('entry', entry, { file: chosen.module.path, line: chosen.line }, stated ? 'certain' : 'likely');
    for (const candidate of candidates.filter((other) => entryOf(other) !== entry && !isAside(other.module.path)).slice(0, 8)) {
        site.facts.offer('entry', entryOf(candidate), { file: candidate.module.path, line: candidate.line }, 'guess');
    }
    return entry;
}

const sourceRank: Readonly<Record<StartHint['source'], 'certain' | 'likely' | 'guess'>> = {
    Procfile: 'certain',
    startup: 'certain',
    azure: 'certain',
    platform: 'certain',
    dockerfile: 'certain',
    compose: 'likely',
    script: 'likely',
    processFile: 'guess',
    packageScript: 'likely',
    development: 'guess',
};

async function offerPorts(
    site: Site,
    modules: PythonModules,
    chosen: EntryCandidate,
    framework: PythonFramework,
    plan: ServePlan,
    hint: StartHint | undefined,
): Promise<void> {
    const { facts, hints, folder } = site;
    const opening = chosen.opens === undefined ? [chosen.module] : [chosen.module, chosen.opens];
    const inCode = (
        await Promise.all(
            opening.map(async (module) =>
                portsInCode(module, await borrowedNames(modules, module)).map((each) => ({ ...each, file: module.path })),
            ),
        )
    ).flat();
    const opensItself = plan.server === 'python';
    const offerCode = () => {
        for (const { port, file, line } of inCode) {
            if (port !== undefined) {
                facts.offer('port', port, { file, line }, opensItself ? 'certain' : 'likely');
            }
        }
    };
    for (const each of hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', each.port, each, 'certain');
    }
    if (chosen.paste?.port !== undefined) {
        facts.offer('port', chosen.paste.port.value, { file: chosen.paste.file, line: chosen.paste.port.line }, 'certain');
    }
    if (opensItself && hint?.port !== undefined && plan.command.includes('$PORT')) {
        facts.offer('port', hint.port, hint, 'certain'); // the script is told so
    }
    if (opensItself) {
        offerCode();
    }
    for (const each of hint === undefined ? hints.commands : [hint, ...hints.commands]) {
        if (
            each.port !== undefined &&
            /^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|waitress|uwsgi|sanic|streamlit|chainlit|flask|python|fastapi|panel)$/.test(
                each.program,
            )
        ) {
            facts.offer('port', each.port, { file: each.file, line: each.line }, sourceRank[each.source]);
        }
    }
    const config = gunicornConfig(site, chosen, hint);
    const bound = config === undefined ? undefined : boundPort(await modules.at(config));
    if (config !== undefined && bound !== undefined && plan.server === 'gunicorn') {
        facts.offer('port', bound.port, { file: config, line: bound.line }, 'certain');
    }
    const configured = inCode.some(({ settings }) => settings === true) ? await configPort(folder) : undefined;
    if (configured !== undefined) {
        facts.offer('port', configured.value, configured, configured.confidence);
    }
    const streamlitConfig = framework.name === 'Streamlit' ? await folder.text('.streamlit/config.toml') : undefined;
    const streamlitPort = /^[ \t]*port\s*=\s*(\d+)/m.exec(streamlitConfig ?? '')?.[1];
    if (streamlitPort !== undefined) {
        facts.offer('port', Number(streamlitPort), { file: '.streamlit/config.toml' }, 'certain');
    }
    if (hint?.source === 'dockerfile' && hint.program === 'python') {
        offerCode(); // what the image runs opens this port, whatever it exposes
    }
    for (const each of hints.ports) {
        facts.offer(
            'port',
            each.port,
            { file: each.file, line: each.line },
            each.source === 'dockerfile' ? 'likely' : sourceRank[each.source],
        );
    }
    if (!opensItself && (framework.interface !== 'own' || chosen.framework === 'sanic')) {
        offerCode();
        for (const file of [
            ...['main.py', 'run.py', 'app.py', 'server.py', 'wsgi.py', '__main__.py', 'start.py', 'manage.py'].map((name) => join(chosen.base, name)), // prettier-ignore
            ...(await scriptsAround(modules, chosen)),
            ...['__main__.py', 'run.py'].map((name) => chosen.module.path.replace(/[^/]*$/, name)),
        ].filter((each) => folder.has(each) && each !== chosen.module.path)) {
            const module = await modules.at(file);
            for (const { port, line } of module === undefined ? [] : portsInCode(module, await borrowedNames(modules, module))) {
                if (port !== undefined) {
                    facts.offer('port', port, { file, line }, 'likely');
                }
            }
        }
    }
    for (const { file, text } of await exampleFiles(folder)) {
        for (const { name, default: value, line } of exampleVariables(file, text)) {
            const port = inCode.some(({ variable }) => variable === name) ? portIn(value) : undefined;
            if (port !== undefined) {
                facts.offer('port', port, { file, line }, 'likely');
            }
        }
    }
    // aiohttp's own port is that of its run_app: where only gunicorn runs it, gunicorn's is as good as any.
    const usual = chosen.framework === 'aiohttp' && chosen.object !== undefined ? 8000 : framework.port;
    facts.offer('port', usual, { file: chosen.module.path, line: chosen.line }, 'guess');
}

/** Scripts at the top of the project that import the app's module: one of them may run it. */
async function scriptsAround(modules: PythonModules, chosen: EntryCandidate): Promise<string[]> {
    const name = moduleName(chosen.module.path, chosen.base);
    const scripts = modules.paths.filter((path) => !path.includes('/') && !isAside(path)).slice(0, 20);
    const read = await Promise.all(scripts.map((path) => modules.at(path)));
    return read.flatMap((module) =>
        module !== undefined &&
        (name.includes('.') || chosen.module.path.endsWith('/__init__.py')) &&
        module.text.includes(`from ${name} import`)
            ? [module.path]
            : [],
    );
}

async function exampleFiles(folder: Site['folder']): Promise<{ file: string; text: string }[]> {
    const names = folder.files.filter((file) => exampleFile.test(file) && file.split('/').length <= 2).slice(0, 4);
    return Promise.all(names.map(async (file) => ({ file, text: (await folder.text(file)) ?? '' })));
}

/** A route that is there to be asked, when the entry's own module has one; else a page that the framework makes where the app has none at `/`. */
function healthRoute(
    chosen: EntryCandidate,
    at: { readonly file: string; readonly line?: number },
    reached: readonly PyModule[],
): { readonly path: string; readonly file: string; readonly line?: number } {
    if (chosen.framework === 'streamlit') {
        return { ...at, path: '/_stcore/health' };
    }
    const { text, path: file } = chosen.module;
    const found = /["'](\/(?:api\/)?(?:healthz?|health_check|healthcheck|health-check|livez|ready|readyz|ping|status))\/?["']/.exec(text);
    const documented = found === null && chosen.framework === 'fastapi' ? documentedPath(reached) : undefined;
    return found === null
        ? { ...at, path: documented ?? '/' }
        : { path: found[1] ?? '/', file, line: text.slice(0, found.index).split('\n').length };
}

/** What the list lacks, and what says so. */
interface Missing {
    readonly requirement: string;
    readonly code: string;
    readonly message: string;
    readonly file: string;
    readonly line?: number;
    /** An error when it is not given. */
    readonly severity?: 'warning';
}

/** Adds what the app needs to start and its list lacks: the server, what its code imports, and bounds that its own pins imply. Makes a list when there is none. */
async function completeRequirements(
    site: Site,
    dependencies: PythonDependencies,
    plan: ServePlan,
    at: { file: string; line: number },
    code: {
        readonly imports: readonly RequiredImport[];
        readonly reached: readonly PyModule[];
        readonly named: readonly QuietNeed[];
        readonly drivers: readonly RequiredImport[];
        readonly runtime: PythonRuntime;
        readonly bounds: NeededBounds;
    },
): Promise<{ edits: ProposedFile[]; extra: string[]; findings: ProjectFinding[]; generated?: string; added: readonly string[] }> {
    const python = code.runtime.version;
    const names = installedNames(dependencies, /^\d+\.\d+/.exec(python)?.[0]);
    const missing: Missing[] = [];
    const { file } = dependencies;
    const where = file ?? 'the project';
    if (
        plan.requires !== undefined &&
        !plan.requires.anyOf.some((name) => names.has(name)) &&
        !(await mentioned(site, dependencies, plan.requires.add))
    ) {
        const name = plan.requires.add;
        missing.push({
            requirement: name,
            code: 'requirements/server-missing',
            message: `The app is started by ${name}, but ${where} does not ask for it: the container would stop with "${name}: not found".`,
            file: site.facts.locate(file ?? at.file),
            ...(file === undefined && { line: at.line }),
        });
    }
    for (const bound of code.bounds.byPins) {
        missing.push({
            requirement: bound.requirement,
            code: 'requirements/bound-missing',
            message: `${bound.because.name}${bound.because.specifier} only works with ${bound.requirement}: ${bound.reason}.`,
            file: site.facts.locate(bound.because.file),
            line: bound.because.line,
        });
    }
    for (const { uses, requirement, file: source, line } of code.bounds.byCode) {
        if (!nameOfAll(missing).includes(distributionIn(requirement))) {
            missing.push({
                requirement,
                code: 'requirements/bound-missing',
                message: `The code uses ${uses}, which newer releases no longer have, and ${where} lets one be installed: ${requirement} keeps it.`,
                file: site.facts.locate(source),
                line,
            });
        }
    }
    const lock = dependencies.lock === undefined ? '' : ((await site.folder.text(dependencies.lock)) ?? '');
    const lacking = missingImports(code.imports, names, lock, python);
    for (const { module, requirement, file: source, line } of lacking) {
        if (requirement !== undefined && !nameOfAll(missing).includes(distributionIn(requirement))) {
            missing.push({
                requirement,
                code: 'requirements/import-missing',
                message: code.drivers.some((each) => each.file === source && each.line === line)
                    ? `Django reaches its database through ${module.split('.')[0] ?? module}, but ${where} does not ask for ${requirement}: the app would stop with ModuleNotFoundError.`
                    : `The code imports ${module.split('.')[0] ?? module}, but ${where} does not ask for ${requirement}: the app would stop with ModuleNotFoundError.`,
                file: site.facts.locate(source),
                line,
            });
        }
    }
    // Without a list, what the code imports is what there will be.
    const known = new Set([...names, ...nameOfAll(missing)]);
    for (const { uses, requirement, fails, file: source, line } of quietNeeds(code.reached, code.named, known, lock, plan.server)) {
        missing.push({
            requirement,
            code: 'requirements/import-missing',
            message:
                fails === 'starting'
                    ? `The code uses ${uses}, which needs ${requirement}, but ${where} does not ask for it: the app would stop while it starts.`
                    : `The code uses ${uses}, which needs ${requirement}, but ${where} does not ask for it: what uses it would fail.`,
            file: site.facts.locate(source),
            line,
            ...(fails === 'used' && { severity: 'warning' as const }),
        });
    }
    const unknown = lacking
        .filter(({ requirement }) => requirement === undefined)
        .map(({ module, why, file: source, line }): ProjectFinding => ({
            code: why === 'gone' ? 'python/module-gone' : 'requirements/import-unknown',
            severity: 'warning',
            message:
                why === 'gone'
                    ? `Python ${python} no longer has the module ${module}.`
                    : `The code imports ${module}, and nothing says which distribution it comes from: add it to the requirements yourself.`,
            file: site.facts.locate(source),
            line,
        }));
    // A server alone is the image's business: only imports make a list worth keeping. One that is there and cannot be read stays as it is.
    if (
        dependencies.format === 'none' &&
        missing.some((each) => each.code === 'requirements/import-missing') &&
        !(await site.folder.exists(generatedList))
    ) {
        return { ...(await makeRequirements(site, missing, unknown, python)), added: nameOfAll(missing) };
    }
    // A lock was resolved, and what hashes hold is not changed by hand.
    const conflicts =
        dependencies.format !== 'requirements' || dependencies.lock !== undefined || dependencies.hashed
            ? []
            : pinConflicts(dependencies.declared);
    const lists = await listEdits(site.folder, dependencies, [...conflicts, ...code.runtime.misfits]);
    const findings = missing.map(({ requirement, code, message, file: place, line, severity }): ProjectFinding => {
        const fix = lists.fix(requirement);
        return {
            code,
            severity: severity ?? 'error',
            message,
            file: place,
            ...(line !== undefined && { line }),
            ...(fix !== undefined && { fix: { ...fix, path: site.facts.locate(fix.path) } }),
        };
    });
    const wanted = missing.map((each) => each.requirement);
    const edits = lists.edits(wanted).map((edit): ProposedFile => ({ ...edit, path: site.facts.locate(edit.path) }));
    return {
        edits,
        extra: lists.areInstalled ? [] : wanted,
        findings: [
            ...(await conflictFindings(site, conflicts)),
            ...findings,
            ...lists.findings,
            ...(await graphicsWheels(site.folder, dependencies)),
            ...unknown,
        ],
        added: nameOfAll(missing),
    };
}

function nameOfAll(missing: readonly { readonly requirement: string }[]): string[] {
    return missing.map(({ requirement }) => distributionIn(requirement));
}

/** The list that is made where there is none. */
const generatedList = 'requirements.txt';

/** A list from what the code imports, in the versions of the project's own environment when it has one. */
async function makeRequirements(
    site: Site,
    missing: readonly Missing[],
    unknown: readonly ProjectFinding[],
    python: string,
): Promise<{ edits: ProposedFile[]; extra: string[]; findings: ProjectFinding[]; generated: string }> {
    const environment = await site.folder.installed();
    const lines = pinned(
        missing.map(({ requirement }) => requirement),
        environment?.versions ?? new Map(),
        python,
    );
    const content = `${[...new Set(lines)].sort().join('\n')}\n`;
    const path = site.facts.locate(generatedList);
    const [first] = missing;
    return {
        edits: [{ path, content, action: 'create', reason: 'Lists what the code imports: there was no list.' }],
        extra: [],
        findings: [
            {
                code: 'requirements/none',
                severity: 'warning',
                message: `Nothing lists what the app needs: its code, and what starts it, ask for ${missing.map((each) => each.requirement).join(', ')}.`,
                ...(first !== undefined && { file: first.file }),
                ...(first?.line !== undefined && { line: first.line }),
                fix: { title: `Make the list ${generatedList}`, path, content },
            },
            ...unknown,
        ],
        generated: generatedList,
    };
}

/** Requirements in the versions of an environment, as far as they work on the Python; with what those versions need beside them, in its versions too. */
function pinned(requirements: readonly string[], installed: ReadonlyMap<string, string>, python: string): string[] {
    const minor = /^\d+\.\d+/.exec(python)?.[0] ?? python;
    const pin = (requirement: string): { readonly name: string; readonly specifier: string; readonly line: string } => {
        const name = distributionIn(requirement);
        const version = installed.get(name);
        const specifier = version === undefined ? '' : `==${version}`;
        const misfit = misfits([{ name, specifier, file: '', line: 0 }], minor)[0];
        return version === undefined || /[<>=]/.test(requirement)
            ? { name, specifier: '', line: requirement }
            : misfit === undefined
              ? { name, specifier, line: `${requirement}${specifier}` }
              : { name, specifier: '', line: `${requirement}>=${misfit.needs}` };
    };
    const pins = requirements.map(pin);
    const known = new Map(pins.map(({ name, specifier }) => [name, { name, specifier, file: '', line: 0 }]));
    const bounds = missingBounds(known).map(({ requirement }) => {
        const name = distributionIn(requirement);
        return installed.has(name) ? pin(/^[\w.-]+/.exec(requirement)?.[0] ?? requirement).line : requirement;
    });
    return [...pins.map(({ line }) => line), ...bounds];
}

/** True when the lock or a part of the list that is not read structurally names a distribution. */
async function mentioned(site: Site, dependencies: PythonDependencies, name: string): Promise<boolean> {
    const lock =
        dependencies.lock === undefined || dependencies.manager === 'pipenv' ? undefined : await site.folder.text(dependencies.lock);
    return new RegExp(String.raw`^name\s*=\s*"${name}"`, 'm').test(lock ?? '') && dependencies.manager === 'uv'
        ? dependencies.declared.has(name)
        : false;
}

async function locations(site: Site, dependencies: PythonDependencies): Promise<string[]> {
    const texts = await Promise.all(dependencies.files.map((file) => site.folder.text(file)));
    const isFetched = [...dependencies.declared.values()].some(({ url }) => url?.startsWith('git+') === true);
    return isFetched || texts.some((text) => /\bgit\+/.test(text ?? '')) ? ['git+'] : [];
}

/** Streamlit Cloud's packages.txt and Heroku's Aptfile name Debian packages. */
async function listedSystemPackages({ folder }: Site): Promise<string[]> {
    const texts = await Promise.all(['packages.txt', 'Aptfile', 'apt.txt'].map((file) => folder.text(file)));
    return texts.flatMap((text) => (text ?? '').split(/\s+/)).filter((word) => /^[a-z0-9][a-z0-9+.-]+$/.test(word));
}

function nothing(reason: string, certainty: number): Detection {
    return { kind: 'none', reason, findings: [], needs: noNeeds, edits: [], certainty };
}

/** Python without anything that serves: a library, a worker, or nothing to run. */
function withoutServer(site: Site, dependencies: PythonDependencies): Detection | undefined {
    const { folder, facts } = site;
    const file = folder.files.find((path) => path.endsWith('.py') && !isAside(path));
    if (dependencies.distribution !== undefined) {
        facts.offer('language', 'Python', { file: dependencies.file ?? 'setup.py' }, 'certain');
        return { ...nothing(`it is the library ${dependencies.distribution}: nothing in it serves`, 40), kind: 'library' };
    }
    const workerHint = site.hints.commands.find((hint) => hint.program === 'python' && hint.target !== undefined);
    const script = workerHint?.target ?? ['main.py', 'app.py', 'bot.py', 'run.py', 'worker.py'].find((name) => folder.has(name));
    if (file === undefined || script === undefined || !folder.has(script)) {
        return file === undefined ? onlyNotebooks(folder) : nothing('nothing in it listens on a port', 8);
    }
    facts.offer('language', 'Python', { file: dependencies.file ?? script }, 'certain');
    facts.offer('entry', script, workerHint ?? { file: script }, workerHint === undefined ? 'guess' : 'certain');
    facts.offer('server', 'python', { file: script }, 'likely');
    return { ...nothing('nothing in it listens on a port', 20), kind: 'worker', startCommand: ['python', shellWord(script)] };
}

function onlyNotebooks({ files }: Site['folder']): Detection | undefined {
    return files.some((file) => file.endsWith('.ipynb')) ? nothing('it holds notebooks, and nothing that serves', 5) : undefined;
}

async function detectFunctions(site: Site, dependencies: PythonDependencies): Promise<Detection> {
    const { facts, folder } = site;
    const entry = folder.has('function_app.py') ? 'function_app.py' : 'host.json';
    facts.offer('language', 'Python', { file: dependencies.file ?? entry }, 'certain');
    facts.offer('framework', 'Azure Functions', { file: 'host.json' }, 'certain');
    facts.offer('entry', entry, { file: entry }, 'certain');
    facts.offer('server', 'func', { file: 'host.json' }, 'certain');
    facts.offer('port', 80, { file: 'host.json' }, 'certain');
    facts.offer('healthPath', '/', { file: 'host.json' }, 'guess');
    facts.offer('packageManager', dependencies.manager, { file: dependencies.file ?? 'host.json' }, 'certain');
    const runtime = await choosePython(site, dependencies);
    return {
        kind: 'web',
        findings: [...dependencies.findings, ...runtime.findings],
        needs: noNeeds,
        edits: [],
        certainty: 95,
        blueprint: {
            stack: 'functions',
            version: runtime.version,
            ...(dependencies.file !== undefined && dependencies.format === 'requirements' && { requirements: dependencies.file }),
        },
    };
}

function join(directory: string, file: string): string {
    return directory === '' ? file : `${directory}/${file}`;
}
