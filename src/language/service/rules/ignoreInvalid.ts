import type { IgnoreDocument } from '../ignore/openIgnore';
import type { Rule } from '../rule';

export const ignoreInvalid: Rule<IgnoreDocument> = {
    code: 'dockerignore/invalid',
    title: 'A pattern that the builder refuses',
    severity: 'error',
    why: 'BuildKit stops the build at a lone "!" or an open bracket.',
    fix: 'none',
    *check({ broken }) {
        for (const { span, text } of broken) {
            yield { span, message: `The builder refuses "${text}", and every build with it.` };
        }
    },
};
