import type { Folder } from '../folder';
import type { Needs } from '../profile';
import { isAside } from '../python/isAside';
import { streamlitSecrets } from '../python/streamlitSecrets';
import { agentsKey } from './agentsKey';
import { composeServices } from './composeServices';
import { envconfigVariables } from './envconfigVariables';
import { requiredOptions, sectionReads } from './dotnetSettings';
import { exampleFile, exampleVariables } from './exampleVariables';
import { goHelperVariables, goReadersIn } from './goReaders';
import { envyVariables } from './envyVariables';
import { javaSettings, leftToVariables } from './javaSettings';
import { libraryVariables } from './libraryVariables';
import { findMigrations } from './findMigrations';
import { findServices, namedKinds } from './findServices';
import type { SourceText } from './sourceText';
import { findWrites } from './findWrites';
import { functionConnections } from './functionConnections';
import { mergeVariables } from './mergeVariables';
import { dynaconfFile, prefixedConfig } from './prefixedConfig';
import { pythonVariables, readersIn, settingsClassesIn } from './pythonVariables';
import type { ReadVariable } from './readVariable';
import { stoppingGuards } from './stoppingGuards';
import { isUnusedSettings } from './unusedSettings';
import { textVariables } from './textVariables';
import { titleVariables } from './titleVariables';
import { viperKeys } from './viperKeys';
import { findInText, lineAt } from '../textLines';

const sourceFile =
    /\.(py|(m|c)?[jt]sx?|vue|svelte|astro|go|rb|ru|php|rs|java|kt|cs|fs|vb|prisma)$|(^|\/)(application|bootstrap)[\w-]*\.(properties|ya?ml|conf)$|(^|\/)config\/(database|storage|cable|redis|secrets|application|settings|sidekiq|mongoid)\.yml$|(^|\/)config\/(packages\/)?([\w-]+\/)?[\w-]+\.yaml$|(^|\/)appsettings\.json$|^alembic\.ini$|^[^/]+\/function\.json$/;
const manifestFile =
    /^((requirements|reqs)[\w.-]*\.(txt|in)|requirements\/[\w.-]+\.txt|pyproject\.toml|Pipfile|setup\.(py|cfg)|environment\.ya?ml|package\.json|go\.mod|([\w-]+\/){0,2}(pom\.xml|build\.gradle(\.kts)?)|Gemfile|composer\.json|Cargo\.toml)$|\.(cs|fs|vb)proj$/;
const devOnly =
    /(^|\/)(requirements|reqs)[\w./-]*(dev|test|lint|docs|local|ci)[\w-]*\.(txt|in)$|(^|\/)(__tests__|cypress|e2e|spec|specs|mocks|__mocks__|seeds?|seeders|stories|playwright|public|static|assets|vendor|Godeps|test|tests)\/|(\.(test|spec|e2e-spec|stories)|(?<!env)\.d)\.(m|c)?[jt]sx?$|Tests?\/|src\/test\/|_test\.go$|(vite|vitest|jest|playwright|cypress|eslint|webpack|tailwind|postcss)[\w.]*\.config\.\w+$/;

/** What Invoke and Fabric run is for developers. */
const invokeTasks = /(^|\/)tasks\.py$/;

/** What somebody runs by hand beside a Django that serves. */
const managementCommand = /(^|\/)management\/commands\/\w+\.py$/;

/** PHP's front controllers are where other stacks keep files that are only served. */
const frontController = /^(public|web|www)\/[\w-]+\.php$/;

/** Enough for every app that people deploy; a folder with more sources than this is read from the top. */
const mostSources = 500;

/**
 * What the app needs of its surroundings: variables, services, migrations, written paths. `others` are folders of other projects below, which have
 * needs of their own. Reads each file once (the folder caches), the nearest first.
 */
export async function findNeeds(folder: Folder, others: readonly string[], known: Needs): Promise<Needs> {
    const own = folder.files.filter(
        (file) => !others.some((other) => file.startsWith(`${other}/`)) && (!devOnly.test(file) || frontController.test(file)),
    );
    const nearest = (files: readonly string[]) =>
        [...files].sort((a, b) => a.split('/').length - b.split('/').length).slice(0, mostSources);
    const read = async (files: readonly string[]): Promise<SourceText[]> =>
        (await Promise.all(files.map(async (file) => ({ file, text: (await folder.text(file)) ?? '' })))).filter(({ text }) => text !== '');
    const sources = (await read(nearest(own.filter((file) => sourceFile.test(file) && !isAside(appsName(file)))))).filter(
        ({ file, text }) => !invokeTasks.test(file) || !/^[ \t]*(from|import)[ \t]+(invoke|fabric)\b/m.test(text),
    );
    const manifests = await read(nearest(own.filter((file) => manifestFile.test(file))));
    const examples = await read(own.filter((file) => exampleFile.test(file) && file.split('/').length <= 2).slice(0, 4));
    const compose = await read(own.filter((file) => /^(docker-)?compose[\w.-]*\.ya?ml$/.test(file)).slice(0, 4));

    const settings = new Set(sources.flatMap(({ file, text }) => (file.endsWith('.py') ? settingsClassesIn(text) : [])));
    const readers = new Set(sources.flatMap(({ file, text }) => (file.endsWith('.py') ? readersIn(text) : [])));
    const goReaders = goReadersIn(sources);
    const dynaconf = sources.some(({ file, text }) => file.endsWith('.py') && text.includes('dynaconf'));
    const namedElsewhere = inSeveral(sources);
    const inCode: ReadVariable[] = [
        ...sources.flatMap(({ file, text }) =>
            file.endsWith('.py')
                ? pythonVariables(file, text, settings, readers, namedElsewhere)
                : [...textVariables(file, text), ...goHelperVariables(file, text, goReaders)],
        ),
        ...agentsKey(sources, own),
        ...reachedGuards(sources),
        ...titleVariables(sources),
        ...prefixedConfig(sources, dynaconf ? await read(own.filter((file) => dynaconfFile.test(file)).slice(0, 8)) : []),
        ...functionConnections(sources),
        ...secretsOfStreamlit(sources),
    ];
    const assigned = new Set(sources.flatMap(({ file, text }) => (file.endsWith('.php') ? assignedInPhp(text) : [])));
    const given = new Set(
        sources.flatMap(({ file, text }) => (file.endsWith('.py') && !forDevelopers.test(file) ? givenInPython(text) : [])),
    );
    const unrun = new Set(
        sources.flatMap(({ file, text }) => (managementCommand.test(file) || isUnusedSettings(file, text, sources) ? [file] : [])),
    );
    const shown = examples.flatMap(({ file, text }) => exampleVariables(file, text));
    const names = new Set(inCode.map(({ name }) => name));
    const variables = mergeVariables([
        ...inCode
            .filter(({ name, file }) => !assigned.has(name) || !file.endsWith('.php'))
            .map((each) =>
                (given.has(each.name) && each.file.endsWith('.py')) || unrun.has(each.file) ? { ...each, how: 'optional' as const } : each,
            ),
        ...shown.filter(({ name }) => !names.has(name)),
        ...connectionStrings(sources),
        ...boundSections(sources),
        ...sectionReads(sources),
        ...requiredOptions(sources),
        ...envconfigVariables(sources),
        ...javaSettings(sources),
        ...leftToVariables(sources, manifests),
        ...envyVariables(sources),
        ...viperKeys(sources),
        ...libraryVariables(manifests),
        ...laravelKey(manifests, inCode),
        ...railsDatabase(manifests, sources),
        ...railsSecret(folder, manifests),
    ]);
    // Symfony's `.env` is kept with the sources and holds what a developer's machine needs: only the kind of an address is told from it.
    const isSymfony = manifests.some(({ file, text }) => file === 'composer.json' && text.includes('"symfony/'));
    const kept = isSymfony ? await read(own.filter((file) => file === '.env')) : [];
    const addresses = new Map([
        ...kept.flatMap(({ text }) => composeAddresses(text)),
        ...compose.flatMap(({ text }) => composeAddresses(text)),
        ...[...shown, ...inCode].flatMap(({ name, default: value }) =>
            value === undefined || value === '' ? [] : [[name, value] as const],
        ),
    ]);
    const services = findServices(manifests, sources, variables, addresses, namedKinds(shown, inCode), composeServices(compose));
    const writes = [...known.writes];
    for (const write of findWrites(sources)) {
        if (!writes.some(({ path }) => path.endsWith(write.path) || write.path.endsWith(path))) {
            writes.push({ ...write, file: locate(folder, write.file) });
        }
    }
    return {
        variables: variables.map((each) => ({ ...each, file: locate(folder, each.file) })),
        services: services.map((each) => ({ ...each, file: locate(folder, each.file) })),
        writes,
        migrations: (await findMigrations(folder)).map((each) => ({ ...each, file: locate(folder, each.file) })),
    };
}

/**
 * A file's name without what does not set it aside here: only Python's environments are kept in a folder named `env`, elsewhere it holds the code that
 * reads the variables; `tasks.py` is where Celery's jobs are, too, which run with the app's variables; and below Java's source folder the folders are the
 * parts of a package's name, such as `com.example.samples`.
 */
function appsName(file: string): string {
    return file.endsWith('.py')
        ? file.replace(invokeTasks, '$1jobs.py')
        : file.replace(/((?:^|\/)src\/main\/\w+\/).*\//, '$1').replace(/(^|\/)env\//g, '$1');
}

/** What Streamlit's `secrets.toml` holds: the image makes that file of variables, since it is not in it. */
function secretsOfStreamlit(sources: readonly SourceText[]): ReadVariable[] {
    return streamlitSecrets(sources.filter(({ file }) => file.endsWith('.py'))).map(({ variable, optional, file, line }): ReadVariable => ({
        name: variable,
        how: optional ? 'optional' : 'demanded',
        secret: true,
        file,
        line,
    }));
}

function locate(folder: Folder, file: string): string {
    return folder.path === '' ? file : `${folder.path}/${file}`;
}

/** Tells whether several files of Python have a word; they are only looked through once it is asked. */
function inSeveral(sources: readonly SourceText[]): (word: string) => boolean {
    let found: Map<string, 'one' | 'several'> | undefined;
    const look = () => {
        const words = new Map<string, 'one' | 'several'>();
        for (const { text } of sources.filter(({ file }) => file.endsWith('.py'))) {
            for (const word of new Set(text.match(/\b[A-Za-z_]\w*/g))) {
                words.set(word, words.has(word) ? 'several' : 'one');
            }
        }
        return words;
    };
    return (word) => (found ??= look()).get(word) === 'several';
}

/** What starts an app on somebody's own machine. */
const forDevelopers = /(^|[/_-])(dev|devel|develop|development|local|debug|tests?|seed|demo)([_-][\w-]+)?\.py$/i;

/** The names that Python code gives a value itself while it is imported: `os.environ["HOST"] = "db"`; not those that somebody is told to fill in. */
function givenInPython(text: string): string[] {
    return [...text.matchAll(/^(?:os\.)?environ\[["'](\w+)["']\]\s*=\s*["']([^"'\n]+)["']/gm)].flatMap(([, name = '', value = '']) =>
        /your|<|xxx|change|replace|enter|\.\.\.|here/i.test(value) ? [] : [name],
    );
}

/** The names that PHP code gives a value itself: `$_ENV['ROOT'] = __DIR__`; not those that it takes from the environment for that. */
function assignedInPhp(text: string): string[] {
    return [...text.matchAll(/\$_(?:ENV|SERVER)\[["'](\w+)["']\]\s{0,9}=(?!=)(?![^;\n]{0,200}(?:env\(|\$_))/g)].map(
        ([, name = '']) => name,
    );
}

/** `if os.getenv("X"):` and `if (process.env.X)`: what follows is only done where the variable is there. */
const whenThere =
    /^[ \t]*(?:el)?if (?:\w+\.)?(?:environ\.get|getenv)\(["'](\w+)["']\) ?:|^[ \t]*(?:el)?if ["'](\w+)["'] in (?:\w+\.)?environ ?:|\bif ?\(process\.env\.(\w+)\)/gm;

/** The guards that stop the app; one inside a function is not reached without its variable where another file asks first whether that is there. */
function reachedGuards(sources: readonly SourceText[]): ReadVariable[] {
    const asked = sources.flatMap(({ file, text }) =>
        [...text.matchAll(whenThere)].map(([, got = '', there = '', node = '']) => ({ file, name: got || there || node })),
    );
    return sources.flatMap(({ file, text }) => {
        const guards = stoppingGuards(file, text);
        const elsewhere = new Set(guards.length === 0 ? [] : asked.flatMap((each) => (each.file === file ? [] : [each.name])));
        const lines = elsewhere.size === 0 ? [] : text.split('\n');
        return guards.filter(({ name, line }) => !elsewhere.has(name) || !/^[ \t]/.test(lines[line - 1] ?? ''));
    });
}

/** Laravel answers every request with an error when it has no key, whatever its example holds. */
function laravelKey(manifests: readonly SourceText[], inCode: readonly ReadVariable[]): ReadVariable[] {
    const manifest = manifests.find(({ file, text }) => file === 'composer.json' && text.includes('"laravel/framework"'));
    const read = inCode.find(({ name }) => name === 'APP_KEY');
    return manifest === undefined
        ? []
        : [{ name: 'APP_KEY', how: 'demanded', secret: true, file: read?.file ?? manifest.file, line: read?.line ?? 1 }];
}

/** The adapter that Rails' settings give production, of its own or of what it takes over; undefined where none is written down. */
function productionAdapter(settings: string): string | undefined {
    const sections = new Map<string, { adapter?: string; from?: string }>();
    let section: { adapter?: string; from?: string } = {};
    for (const line of settings.split('\n')) {
        const [, name, anchor] = /^([\w-]+):(?:[ \t]+&(\w+))?/.exec(line) ?? [];
        if (name !== undefined) {
            section = {};
            sections.set(name, section);
            sections.set(`*${anchor ?? ''}`, section);
        }
        const adapter = /^[ \t]+adapter:[ \t]*["']?(\w+)/.exec(line)?.[1];
        const from = /^[ \t]+<<:[ \t]*(\*\w+)/.exec(line)?.[1];
        Object.assign(section, adapter === undefined ? {} : { adapter }, from === undefined ? {} : { from });
    }
    const production = sections.get('production');
    return production?.adapter ?? sections.get(production?.from ?? '')?.adapter;
}

/** The variable that Rails' settings give production as the whole address of its database. */
function productionAddress(settings: string): string | undefined {
    const production = /^production:[^\n]*\n((?:[ \t][^\n]*\n|[ \t]*#[^\n]*\n|\n)*)/m.exec(`${settings}\n`)?.[1] ?? '';
    return /^[ \t]+url:[ \t]*["']?<%=[ \t]*ENV(?:\[|\.fetch\()["'](\w+)["']/m.exec(production)?.[1];
}

/**
 * Rails takes the address of its database from DATABASE_URL, whatever `config/database.yml` says, and so does sinatra-activerecord unless the app says it
 * itself; it can do without where that names a file in production.
 */
function railsDatabase(manifests: readonly SourceText[], sources: readonly SourceText[]): ReadVariable[] {
    const settings = sources.find(({ file }) => file === 'config/database.yml')?.text ?? '';
    const named = productionAddress(settings);
    const how = productionAdapter(settings) === 'sqlite3' ? 'optional' : 'asked';
    const isConnected = sources.some(({ file, text }) => file.endsWith('.rb') && text.includes('establish_connection'));
    const records = isConnected ? /^[ \t]*gem\s+["']rails["']/m : /^[ \t]*gem\s+["'](?:rails|sinatra-activerecord)["']/m;
    return manifests.flatMap(({ file, text }): ReadVariable[] => {
        const driver = file === 'Gemfile' && records.test(text) ? /^[ \t]*gem\s+["'](pg|mysql2|trilogy)["']/m.exec(text) : null;
        return driver === null
            ? []
            : named === undefined
              ? [{ name: 'DATABASE_URL', how, file, line: lineAt(text, driver.index + driver[0].length) }]
              : [{ name: named, how: 'demanded', secret: true, file: 'config/database.yml', line: findInText(settings, new RegExp(String.raw`\b${named}\b`))?.line ?? 1 }]; // prettier-ignore
    });
}

/** Rails does not start in production without the key of its credentials; secret_key_base is in them, or in a variable. */
function railsSecret(folder: Folder, manifests: readonly SourceText[]): ReadVariable[] {
    const gemfile = manifests.find(({ file, text }) => file === 'Gemfile' && /^[ \t]*gem\s+["']rails["']/m.test(text));
    if (gemfile === undefined) {
        return [];
    }
    const encrypted = ['config/credentials/production.yml.enc', 'config/credentials.yml.enc'].find((file) => folder.has(file));
    return encrypted === undefined
        ? [{ name: 'SECRET_KEY_BASE', how: 'demanded', file: 'Gemfile', line: 1 }]
        : [{ name: 'RAILS_MASTER_KEY', how: 'demanded', file: encrypted, line: 1 }];
}

/** `KEY: value` and `- KEY=value` lines whose value is an address. */
function composeAddresses(text: string): (readonly [string, string])[] {
    return [...text.matchAll(/^[ \t]*(?:-\s*)?["']?([A-Z][A-Z0-9_]+)["']?\s*[:=]\s*["']?([a-z+]+:\/\/[^\s"']+)/gm)].map(
        (match) => [match[1] ?? '', match[2] ?? ''] as const,
    );
}

/** ASP.NET Core's connection strings, which the environment overrides by `ConnectionStrings__NAME`. */
function connectionStrings(sources: readonly SourceText[]): ReadVariable[] {
    return sources.flatMap(({ file, text }): ReadVariable[] => {
        const block = file.endsWith('appsettings.json') ? /"ConnectionStrings"\s*:\s*\{([^}]*)\}/.exec(text) : null;
        return [...(block?.[1] ?? '').matchAll(/"([\w.-]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => ({
            name: `ConnectionStrings__${match[1] ?? ''}`,
            how: 'optional' as const,
            default: match[2] ?? '',
            file,
            line: lineAt(text, (block?.index ?? 0) + (block?.[0].indexOf('{') ?? 0) + 1 + match.index),
        }));
    });
}

const framework = /^(Logging|ConnectionStrings|AllowedHosts|Kestrel|Serilog|ApplicationInsights)$/;
const told = /(connection_?string|password|pwd|secret|api_?key|token|host|server|endpoint|url|uri)$/i;

/** What ASP.NET Core binds from a section of `appsettings.json` that the code names; the environment overrides it by `Section__Key`. */
function boundSections(sources: readonly SourceText[]): ReadVariable[] {
    const codes = sources.filter(({ file }) => /\.(cs|fs|vb)$/.test(file)).map(({ text }) => text);
    return sources.flatMap(({ file, text }): ReadVariable[] =>
        file.endsWith('appsettings.json')
            ? [...text.matchAll(/^[ \t]*"(\w+)"\s*:\s*\{([^{}]*)\}/gm)].flatMap((match) => {
                  const { 0: whole, 1: section = '', 2: body = '' } = match;
                  const isNamed = !framework.test(section) && codes.some((code) => code.includes(`"${section}"`));
                  const start = match.index + whole.length - body.length - 1;
                  return [...(isNamed ? body.matchAll(/"(\w+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g) : [])]
                      .filter(([, key]) => told.test(key ?? ''))
                      .map(({ 1: key = '', 2: value = '', index }) => ({
                          name: `${section}__${key}`,
                          how: 'optional' as const,
                          default: value,
                          file,
                          line: lineAt(text, start + index),
                      }));
              })
            : [],
    );
}
