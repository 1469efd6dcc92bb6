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
    // Linters, editors and type checks of JavaScript ask for the compiler and its settings too: what most is written in decides, tools beside the sources aside.
    const code = folder.files.filter(
        (file) => /\.(m|c)?[jt]sx?$/.test(file) && !/\.(config|d)\.\w+$|^(public|static|dist|build)\//.test(file),
    );
    const sources = code.filter((file) => file.startsWith('src/'));
    const written = sources.length > 0 ? sources : code;
    const typed = written.filter((file) => /\.(m|c)?tsx?$/.test(file)).length;
    const plain = written.length - typed;
    return (
        typed > plain ||
        // Nuxt brings the compiler and its settings along.
        ((['tsconfig.json', 'nuxt.config.ts'].some((file) => folder.has(file)) ||
            'typescript' in { ...manifest.dependencies, ...manifest.devDependencies }) &&
            typed === plain)
    );
}
