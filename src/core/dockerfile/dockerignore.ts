/**
 * The `.dockerignore` of a stack: secrets, version control, environments and caches stay out of the context; README and LICENSE stay in, builds read them.
 * `kept` are files that a pattern would hold back and the build needs.
 */
export function renderDockerignore(stack: string, kept: readonly string[] = []): string {
    const sections: readonly (readonly [string, readonly string[]])[] = [
        ['Version control and editors', ['.git', '.gitignore', '.gitattributes', '.github', '.gitlab-ci.yml', '.svn', '.hg', '.vscode', '.idea', '.devcontainer', '**/.DS_Store', '**/*.swp']],
        ['Secrets and local settings', ['**/.env', '**/.env.*', '!**/.env.example', '**/*.pem', '**/*.key', '**/*.pfx', '**/*.p12', '.azure', '**/.aws', '**/local.settings.json']],
        ['The image itself', ['**/Dockerfile*', '**/Containerfile*', '**/.dockerignore', '**/compose*.y*ml', '**/docker-compose*.y*ml']],
        ...(stackSections[stack] ?? []),
        ...(kept.length === 0 ? [] : [['Read by the build; holds only what its pages show anyway', kept.map((path) => `!${path}`)] as const]),
        ['Logs and local data', ['**/*.log', '**/tmp/cache']],
    ]; // prettier-ignore
    return `# Made by Slipway: what the image does not need, and what it must not have.\n${sections
        .map(([title, patterns]) => `\n# ${title}\n${patterns.join('\n')}\n`)
        .join('')}`;
}

const stackSections: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
    node: [
        ['Installed and built inside the image', ['**/node_modules', '**/.next', '**/.nuxt', '**/.output', '**/.svelte-kit', '**/.astro', '**/.turbo', '**/.cache', '**/coverage', '**/*.tsbuildinfo', '**/npm-debug.log*', '**/yarn-error.log*', '**/.pnpm-store']],
    ],
    java: [['Built inside the image', ['**/target', '**/build', '**/.gradle', '**/out']]],
    dotnet: [['Built inside the image', ['**/bin', '**/obj', '**/TestResults']]],
    go: [['Tests', ['**/*_test.go', '**/testdata']]],
    rust: [['Built inside the image', ['**/target']]],
    php: [['Installed inside the image', ['vendor', '**/node_modules', 'storage/logs/*', 'storage/framework/cache/data/*']]],
    ruby: [['Installed inside the image', ['vendor/bundle', '.bundle', 'tmp', 'log', '**/node_modules', 'config/master.key']]],
    python: [
        ['Made of variables when the container starts', ['**/.streamlit/secrets.toml']],
        ['Python environments and caches', ['**/.venv', '**/venv', '**/__pycache__', '**/*.py[cod]', '**/.pytest_cache', '**/.mypy_cache', '**/.ruff_cache', '**/.tox', '**/.nox', '**/.coverage', '**/htmlcov', '**/.ipynb_checkpoints', '**/*.egg-info', '**/node_modules']],
    ],
}; // prettier-ignore
