import { djangoDistribution } from '../../requirements/djangoApps';
import { crispyTemplatesOf } from './crispyTemplates';
import type { CrispyTemplates } from './crispyTemplates';
import { callsIn, positional, calleeName, walkExpression, walkStatements } from './expressions';
import type { PyModule, PythonModules } from './pythonModules';
import type { QuietNeed } from './quietNeed';
import { demanded } from './requiredImports';
import type { PyStatement } from './syntax';

/** Settings that name what Django imports by itself. */
const importing = /^(\w*APPS|\w*MIDDLEWARE(_CLASSES)?|AUTHENTICATION_BACKENDS|STORAGES|STATICFILES_(STORAGE|FINDERS)|DEFAULT_FILE_STORAGE|CACHES|CHANNEL_LAYERS|EMAIL_BACKEND|REST_FRAMEWORK|SESSION_ENGINE)$/; // prettier-ignore

export interface DjangoApps {
    /** What the settings name of other distributions. */
    readonly named: readonly QuietNeed[];
    /** The project's own modules that Django imports by name: of its apps, and the routes. */
    readonly own: readonly PyModule[];
    /** Templates that the settings choose and name no app for. */
    readonly templates: CrispyTemplates | undefined;
}

/** What Django imports by the names in its settings; what a condition adds is not demanded. */
export async function djangoApps(modules: PythonModules, settings: readonly PyModule[]): Promise<DjangoApps> {
    const named: QuietNeed[] = [];
    const own = new Map<string, PyModule>();
    const add = async (dotted: string, from: PyModule) => {
        const path = modules.find(dotted, from.path);
        const module = path === undefined ? undefined : await modules.at(path);
        if (module !== undefined && !own.has(module.path)) {
            own.set(module.path, module);
            for (const included of includedRoutes(module)) {
                await add(included, module);
            }
        }
    };
    for (const module of settings) {
        for (const { setting, value, line } of namesIn(module)) {
            const [top = ''] = value.split('.');
            if (setting === 'ROOT_URLCONF') {
                await add(value, module);
            } else if (modules.find(top, module.path) !== undefined) {
                const app = value.replace(/\.apps\.\w+$/, '');
                for (const part of /\.apps\.\w+$/.test(value) || setting.endsWith('APPS') ? ['apps', 'models', 'admin'] : []) {
                    await add(`${app}.${part}`, module);
                }
            } else {
                const requirement = djangoDistribution(value);
                if (requirement !== undefined) {
                    named.push({ uses: value, requirement, fails: 'starting', file: module.path, line });
                }
            }
        }
    }
    return { named, own: [...own.values()], templates: crispyTemplatesOf(settings) };
}

function* namesIn(module: PyModule): Generator<{ setting: string; value: string; line: number }> {
    for (const statement of [...demanded(module.statements), ...inDebug(module)]) {
        const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
        if (statement.kind !== 'assign' || statement.value === undefined || target?.kind !== 'name') {
            continue;
        }
        const { name: setting } = target;
        if (setting !== 'ROOT_URLCONF' && !importing.test(setting)) {
            continue;
        }
        for (const part of walkExpression(statement.value)) {
            if (
                part.kind === 'string' &&
                /^[A-Za-z_]\w*(\.\w+)*$/.test(part.value) &&
                (setting.endsWith('APPS') || part.value.includes('.') || setting === 'ROOT_URLCONF')
            ) {
                // prettier-ignore
                yield { setting, value: part.value, line: part.line };
            }
        }
    }
}

/** What settings add while they are written out as debugging: `DEBUG = True` and, below, `if DEBUG:`. */
function inDebug({ statements }: PyModule): PyStatement[] {
    const debugs = statements.flatMap((each) =>
        each.kind === 'assign' && each.targets.some((target) => target.kind === 'name' && target.name === 'DEBUG') ? [each.value] : [],
    );
    const isOn = debugs.length === 1 && debugs[0]?.kind === 'constant' && debugs[0].value === true;
    return !isOn
        ? []
        : statements.flatMap((each) =>
              each.kind === 'block' && each.test?.kind === 'name' && each.test.name === 'DEBUG' ? (each.suites[0] ?? []) : [],
          );
}

/** The modules of routes that another one includes by name. */
function includedRoutes(module: PyModule): string[] {
    return [...callsIn(walkStatements(module.statements))].flatMap((call) => {
        const first = /(^|\.)include$/.test(calleeName(call) ?? '') ? positional(call, 0) : undefined;
        return [...(first === undefined ? [] : walkExpression(first))].flatMap((part) =>
            part.kind === 'string' && /^[A-Za-z_][\w.]*$/.test(part.value) ? [part.value] : [],
        );
    });
}
