import type { Detection, Site } from '../stack';
import { settle } from './shape';
import { findGeneratedSite } from './siteGenerator';

/** A folder whose pages a generator makes, or whose page is ready to be served. */
export async function detectStatic(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const generated = await findGeneratedSite(folder);
    if (generated !== undefined) {
        const { framework, language, file, output, made } = generated;
        return settle(site, {
            language,
            framework,
            entry: `${output}/index.html`,
            server: 'nginx',
            manager: 'none',
            version: { value: '1.28', file, confidence: 'guess' },
            place: { file, line: 1 },
            defaultPort: 8080,
            // Many a library keeps its documentation this way: what serves, or is published, decides before it.
            certainty: framework === 'MkDocs' ? 19 : 52,
            startCommand: () => ['nginx', '-g', 'daemon off;'],
            blueprint: ({ port, version }) => ({ stack: 'static', version, root: output, port, made, unknownPaths: 'not found' }),
        });
    }
    const root = ['', 'public', 'site', 'docs', 'www', 'html', 'dist', 'src', 'htdocs'].find((directory) =>
        folder.has(directory === '' ? 'index.html' : `${directory}/index.html`),
    );
    if (root === undefined || isServedByOther(site, root)) {
        return undefined;
    }
    // A bundler's template names sources that no browser reads.
    if (
        /<script[^>]+src=["']\.?\/?[\w./-]+\.(tsx?|jsx|vue|svelte)["']/.test(
            (await folder.text(root === '' ? 'index.html' : `${root}/index.html`)) ?? '',
        )
    ) {
        return undefined;
    }
    const entry = root === '' ? 'index.html' : `${root}/index.html`;
    const unknownPaths = (await routesItself(folder, root)) ? 'the page' : 'not found';
    return settle(site, {
        language: 'HTML',
        framework: 'static',
        entry,
        server: 'nginx',
        manager: 'none',
        version: { value: '1.28', file: entry, confidence: 'guess' },
        place: { file: entry },
        defaultPort: 8080,
        certainty: root === '' ? 20 : 12,
        startCommand: () => ['nginx', '-g', 'daemon off;'],
        blueprint: ({ port, version }) => ({ stack: 'static', version, root, port, unknownPaths }),
    });
}

const otherPrograms =
    /^(perl|plackup|starman|starlet|twiggy|hypnotoad|morbo|carton|raku|mix|elixir|iex|gleam|rebar3|erl|swift|crystal|sbt|scala|clojure|clj|lein|Rscript|julia|dart|stack|cabal|runghc|dune|nim|zig|lua|luvit|racket|sbcl|deno)$/;
const otherManifests =
    /^(mix\.exs|gleam\.toml|rebar\.config|project\.clj|deps\.edn|build\.sbt|Package\.swift|stack\.yaml|shard\.yml|dune-project|cpanfile|[^/]+\.psgi)$/;

/** True for a page of a program in a language that no recipe knows: that one is started, or is built around the page's folder. */
function isServedByOther({ folder, hints }: Site, root: string): boolean {
    return (
        hints.commands.some(({ program, source }) => source !== 'development' && otherPrograms.test(program)) ||
        (root !== '' && folder.files.some((file) => otherManifests.test(file)))
    );
}

/** How a page's own code takes over the addresses below it; a minifier leaves no more of a router than the name of the browser's function. */
const clientRouter =
    /\bpushState\b|\b(createWebHistory|createBrowserRouter|createBrowserHistory|BrowserRouter|useHistory)\b|\bmode\s*:\s*['"]history['"]|\$locationProvider|\b(page|navaid|vue-router|react-router-dom|wouter)(\.min)?\.js\b|<base\s+href=["']\/["']/;

/** True for a page that shows other ones at addresses of their own, none of which is a file. */
async function routesItself(folder: Site['folder'], root: string): Promise<boolean> {
    const prefix = root === '' ? '' : `${root}/`;
    const scripts = folder.files.filter((file) => file.startsWith(prefix) && /\.m?js$/.test(file) && !/(^|\/)node_modules\//.test(file));
    const texts = await Promise.all([`${prefix}index.html`, ...scripts.slice(0, 40)].map(async (file) => (await folder.text(file)) ?? ''));
    return texts.some((text) => clientRouter.test(text));
}
