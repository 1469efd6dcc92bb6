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
            blueprint: ({ port, version }) => ({ stack: 'static', version, root: output, port, made }),
        });
    }
    const root = ['', 'public', 'site', 'docs', 'www', 'html', 'dist', 'src', 'htdocs'].find((directory) =>
        folder.has(directory === '' ? 'index.html' : `${directory}/index.html`),
    );
    if (root === undefined) {
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
        blueprint: ({ port, version }) => ({ stack: 'static', version, root, port }),
    });
}
