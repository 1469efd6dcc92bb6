import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { cleanPath } from './cleanPath';
import { resolveModule } from './nodePorts';
import type { PackageJson } from './packageJson';

/** What a start command gives the program beside the script. Each text ends in a space where it is not empty, but for `after`, which begins with one. */
export interface StartedWith {
    /** Assignments in front of the program: `NODE_PATH=. `. */
    readonly environment: string;
    /** Options between the program and the script: `-r ./tracing.js `. */
    readonly flags: string;
    /** Words behind the script: ` --cluster`. */
    readonly after: string;
    /** A package that the options load and that is listed for developing. */
    readonly developing?: string;
}

/** A start command that says nothing but the script. */
export const nothingBeside: StartedWith = { environment: '', flags: '', after: '' };

/** What changes how Node finds and runs code; everything else is a setting of the app's, which whoever deploys it gives. */
const technical = /^(NODE_PATH|NODE_CONFIG_DIR|NODE_NO_WARNINGS|UV_THREADPOOL_SIZE|TZ|TS_NODE_[A-Z_]+)$/;

/** A setting that names a file of the project, such as the one that the build makes of a framework's settings. */
const namesFile = /^[A-Z][A-Z0-9_]*=(?:\.\/)?[\w-]+(?:\/[\w.-]+)+\.(?:[mc]?js|json|ya?ml|toml)$/;

/** Options that load a module, which follows them. */
const loads = /^(-r|--require|--import|--loader|--experimental-loader)$/;

/** Options that every Node from 18 on knows. Those that watch, debug or read files of variables are not for an image. */
const plain =
    /^--(max[-_]old[-_]space[-_]size=\d+|stack-size=\d+|no-warnings|no-deprecation|trace-warnings|enable-source-maps|expose-gc|experimental-vm-modules|experimental-wasm-modules|experimental-specifier-resolution=node|es-module-specifier-resolution=node|unhandled-rejections=\w+|conditions=[\w-]+|preserve-symlinks|dns-result-order=\w+|openssl-legacy-provider|insecure-http-parser|use[-_]strict)$/;

/** The same for ts-node. */
const ofTsNode = /^(-T|--transpile-only|--transpileOnly|--files|--esm|--swc)$/;

/** What the start command of the project says beside its script, of what an image can take over. */
export function startedWith(folder: Site['folder'], manifest: PackageJson, start: StartHint): StartedWith {
    if (start.program !== 'node' && start.program !== 'ts-node' && start.program !== 'tsx') {
        return nothingBeside;
    }
    const at = start.words.findIndex((word, index) => word === start.target && !loads.test(start.words[index - 1] ?? ''));
    // What the variable gives to Node the command can give it as well, so that the image's own options stay.
    const options = (start.environment ?? []).flatMap((each) => /^NODE_OPTIONS=(.+)/.exec(each)?.[1]?.split(' ') ?? []);
    const before = at < 0 ? [] : [...(start.program === 'node' ? options : []), ...start.words.slice(0, at)];
    const after = at < 0 ? [] : start.words.slice(at + 1);
    const flags: string[] = [];
    let developing: string | undefined;
    for (const [index, word] of before.entries()) {
        const [option = '', inline] = word.split(/=(.*)/s);
        const module = loads.test(option) ? (inline ?? before[index + 1]) : undefined;
        if (module !== undefined && isThere(folder, manifest, module)) {
            flags.push(option, module);
            const name = packageOf(module);
            developing ??= name in manifest.devDependencies && !(name in manifest.dependencies) ? name : undefined;
        } else if (plain.test(word) || (start.program === 'ts-node' && ofTsNode.test(word))) {
            flags.push(word);
        } else if (start.program === 'ts-node' && /^(-P|--project)$/.test(word) && folder.has(cleanPath(before[index + 1] ?? ''))) {
            flags.push(word, before[index + 1] ?? '');
        }
    }
    const environment = (start.environment ?? []).filter(
        (each) => (technical.test(each.slice(0, each.indexOf('='))) || namesFile.test(each)) && isPlain(each),
    );
    return {
        environment: environment.map((each) => `${each} `).join(''),
        flags: flags.every(isPlain) ? flags.map((each) => `${each} `).join('') : '',
        after: after.every(isPlain)
            ? asServed(after)
                  .map((each) => ` ${each}`)
                  .join('')
            : '',
        ...(developing !== undefined && { developing }),
    };
}

/** Words behind the script as an image says them: where it listens on localhost it listens everywhere, and a port is the one that it is given. */
function asServed(words: readonly string[]): readonly string[] {
    return words.map((word, at) => {
        const [option = '', inline] = word.split(/=(.*)/s);
        const name = inline === undefined ? (words[at - 1] ?? '') : option;
        const value = inline ?? word;
        const isNear = /^(-H|-{0,2}(?:host|hostname|bind|address|ip))$/i.test(name) && /^(localhost|127\.0\.0\.1)$/.test(value);
        const isPort = /^(-p|-{0,2}port)$/i.test(name) ? /^\d{2,5}$/.test(value) : words.length === 1 && /^\d{4,5}$/.test(word);
        const served = isNear ? '0.0.0.0' : isPort ? '$PORT' : value;
        return inline === undefined ? served : `${option}=${served}`;
    });
}

/** A module that installing brings, or a file of the project's own. A file of variables is in no image, so that nothing reads one. */
function isThere(folder: Site['folder'], manifest: PackageJson, module: string): boolean {
    if (module.startsWith('dotenv/')) {
        return 'dotenv' in manifest.dependencies;
    }
    const name = packageOf(module);
    return module.startsWith('.')
        ? resolveModule(folder, cleanPath(module)) !== undefined || /^(\.\/)?(dist|build|lib|out)\//.test(module)
        : name in manifest.dependencies || name in manifest.devDependencies;
}

function packageOf(module: string): string {
    return /^(?:@[\w.-]+\/)?[\w.-]+/.exec(module)?.[0] ?? module;
}

/** True for a word that means the same to every shell. */
function isPlain(word: string): boolean {
    return /^[\w./:@,=+-]+$/.test(word);
}
