import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import type { PackageJson } from './packageJson';

/** What is said of a package in which nothing serves: a library, or nothing to run. */
export function withoutServer(site: Site, manifest: PackageJson): Detection {
    const library =
        manifest.published === 'published' ||
        (manifest.main !== undefined &&
            manifest.isPrivate === 'public' &&
            manifest.scripts.start === undefined &&
            // What npm writes into every manifest says nothing where there is no code.
            site.folder.files.some((file) => /\.(m|c)?[jt]sx?$/.test(file)));
    const certainty = library ? 30 : 6;
    site.facts.offer('language', 'JavaScript', { file: 'package.json' }, 'certain');
    return {
        kind: library ? 'library' : 'none',
        reason: library ? `it is the library ${manifest.name ?? ''}: nothing in it serves` : 'nothing in it listens on a port',
        findings: [],
        needs: noNeeds,
        edits: [],
        certainty,
    };
}
