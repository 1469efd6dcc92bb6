import type { NodeManager } from '../../dockerfile/recipes/node';
import type { Site } from '../stack';
import { withoutComments } from './nodePorts';
import type { PackageJson } from './packageJson';
import type { Script } from './script';

/** The script as Bun runs it, when its code or its framework needs Bun; nothing else runs it. */
export async function onItsRuntime(
    folder: Site['folder'],
    manager: NodeManager,
    framework: string | undefined,
    manifest: PackageJson,
    script: Script | undefined,
): Promise<Script | undefined> {
    if (script === undefined || manager !== 'bun' || script.server === 'bun' || script.command !== undefined) {
        return script;
    }
    const text = withoutComments((await folder.text(script.source)) ?? '');
    const needsBun =
        /\bBun\.\w|from\s+['"]bun(:\w+)?['"]|from\s+['"]hono\/bun['"]|export\s+default\s*\{[^}]{0,600}\bfetch\b/.test(text) ||
        (framework === 'Elysia' && !('@elysiajs/node' in manifest.dependencies));
    const { runner, ...rest } = script;
    return !needsBun ? script : runner === undefined ? { ...rest, server: 'bun' } : { ...rest, server: 'bun', build: undefined };
}
