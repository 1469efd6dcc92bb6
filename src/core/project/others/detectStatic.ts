import type { Detection, Site } from '../stack';
import { settle } from './shape';

/** A folder whose page is ready to be served. */
export async function detectStatic(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const root = ['', 'public', 'site', 'docs', 'www', 'html', 'dist', 'src', 'htdocs'].find((directory) =>
        folder.has(directory === '' ? 'index.html' : `${directory}/index.html`),
    );
    if (root === undefined) {
        return undefined;
    }
    await Promise.resolve();
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
