import type { ProjectFinding } from '../profile';
import { lineAt } from '../textLines';
import type { PyModule } from './pythonModules';

/** A string, long or short, to its end or, where it has none, to where it would have to be; a comment; a bracket. */
const parts = /("""|''')(?:[^\\]|\\[^]?)*?(\1|$(?![^]))|(["'])(?:[^\\\n]|\\[^]?)*?(?:\3|(?=\n)|$(?![^]))|#[^\n]*|[([{}\])]/g;

const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Where a Python file that ends in the middle begins to be unfinished: a bracket or a long string that nothing closes. What is wrong otherwise is not said: a
 * parser that recovers takes much for wrong that Python takes. Never throws; takes time in proportion to the text.
 */
export function unfinishedPython(text: string): { readonly line: number; readonly reason: string } | undefined {
    // A template of somebody's, which becomes Python.
    if (text.includes('{%')) {
        return undefined;
    }
    const open: { readonly mark: string; readonly at: number }[] = [];
    for (const match of text.matchAll(parts)) {
        const [mark, long, end] = match;
        if (long !== undefined && end === '') {
            return { line: lineAt(text, match.index), reason: `${long} is not closed` };
        }
        if (mark === '(' || mark === '[' || mark === '{') {
            open.push({ mark, at: match.index });
        } else if (closes[mark] !== undefined) {
            if (open.at(-1)?.mark !== closes[mark]) {
                return undefined; // more than its end is missing, or a string was misread
            }
            open.pop();
        }
    }
    const last = open.at(-1);
    return last === undefined ? undefined : { line: lineAt(text, last.at), reason: `${last.mark} is not closed` };
}

/** Files of the app that end in the middle, by their paths from the root of what is looked at: Python would not start them. */
export function unfinishedFiles(modules: readonly PyModule[], locate: (file: string) => string): ProjectFinding[] {
    return [...new Map(modules.map((module) => [module.path, module])).values()].flatMap(({ path, text }) => {
        const broken = unfinishedPython(text);
        return broken === undefined
            ? []
            : [
                  {
                      code: 'workspace/file-malformed',
                      severity: 'error',
                      message: `${path} is not valid Python, so that the app stops with a SyntaxError: ${broken.reason}`,
                      file: locate(path),
                      line: broken.line,
                  },
              ];
    });
}
