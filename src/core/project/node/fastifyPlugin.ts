import type { Site } from '../stack';
import { localImports, withoutComments } from './nodePorts';
import type { PackageJson } from './packageJson';
import { opensPort } from './readStart';
import type { Script } from './script';

/** What a plugin takes, as fastify-cli's own template and those after it call it. */
const plugin = String.raw`(?:async\s+)?(?:function(?:\s+\w+)?\s*)?\(\s*(?:fastify|app|server|instance)\b(?:\s*:\s*\w+)?\s*[,)]`;

/** A file that gives a plugin to whoever starts it. */
const givesPlugin = new RegExp(String.raw`^(?:export\s+default\s+|module\.exports\s*=\s*)${plugin}`, 'm');

/** The major of fastify-cli for each of Fastify. */
const commandOf: Readonly<Record<string, string>> = { 3: '2', 4: '5', 5: '7' };

/** More sources than anybody looks through for the one that starts the plugin. */
const mostSearched = 80;

/**
 * The plugin of Fastify that a script turns out to be, started by fastify-cli as it is meant to be: node would run to its end and open nothing. Undefined
 * where the project starts it itself.
 */
export async function startedByFastify(
    folder: Site['folder'],
    manifest: PackageJson,
    script: Script | undefined,
): Promise<Script | undefined> {
    const range = manifest.dependencies.fastify;
    if (
        script === undefined ||
        range === undefined ||
        script.confidence !== 'guess' ||
        script.runner !== undefined ||
        manifest.published === 'published' ||
        !givesPlugin.test(withoutComments((await folder.text(script.source)) ?? ''))
    ) {
        return undefined;
    }
    const others = folder.files.filter(
        (file) => file !== script.source && /\.[mc]?[jt]s$/.test(file) && !/(^|\/)(tests?|__tests__)\/|\.test\./.test(file),
    );
    for (const other of others.length > mostSearched ? [] : others) {
        const code = withoutComments((await folder.text(other)) ?? '');
        if (opensPort.test(code) && localImports(folder, other, code).includes(script.source)) {
            return { ...script, entry: other, source: other, place: { file: other } };
        }
    }
    const isListed = 'fastify-cli' in manifest.dependencies || 'fastify-cli' in manifest.devDependencies;
    const major = commandOf[/\d+/.exec(range)?.[0] ?? ''] ?? '7';
    return {
        ...script,
        command: `${isListed ? 'npx ' : ''}fastify start --address 0.0.0.0 --port $PORT ${script.entry}`,
        ...(!isListed && { globals: [`fastify-cli@${major}`] }),
    };
}
