import { judgePath, parseIgnore } from './ignore';

/**
 * The `.dockerignore` of a stack: secrets, version control, environments and caches stay out of the context; README and LICENSE stay in, builds read them.
 * `kept` are files that a pattern would hold back and the build needs, `environments` those of Python under names of their own. `own` is the project's own
 * Dockerfile, where it has one: what that copies by name, such as a jar out of `target`, stays in.
 */
export function renderDockerignore(
    stack: string,
    kept: readonly string[] = [],
    environments: readonly string[] = [],
    own?: string,
): string {
    const named = environments.filter((path) => !/(^|\/)\.?venv$/.test(path));
    const sections: readonly Section[] = [
        ...always,
        ['The image itself', ['**/Dockerfile*', '**/Containerfile*', '**/.dockerignore', '**/compose*.y*ml', '**/docker-compose*.y*ml']],
        ...(stackSections[stack] ?? []),
        ...(named.length === 0 ? [] : [['Python environments of this machine', named] as const]),
        ...(kept.length === 0 ? [] : [['Read by the build; holds only what its pages show anyway', kept.map((path) => `!${path}`)] as const]),
        ['Logs and local data', ['**/*.log', '**/tmp/cache']],
    ]; // prettier-ignore
    const rendered = written(sections);
    const held = own === undefined ? [] : heldBy(rendered, own);
    return held.length === 0 ? rendered : written([...sections, ['Copied by the Dockerfile by name', held.map((path) => `!${path}`)]]);
}

/** What a Dockerfile copies by name and these rules leave out; a pattern counts when a name that it fits is left out. */
function heldBy(rendered: string, dockerfile: string): string[] {
    const rules = parseIgnore(rendered);
    const copied = copiedByName(dockerfile).map((path) => path.replace(/^(\.?\/)+/, '').replace(/\/$/, ''));
    return [...new Set(copied)].filter((path) => path !== '' && path !== '.' && judgePath(rules, path.replace(/[*?]+/g, 'x')).ignored);
}

/**
 * The `.dockerignore` of a folder of which nothing is known but its Dockerfile: whatever else is there may be meant for the image, so that only version
 * control and secrets stay out; and of those not what the Dockerfile copies by name.
 */
export function renderCautiousDockerignore(dockerfile: string): string {
    const held = [...new Set(copiedByName(dockerfile).map((path) => path.replace(/^\.?\//, '').replace(/\/$/, '')))].filter((path) =>
        path.split('/').some((segment) => heldBack.test(segment)),
    );
    return written([
        ...always,
        ...(held.length === 0 ? [] : [['Copied by the Dockerfile by name', held.map((path) => `!${path}`)] as const]),
    ]);
}

/** What a pattern of `always` may hold back, as a Dockerfile names it: `*` and `?` stand for other characters. */
const heldBack =
    /^(\.env.*|.*\.(pem|key|pfx|p12|swp)|\.git.*|\.svn|\.hg|\.vscode|\.idea|\.devcontainer|\.azure|\.aws|\.DS_Store|local\.settings\.json|\.netrc|\.pypirc|\.ssh|id_(rsa|ed25519).*|\.kube|.*\.tfstate.*|\.git-credentials)$/;

/** The sources of each COPY and ADD, and of each bind mount, out of the context, but those that a rule could not name. */
export function copiedByName(dockerfile: string): string[] {
    return dockerfile
        .replace(/^[ \t]*#.*\n/gm, '')
        .replace(/\\[ \t]*\r?\n/g, ' ')
        .split('\n')
        .flatMap((line) => {
            const mounted = /^\s*RUN\s/i.test(line) ? boundSources(line) : [];
            if (mounted.length > 0) {
                return mounted;
            }
            const [, flags = '', rest = ''] = /^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(\S.*)$/i.exec(line) ?? [];
            return flags.includes('--from') ? [] : wordsOf(rest.trim()).slice(0, -1);
        })
        .filter((path) => !/[[\]\\$]|:\/\//.test(path));
}

/** `--mount=type=bind,source=.git,target=.git`: read from the context, unless it is of another stage. */
function boundSources(run: string): string[] {
    return [...run.matchAll(/\s--mount=(\S+)/g)].flatMap(([, mount = '']) => {
        const fields = new Map(mount.split(',').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]));
        const source = fields.get('source') ?? fields.get('src');
        return (fields.get('type') ?? 'bind') === 'bind' && !fields.has('from') && source !== undefined ? [source] : [];
    });
}

function wordsOf(text: string): string[] {
    try {
        const words: unknown = text.startsWith('[') ? JSON.parse(text) : undefined;
        if (Array.isArray(words)) {
            return words.filter((word) => typeof word === 'string');
        }
    } catch {
        // A builder takes it for plain words, too.
    }
    return text.split(/\s+/).map((word) => word.replace(/["']/g, ''));
}

type Section = readonly [string, readonly string[]];

/** What no image needs, whatever it is made of. */
const always: readonly Section[] = [
    ['Version control and editors', ['.git', '.gitignore', '.gitattributes', '.github', '.gitlab-ci.yml', '.svn', '.hg', '.vscode', '.idea', '.devcontainer', '**/.DS_Store', '**/*.swp']],
    ['Secrets and local settings', ['**/.env', '**/.env.*', '!**/.env.example', '**/*.pem', '**/*.key', '**/*.pfx', '**/*.p12', '.azure', '**/.aws', '**/local.settings.json', '**/.envrc', '**/.netrc', '**/.pypirc', '**/.git-credentials', '**/.ssh', '**/id_rsa*', '**/id_ed25519*', '**/.kube', '**/*.tfstate*']],
]; // prettier-ignore

function written(sections: readonly Section[]): string {
    return `# Made by Slipway: what the image does not need, and what it must not have.\n${sections
        .map(([title, patterns]) => `\n# ${title}\n${patterns.join('\n')}\n`)
        .join('')}`;
}

const pythonSection: Section = ['Python environments and caches', ['**/.venv', '**/venv', '**/.conda', '**/__pycache__', '**/*.py[cod]', '**/.pytest_cache', '**/.mypy_cache', '**/.ruff_cache', '**/.tox', '**/.nox', '**/.coverage', '**/htmlcov', '**/.ipynb_checkpoints', '**/*.egg-info', '**/node_modules']]; // prettier-ignore

const stackSections: Readonly<Record<string, readonly Section[]>> = {
    functions: [pythonSection],
    node: [
        ['Installed and built inside the image', ['**/node_modules', '**/.next', '**/.nuxt', '**/.output', '**/.svelte-kit', '**/.astro', '**/.turbo', '**/.cache', '**/coverage', '**/*.tsbuildinfo', '**/npm-debug.log*', '**/yarn-error.log*', '**/.pnpm-store']],
    ],
    java: [['Built inside the image', ['**/target', '**/build', '**/.gradle', '**/out', ...['main', 'test'].flatMap((half) => ['target', 'build', 'out'].map((name) => `!**/src/${half}/**/${name}`))]]],
    dotnet: [['Built inside the image', ['**/bin', '**/obj', '**/TestResults']]],
    go: [['Tests', ['**/*_test.go', '**/testdata']]],
    rust: [['Built inside the image', ['**/target']]],
    php: [['Installed inside the image', ['vendor', '**/node_modules', 'storage/logs/*', 'storage/framework/cache/data/*']]],
    ruby: [['Installed inside the image', ['vendor/bundle', '.bundle', 'tmp', 'log', '**/node_modules', 'config/master.key']]],
    python: [
        ['Made of variables when the container starts', ['**/.streamlit/secrets.toml']],
        pythonSection,
    ],
}; // prettier-ignore
