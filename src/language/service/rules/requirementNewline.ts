import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementNewline: Rule<RequirementsDocument> = {
    code: 'requirements/final-newline',
    title: 'The last line has no line end',
    severity: 'hint',
    why: 'The next "echo package >> requirements.txt" glues its line to this one, and pip looks for a package of that odd name.',
    fix: 'automatic',
    *check({ text, lines }) {
        const last = lines.at(-1);
        if (last !== undefined && last.line.kind !== 'blank' && !/[\r\n]$/.test(text)) {
            yield {
                span: last.nameSpan,
                message: 'The last line has no line end: what is appended is glued to it.',
                fixes: [
                    {
                        title: 'Add the line end',
                        standing: 'preferred',
                        edits: [{ span: { start: text.length, end: text.length }, newText: text.includes('\r\n') ? '\r\n' : '\n' }],
                    },
                ],
            };
        }
    },
};
