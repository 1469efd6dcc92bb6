import type { StartHint } from '../hints/startHint';
import type { EntryCandidate } from './entryCandidate';
import { moduleName } from './pythonModules';
import { shellWord } from '../shellWord';

/** How a script is started. */
export interface Launch {
    /** Shell words after `python`, `args` among them. */
    readonly words: string;
    /** What the script itself is told, each word with a blank before it. */
    readonly args: string;
    /** Python that does the same inside another Python program, for a command of `python -c "…"`; uses runpy and sys. */
    readonly code: string;
}

/** A script's path, its package's module when it imports relatively, or the function that a console script calls. */
export function launchOf(entry: string, candidate: EntryCandidate, hint: StartHint | undefined): Launch {
    const { module, base, calls } = candidate;
    const args = keptArguments(hint, entry);
    const path = base === '' || base === 'src' ? '' : `sys.path.insert(0, '${base}'); `;
    const dotted = moduleName(module.path, base);
    if (calls !== undefined) {
        const code = `${path}from ${dotted} import ${calls}; ${calls}()`;
        return { words: `-c "${path === '' ? '' : 'import sys; '}${code}"${args}`, args, code };
    }
    if (entry.endsWith('/__main__.py')) {
        const package_ = moduleName(module.path, path === '' ? base : '').replace(/\.__main__$/, '');
        return { words: `-m ${package_}${args}`, args, code: `runpy.run_module('${package_}', run_name='__main__', alter_sys=True)` };
    }
    if (path === '' && dotted.includes('.') && module.statements.some((statement) => statement.kind === 'import' && statement.level > 0)) {
        return { words: `-m ${dotted}${args}`, args, code: `runpy.run_module('${dotted}', run_name='__main__', alter_sys=True)` };
    }
    const folder = entry.includes('/') ? entry.replace(/\/[^/]*$/, '') : '';
    return {
        words: `${shellWord(entry)}${args}`,
        args,
        code: `sys.argv[0] = '${entry}'; ${folder === '' ? '' : `sys.path.insert(0, '${folder}'); `}runpy.run_path('${entry}', run_name='__main__')`,
    };
}

/** What the project's own start command hands to the script, on all addresses and on `$PORT`; without what is for developing. */
function keptArguments(hint: StartHint | undefined, entry: string): string {
    const from = hint === undefined ? -1 : hint.program === 'python' ? argumentsFrom(hint, entry) : entryScript(hint) ? 0 : -1;
    if (hint === undefined || from < 0) {
        return '';
    }
    const end = hint.words.findIndex((word, at) => at >= from && !/^[\w.:/=@,*-]+$/.test(word) && !/^(--?[\w-]+=)?\$\{?PORT\b/.test(word));
    const given = hint.words.slice(from, end < 0 ? undefined : end);
    // `--port 808%(n)s`: an option whose value only its own tool can fill in; the port is the one that the image is given.
    const cut = end >= 0 && /^--?[\w-]+$/.test(given.at(-1) ?? '');
    const words = !cut ? given : /^--?(port|p|server[-_.]port)$/.test(given.at(-1) ?? '') ? [...given, '$PORT'] : given.slice(0, -1);
    if (words.some((word) => /(^|=)stdio$/.test(word))) {
        return '';
    }
    const kept: string[] = [];
    for (const [at, word] of words.entries()) {
        const before = words[at - 1] ?? '';
        if (/^--?(port|p|server[-_.]port)$/.test(before)) {
            kept.push('$PORT');
        } else if (/^--?(port|server[-_.]port)=/.test(word)) {
            kept.push(word.replace(/=.*/, '=$PORT'));
        } else if (/^(127\.0\.0\.1|localhost)$/.test(word)) {
            kept.push('0.0.0.0');
        } else if (/^--?[\w-]+=(127\.0\.0\.1|localhost)$/.test(word)) {
            kept.push(word.replace(/=.*/, '=0.0.0.0'));
        } else if (!/^--?(reload|debug|dev|watch)$/.test(word)) {
            kept.push(word);
        }
    }
    return kept.map((word) => ` ${word}`).join('');
}

function argumentsFrom(hint: StartHint, entry: string): number {
    const at = hint.words.findIndex((word) => word.endsWith('.py') || hint.words[hint.words.indexOf(word) - 1] === '-m');
    const word = hint.words[at];
    return word === undefined || (word.endsWith('.py') && !word.endsWith(entry.split('/').at(-1) ?? '')) ? -1 : at + 1;
}

/** True for a console script, whose words are all arguments. */
function entryScript(hint: StartHint): boolean {
    return !/^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress(-serve)?|uwsgi|sanic|streamlit|chainlit|flask|quart|fastapi|panel|litestar|npm|node|yarn|pnpm)$/.test(hint.program); // prettier-ignore
}
