import { parse as parseJsonc } from 'jsonc-parser';
import type { Detection, Site } from '../stack';
import { settle } from './shape';

const frameworks: readonly (readonly [string, string])[] = [
    ['laravel/framework', 'Laravel'], ['laravel/lumen-framework', 'Lumen'], ['symfony/framework-bundle', 'Symfony'], ['slim/slim', 'Slim'], ['cakephp/cakephp', 'CakePHP'], ['codeigniter4/framework', 'CodeIgniter'], ['yiisoft/yii2', 'Yii'], ['drupal/core-recommended', 'Drupal'], ['drupal/core', 'Drupal'], ['silex/silex', 'Silex'], ['mezzio/mezzio', 'Mezzio'], ['laminas/laminas-mvc', 'Laminas'], ['mikecao/flight', 'Flight'],
]; // prettier-ignore

/** PHP behind Apache: the folder with the front controller is the document root. */
export async function detectPhp(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const composer = await folder.text('composer.json');
    const isWordPress = folder.has('wp-config-sample.php') || folder.has('wp-load.php');
    const root = ['public', 'web', 'webroot', 'www', 'htdocs', 'public_html', ''].find((directory) =>
        folder.has(directory === '' ? 'index.php' : `${directory}/index.php`),
    );
    if (root === undefined) {
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
    const version = wanted === undefined ? '8.3' : (versions.find((each) => allows(wanted, each)) ?? '8.3');
    const entry = root === '' ? 'index.php' : `${root}/index.php`;
    const extensions = Object.keys(required)
        .filter((name) => name.startsWith('ext-'))
        .map((name) => name.slice(4));
    const place = { file: composer === undefined ? entry : 'composer.json' };
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
            documentRoot: root,
            composer: composer === undefined ? 'none' : folder.has('composer.lock') ? 'locked' : 'unlocked',
            framework,
            extensions: neededExtensions(framework, extensions),
            assets:
                folder.has('package.json') && /laravel|symfony/i.test(framework)
                    ? folder.has('package-lock.json')
                        ? 'npm ci'
                        : 'npm install'
                    : 'none',
            port,
        }),
    });
}

/** Those that the official image lacks and `docker-php-ext-install` can make without more libraries, and what the framework always uses. */
function neededExtensions(framework: string, asked: readonly string[]): string[] {
    const simple = new Set(['bcmath', 'exif', 'mysqli', 'pcntl', 'pdo_mysql', 'sockets', 'opcache', 'gettext', 'calendar']);
    const always =
        framework === 'Laravel'
            ? ['pdo_mysql', 'bcmath']
            : framework === 'WordPress'
              ? ['mysqli', 'exif']
              : framework === 'Symfony' || framework === 'Drupal'
                ? ['pdo_mysql']
                : [];
    return [...new Set([...always, ...asked.filter((name) => simple.has(name))])].sort();
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
