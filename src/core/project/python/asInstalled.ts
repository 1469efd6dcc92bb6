import type { Folder } from '../folder';
import type { PythonDependencies } from './dependencies';
import type { MissingImport } from './missingImports';

/** Where nothing is listed, the project's own environment tells what a module came with that no table knows. */
export async function asInstalled(
    folder: Folder,
    { format }: PythonDependencies,
    lacking: readonly MissingImport[],
): Promise<readonly MissingImport[]> {
    const strange = lacking.flatMap(({ module, requirement, why }) => (requirement === undefined && why === 'not listed' ? [module] : []));
    const environment = strange.length === 0 || format !== 'none' ? undefined : await folder.installed();
    const brought = (await environment?.broughtBy?.(strange)) ?? new Map<string, string>();
    return lacking.map((each) => {
        const requirement = each.requirement ?? brought.get(each.module);
        return requirement === undefined ? each : { ...each, requirement };
    });
}
