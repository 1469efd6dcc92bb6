import { readDockerfile } from '../../dockerfile/readDockerfile';
import type { PythonBlueprint } from '../../dockerfile/recipes/python';
import { buildConstraint } from '../../requirements/oldSetup';
import type { StartHint } from '../hints/startHint';
import type { ProjectFinding } from '../profile';
import { shellWord } from '../shellWord';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { bundledAssets } from './bundledAssets';
import { isAsgi } from './chooseEntry';
import { completeRequirements } from './completeRequirements';
import { keepTemplates } from './crispyTemplates';
import type { PythonDependencies } from './dependencies';
import { calledWhereItServes } from './startingScripts';
import { settingsPlaceholders } from './django';
import type { DjangoFacts } from './django';
import { entryOf } from './entryCandidate';
import { isAside } from './isAside';
import type { EntryCandidate } from './entryCandidate';
import { frameworks } from './frameworks';
import type { PythonFramework } from './frameworks';
import { gitVersion } from './gitVersion';
import { saidBySettings, settingsByName, withSettingsFile } from './gunicornSettings';
import { healthRoute } from './healthRoute';
import { planInstall } from './install';
import { mountedFolders } from './mountedFolders';
import { asPinned, neededBounds } from './neededBounds';
import { offerPorts } from './offerPorts';
import { outerFolders } from './outerFolders';
import { placeOf, withinPackage } from './placedWithin';
import { moduleName } from './pythonModules';
import type { PyModule, PythonModules } from './pythonModules';
import { requiredImports } from './requiredImports';
import { choosePython } from './runtime';
import { planServe } from './serve';
import { secretsFromVariables, streamlitSecrets } from './streamlitSecrets';
import type { StreamlitSecret } from './streamlitSecrets';
import { systemNeeds } from './systemNeeds';
import { uncompiledMessages } from './uncompiledMessages';
import { unfinishedFiles } from './unfinishedPython';

/** Everything about the app whose entry is chosen: how it is served, on which port, installed how, and what it lacks. */
export async function describeApp(
    site: Site,
    dependencies: PythonDependencies,
    modules: PythonModules,
    candidates: readonly EntryCandidate[],
    picked: EntryCandidate,
    given: StartHint | undefined,
    django: DjangoFacts | undefined,
): Promise<Detection> {
    const { folder, facts } = site;
    const chosen = withinPackage(calledWhereItServes(picked), modules, dependencies.declared);
    const within = await placeOf(chosen, modules);
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
    const assets = await bundledAssets(folder);
    const installsItself = dependencies.local.length > 0 || chosen.paste !== undefined;
    const manifests = installsItself ? await Promise.all(['pyproject.toml', 'setup.py', 'setup.cfg'].map((file) => folder.text(file))) : [];
    const constraint = dependencies.hashed || dependencies.lock === 'uv.lock' ? undefined : buildConstraint(dependencies.declared);
    const blueprint: PythonBlueprint = {
        stack: 'python',
        ...(assets.length > 0 && { assets }),
        version: runtime.version,
        versionReason: runtime.reason,
        install:
            generated === undefined
                ? planInstall(dependencies, extra, runtime.version)
                : { kind: 'requirements', file: generated, files: [generated], hashed: false, extra: [] },
        buildPackages: system.packages.build,
        systemPackages: [...new Set([...system.packages.run, ...listed])].sort(),
        systemFor: system.packages.runFor,
        tools: system.tools,
        prepare,
        ...(constraint !== undefined && { buildConstraint: constraint }),
        buildEnv: gitVersion(manifests.filter((text) => text !== undefined)),
        directory,
        ...(within !== undefined && { within }),
        messages: uncompiledMessages(folder.files),
        env: {
            ...django?.env,
            ...plan.env,
            ...system.env,
            ...(within === undefined ? pythonPath(site, modules, chosen) : { PYTHONPATH: '/app' }),
        },
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
    const otherwise = {
        collects: '',
        tries: " || echo 'The static files are not gathered; nothing here would serve them.'",
        may: " || echo 'These settings gather no static files here.'",
    }[django.collectsStatic];
    const placeholders = Object.entries(settingsPlaceholders(django.settingsModules)).map(([name, value]) => `${name}=${value}`);
    const where = django.directory === '' ? '' : `cd ${shellWord(django.directory)} && `;
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
        (moduleName(chosen.module.path, chosen.base) === hint.target.split(':')[0] ||
            entry.split(':')[0] === hint.target.split(':')[0] ||
            chosen.module.path.endsWith(hint.target));
    if (stated) {
        site.facts.offer('entry', entry, { file: hint.file, line: hint.line }, 'certain');
    }
    site.facts.offer('entry', entry, { file: chosen.module.path, line: chosen.line }, stated ? 'certain' : 'likely');
    for (const candidate of candidates.filter((other) => entryOf(other) !== entry && !isAside(other.module.path)).slice(0, 8)) {
        site.facts.offer('entry', entryOf(candidate), { file: candidate.module.path, line: candidate.line }, 'guess');
    }
    return entry;
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
