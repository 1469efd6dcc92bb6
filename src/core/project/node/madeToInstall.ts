import type { Site } from '../stack';
import type { PackageJson } from './packageJson';

/** A package with a command of its own that is published: it may open a port while it works, but nobody deploys it. */
export function isPublishedTool(manifest: PackageJson): boolean {
    return (
        manifest.hasBin === 'bin' && manifest.isPrivate === 'public' && /"(publish|prepublishOnly|publishConfig)"\s*:/.test(manifest.text)
    );
}

/**
 * A package that is made to be installed: it says what others get of it and import from it, and nothing in it says how it would be started. `opener` is the
 * package whose presence speaks for a server.
 */
export function isPublishedLibrary({ folder, hints }: Site, manifest: PackageJson, opener: string | undefined): boolean {
    return (
        // A folder's private package may be made for the others of its repository.
        (manifest.isPrivate === 'public' || folder.path !== '') &&
        ((/^\s*"exports"\s*:/m.test(manifest.text) && /^\s*"files"\s*:\s*\[/m.test(manifest.text)) ||
            // A server that only its tests start, in what is packed for publishing.
            (opener !== undefined &&
                !(opener in manifest.dependencies) &&
                /"(prepublish|prepublishOnly|publishConfig)"\s*:/.test(manifest.text))) &&
        hints.commands.length === 0 &&
        !Object.entries(manifest.scripts).some(
            ([name, script]) =>
                /^(start|serve|server|prod|production)\b/.test(name) ||
                (name === 'dev' && /\b(node|nodemon|tsx|ts-node|bun|fastify|nest)\b/.test(script)),
        )
    );
}
