import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementDuplicate: Rule<RequirementsDocument> = {
    code: 'requirements/duplicate',
    title: 'A package is required twice',
    severity: 'error',
    why: 'pip refuses the file ("Double requirement given") when the two do not say the same, and the build stops.',
    fix: 'offered',
    *check({ lines, text }) {
        const seen = new Map<string, number>();
        for (const { line, nameSpan, span, name } of lines) {
            if (line.kind !== 'requirement' || name === undefined) {
                continue;
            }
            // With markers, both may be meant: each for its own platform.
            const key = `${name};${line.marker ?? ''}`;
            const first = seen.get(key);
            if (first === undefined) {
                seen.set(key, line.line);
                continue;
            }
            const end = /^\r?\n?/.exec(text.slice(span.end))?.[0].length ?? 0;
            yield {
                span: nameSpan,
                message: `${line.name} is required in line ${first} already.`,
                fixes: [
                    {
                        title: `Remove this line`,
                        standing: 'offered',
                        edits: [{ span: { start: span.start, end: span.end + end }, newText: '' }],
                    },
                ],
            };
        }
    },
};
