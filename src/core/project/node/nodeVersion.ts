import type { Site } from '../stack';
import type { PackageJson } from './packageJson';
import { keyLine } from './packageJson';

export const defaultNode = '22';

/** Majors that an image exists for, the preferred one first: the maintained ones, then older ones for projects that ask for them. */
const majors = ['22', '24', '20', '18', '16', '14', '12'];

/** Offers the version that the project asks for. */
export async function offerNodeVersion({ folder, facts }: Site, manifest: PackageJson): Promise<void> {
    for (const file of ['.nvmrc', '.node-version', '.tool-versions']) {
        const text = await folder.text(file);
        const major = (file === '.tool-versions' ? /^nodejs\s+v?(\d+)/m : /^\s*v?(\d+)/).exec(text ?? '')?.[1];
        if (major !== undefined && Number(major) >= 8) {
            facts.offer('runtimeVersion', major, { file, line: 1 }, 'certain');
        }
    }
    const { engine } = manifest;
    if (engine !== undefined) {
        const major = majors.find((candidate) => allows(engine, Number(candidate))) ?? /(\d+)/.exec(engine)?.[1];
        if (major !== undefined) {
            facts.offer('runtimeVersion', major, { file: 'package.json', line: keyLine(manifest.text, 'engines') }, 'certain');
        }
    }
    facts.offer('runtimeVersion', defaultNode, { file: 'package.json' }, 'guess');
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
    const [, operator = '', first = '', rest = ''] = /^([<>]=?|\^|~|=)?\s*v?(\d+|[*xX])(.*)$/.exec(clause) ?? [];
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
