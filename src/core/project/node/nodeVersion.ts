import type { Evidence } from '../profile';
import type { Site } from '../stack';
import type { PackageJson } from './packageJson';
import { keyLine } from './packageJson';

export const defaultNode = '22';

/** Majors that an image exists for, the preferred one first: the maintained ones, then older ones for projects that ask for them. */
const majors = ['22', '24', '20', '18', '16', '14', '12'];

/** Node's lines of long-term support by the names that `.nvmrc` may give them (`lts/iron`). */
const lines: Readonly<Record<string, number>> = { carbon: 8, dubnium: 10, erbium: 12, fermium: 14, gallium: 16, hydrogen: 18, iron: 20, jod: 22, krypton: 24 }; // prettier-ignore

/** Offers the version that the project asks for. */
export async function offerNodeVersion(
    { folder, facts }: Pick<Site, 'folder' | 'facts'>,
    manifest: Pick<PackageJson, 'text' | 'engine' | 'dependencies' | 'devDependencies'>,
): Promise<void> {
    for (const file of ['.nvmrc', '.node-version', '.tool-versions']) {
        const text = await folder.text(file);
        const tools = file === '.tool-versions';
        const named = (tools ? /^nodejs\s+lts[/-](\w+)/m : /^\s*lts[/-](\w+)/).exec(text ?? '')?.[1]?.toLowerCase() ?? '';
        const major = (tools ? /^nodejs\s+v?(\d+)/m : /^\s*(?:node-?)?v?(\d+)/).exec(text ?? '')?.[1] ?? lines[named];
        if (major !== undefined && Number(major) >= 8) {
            facts.offer('runtimeVersion', major, { file, line: 1 }, 'certain');
        }
    }
    const { engine } = manifest;
    const tool = oldTool(manifest);
    if (engine !== undefined) {
        const allowed = majors.filter((candidate) => allows(engine, Number(candidate)));
        const major = allowed.find((candidate) => Number(candidate) <= (tool?.newest ?? 99)) ?? allowed[0] ?? /(\d+)/.exec(engine)?.[1];
        if (major !== undefined) {
            facts.offer('runtimeVersion', major, { file: 'package.json', line: keyLine(manifest.text, 'engines') }, 'certain');
        }
    }
    if (tool !== undefined) {
        facts.offer('runtimeVersion', String(tool.newest), { file: 'package.json', line: keyLine(manifest.text, tool.name) }, 'likely');
    }
    if (folder.has('package.json')) {
        facts.offer('runtimeVersion', defaultNode, { file: 'package.json' }, 'guess');
    }
}

/** Packages that a release of Node broke: below that major of theirs, the newest Node that builds or runs them. The lowest bounds come first. */
const tools: readonly (readonly [name: string, below: number, newest: number])[] = [
    ['node-sass', 5, 14], ['node-sass', 8, 16], ['node-sass', 9, 18], ['node-sass', 10, 20], ['fibers', 6, 14], ['bcrypt', 5, 14], ['sqlite3', 5, 14], ['strapi', 4, 14],
    ['@angular/core', 12, 14], ['@angular/core', 14, 16], ['@angular/core', 16, 18], ['react-scripts', 5, 16], ['@vue/cli-service', 5, 16], ['next', 12, 16], ['nuxt', 3, 16], ['gatsby', 4, 16],
    ['@remix-run/node', 2, 18], ['@sveltejs/kit', 1, 18], ['@strapi/strapi', 5, 20], ['esm', 4, 20],
]; // prettier-ignore

/** The package that holds the project back the furthest, with its version as the manifest asks for it. */
export function oldTool({
    dependencies,
    devDependencies,
}: Pick<PackageJson, 'dependencies' | 'devDependencies'>): { name: string; version: string; newest: number } | undefined {
    const all: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies };
    const held = tools.flatMap(([name, below, newest]) => {
        // A preview of 1.0 is what came before it.
        const [, major, rest = ''] = /^[~^=v]*(\d+)((?:[.a-z_-][.\w-]*)?)$/i.exec(all[name]?.trim() ?? '') ?? [];
        const version = major === undefined ? undefined : Number(major) - (/-(next|alpha|beta|rc)/.test(rest) ? 1 : 0);
        return version !== undefined && version < below ? [{ name, version: `${major ?? ''}${rest}`, newest }] : [];
    });
    return held.sort((a, b) => a.newest - b.newest)[0];
}

/** The preferred major that a project's range allows; undefined where it allows none that there is an image for. */
export function majorFor(range: string): string | undefined {
    return majors.find((candidate) => allows(range, Number(candidate)));
}

/** Why a version was taken, as the Dockerfile tells it. */
export function versionReason(best: Evidence | undefined, manifest: PackageJson): string {
    const tool = oldTool(manifest);
    return tool !== undefined && best?.file.endsWith('package.json') === true && best.value === String(tool.newest)
        ? `${tool.name} ${tool.version} works on no newer one`
        : best === undefined || best.confidence === 'guess'
          ? 'nothing in the project asks for another one'
          : `${best.file} asks for it`;
}

/** True when some release of a major satisfies a range such as `>=18 <21`, `18.x || 20.x`, `^20.9`. */
export function allows(range: string, major: number): boolean {
    return range.split('||').some((alternative) => {
        const bounded = alternative.replace(/(\S+)\s+-\s+(\S+)/, '>=$1 <=$2');
        const clauses = bounded.match(/(?:[<>]=?|\^|~|=)?\s*v?[\d*xX][\w.*-]*/g);
        return clauses === null || clauses.every((clause) => clauseAllows(clause.trim(), major));
    });
}

function clauseAllows(clause: string, major: number): boolean {
    const [, operator = '', first = '', rest = ''] = /^([<>]=?|\^|~|=)?\s*v?(\d+|[*xX])(.*)/.exec(clause) ?? [];
    if (!/\d/.test(first)) {
        return true;
    }
    const bound = Number(first);
    switch (operator) {
        case '>=':
            return major >= bound;
        case '>':
            return /^\.\d/.test(rest) ? major >= bound : major > bound;
        case '<':
            return /^\.0*[1-9]/.test(rest) ? major <= bound : major < bound;
        case '<=':
            return major <= bound;
        default:
            return major === bound;
    }
}
