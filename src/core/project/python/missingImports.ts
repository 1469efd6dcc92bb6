import { broughtBy, distributionOf } from '../../requirements/distributionOf';
import { distributionIn, isListed } from '../../requirements/isListed';
import { normalizeName } from '../../requirements/normalizeName';
import { bringsBack, standardModule } from '../../requirements/standardLibrary';
import type { RequiredImport } from './requiredImports';

export interface MissingImport {
    readonly module: string;
    /** As a requirements file asks for it; undefined when the table does not know the module. */
    readonly requirement: string | undefined;
    /** gone: the module came with older Pythons. */
    readonly why: 'not listed' | 'gone';
    readonly file: string;
    readonly line: number;
}

/**
 * The imports that nothing in the list brings, one per distribution. `lockText` counts as listing what it names. A module that the table does not know is
 * taken for brought along by something that is listed, unless nothing is listed.
 */
export function missingImports(
    imports: readonly RequiredImport[],
    listed: ReadonlySet<string>,
    lockText: string,
    python: string,
): MissingImport[] {
    const found = new Map<string, MissingImport>();
    const brought = broughtBy(listed);
    for (const { module, file, line } of imports) {
        const top = module.split('.')[0] ?? '';
        const standard = standardModule(top, python);
        if (standard === 'yes') {
            continue;
        }
        if (standard === 'gone') {
            if (!bringsBack(brought, top)) {
                found.set(top, { module: top, requirement: undefined, why: 'gone', file, line });
            }
            continue;
        }
        const requirement = distributionOf(module);
        if (requirement === undefined) {
            if (listed.size === 0 && !found.has(top)) {
                found.set(top, { module: top, requirement: undefined, why: 'not listed', file, line });
            }
            continue;
        }
        const name = distributionIn(requirement);
        if (!brought.has(normalizeName(top)) && !isListed(requirement, brought, lockText) && !found.has(name)) {
            found.set(name, { module, requirement, why: 'not listed', file, line });
        }
    }
    return [...found.values()];
}
