import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementEncoding: Rule<RequirementsDocument> = {
    code: 'requirements/utf16',
    title: 'The file is UTF-16',
    severity: 'error',
    why: 'PowerShell\'s "pip freeze > requirements.txt" writes UTF-16. Some tools read it, others stop at the first byte; Docker layers, diffs and greps see garbage.',
    fix: 'none',
    *check({ snapshot, text }) {
        if (snapshot.encoding === 'utf16' || /^(.\0){3}/s.test(text.replace(/^[\ufeff\ufffd]+/, ''))) {
            const end = text.search(/\r|\n|$/);
            yield {
                span: { start: 0, end: Math.max(end, Math.min(1, text.length)) },
                message: 'This file is UTF-16. Save it as UTF-8 ("Save with Encoding").',
            };
        }
    },
};
