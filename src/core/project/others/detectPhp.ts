import { parse as parseJsonc } from 'jsonc-parser';
import { z } from 'zod';
import { isMadeForImage } from '../../dockerfile/phpExtensions';
import type { PhpBlueprint } from '../../dockerfile/recipes/php';
import type { Detection, Site } from '../stack';
import { settle } from './shape';

const frameworks: readonly (readonly [string, string])[] = [
    ['laravel/framework', 'Laravel'], ['laravel/lumen-framework', 'Lumen'], ['symfony/framework-bundle', 'Symfony'], ['symfony/symfony', 'Symfony'], ['slim/slim', 'Slim'], ['cakephp/cakephp', 'CakePHP'], ['codeigniter4/framework', 'CodeIgniter'], ['yiisoft/yii2', 'Yii'], ['drupal/core-recommended', 'Drupal'], ['drupal/core', 'Drupal'], ['silex/silex', 'Silex'], ['mezzio/mezzio', 'Mezzio'], ['laminas/laminas-mvc', 'Laminas'], ['mikecao/flight', 'Flight'],
]; // prettier-ignore

/** PHP behind Apache: the folder with the front controller is the document root. */
export async function detectPhp(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const composer = await folder.text('composer.json');
    const isWordPress = folder.has('wp-config-sample.php') || folder.has('wp-load.php');
    const root = ['public', 'web', 'webroot', 'www', 'htdocs', 'public_html', ''].find((directory) =>
        folder.has(directory === '' ? 'index.php' : `${directory}/index.php`),
    );
    // Symfony's front controller before Flex; its `.htaccess` sends what is no file there.
    const index =
        root !== undefined ? undefined : folder.has('web/app.php') ? { root: 'web', page: 'app.php' } : await directoryIndex(folder);
    const documentRoot = root ?? index?.root;
    if (documentRoot === undefined) {
        return undefined;
    }
    const data: unknown = composer === undefined ? undefined : parseJsonc(composer);
    const required =
        typeof data === 'object' && data !== null && 'require' in data && typeof data.require === 'object' && data.require !== null
            ? (data.require as Readonly<Record<string, unknown>>)
            : {};
    // CodeIgniter 3 is copied into the project, not required by it.
    const isCodeIgniter = folder.has('system/core/CodeIgniter.php');
    const framework = isWordPress
        ? 'WordPress'
        : isCodeIgniter
          ? 'CodeIgniter'
          : (frameworks.find(([name]) => name in required)?.[1] ?? 'PHP');
    const wanted = typeof required.php === 'string' ? required.php : undefined;
    const versions = ['8.4', '8.3', '8.2', '8.1', '8.0', '7.4'];
    const locked = await lockedRequirements(folder);
    const suits = (each: string) => locked.every(({ php }) => typeof php !== 'string' || php.trim() === '*' || allows(php, each));
    const allowed = versions.filter((each) => wanted !== undefined && allows(wanted, each));
    const version =
        wanted !== undefined && isOpenFromLongAgo(wanted) && suits('7.4') ? '7.4' : (allowed.find(suits) ?? allowed[0] ?? '8.3');
    const entry = `${documentRoot === '' ? '' : `${documentRoot}/`}${index?.page ?? 'index.php'}`;
    const extensions = [required, ...locked].flatMap(extensionsOf);
    const place = { file: composer === undefined ? entry : 'composer.json' };
    const used = await usedExtensions(folder);
    const packages = (await folder.text('package.json')) ?? '';
    const installs = composer !== undefined && (await needsComposer(folder, composer, required));
    const environment = await environmentOf(folder, framework);
    const isDeveloped = framework === 'Yii' && /defined\(\s*['"]YII_ENV['"]\s*\)\s*(or|\|\|)/.test((await folder.text(entry)) ?? '');
    return settle(site, {
        language: 'PHP',
        framework,
        entry,
        server: 'apache',
        manager: composer === undefined ? 'none' : 'composer',
        version: { value: version, file: place.file, confidence: wanted === undefined ? 'guess' : 'certain' },
        place,
        entryPlace: { file: entry },
        defaultPort: 8080,
        certainty: framework === 'PHP' ? 60 : 86,
        startCommand: () => ['apache2-foreground'],
        blueprint: ({ port, version: php }) => ({
            stack: 'php',
            version: php,
            documentRoot,
            composer: !installs ? 'none' : folder.has('composer.lock') ? 'locked' : 'unlocked',
            framework,
            extensions: neededExtensions(framework, [...extensions, ...used, ...(Number(php) < 8.5 ? ['opcache'] : [])]),
            assets:
                folder.has('package.json') && /laravel|symfony/i.test(framework)
                    ? folder.has('package-lock.json')
                        ? 'npm ci'
                        : 'npm install'
                    : 'none',
            ...environment,
            ...(isDeveloped && { yii: 'developed' as const }),
            assetsFrom: /"file:(?:\.\/)?vendor\//.test(packages) ? 'vendor' : 'npm',
            port,
        }),
    });
}

/** The page that Apache's own settings in the project name in the place of `index.php`, and the folder that they are for. */
async function directoryIndex(folder: Site['folder']): Promise<{ readonly root: string; readonly page: string } | undefined> {
    for (const root of ['public', 'web', '']) {
        const directory = root === '' ? '' : `${root}/`;
        const text = folder.has(`${directory}.htaccess`) ? await folder.text(`${directory}.htaccess`) : undefined;
        const names =
            /^[ \t]*DirectoryIndex[ \t]+(\S.*)$/im
                .exec(text ?? '')?.[1]
                ?.trim()
                .split(/\s+/) ?? [];
        const page = names.find((name) => name.endsWith('.php') && folder.has(`${directory}${name}`));
        if (page !== undefined) {
            return { root, page };
        }
    }
    return undefined;
}

/** False for a composer.json that only describes the project: it asks for no package, and nothing loads what Composer makes. */
async function needsComposer(folder: Site['folder'], composer: string, required: Readonly<Record<string, unknown>>): Promise<boolean> {
    if (
        folder.has('composer.lock') ||
        /"(autoload|repositories|scripts)"\s*:/.test(composer) ||
        Object.keys(required).some((name) => name.includes('/'))
    ) {
        return true;
    }
    const files = folder.files.filter((file) => file.endsWith('.php') && !/(^|\/)vendor\//.test(file)).slice(0, 150);
    await folder.prefetch(files);
    return (await Promise.all(files.map(async (file) => (await folder.text(file)) ?? ''))).some((text) => text.includes('vendor/autoload'));
}

/** Of a `require` of Composer. */
function extensionsOf(required: Readonly<Record<string, unknown>>): string[] {
    return Object.keys(required)
        .filter((name) => name.startsWith('ext-'))
        .map((name) => name.slice(4).toLowerCase());
}

const lockSchema = z.object({ packages: z.array(z.object({ require: z.record(z.string(), z.unknown()).optional() })) });

/** What each of the locked packages, without those for development, asks for. */
async function lockedRequirements(folder: Site['folder']): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const lock = lockSchema.safeParse(parseJsonc((await folder.text('composer.lock')) ?? ''));
    return lock.success ? lock.data.packages.map(({ require = {} }) => require) : [];
}

/** How code and settings show the extension that they call. */
const uses: readonly (readonly [string, RegExp])[] = [
    ['mysqli', /\bmysqli_connect\s*\(|\bnew\s+\\?mysqli\b|['"]dbdriver['"]\s*=>\s*['"]mysqli['"]/],
    [
        'pdo_mysql',
        /['"]mysql:(?:(?:host|dbname|unix_socket)=|['"]\s{0,9}\.|\{?\$)|DB_CONNECTION=mysql|pdo_mysql|(?:FROM|image:)\s+["']?(?:mysql|mariadb)\b|\bmysql:\/\//,
    ],
    [
        'pdo_pgsql',
        /['"]pgsql:(?:(?:host|dbname)=|['"]\s{0,9}\.|\{?\$)|DB_CONNECTION=pgsql|env\(\s*['"]DB_CONNECTION['"]\s*,\s*['"]pgsql['"]|pdo_pgsql|(?:FROM|image:)\s+["']?postgres\b|\bpostgres(?:ql)?:\/\//,
    ],
    ['pgsql', /\bpg_connect\s*\(/],
];

/** The extensions for databases that the project's code, its settings, its example environment or an image of its own name. */
async function usedExtensions(folder: Site['folder']): Promise<string[]> {
    const files = folder.files
        .filter(
            (file) =>
                /(^|\/)(\.env[\w.-]*|[Dd]ockerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml)$|\.php$/.test(file) &&
                !/(^|\/)(vendor|tests?|system|node_modules)\/|config\/database\.php$/.test(file),
        )
        .concat(folder.files.filter((file) => /^(app(lication)?\/)?config\/database\.php$/.test(file)))
        .sort((a, b) => a.split('/').length - b.split('/').length)
        .slice(0, 150);
    await folder.prefetch(files);
    const texts = await Promise.all(
        files.map(async (file) => ((await folder.text(file)) ?? '').replace(/^[ \t]*(?:#|\/\/|\*)[^\n]*/gm, '')),
    );
    return uses.filter(([, pattern]) => texts.some((text) => pattern.test(text))).map(([name]) => name);
}

/** Frameworks that look for variables wherever they are, and for files as their recipe knows. */
const findsVariables = /^(Laravel|Lumen|Symfony|WordPress|Drupal)$/;
/** phpdotenv's `load()`, which throws when there is no file; group 1 is where it is. */
const loads = /\bDotenv\\?(?:Dotenv)?::create\w{0,40}\(([^;\n]{0,120})\)\s*(?:;|->load\()/;

/** How the code looks for variables, where the image has to do something about it. */
async function environmentOf(folder: Site['folder'], framework: string): Promise<Pick<PhpBlueprint, 'variables' | 'envFile'>> {
    if (findsVariables.test(framework)) {
        return {};
    }
    const files = folder.files.filter((file) => file.endsWith('.php') && !/(^|\/)(vendor|tests?|node_modules)\//.test(file)).slice(0, 150);
    await folder.prefetch(files);
    const texts = await Promise.all(files.map(async (file) => ({ file, text: (await folder.text(file)) ?? '' })));
    const insisting = texts.find(({ text }) => loads.test(text) && text.includes('->load()'));
    const path = insisting === undefined ? undefined : envFileOf(insisting.file, loads.exec(insisting.text)?.[1] ?? '');
    return {
        ...(texts.some(({ text }) => text.includes('$_ENV[')) && { variables: '$_ENV' as const }),
        ...(path !== undefined && !/\p{Cc}/u.test(path) && { envFile: path }),
    };
}

/** `.env` in the folder that `__DIR__`, with steps up, means in a file; at the top where it says another thing. */
function envFileOf(file: string, argument: string): string {
    const up = [...argument.matchAll(/dirname\(|\.\./g)].length + Number(/dirname\([^,]*,\s*(\d)/.exec(argument)?.[1] ?? 1) - 1;
    const folders = file.split('/').slice(0, -1);
    const kept = argument.includes('__DIR__') ? folders.slice(0, Math.max(0, folders.length - up)) : [];
    return [...kept, '.env'].join('/');
}

/** Those that the official image lacks and its helpers make, and what the framework always uses. */
function neededExtensions(framework: string, asked: readonly string[]): string[] {
    const always = new Map([
        ['Laravel', ['pdo_mysql', 'bcmath']],
        ['WordPress', ['mysqli', 'exif']],
        ['Symfony', ['pdo_mysql']],
        ['Drupal', ['pdo_mysql', 'gd']],
        ['CakePHP', ['pdo_mysql', 'intl']],
    ]).get(framework);
    return [...new Set([...(always ?? []), ...asked.filter(isMadeForImage)])].sort();
}

/** `>=5.6`, which was written when nobody knew PHP 8. */
function isOpenFromLongAgo(constraint: string): boolean {
    return /^\s*>=?\s*5(\.\d+)*\s*$/.test(constraint);
}

/** True when a PHP minor satisfies a Composer constraint such as `^8.1 || ~7.4.0`. */
function allows(constraint: string, version: string): boolean {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return constraint.split(/\|\|?/).some((alternative) =>
        alternative
            .trim()
            .split(/[\s,]+/)
            .every((clause) => {
                const [, operator = '', first = '0', second] = /^([<>]=?|\^|~|=|!=)?\s*v?(\d+)(?:\.(\d+|\*))?/.exec(clause) ?? [];
                const wantedMajor = Number(first);
                const wantedMinor = second === undefined || second === '*' ? 0 : Number(second);
                const order = major - wantedMajor || minor - wantedMinor;
                switch (operator) {
                    case '>=':
                        return order >= 0;
                    case '>':
                        return order > 0;
                    case '<':
                        return order < 0;
                    case '<=':
                        return order <= 0;
                    case '^':
                        return major === wantedMajor && order >= 0;
                    case '~':
                        return major === wantedMajor && (/^~\s*\d+\.\d+\.\d+/.test(clause) ? minor === wantedMinor : order >= 0);
                    case '!=':
                        return true;
                    default:
                        return second === undefined || second === '*' ? major === wantedMajor : order === 0;
                }
            }),
    );
}
