import { fetchedNames } from '../../requirements/fetchedNames';
import { distributionIn } from '../../requirements/isListed';
import { missingBounds } from '../../requirements/knownConflicts';
import type { MissingBound } from '../../requirements/knownConflicts';
import { parseRequirements, requiredName } from '../../requirements/parseRequirements';
import type { Pinned } from '../../requirements/pythonLimits';
import type { Folder } from '../folder';
import type { PythonDependencies } from './dependencies';
import { postgresDriver } from './postgresDriver';
import type { PyModule } from './pythonModules';
import { removedUses } from './removedUses';
import type { RemovedUse } from './removedUses';
import type { RequiredImport } from './requiredImports';

/** Bounds that the list lacks: by its own pins, and by what the code uses. None where a lock or hashes say which releases there are. */
export interface NeededBounds {
    readonly byPins: readonly MissingBound[];
    readonly byCode: readonly RemovedUse[];
}

export async function neededBounds(
    folder: Folder,
    dependencies: PythonDependencies,
    imports: readonly RequiredImport[],
    reached: readonly PyModule[],
    named: readonly RemovedUse[] = [],
): Promise<NeededBounds> {
    if (dependencies.lock !== undefined || dependencies.hashed) {
        return { byPins: [], byCode: [] };
    }
    const listed = await Promise.all(dependencies.files.map((each) => folder.text(each)));
    const fetched = fetchedNames(listed.join('\n'));
    const pinned = missingBounds(dependencies.declared);
    const drivers = pinned.some(({ requirement }) => distributionIn(requirement) === 'sqlalchemy')
        ? []
        : postgresDriver(dependencies.declared, reached);
    const byPins = [...pinned, ...drivers].filter((each) => !fetched.has(distributionIn(each.requirement)));
    const taken = new Set(byPins.map(({ requirement }) => distributionIn(requirement)));
    const byCode = [...named, ...removedUses(imports, reached, dependencies.declared, fetched)].filter((each) => {
        const name = distributionIn(each.requirement);
        return !taken.has(name) && taken.add(name);
    });
    return { byPins, byCode };
}

/** Both as requirements, as far as a Python is asked about them. */
export function asPinned({ byPins, byCode }: NeededBounds): Pinned[] {
    return [
        ...byPins.map(({ requirement, because }) => ({ requirement, file: because.file, line: because.line })),
        ...byCode.map(({ requirement, file, line }) => ({ requirement, file, line })),
    ].flatMap(({ requirement, file, line }) => {
        const [parsed] = parseRequirements(requirement);
        const name = parsed === undefined ? undefined : requiredName(parsed);
        return parsed?.kind === 'requirement' && name !== undefined ? [{ name, specifier: parsed.specifier, file, line }] : [];
    });
}
