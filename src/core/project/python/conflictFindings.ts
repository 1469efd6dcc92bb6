import type { PinConflict } from '../../requirements/pinConflicts';
import { raisePins } from '../../requirements/raisePins';
import type { ProjectFinding } from '../profile';
import type { Site } from '../stack';

/** A finding for each pin that another one of the list rules out; its fix raises it. */
export async function conflictFindings({ folder, facts }: Site, conflicts: readonly PinConflict[]): Promise<readonly ProjectFinding[]> {
    return Promise.all(
        conflicts.map(async ({ requirement, needs, because, stops }): Promise<ProjectFinding> => {
            const { name, specifier, file, line } = requirement;
            const text = (await folder.text(file)) ?? '';
            const content = raisePins(text, [{ requirement, needs }]);
            return {
                code: 'requirements/pin-conflict',
                severity: 'error',
                message:
                    stops === 'pip'
                        ? `${because.name} needs ${name} ${needs} or later, but ${file} asks for ${name}${specifier}: pip would stop.`
                        : `${because.name} needs ${name} ${needs} or later, but ${file} asks for ${name}${specifier}: the app would stop while it starts.`,
                file: facts.locate(file),
                line,
                ...(content !== text && { fix: { title: `Raise ${name} to ${needs} in ${file}`, path: facts.locate(file), content } }),
            };
        }),
    );
}
