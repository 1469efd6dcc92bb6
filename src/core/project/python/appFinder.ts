import { callsIn, importedStatements, walkStatements } from './expressions';
import { constructors } from './frameworks';
import type { FrameworkId } from './frameworks';
import type { PyModule, PythonModules } from './pythonModules';
import type { PyExpression, PyStatement } from './syntax';

/** A name of a module that stands for a web application, or for a function that makes one. */
export interface AppBinding {
    readonly framework: FrameworkId;
    readonly form: 'object' | 'factory' | 'class';
    readonly line: number;
    /** made: constructed here. called: got from a factory. imported: another module's. wrapped: middleware around one. */
    readonly origin: 'made' | 'called' | 'imported' | 'wrapped';
    /** The path of the module where it is made. */
    readonly home: string;
}

const wrapper = /middleware|asgiapp|wsgiapp|proxyfix|whitenoise|cling|dispatcher|asgi|wsgi|cors|sentry|profiler|reverseproxied|mounter/i;
const asAttribute: Readonly<Record<string, FrameworkId>> = {
    streamable_http_app: 'fastmcpAsgi',
    http_app: 'fastmcpAsgi',
    sse_app: 'fastmcpAsgi',
    make_wsgi_app: 'pyramid',
    wsgifunc: 'webpy',
};

/** Finds application objects and factories by what the code says, following imports through the project. */
export class AppFinder {
    readonly #known = new Map<string, Promise<ReadonlyMap<string, AppBinding>>>();
    readonly #open = new Set<string>();

    constructor(readonly modules: PythonModules) {}

    /** The module's names that are applications or make them. */
    bindings(path: string): Promise<ReadonlyMap<string, AppBinding>> {
        if (this.#open.has(path)) {
            return Promise.resolve(new Map()); // an import cycle: what is asked for is not made yet
        }
        let known = this.#known.get(path);
        if (known === undefined) {
            this.#open.add(path);
            known = this.read(path).finally(() => this.#open.delete(path));
            this.#known.set(path, known);
        }
        return known;
    }

    private async read(path: string): Promise<ReadonlyMap<string, AppBinding>> {
        const module = await this.modules.at(path);
        const found = new Map<string, AppBinding>();
        if (module === undefined) {
            return found;
        }
        for (const statement of importedStatements(module.statements)) {
            await this.readStatement(module, statement, found);
        }
        return found;
    }

    private async readStatement(module: PyModule, statement: PyStatement, found: Map<string, AppBinding>): Promise<void> {
        switch (statement.kind) {
            case 'import': {
                for (const { name, alias } of statement.names) {
                    const origin = name === undefined || name === '*' ? undefined : module.imports.get(alias);
                    const binding = origin === undefined ? undefined : await this.imported(origin, module.path);
                    if (binding !== undefined) {
                        found.set(alias, { ...binding, origin: 'imported', line: statement.line });
                    }
                }
                if (statement.names.some(({ name }) => name === '*')) {
                    for (const star of module.stars) {
                        const home = this.modules.find(star, module.path);
                        for (const [name, binding] of home === undefined ? [] : await this.bindings(home)) {
                            if (!found.has(name)) {
                                found.set(name, { ...binding, origin: 'imported', line: statement.line });
                            }
                        }
                    }
                }
                return;
            }
            case 'assign': {
                const binding = statement.value === undefined ? undefined : await this.meaning(module, statement.value, found, 0);
                if (binding !== undefined) {
                    for (const target of statement.targets) {
                        if (target.kind === 'name' && !target.name.includes('.')) {
                            found.set(target.name, { ...binding, line: statement.line });
                        }
                    }
                    const [first] = statement.targets;
                    if (binding.framework === 'fasthtml' && statement.targets.length > 1 && first?.kind === 'name') {
                        // `app, rt = fast_app()`: only the first is the application.
                        for (const target of statement.targets.slice(1)) {
                            if (target.kind === 'name') {
                                found.delete(target.name);
                            }
                        }
                    }
                }
                return;
            }
            case 'function': {
                if (statement.name.startsWith('test') || statement.parameters.some((parameter) => parameter.required)) {
                    const plain = plainInterface(statement);
                    if (plain !== undefined) {
                        found.set(statement.name, {
                            framework: plain,
                            form: 'object',
                            line: statement.line,
                            origin: 'made',
                            home: module.path,
                        });
                    }
                    return;
                }
                const made = await this.returned(module, statement.body, found);
                if (made !== undefined) {
                    found.set(statement.name, { ...made, form: 'factory', line: statement.line, home: module.path });
                }
                return;
            }
            case 'class': {
                for (const base of statement.bases) {
                    const origin = base.value.kind === 'name' ? this.origin(module, base.value.name) : undefined;
                    const framework = origin === undefined ? undefined : constructors[origin];
                    if (framework !== undefined) {
                        found.set(statement.name, { framework, form: 'class', line: statement.line, origin: 'made', home: module.path });
                    }
                }
                return;
            }
            case 'expression':
            case 'return':
                return;
            case 'block': {
                // `with gr.Blocks() as demo:` names its application in the head.
                if (statement.keyword === 'with') {
                    const [made, name] = statement.heads;
                    const binding = made === undefined ? undefined : await this.meaning(module, made, found, 0);
                    if (binding !== undefined && name?.kind === 'name') {
                        found.set(name.name, binding);
                    }
                }
                return;
            }
        }
    }

    /** What a function without required parameters returns, when that is an application. */
    private async returned(
        module: PyModule,
        body: readonly PyStatement[],
        outer: ReadonlyMap<string, AppBinding>,
    ): Promise<AppBinding | undefined> {
        const local = new Map(outer);
        const inner = [...walkStatements(body)];
        const innerImports = new Map(module.imports);
        for (const statement of inner) {
            if (statement.kind === 'import' && statement.level === 0) {
                for (const { name, alias } of statement.names) {
                    innerImports.set(alias, name === undefined ? statement.module : `${statement.module}.${name}`);
                }
            }
        }
        const scope = { ...module, imports: innerImports };
        for (const statement of inner) {
            if (statement.kind === 'assign') {
                await this.readStatement(scope, statement, local);
            }
        }
        for (const statement of inner) {
            if (statement.kind === 'return' && statement.value !== undefined) {
                const value = statement.value;
                const made = await this.meaning(scope, value, local, 0);
                // A getter of a module's own object is no factory of its own.
                if (made?.form === 'object') {
                    return made;
                }
                if (value.kind === 'list') {
                    continue;
                }
            }
        }
        return undefined;
    }

    /** The application that an expression makes or names. */
    private async meaning(
        module: PyModule,
        expression: PyExpression,
        local: ReadonlyMap<string, AppBinding>,
        depth: number,
    ): Promise<AppBinding | undefined> {
        if (depth > 8) {
            return undefined;
        }
        const here = { line: expression.line, home: module.path };
        if (expression.kind === 'name') {
            const own = local.get(expression.name);
            if (own !== undefined) {
                return own.form === 'object' ? own : undefined;
            }
            const [head, ...attributes] = expression.name.split('.');
            const holder = head === undefined ? undefined : local.get(head);
            if (holder?.form === 'object' && attributes.length > 0) {
                return attributes[0] === 'server' || attributes[0] === 'app' || attributes[0] === 'wsgi_app' || attributes[0] === 'asgi_app'
                    ? { ...holder, ...here }
                    : undefined;
            }
            const origin = this.origin(module, expression.name);
            return origin === undefined ? undefined : this.imported(origin, module.path);
        }
        if (expression.kind !== 'call') {
            return undefined;
        }
        const callee = expression.callee;
        if (callee.kind === 'attribute') {
            const known = asAttribute[callee.name];
            return known === undefined
                ? this.meaning(module, callee.object, local, depth + 1)
                : { framework: known, form: 'object', origin: 'made', ...here };
        }
        if (callee.kind !== 'name') {
            return undefined;
        }
        const own = local.get(callee.name);
        if (own?.form === 'factory' || own?.form === 'class') {
            return { ...own, form: 'object', origin: own.form === 'class' ? 'made' : 'called', line: expression.line };
        }
        const origin = this.origin(module, callee.name);
        const framework = origin === undefined ? undefined : constructors[origin];
        if (framework !== undefined) {
            return { framework, form: 'object', origin: 'made', ...here };
        }
        const method = callee.name.split('.').at(-1) ?? '';
        const holder = local.get(callee.name.slice(0, -method.length - 1));
        const known = asAttribute[method];
        if (known !== undefined && (holder !== undefined || known === 'pyramid' || known === 'webpy')) {
            return { framework: known, form: 'object', origin: 'made', ...here };
        }
        const elsewhere = origin === undefined ? undefined : await this.imported(origin, module.path);
        if (elsewhere?.form === 'factory' || elsewhere?.form === 'class') {
            return { ...elsewhere, form: 'object', origin: 'called', line: expression.line };
        }
        if (wrapper.test(callee.name)) {
            for (const arg of expression.args) {
                const inner = await this.meaning(module, arg.value, local, depth + 1);
                if (inner !== undefined) {
                    return { ...inner, origin: 'wrapped', ...here };
                }
            }
        }
        return undefined;
    }

    /** What another module of the project calls an application. */
    private async imported(origin: string, from: string): Promise<AppBinding | undefined> {
        const at = origin.lastIndexOf('.');
        if (at < 0) {
            return undefined;
        }
        const home = this.modules.find(origin.slice(0, at), from);
        return home === undefined || home === from ? undefined : (await this.bindings(home)).get(origin.slice(at + 1));
    }

    /** The dotted name that a name of this module stands for. */
    private origin(module: PyModule, name: string): string | undefined {
        const [head, ...rest] = name.split('.');
        const imported = head === undefined ? undefined : module.imports.get(head);
        if (imported !== undefined) {
            return [imported, ...rest].join('.');
        }
        for (const star of module.stars) {
            if (`${star}.${name}` in constructors) {
                return `${star}.${name}`;
            }
        }
        return undefined;
    }
}

/** A function with WSGI's or ASGI's own parameters is an application by itself. */
function plainInterface(statement: Extract<PyStatement, { kind: 'function' }>): FrameworkId | undefined {
    const names = statement.parameters.map((parameter) => parameter.name).join(',');
    if (/^(environ|env),(start_response|start_resp)$/.test(names)) {
        return 'wsgi';
    }
    return names === 'scope,receive,send' && statement.decorators.length === 0 ? 'asgi' : undefined;
}

/** How many routes the module itself adds, by decorators and registrations. */
export function countRoutes(module: PyModule): number {
    let count = 0;
    for (const statement of walkStatements(module.statements)) {
        if (statement.kind === 'function') {
            for (const decorator of statement.decorators) {
                const name = decorator.kind === 'call' && decorator.callee.kind === 'name' ? decorator.callee.name : '';
                count += /\.(route|get|post|put|delete|patch|websocket|callback|api_route|tool|resource|prompt|errorhandler)$/.test(name)
                    ? 1
                    : 0;
            }
        }
    }
    for (const call of callsIn(walkStatements(module.statements))) {
        const name = call.callee.kind === 'name' ? call.callee.name : call.callee.kind === 'attribute' ? call.callee.name : '';
        count +=
            /(^|\.)(add_url_rule|register_blueprint|include_router|add_route|add_api_route|add_routes|mount|add_resource|add_namespace|init_app|add_get|add_post)$/.test(
                name,
            )
                ? 1
                : 0;
    }
    return count;
}
