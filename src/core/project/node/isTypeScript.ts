import type { Site } from '../stack';
import { outputs } from './compiledSource';
import type { PackageJson } from './packageJson';

/** True when the project is TypeScript: what is started, else most of what is written, decides. */
export function isTypeScript({ folder }: Site, manifest: PackageJson, source: string | undefined): boolean {
    if (source !== undefined && /\.(m|c)?tsx?$/.test(source)) {
        return true;
    }
    if (source !== undefined && /\.(m|c)?jsx?$/.test(source) && !outputs.test(source)) {
        return false;
    }
    // Linters, editors and type checks of JavaScript ask for the compiler and its settings too: what most is written in decides.
    const written = (pattern: RegExp) =>
        folder.files.filter((file) => pattern.test(file) && !/\.(config|d)\.\w+$|^(public|static|dist|build)\//.test(file)).length;
    return (
        // Nuxt brings the compiler and its settings along.
        (['tsconfig.json', 'nuxt.config.ts'].some((file) => folder.has(file)) ||
            'typescript' in { ...manifest.dependencies, ...manifest.devDependencies }) &&
        written(/\.(m|c)?tsx?$/) >= written(/\.(m|c)?jsx?$/)
    );
}
