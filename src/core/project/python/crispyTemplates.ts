import { normalizeName } from '../../requirements/normalizeName';
import { boundsFor, crispyTemplates } from '../../requirements/removedNames';
import type { Pinned } from '../../requirements/pythonLimits';
import type { ProjectFinding } from '../profile';
import { expressionsOf, walkExpression, walkStatements } from './expressions';
import type { PyModule } from './pythonModules';
import type { RemovedUse } from './removedUses';

/** Where Django's settings choose templates that django-crispy-forms no longer brings, and no app of theirs does. */
export interface CrispyTemplates {
    readonly pack: string;
    readonly module: PyModule;
    /** 1-based. */
    readonly line: number;
}

/** The template pack that the settings name without the app that brings it; undefined where there is none, or one that never came with crispy forms. */
export function crispyTemplatesOf(settings: readonly PyModule[]): CrispyTemplates | undefined {
    const assigned = settings.flatMap((module) =>
        module.statements.flatMap((each) =>
            each.kind === 'assign' && each.value !== undefined ? [{ ...each, value: each.value, module }] : [],
        ),
    );
    // An app may be added by a call, or where a condition holds.
    const strings = settings.flatMap(({ statements }) =>
        [...walkStatements(statements)]
            .flatMap((each) => expressionsOf(each))
            .flatMap((each) => [...walkExpression(each)].flatMap((part) => (part.kind === 'string' ? [part.value] : []))),
    );
    const chosen = assigned.find(({ targets }) =>
        targets.some((target) => target.kind === 'name' && target.name === 'CRISPY_TEMPLATE_PACK'),
    );
    const pack = chosen?.value.kind === 'string' ? chosen.value.value : '';
    return chosen === undefined || !/^(bootstrap[34]?|uni_form)$/.test(pack) || strings.some((each) => each.startsWith(`crispy_${pack}`))
        ? undefined
        : { pack, module: chosen.module, line: chosen.line };
}

/** What keeps the templates: a release that has them, where the list lets one be installed; else the app that brings them, which the settings must name. */
export function keepTemplates(
    templates: CrispyTemplates | undefined,
    declared: ReadonlyMap<string, Pinned>,
    locate: (file: string) => string,
): { readonly bounds: readonly RemovedUse[]; readonly findings: readonly ProjectFinding[] } {
    if (templates === undefined || !declared.has('django-crispy-forms')) {
        return { bounds: [], findings: [] };
    }
    const { pack, module, line } = templates;
    const requirements = declared.has(`crispy-${pack}`) ? [] : boundsFor(crispyTemplates, declared);
    const isOld = /^(={2,3}|~=|<=?|\^)\s*[01](\.|$)/.test(declared.get('django-crispy-forms')?.specifier.trim() ?? '');
    const bounds = requirements.map((requirement) => ({ uses: `CRISPY_TEMPLATE_PACK ${pack}`, requirement, file: module.path, line }));
    if (bounds.length > 0 || isOld || !/^bootstrap[34]$/.test(pack)) {
        return { bounds, findings: [] };
    }
    const app = `crispy_${pack}`;
    const path = locate(module.path);
    const content = withApp(module.text, app);
    return {
        bounds,
        findings: [
            {
                code: 'django/template-pack',
                severity: 'error',
                message: `The settings choose the templates ${pack}, which come with ${normalizeName(app)}: its app ${app} is not among INSTALLED_APPS, so that forms fail.`,
                file: path,
                line,
                ...(content !== undefined && { fix: { title: `Name ${app} in ${module.path}`, path, content } }),
            },
        ],
    };
}

/** The settings with one more app behind that of crispy forms; undefined where that is not on a line of its own. */
function withApp(text: string, app: string): string | undefined {
    const found = /^([ \t]*)(["'])crispy_forms\2,[ \t]*(#[^\n]*)?(\r?\n)/m.exec(text);
    if (found === null) {
        return undefined;
    }
    const [whole, indent = '', quote = '"', , newline = '\n'] = found;
    const at = found.index + whole.length;
    return `${text.slice(0, at)}${indent}${quote}${app}${quote},${newline}${text.slice(at)}`;
}
