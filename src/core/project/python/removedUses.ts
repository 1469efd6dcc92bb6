import { distributionIn } from '../../requirements/isListed';
import type { Pinned } from '../../requirements/pythonLimits';
import { boundsFor, removedConnectForm, removedFromFlaskApps, removedNames, removedTemplateForm } from '../../requirements/removedNames';
import type { RemovedName } from '../../requirements/removedNames';
import { satisfies } from '../../requirements/specifier';
import { calleeName, callsIn, keyword, positional, walkStatements } from './expressions';
import { lastName } from './lastName';
import { lineUsing } from './lineUsing';
import type { PyModule } from './pythonModules';
import { demanded } from './requiredImports';
import type { RequiredImport } from './requiredImports';

/** Something that the code uses, that a later release no longer has, and the bound that keeps it. */
export interface RemovedUse {
    readonly uses: string;
    readonly requirement: string;
    readonly file: string;
    /** 1-based. */
    readonly line: number;
}

/** What the code uses of libraries, and the list lets be installed in a release that no longer has it; one for each bound. */
export function removedUses(
    imports: readonly RequiredImport[],
    reached: readonly PyModule[],
    declared: ReadonlyMap<string, Pinned>,
    /** What comes from an address, beside which no bound can stand. */
    fetched: ReadonlySet<string> = new Set(),
): readonly RemovedUse[] {
    const found = new Map<string, RemovedUse>();
    for (const { removed, uses, file, line } of [...imports.flatMap(imported), ...reached.flatMap(used)]) {
        const bounds = boundsFor(removed, declared);
        for (const requirement of bounds.some((each) => fetched.has(distributionIn(each))) ? [] : bounds) {
            const [name = '', limit = ''] = requirement.split('<');
            const other = found.get(name)?.requirement.split('<')[1];
            if (other === undefined || satisfies(limit, `<${other}`)) {
                found.set(name, { uses, requirement, file, line });
            }
        }
    }
    return [...found.values()];
}

interface Use {
    readonly removed: RemovedName;
    readonly uses: string;
    readonly file: string;
    readonly line: number;
}

function imported({ module, file, line }: RequiredImport): Use[] {
    return Object.entries(removedNames).flatMap(([uses, removed]) =>
        module === uses || module.startsWith(`${uses}.`) ? [{ removed, uses, file, line }] : [],
    );
}

function used(whole: PyModule): Use[] {
    // A name whose import is tried, or hangs on a condition, has another beside it.
    const sure = new Set(
        [...demanded(whole.statements)].flatMap((each) =>
            each.kind === 'import' ? each.names.map(({ alias }) => alias.split('.')[0]) : [],
        ),
    );
    const module = { ...whole, imports: new Map([...whole.imports].filter(([alias]) => sure.has(alias))) };
    const attributes = Object.entries(removedNames).flatMap(([uses, removed]): Use[] => {
        const line = lineUsing(module, uses);
        return line === undefined ? [] : [{ removed, uses, file: module.path, line }];
    });
    return [...attributes, ...firstRequest(module), ...oldTemplates(module), ...placedArguments(module)];
}

function firstRequest(module: PyModule): Use[] {
    const at = module.text.split('\n').findIndex((line) => /^\s*@\w+\.before_first_request\b/.test(line));
    return at < 0 || !module.text.includes('flask')
        ? []
        : [{ removed: removedFromFlaskApps, uses: 'before_first_request', file: module.path, line: at + 1 }];
}

function placedArguments(module: PyModule): Use[] {
    const connects = [...module.imports].filter(([, origin]) => /^pymysql(\.connect)?$/.test(origin)).map(([alias]) => alias);
    const call =
        connects.length === 0
            ? undefined
            : [...callsIn(walkStatements(module.statements))].find(
                  (each) =>
                      positional(each, 1) !== undefined &&
                      connects.some((alias) => [`${alias}.connect`, `${alias}.Connect`, alias].includes(calleeName(each) ?? '')),
              );
    return call === undefined
        ? []
        : [{ removed: removedConnectForm, uses: 'pymysql.connect(host, user, …)', file: module.path, line: call.line }];
}

function oldTemplates(module: PyModule): Use[] {
    if (!module.text.includes('TemplateResponse')) {
        return [];
    }
    const libraries = [...module.imports.values()].map((name) => name.split('.')[0]);
    const library = libraries.includes('fastapi') ? 'fastapi' : libraries.includes('starlette') ? 'starlette' : undefined;
    const call = [...callsIn(walkStatements(module.statements))].find(
        (each) =>
            lastName(each) === 'TemplateResponse' &&
            keyword(each, 'request') === undefined &&
            (positional(each, 0)?.kind === 'string' || keyword(each, 'context') !== undefined) &&
            positional(each, 0)?.kind !== 'name',
    );
    return call === undefined || library === undefined
        ? []
        : [{ removed: removedTemplateForm[library], uses: 'TemplateResponse(name, context)', file: module.path, line: call.line }];
}
