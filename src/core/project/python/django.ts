import type { Site } from '../stack';
import type { ProjectFinding, WrittenPath } from '../profile';
import { calleeName, keyword, walkExpression, walkStatements } from './expressions';
import { djangoApps } from './djangoApps';
import type { DjangoApps } from './djangoApps';
import { isAside } from './isAside';
import { directoryOf } from './pythonModules';
import type { PyModule, PythonModules } from './pythonModules';
import type { RequiredImport } from './requiredImports';
import type { PyExpression, PyStatement } from './syntax';

export interface DjangoFacts {
    /** The folder of manage.py. */
    readonly directory: string;
    readonly settings?: PyModule;
    readonly settingsName?: string;
    /** The settings and the modules that they take everything from, in that order. */
    readonly settingsModules: readonly PyModule[];
    /** What Django's own commands have to be told, so that they take the settings that the server takes. */
    readonly env: Readonly<Record<string, string>>;
    /** tries: nothing here serves what is gathered; may: only a condition of the settings says where static files are gathered. */
    readonly collectsStatic: 'collects' | 'tries' | 'may' | 'does not';
    readonly sqlite: 'sqlite' | 'other';
    readonly writes: readonly WrittenPath[];
    readonly findings: readonly ProjectFinding[];
    /** The modules that the settings' own databases are reached by. */
    readonly drivers: readonly RequiredImport[];
    /** What Django imports by the names in its settings. */
    readonly apps: DjangoApps;
}

/** The folders that hold a manage.py of their own, nearest first. */
export function manageDirectories(paths: readonly string[]): string[] {
    return paths
        .filter((path) => /(^|\/)manage\.py$/.test(path) && !isAside(path))
        .map(directoryOf)
        .sort((a, b) => a.split('/').length - b.split('/').length || a.length - b.length);
}

/** Python without the long strings that are statements of their own, in which settings are often set aside; every line keeps its number. */
function withoutBareStrings(text: string): string {
    return text.replace(/("""|''')[^]*?\1/g, (long, _quotes, at: number) => {
        const isBare = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
        return isBare ? long.replace(/[^\n]+/g, '') : long;
    });
}

/** Settings without the databases that only `DEBUG` chooses: `DATABASES = {…} if DEBUG else {…}`. Lines stay where they are. */
function withoutDebugDatabase(text: string): string {
    return text.replace(/^(DATABASES\s*(?::[^=\n]+)?=\s*)(\{[^\n]*(?:\n(?:[ \t#][^\n]*)?)*\n\})(?=\s*if\b(?!\s*not\b)[^\n{]*\bDEBUG\b[^\n{]*\selse\s*\{)/m, (_, head: string, dict: string) => `${head}${dict.replace(/[^\n]/g, '')}`); // prettier-ignore
}

/** Reads what manage.py and the settings say. Undefined when manage.py is not Django's (Flask-Script has one too). */
export async function readDjango(site: Site, modules: PythonModules, directory: string): Promise<DjangoFacts | undefined> {
    const manage = await modules.at(directory === '' ? 'manage.py' : `${directory}/manage.py`);
    if (manage === undefined || !/DJANGO_SETTINGS_MODULE|execute_from_command_line|django\.core\.management/.test(manage.text)) {
        return undefined;
    }
    const managed = namedSettings.exec(manage.text)?.[1];
    const served = await servedSettings(modules, directory);
    const settingsName = served ?? managed;
    const path =
        settingsName === undefined ? undefined : (modules.findFrom(directory, settingsName) ?? modules.find(settingsName, manage.path));
    const settings = path === undefined ? undefined : await modules.at(path);
    const all = settings === undefined ? [] : [settings, ...(await starred(modules, settings))];
    const has = (name: string) => all.some((module) => new RegExp(String.raw`^[ \t]*${name}\s*(?::[^=]+)?=`, 'm').test(module.text));
    // What the settings say of their databases holds, whatever they take from others before.
    const living = all.map((module) => ({ path: module.path, text: withoutDebugDatabase(withoutBareStrings(module.text)) }));
    const databases = living.find((module) => /^DATABASES\s*(?::[^=]+)?=/m.test(module.text));
    const sqliteAt = (databases === undefined ? living : [databases]).flatMap((module) => {
        const line = module.text.split('\n').findIndex((text) => /sqlite3?/.test(text) && !/^\s*#/.test(text));
        return line < 0 ? [] : [{ module, line: line + 1 }];
    })[0];
    const writes: WrittenPath[] = [];
    if (sqliteAt !== undefined) {
        const name = /["'/](?!django\.)([\w.-]+\.(?:sqlite3?|db))["']/.exec(sqliteAt.module.text)?.[1] ?? 'db.sqlite3';
        writes.push({
            path: directory === '' ? name : `${directory}/${name}`,
            reason: 'SQLite database',
            file: site.facts.locate(sqliteAt.module.path),
            line: sqliteAt.line,
        });
    }
    const media = all.find((module) => /^[ \t]*MEDIA_ROOT\s*=/m.test(module.text));
    if (media !== undefined) {
        const line = media.text.split('\n').findIndex((text) => /^\s*MEDIA_ROOT\s*=/.test(text)) + 1;
        const name = /MEDIA_ROOT\s*=.*["']\/?([\w-]+)\/?["']/.exec(media.text)?.[1] ?? 'media';
        writes.push({
            path: directory === '' ? name : `${directory}/${name}`,
            reason: 'uploads',
            file: site.facts.locate(media.path),
            line,
        });
    }
    return {
        directory,
        ...(settings !== undefined && { settings }),
        ...(settingsName !== undefined && { settingsName }),
        settingsModules: all,
        env: served === undefined || served === managed ? {} : { DJANGO_SETTINGS_MODULE: served },
        collectsStatic:
            !has('STATIC_ROOT') || storesStaticElsewhere(all)
                ? 'does not'
                : !all.some(({ text }) => /^STATIC_ROOT\s*(?::[^=]+)?=/m.test(text))
                  ? 'may'
                  : (await servesGathered(modules, all))
                    ? 'collects'
                    : 'tries',
        sqlite: sqliteAt === undefined ? 'other' : 'sqlite',
        writes,
        findings: hostFindings(site, all),
        drivers: all.flatMap((module) => drivers(module, [manage, ...all])),
        apps: await djangoApps(modules, all),
    };
}

const namedSettings = /DJANGO_SETTINGS_MODULE["']\s*(?:,|\]\s*=)\s*["']([\w.]+)["']/;

/** The settings that the server takes: those that wsgi.py names, else asgi.py, where they are there; projects often develop with others. */
async function servedSettings(modules: PythonModules, directory: string): Promise<string | undefined> {
    const inside = directory === '' ? '' : `${directory}/`;
    const files = modules.paths.filter((path) => path.startsWith(inside) && /(^|\/)[aw]sgi\.py$/.test(path) && !isAside(path));
    for (const file of files.sort((a, b) => Number(a.endsWith('asgi.py')) - Number(b.endsWith('asgi.py')) || a.length - b.length)) {
        const name = namedSettings.exec((await modules.at(file))?.text ?? '')?.[1];
        if (name !== undefined) {
            return modules.findFrom(directory, name) === undefined ? undefined : name;
        }
    }
    return undefined;
}

/** True where the app answers with what `collectstatic` has gathered, or looks names up in its manifest. */
async function servesGathered(modules: PythonModules, settings: readonly PyModule[]): Promise<boolean> {
    const paths = modules.paths.filter((path) => /(^|\/)(urls|[aw]sgi)\.py$/.test(path) && !isAside(path));
    const routes = await Promise.all(paths.map(async (path) => (await modules.at(path))?.text ?? ''));
    return (
        [...settings.map(({ text }) => text), ...routes].some((text) =>
            /whitenoise|dj_static|(Manifest|Cached)StaticFilesStorage/i.test(text),
        ) || routes.some((text) => text.includes('STATIC_ROOT'))
    );
}

/**
 * True where static files are always sent to a storage on the network: nothing is gathered for the image. What only a condition chooses does not count, and
 * the settings say it before those that they take everything from.
 */
function storesStaticElsewhere(modules: readonly PyModule[]): boolean {
    const [stated = []] = modules.map((module) => module.statements.flatMap(staticStorage)).filter((values) => values.length > 0);
    const value = stated.at(-1);
    return value !== undefined && staticStorages(value).some((name) => name.startsWith('storages.backends.'));
}

function staticStorage(statement: PyStatement): PyExpression[] {
    return statement.kind === 'assign' &&
        statement.value !== undefined &&
        statement.targets.some((target) => target.kind === 'name' && /^(STATICFILES_STORAGE|STORAGES)$/.test(target.name))
        ? [statement.value]
        : [];
}

/** The names of the storages that a value gives for static files: itself, or the `staticfiles` of a dictionary. */
function staticStorages(value: PyExpression): string[] {
    if (value.kind !== 'dict') {
        return value.kind === 'string' ? [value.value] : [];
    }
    const own = value.entries.find(({ key }) => key?.kind === 'string' && key.value === 'staticfiles')?.value;
    return own === undefined ? [] : [...walkExpression(own)].flatMap((part) => (part.kind === 'string' ? [part.value] : []));
}

/** Django imports a driver by the name of the engine; PyMySQL may stand in for the one of MySQL, and either psycopg for PostgreSQL's. */
function drivers(module: PyModule, all: readonly PyModule[]): RequiredImport[] {
    const found: RequiredImport[] = [];
    for (const [at, line] of module.text.split('\n').entries()) {
        const engine =
            /^\s*["']ENGINE["']\s*:\s*["']django\.(?:contrib\.gis\.)?db\.backends\.(mysql|postgresql(?:_psycopg2)?|postgis)["']/.exec(
                line,
            )?.[1];
        if (engine !== undefined && !all.some(({ text }) => text.includes('install_as_MySQLdb'))) {
            found.push({ module: engine === 'mysql' ? 'MySQLdb' : 'psycopg2', file: module.path, line: at + 1 });
        }
    }
    return found;
}

async function starred(modules: PythonModules, settings: PyModule): Promise<PyModule[]> {
    const found: PyModule[] = [];
    for (const star of settings.stars) {
        const path = modules.find(star, settings.path);
        const module = path === undefined ? undefined : await modules.at(path);
        if (module !== undefined && found.length < 6) {
            found.push(module, ...(await starred(modules, module)).slice(0, 3));
        }
    }
    // settings/__init__.py often only imports one of its siblings.
    return found;
}

/** Ends of the host names that Azure gives apps. */
const azureHosts = /azurewebsites\.net$|azurecontainerapps\.io$|azurecontainer\.io$/;

/** `modules`: the settings and what they take everything from, in which the last assignment counts; of several nobody knows the one that holds in Azure. */
function hostFindings(site: Site, modules: readonly PyModule[]): ProjectFinding[] {
    const set = [...new Set(modules)].flatMap((module) =>
        [...walkStatements(module.statements)].flatMap((statement) =>
            statement.kind === 'assign' && statement.targets.some((target) => target.kind === 'name' && target.name === 'ALLOWED_HOSTS')
                ? [{ module, statement }]
                : [],
        ),
    );
    const [only] = set;
    const value = only?.statement.value;
    const hosts = value?.kind === 'list' ? value.items.map((item) => (item.kind === 'string' ? item.value : undefined)) : undefined;
    // What is added later, or computed, may hold the name.
    if (
        only === undefined ||
        set.length > 1 ||
        hosts === undefined ||
        hosts.some((host) => host === undefined || host === '*' || azureHosts.test(host)) ||
        modules.some(({ text }) => /\bALLOWED_HOSTS\s*\+=|\bALLOWED_HOSTS\.(append|extend|insert)\b/.test(text))
    ) {
        return [];
    }
    return [
        {
            code: 'django/allowed-hosts',
            severity: 'warning',
            message:
                hosts.length === 0
                    ? 'ALLOWED_HOSTS is empty: Django answers 400 to every host name but localhost, also to the one that Azure gives the app.'
                    : `ALLOWED_HOSTS lists ${hosts.join(', ')}: Django answers 400 to every other host name, also to the one that Azure gives the app.`,
            file: site.facts.locate(only.module.path),
            line: only.statement.line,
        },
    ];
}

/** Variables that the settings demand, with a value that lets them load while the image is built. */
export function settingsPlaceholders(modules: readonly PyModule[]): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const module of modules) {
        for (const statement of walkStatements(module.statements)) {
            if (statement.kind === 'assign' && statement.value !== undefined) {
                const used = usedValues(statement.value);
                const key = statement.targets.some((target) => target.kind === 'name' && target.name === 'SECRET_KEY');
                for (const part of walkExpression(statement.value)) {
                    const name = requiredVariable(part);
                    // None does where it is only kept; a value that is not there in the end might turn something on.
                    if (name !== undefined && (name.missing === 'stops' || key || used.has(part))) {
                        found[name.name] = placeholder(name.name, used.get(part) === 'number' ? 'int' : name.reader);
                    }
                }
            }
        }
    }
    return found;
}

/** What the code goes on with at once: what a call is given, what a method is called of, what is put together. */
function usedValues(expression: PyExpression): ReadonlyMap<PyExpression, 'number' | 'value'> {
    const found = new Map<PyExpression, 'number' | 'value'>();
    for (const part of walkExpression(expression)) {
        if (part.kind === 'call' && !/^(bool|str|print)$/.test(calleeName(part) ?? '')) {
            const how = /^(int|float)$/.test(calleeName(part) ?? '') ? 'number' : 'value';
            for (const { value } of part.args) {
                found.set(value, how);
            }
            if (part.callee.kind === 'attribute') {
                found.set(part.callee.object, 'value');
            }
        } else if (part.kind === 'binary' && /^[+%]$/.test(part.operator)) {
            found.set(part.left, 'value').set(part.right, 'value');
        }
    }
    return found;
}

/** A variable that is read without a default; `missing`: whether reading stops without it, or gives None. */
function requiredVariable(part: PyExpression): { name: string; reader: string; missing: 'stops' | 'None' } | undefined {
    if (
        part.kind === 'subscript' &&
        part.object.kind === 'name' &&
        /(^|\.)environ$/.test(part.object.name) &&
        part.index?.kind === 'string'
    ) {
        return { name: part.index.value, reader: 'str', missing: 'stops' };
    }
    if (part.kind !== 'call') {
        return undefined;
    }
    const callee = calleeName(part) ?? '';
    const [first, second] = part.args.filter((arg) => arg.name === undefined).map((arg) => arg.value);
    const reads = /^(env|config|environ)(\.\w+)?$|^(get_env\w*|get_secret|env_var|getenv_or_raise)$|(^|\.)(environ\.get|getenv)$/.test(
        callee,
    );
    if (!reads || first?.kind !== 'string' || second !== undefined || keyword(part, 'default') !== undefined) {
        return undefined;
    }
    const reader = callee.split('.').at(-1) ?? 'str';
    return { name: first.value, reader, missing: /(^|\.)(environ\.get|getenv)$/.test(callee) ? 'None' : 'stops' };
}

function placeholder(name: string, reader: string): string {
    if (/^(bool|int|float)$/.test(reader) || /^(DEBUG|.*_PORT|PORT)$/.test(name)) {
        return reader === 'bool' || name === 'DEBUG' ? 'False' : '1';
    }
    return /^(db|db_url|dj_db_url)$/.test(reader) || /DATABASE_URL|DB_URL/.test(name)
        ? 'sqlite:////tmp/build.sqlite3'
        : /URL|HOST/.test(name)
          ? 'http://localhost'
          : 'only-while-building';
}
