import { broughtBy } from '../../requirements/distributionOf';
import { bringsBack, lastWith, newNames } from '../../requirements/standardLibrary';
import { lineUsing } from './lineUsing';
import { newestSyntax } from './newestSyntax';
import type { PyModule } from './pythonModules';
import { demanded } from './requiredImports';
import type { RequiredImport } from './requiredImports';

/** A Python that the code tells of by what it uses. */
export interface PythonOfCode {
    /** 10 for Python 3.10. */
    readonly minor: number;
    readonly uses: string;
    readonly file: string;
    /** 1-based. */
    readonly line: number;
}

/** The oldest Python on which the modules that the app reaches can be read, and on which the standard library has what they import. */
export function oldestForCode(reached: readonly PyModule[]): PythonOfCode | undefined {
    let found: PythonOfCode | undefined;
    for (const module of reached) {
        const syntax = newestSyntax(module.text);
        for (const each of [...(syntax === undefined ? [] : [syntax]), ...newNamesIn(module)]) {
            if (each.minor > (found?.minor ?? 9)) {
                found = { ...each, file: module.path };
            }
        }
    }
    return found;
}

/** The newest Python that still has the modules that the app imports, where nothing that is installed brings them. */
export function newestForCode(imports: readonly RequiredImport[], listed: ReadonlySet<string>): PythonOfCode | undefined {
    const brought = broughtBy(listed);
    let found: PythonOfCode | undefined;
    for (const { module, file, line } of imports) {
        const top = module.split('.')[0] ?? '';
        const minor = lastWith(top);
        if (minor !== undefined && minor < (found?.minor ?? Infinity) && !bringsBack(brought, top)) {
            found = { minor, uses: top, file, line };
        }
    }
    return found;
}

function newNamesIn(whole: PyModule): Omit<PythonOfCode, 'file'>[] {
    const perhaps = Object.entries(newNames).filter(([dotted]) => whole.text.includes(dotted.split('.').at(-1) ?? dotted));
    if (perhaps.length === 0) {
        return [];
    }
    // A name whose import is tried, or hangs on a condition, has another beside it.
    const statements = [...demanded(whole.statements)].flatMap((each) => (each.kind === 'import' && each.level === 0 ? [each] : []));
    const sure = new Set(statements.flatMap(({ names }) => names.map(({ alias }) => alias.split('.')[0])));
    const module = { ...whole, imports: new Map([...whole.imports].filter(([alias]) => sure.has(alias))) };
    return perhaps.flatMap(([dotted, minor]) => {
        const imported = statements.find((each) =>
            each.names.some(({ name }) => name !== undefined && `${each.module}.${name}` === dotted),
        );
        const line =
            imported?.line ?? (dotted.includes('.') ? lineUsing(module, dotted) : statements.find((each) => each.module === dotted)?.line);
        return line === undefined ? [] : [{ minor, uses: dotted, line }];
    });
}
