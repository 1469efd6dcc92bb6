import type { Misfit } from '../../requirements/pythonLimits';
import { ofFile, raisePins } from '../../requirements/raisePins';
import type { Folder } from '../folder';
import type { FileFix, ProjectFinding } from '../profile';
import type { PythonDependencies } from './dependencies';
import { afterwards } from './listEdits';

/** A finding for each pin that does not work on the Python of the image; the fix raises all of a list. What hashes hold is not changed by hand. */
export async function pinFindings(
    folder: Folder,
    dependencies: PythonDependencies,
    misfits: readonly Misfit[],
    python: string,
): Promise<readonly ProjectFinding[]> {
    const fixes = new Map<string, FileFix | undefined>();
    const path = (file: string) => (folder.path === '' ? file : `${folder.path}/${file}`);
    for (const file of new Set(misfits.map(({ requirement }) => requirement.file))) {
        const isLock = file === dependencies.lock || dependencies.hashed;
        const text = isLock ? undefined : await folder.text(file);
        const content = text === undefined ? undefined : raisePins(text, ofFile(misfits, file));
        // A compiled list keeps its pins when it is compiled again.
        const after = dependencies.lock === undefined ? undefined : afterwards(dependencies);
        const title = `Raise in ${file} what does not work on Python ${python}`;
        fixes.set(
            file,
            content === undefined || content === text
                ? undefined
                : {
                      title: after === undefined ? title : `Raise in ${file} what does not work on Python ${python}, then run ${after}`,
                      path: path(file),
                      content,
                  },
        );
    }
    return misfits.map(({ requirement, needs }): ProjectFinding => {
        const fix = fixes.get(requirement.file);
        // Poetry's bare version.
        const bound = requirement.specifier.replace(/^(?=\d)/, ' ');
        return {
            code: 'requirements/pin-unsupported',
            severity: 'error',
            message: `${requirement.name}${bound} does not work on Python ${python}: the first release that does is ${needs}.`,
            file: path(requirement.file),
            line: requirement.line,
            ...(fix !== undefined && { fix }),
        };
    });
}
