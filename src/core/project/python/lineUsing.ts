import type { PyModule } from './pythonModules';

/** The first line that uses a library's name, such as `fastapi.Form`, under whatever name the module imports it; 1-based. Imports and comments do not use it. */
export function lineUsing(module: PyModule, dotted: string): number | undefined {
    for (const [alias, stands] of module.imports) {
        const local = stands === dotted ? alias : dotted.startsWith(`${stands}.`) ? `${alias}${dotted.slice(stands.length)}` : undefined;
        const line = local === undefined ? undefined : lineOfWord(module, local);
        if (line !== undefined) {
            return line;
        }
    }
    return undefined;
}

function lineOfWord({ text }: PyModule, name: string): number | undefined {
    if (!text.includes(name)) {
        return undefined;
    }
    const word = new RegExp(String.raw`(?<![\w.])${name.replaceAll('.', String.raw`\.`)}(?!\w)`);
    let inImport = false;
    for (const [at, line] of text.split('\n').entries()) {
        const code = line.replace(/(^|\s)#.*$/, '');
        const isImport: boolean = inImport || /^\s*(from|import)\s/.test(code);
        inImport = isImport && !code.includes(')') && (inImport || code.includes('('));
        if (!isImport && word.test(code)) {
            return at + 1;
        }
    }
    return undefined;
}
