import type { PackageJson } from './packageJson';

/** The member of a workspace, as its scripts name it, that the root's own build is: `pnpm -F docs build`. Undefined when the root builds more or other. */
export function forwardedMember(manifest: PackageJson): string | undefined {
    const script = manifest.scripts.build ?? '';
    const [, pnpm, yarn, npm] =
        /^pnpm\s+(?:run\s+)?(?:-F|--filter)[ =]["']?([\w@./-]+)["']?\s+(?:run\s+)?build$|^yarn\s+workspace\s+([\w@./-]+)\s+(?:run\s+)?build$|^npm\s+run\s+build\s+(?:-w|--workspace)[ =]([\w@./-]+)$/.exec(
            script.trim(),
        ) ?? [];
    return (pnpm ?? yarn ?? npm)?.replace(/^\.\//, '');
}
