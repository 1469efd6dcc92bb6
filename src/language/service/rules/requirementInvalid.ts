import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementInvalid: Rule<RequirementsDocument> = {
    code: 'requirements/invalid',
    title: 'A line that pip cannot read',
    severity: 'error',
    why: 'pip refuses the whole file, and the build stops.',
    fix: 'automatic',
    *check({ lines, text }) {
        for (const { line, nameSpan } of lines) {
            if (line.kind !== 'invalid') {
                continue;
            }
            const single = /^([\w.-]+(?:\[[\w,-]+\])?)\s*=\s*(\d[\w.]*)$/.exec(text.slice(nameSpan.start, nameSpan.end));
            yield {
                span: nameSpan,
                message: single === null ? 'pip cannot read this line.' : 'pip wants == for a version.',
                fixes:
                    single?.[1] === undefined
                        ? []
                        : [
                              {
                                  title: `Write ${single[1]}==${single[2] ?? ''}`,
                                  standing: 'preferred',
                                  edits: [{ span: nameSpan, newText: `${single[1]}==${single[2] ?? ''}` }],
                              },
                          ],
            };
        }
    },
};
