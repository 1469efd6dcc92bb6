import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementName: Rule<RequirementsDocument> = {
    code: 'requirements/name',
    title: 'A name in an unusual spelling',
    severity: 'hint',
    why: 'pip takes Flask_SQLAlchemy and flask-sqlalchemy for the same package; people and tools that compare text do not. One spelling keeps duplicates visible.',
    fix: 'automatic',
    *check({ lines }) {
        for (const { line, nameSpan, name } of lines) {
            // Capitals are how many projects write themselves; separators are not.
            if (line.kind === 'requirement' && name !== undefined && line.name.toLowerCase() !== name) {
                yield {
                    span: nameSpan,
                    message: `${line.name} is normally written ${name}.`,
                    fixes: [{ title: `Write ${name}`, standing: 'preferred', edits: [{ span: nameSpan, newText: name }] }],
                };
            }
        }
    },
};
