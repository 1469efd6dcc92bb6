import { callsIn, importedStatements, walkStatements } from './expressions';
import type { PyCall } from './expressions';
import { constructors, frameworks, serverCalls } from './frameworks';
import type { FrameworkId } from './frameworks';
import { absolute } from './pythonModules';
import type { PyModule, PythonModules } from './pythonModules';
import type { PyExpression, PyStatement } from './syntax';

/** A name of a module that stands for a web application, or for a function that makes one. */
export interface AppBinding {
    readonly framework: FrameworkId;
    /** maker: a function that makes one of what it is given, so that no server can call it. held: what an object keeps one as. */
    readonly form: 'object' | 'factory' | 'maker' | 'class' | 'held';
    readonly line: number;
    /** made: constructed here. called: got from a factory. imported: another module's. wrapped: middleware around one. */
    readonly origin: 'made' | 'called' | 'imported' | 'wrapped';
    /** The path of the module where it is made. */
    readonly home: string;
}

const wrapper = /middleware|asgiapp|wsgiapp|proxyfix|whitenoise|cling|dispatcher|asgi|wsgi|cors|sentry|profiler|reverseproxied|mounter/i;
/** What only registers itself with the application that it is given, and is none (`cors = CORS(app)`). */
const extension = /^(flask_|flask\.ext\.|sanic_|aiohttp_|raven\.)/;
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
                if (binding === undefined && statement.value !== undefined) {
                    await this.readHolder(module, statement.value, statement.targets, found);
                }
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
                if (statement.name.startsWith('test')) {
                    return;
                }
                const plain = plainInterface(module, statement);
                if (plain !== undefined) {
                    found.set(statement.name, {
                        framework: plain,
                        form: 'object',
                        line: statement.line,
                        origin: 'made',
                        home: module.path,
                    });
                    return;
                }
                const made = (await this.returned(module, statement.body, found)) ?? this.annotated(module, statement);
                if (made !== undefined) {
                    const form = statement.parameters.some((parameter) => parameter.required) ? 'maker' : 'factory';
                    found.set(statement.name, { ...made, form, line: statement.line, home: module.path });
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
                // `Loader.load_app()`: a method of a class that makes an application. No server can be told its name.
                for (const method of statement.body) {
                    const made = method.kind === 'function' ? await this.returned(module, method.body, found) : undefined;
                    if (method.kind === 'function' && made !== undefined) {
                        found.set(`${statement.name}.${method.name}`, { ...made, form: 'maker', line: method.line, home: module.path });
                    }
                    for (const [name, held] of method.kind === 'function' ? await this.heldBySelf(module, method.body, found) : []) {
                        found.set(`${statement.name}.${name}`, { ...held, form: 'held', home: module.path });
                    }
                }
                return;
            }
            case 'expression':
            case 'return':
            case 'raise':
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

    /** The applications that a method keeps as attributes of its object: `self.flask = Flask(__name__)`. */
    private async heldBySelf(
        module: PyModule,
        body: readonly PyStatement[],
        outer: ReadonlyMap<string, AppBinding>,
    ): Promise<(readonly [string, AppBinding])[]> {
        const kept: (readonly [string, AppBinding])[] = [];
        for (const statement of walkStatements(body)) {
            const [target] = statement.kind === 'assign' ? statement.targets : [];
            const name = target?.kind === 'name' ? /^self\.(\w+)$/.exec(target.name)?.[1] : undefined;
            if (statement.kind === 'assign' && statement.value !== undefined && name !== undefined) {
                const made = await this.meaning(module, statement.value, outer, 0);
                if (made?.origin === 'made' && made.form === 'object') {
                    kept.push([name, made]);
                }
            }
        }
        return kept;
    }

    /** Remembers what an object of a class keeps: `factory.flask` after `factory = Factory()`. */
    private async readHolder(
        module: PyModule,
        value: PyExpression,
        targets: readonly PyExpression[],
        found: Map<string, AppBinding>,
    ): Promise<void> {
        const made = value.kind === 'call' && value.callee.kind === 'name' ? value.callee.name : undefined;
        const [target] = targets;
        if (made === undefined || target?.kind !== 'name' || targets.length > 1) {
            return;
        }
        const origin = this.origin(module, made);
        const home =
            origin === undefined ? undefined : this.modules.find(origin.slice(0, Math.max(0, origin.lastIndexOf('.'))), module.path);
        const [kept, name] =
            home === undefined || home === module.path
                ? [found, made]
                : [await this.bindings(home), origin?.slice(origin.lastIndexOf('.') + 1) ?? ''];
        for (const [held, binding] of [...kept]) {
            if (binding.form === 'held' && held.startsWith(`${name}.`)) {
                found.set(`${target.name}${held.slice(name.length)}`, { ...binding, line: targets[0]?.line ?? binding.line });
            }
        }
    }

    /** The names that a function's body, or a guard's, gives to applications that it makes, and what its own imports stand for. */
    async inside(
        module: PyModule,
        body: readonly PyStatement[],
    ): Promise<{ readonly made: ReadonlyMap<string, AppBinding>; readonly scope: PyModule }> {
        const outer = await this.bindings(module.path);
        const { local, scope } = await this.scopeOf(module, [...walkStatements(body)], outer);
        return { scope, made: new Map([...local].filter(([name, binding]) => outer.get(name) !== binding)) };
    }

    /** The application that an expression of this scope makes or names. */
    async madeBy(scope: PyModule, expression: PyExpression, made: ReadonlyMap<string, AppBinding>): Promise<AppBinding | undefined> {
        return this.meaning(scope, expression, new Map([...(await this.bindings(scope.path)), ...made]), 0);
    }

    private async scopeOf(
        module: PyModule,
        inner: readonly PyStatement[],
        outer: ReadonlyMap<string, AppBinding>,
    ): Promise<{ local: Map<string, AppBinding>; scope: PyModule }> {
        const local = new Map(outer);
        const innerImports = new Map(module.imports);
        for (const statement of inner) {
            if (statement.kind === 'import') {
                const base = absolute(module.path, statement.module, statement.level);
                for (const { name, alias } of statement.names) {
                    innerImports.set(alias, name === undefined ? base : `${base}.${name}`);
                }
            }
        }
        const scope = { ...module, imports: innerImports };
        for (const statement of inner) {
            if (statement.kind === 'assign' || (statement.kind === 'block' && statement.keyword === 'with')) {
                await this.readStatement(scope, statement, local);
            }
        }
        return { local, scope };
    }

    /** What a function returns, when that is an application. */
    private async returned(
        module: PyModule,
        body: readonly PyStatement[],
        outer: ReadonlyMap<string, AppBinding>,
    ): Promise<AppBinding | undefined> {
        const inner = [...walkStatements(body)];
        const { local, scope } = await this.scopeOf(module, inner, outer);
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

    /** What a function's annotation says that it gives back: something else may make it there. */
    private annotated(
        module: PyModule,
        { returns, decorators, line, body }: Extract<PyStatement, { kind: 'function' }>,
    ): AppBinding | undefined {
        const name = returns?.kind === 'name' ? returns.name : returns?.kind === 'string' ? returns.value : undefined;
        const framework = name === undefined || decorators.length > 0 ? undefined : constructors[this.origin(module, name) ?? name];
        const calls = body.some((each) => each.kind === 'return' && each.value?.kind === 'call');
        return framework === undefined || !calls ? undefined : { framework, form: 'object', origin: 'made', line, home: module.path };
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
                return own.form === 'object' ? own : own.form === 'held' ? { ...own, form: 'object', line: expression.line } : undefined;
            }
            const [head, ...attributes] = expression.name.split('.');
            const holder = head === undefined ? undefined : local.get(head);
            if (holder?.form === 'object' && attributes.length > 0) {
                return attributes[0] === 'server' || attributes[0] === 'app' || attributes[0] === 'wsgi_app' || attributes[0] === 'asgi_app'
                    ? { ...holder, ...here }
                    : undefined;
            }
            const origin = this.origin(module, expression.name);
            const elsewhere = origin === undefined ? undefined : await this.imported(origin, module.path);
            return elsewhere?.form === 'held' ? { ...elsewhere, form: 'object' } : elsewhere;
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
        if (own !== undefined && own.form !== 'object') {
            return { ...own, form: 'object', origin: own.form === 'factory' ? 'called' : 'made', line: expression.line };
        }
        const origin = this.origin(module, callee.name);
        const framework = origin === undefined ? undefined : constructors[origin];
        if (framework !== undefined) {
            // Around an application Socket.IO is only one of its ways in.
            const held = frameworks[framework].name === 'Socket.IO' ? await this.wrapped(module, expression, local, depth) : undefined;
            return held ?? { framework, form: 'object', origin: 'made', ...here };
        }
        const method = callee.name.split('.').at(-1) ?? '';
        const holder = local.get(callee.name.slice(0, -method.length - 1));
        const known = asAttribute[method];
        if (known !== undefined && (holder !== undefined || known === 'pyramid' || known === 'webpy')) {
            return { framework: known, form: 'object', origin: 'made', ...here };
        }
        const elsewhere = origin === undefined ? undefined : await this.imported(origin, module.path);
        if (elsewhere !== undefined && elsewhere.form !== 'object') {
            return { ...elsewhere, form: 'object', origin: elsewhere.form === 'factory' ? 'called' : 'made', line: expression.line };
        }
        return wrapper.test(callee.name) && !extension.test(origin ?? '') && !serverCalls.test(origin ?? callee.name)
            ? this.wrapped(module, expression, local, depth)
            : undefined;
    }

    /** The application that a call is given, as what the call makes around it. */
    private async wrapped(
        module: PyModule,
        { args, line }: PyCall,
        local: ReadonlyMap<string, AppBinding>,
        depth: number,
    ): Promise<AppBinding | undefined> {
        for (const arg of args) {
            const inner = await this.meaning(module, arg.value, local, depth + 1);
            if (inner !== undefined) {
                return { ...inner, origin: 'wrapped', line, home: module.path };
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
        const named = home === undefined || home === from ? undefined : (await this.bindings(home)).get(origin.slice(at + 1));
        if (named !== undefined || home === from) {
            return named;
        }
        // A package may give an object the name of the module that its class is in.
        const holder = origin.lastIndexOf('.', at - 1);
        const above = holder < 0 ? undefined : this.modules.find(origin.slice(0, holder), from);
        return above === undefined || above === from ? undefined : (await this.bindings(above)).get(origin.slice(holder + 1));
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

/** A function with WSGI's or ASGI's own parameters is an application by itself; around Django's it is Django. */
function plainInterface(module: PyModule, statement: Extract<PyStatement, { kind: 'function' }>): FrameworkId | undefined {
    if (!statement.parameters.some((parameter) => parameter.required)) {
        return undefined;
    }
    const django = /\bget_[aw]sgi_application\b/.test(module.text);
    const names = statement.parameters.map((parameter) => parameter.name).join(',');
    if (/^(environ|env),(start_response|start_resp)$/.test(names)) {
        return django ? 'django' : 'wsgi';
    }
    return names === 'scope,receive,send' && statement.decorators.length === 0 ? (django ? 'django' : 'asgi') : undefined;
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
