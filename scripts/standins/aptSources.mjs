import { run } from '../machine/run.mjs';

/**
 * This machine's own Debian sources as one-line entries for the release `codename`, read from apt: the mirror that works here has other releases of
 * Debian too. Empty on a machine that does not get its packages from Debian.
 */
export async function aptSources(codename) {
    const text = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages']);
    const lines = new Set();
    for (const line of text.split('\n')) {
        const [uri, release = '', component] = line.split(' ');
        const pocket = /^(?:bullseye|bookworm|trixie|forky)(-updates|-security|)$/.exec(release)?.[1];
        if (component === 'main' && pocket !== undefined) {
            lines.add(`deb ${uri} ${codename}${pocket} main`);
        }
    }
    return [...lines];
}
