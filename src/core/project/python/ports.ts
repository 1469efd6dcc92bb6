import { fieldIn } from '../needs/pythonVariables';
import { calleeName, callsIn, keyword, positional, walkExpression, walkStatements } from './expressions';
import type { PyCall } from './expressions';
import type { PyModule, PythonModules } from './pythonModules';
import type { PyExpression } from './syntax';

/** A port that the code opens; `fromEnvironment` when the code lets $PORT win. */
export interface CodePort {
    readonly port?: number;
    readonly variable?: string;
    readonly host?: string;
    /** The port is a value of settings that the code reads from somewhere else. */
    readonly settings?: true;
    readonly line: number;
}

const runners =
    /(^|\.)(run|prepare|run_app|run_server|launch|listen|serve|bind|make_server|run_simple|run_async|go_fast|HTTPServer|ThreadingHTTPServer|TCPServer|ThreadingTCPServer|TCPSite|WSGIServer|quickstart|start|Config|Granian|FastMCP|WSGIServer|start_server|wsgi\.Server|CherryPyWSGIServer)$|^Server$/;

const serverClass = /(HTTP|TCP|WSGI)Server$/;

/** What a module says about the port it opens: a literal, or a variable with its default. */
export function portsInCode(module: PyModule, borrowed: ReadonlyMap<string, PyExpression> = new Map()): CodePort[] {
    const found: CodePort[] = [];
    const own = literalNames(module);
    const names = new Map([...borrowed, ...madeOf(own, borrowed), ...parameterDefaults(module), ...own, ...optionDefaults(module)]);
    const servers = new Set(
        module.statements.flatMap((statement) =>
            statement.kind === 'class' && statement.bases.some(({ value }) => value.kind === 'name' && serverClass.test(value.name))
                ? [statement.name]
                : [],
        ),
    );
    // An MCP server of the SDK's is told its port after it is made.
    for (const [name, expression] of names) {
        const value = /^\w+\.settings\.port$/.test(name) ? readPort(expression, names) : undefined;
        if (value !== undefined) {
            found.push({ ...value, line: expression.line });
        }
    }
    for (const call of callsIn(walkStatements(module.statements))) {
        const written = calleeName(call) ?? (call.callee.kind === 'attribute' ? call.callee.name : '');
        const [head = '', ...rest] = written.split('.');
        const dotted = [module.imports.get(head) ?? head, ...rest].join('.');
        // `from bottle import run as serve_it`
        const name = runners.test(written) || servers.has(written) ? written : dotted;
        if ((!runners.test(name) && !servers.has(name)) || /subprocess|thread|asyncio\.run$|loop\.run|executor|_start$/i.test(name)) {
            continue;
        }
        const waitress = dotted === 'waitress.serve';
        const expression = waitress
            ? (keyword(call, 'port') ?? keyword(call, 'listen'))
            : portArgument(call, servers.has(name) ? 'HTTPServer' : name, names);
        const host = keyword(call, 'host') ?? keyword(call, 'server_name') ?? keyword(call, 'address') ?? keyword(call, 'hostname');
        const read = expression === undefined ? undefined : readPort(expression, names);
        const value = waitress ? (read ?? waitressPort(call)) : read;
        const hostText = host === undefined ? undefined : readString(host, names);
        const settings = expression !== undefined && value?.port === undefined && ofSettings(expression, names);
        if (value !== undefined || hostText !== undefined || settings) {
            found.push({ ...value, ...(hostText !== undefined && { host: hostText }), ...(settings && { settings }), line: call.line });
        }
    }
    return found;
}

/** Where Waitress listens that is told no number by itself: in the first address that it is given (`listen='*:80'`), else on its own default. */
function waitressPort(call: PyCall): { port: number } | undefined {
    const listen = keyword(call, 'listen');
    const [first = ''] = listen?.kind === 'string' ? listen.value.trim().split(/\s+/) : [];
    const elsewhere = call.args.some(({ name, value }) => name === '**' || name === 'port' || name === 'unix_socket' || name === 'sockets' || (name === 'listen' && value.kind !== 'string')); // prettier-ignore
    return elsewhere ? undefined : { port: Number(/:(\d{2,5})$/.exec(first)?.[1] ?? 8080) };
}

/** True for `config['port']`, `settings.server.port`, `conf.get('port')` and names for them; what is read from the environment is no such value. */
function ofSettings(expression: PyExpression, names: ReadonlyMap<string, PyExpression>, depth = 0): boolean {
    const parts = [...walkExpression(expression)];
    const held = expression.kind === 'name' && depth < 3 ? names.get(expression.name) : undefined;
    return held !== undefined
        ? ofSettings(held, names, depth + 1)
        : parts.some(
              (part) => part.kind === 'subscript' || part.kind === 'attribute' || (part.kind === 'name' && part.name.includes('.')),
          ) && !parts.some((part) => part.kind === 'name' && /environ|getenv|(^|\.)(args|options)(\.|$)/i.test(part.name));
}

/** `settings = Settings()` of a class that another module has: the object's fields are the class's. */
function madeOf(own: ReadonlyMap<string, PyExpression>, borrowed: ReadonlyMap<string, PyExpression>): [string, PyExpression][] {
    return [...own].flatMap(([name, value]) => {
        const made = value.kind === 'call' ? calleeName(value) : undefined;
        const fields = made === undefined ? [] : [...borrowed].filter(([key]) => key.startsWith(`${made}.`));
        return fields.map(([key, field]): [string, PyExpression] => [`${name}${key.slice(made?.length)}`, field]);
    });
}

/** The port of a gunicorn settings file's `bind`: a default beside `$PORT`, or what an address ends in. */
export function boundPort(module: PyModule | undefined): { port: number; line: number } | undefined {
    const names = module === undefined ? new Map<string, PyExpression>() : literalNames(module);
    const bind = names.get('bind');
    if (bind === undefined) {
        return undefined;
    }
    const parts = [...walkExpression(bind)].flatMap((part) => {
        const own = part.kind === 'name' ? names.get(part.name) : undefined;
        return own === undefined || own === bind ? [part] : [...walkExpression(own)];
    });
    for (const part of parts) {
        const port = part.kind === 'call' ? readPort(part, names)?.port : undefined;
        const written =
            part.kind === 'string' ? Number(/(?:^|:)(\d{2,5})$/.exec(part.value)?.[1]) : part.kind === 'number' ? part.value : NaN;
        const found = port ?? (written > 0 && written < 65536 ? written : undefined);
        if (found !== undefined) {
            return { port: found, line: bind.line };
        }
    }
    return undefined;
}

/** What the names of a module stand for that it imports from the project: `PORT` of `from config import PORT`, `Settings.PORT` of a class, `config.PORT` of a module. */
export async function borrowedNames(modules: PythonModules, module: PyModule): Promise<ReadonlyMap<string, PyExpression>> {
    const found = new Map<string, PyExpression>();
    // `app.config.from_object('settings')`, `from_pyfile('settings.py')`: the names of that module are keys of the app's settings.
    for (const call of callsIn(walkStatements(module.statements))) {
        const given = /\.from_(object|pyfile)$/.test(calleeName(call) ?? '') ? positional(call, 0) : undefined;
        const path = given?.kind === 'string' ? modules.find(given.value.replace(/\.py$/, ''), module.path) : undefined;
        const home = path === undefined || path === module.path ? undefined : await modules.at(path);
        for (const [key, value] of home === undefined ? [] : literalNames(home)) {
            found.set(key, value);
        }
    }
    for (const [alias, origin] of module.imports) {
        const parts = origin.split('.');
        const whole = modules.find(origin, module.path);
        const path = whole ?? modules.find(parts.slice(0, -1).join('.'), module.path);
        const home = path === undefined || path === module.path ? undefined : await modules.at(path);
        const name = parts.at(-1) ?? '';
        const fields = home === undefined ? [] : [...literalNames(home)];
        for (const [key, value] of whole === undefined ? fields : []) {
            // An object that some function picks (`config = chosen()`) has the fields of one of the module's classes.
            const field = /^(?:[A-Z]\w*|self)\.(\w+)$/.exec(key)?.[1];
            if (field !== undefined && !found.has(`${alias}.${field}`)) {
                found.set(`${alias}.${field}`, value);
            }
        }
        if (/(^|[._])(config|settings|conf|env|constants?)([._]|$)/i.test(origin)) {
            // What the borrowed values are made of, where the module has no name of its own for it.
            for (const [key, value] of fields) {
                if (!found.has(key)) {
                    found.set(key, value);
                }
            }
        }
        for (const [key, value] of fields) {
            if (whole !== undefined) {
                found.set(`${alias}.${key}`, value);
            } else if (key === name || key.startsWith(`${name}.`)) {
                found.set(`${alias}${key.slice(name.length)}`, value);
            }
        }
    }
    return found;
}

/** Defaults of functions' parameters, such as `def run(host="0.0.0.0", port=8000)`. */
function parameterDefaults(module: PyModule): ReadonlyMap<string, PyExpression> {
    const found = new Map<string, PyExpression>();
    for (const statement of walkStatements(module.statements)) {
        for (const { name, fallback } of statement.kind === 'function' ? statement.parameters : []) {
            if (fallback !== undefined && !found.has(name)) {
                found.set(name, fallback);
            }
        }
    }
    return found;
}

/** Defaults of the command line: `define("port", default=8000)` of Tornado, `add_argument("--port", default=8000)` of argparse. */
function optionDefaults(module: PyModule): ReadonlyMap<string, PyExpression> {
    const found = new Map<string, PyExpression>();
    for (const call of callsIn(walkStatements(module.statements))) {
        const name = calleeName(call) ?? '';
        const option = positional(call, 0);
        const fallback = keyword(call, 'default');
        if (option?.kind !== 'string' || fallback === undefined) {
            continue;
        }
        if (/(^|\.)define$/.test(name)) {
            found.set(`options.${option.value}`, fallback);
            found.set(`tornado.options.options.${option.value}`, fallback);
        } else if (/(^|\.)option$/.test(name) && option.value.startsWith('--')) {
            found.set(option.value.slice(2).replaceAll('-', '_'), fallback);
        } else if (/(^|\.)add_argument$/.test(name) && option.value.startsWith('--')) {
            const key = option.value.slice(2).replaceAll('-', '_');
            for (const holder of ['args', 'opts', 'options', 'arguments', 'parsed', 'ns', 'cli_args', 'parsed_args']) {
                found.set(`${holder}.${key}`, fallback);
            }
        }
    }
    return found;
}

function portArgument(call: PyCall, name: string, names: ReadonlyMap<string, PyExpression>): PyExpression | undefined {
    const named = keyword(call, 'port') ?? keyword(call, 'server_port');
    if (named !== undefined) {
        return named;
    }
    const first = positional(call, 0);
    const address = first?.kind === 'name' ? (names.get(first.name) ?? first) : first;
    if (name.endsWith('Server') && address?.kind === 'list') {
        return address.items[1];
    }
    if (/(^|\.)(listen|bind)$/.test(name)) {
        return address?.kind === 'list' ? address.items[1] : first;
    }
    if (
        /make_server$|run_simple$/.test(name) ||
        (name.endsWith('.run') && first !== undefined && (readString(first, names) !== undefined || isHostSetting(first)))
    ) {
        return positional(call, 1);
    }
    return name.endsWith('TCPSite') ? positional(call, 2) : undefined;
}

/** `app.config['HOST']` */
function isHostSetting(expression: PyExpression): boolean {
    return expression.kind === 'subscript' && expression.index?.kind === 'string' && /(^|_)HOST$/.test(expression.index.value);
}

export function literalNames(module: PyModule): ReadonlyMap<string, PyExpression> {
    const names = new Map<string, PyExpression>();
    for (const statement of walkStatements(module.statements)) {
        if (statement.kind === 'assign' && statement.value !== undefined) {
            const value = statement.value;
            for (const target of statement.targets) {
                if (target.kind === 'name' && saysNothing(names.get(target.name))) {
                    names.set(target.name, value);
                }
            }
        }
    }
    // Fields of classes by the class, and by the objects that the module makes of it.
    const classes = new Set(module.statements.flatMap((statement) => (statement.kind === 'class' ? [statement.name] : [])));
    for (const statement of module.statements) {
        for (const field of statement.kind === 'class' ? statement.body : []) {
            const [target] = field.kind === 'assign' ? field.targets : [];
            const value =
                field.kind === 'assign' ? (field.value ?? (field.type === undefined ? undefined : fieldIn(field.type))) : undefined;
            if (statement.kind === 'class' && value !== undefined && target?.kind === 'name') {
                names.set(`${statement.name}.${target.name}`, value);
            }
        }
    }
    for (const [name, value] of [...names]) {
        const made = value.kind === 'call' ? calleeName(value) : undefined;
        for (const [key, field] of made === undefined ? [] : [...names].filter(([each]) => each.startsWith(`${made}.`))) {
            names.set(`${name}${key.slice(made?.length)}`, field);
        }
        // What its constructor sets on itself.
        for (const [key, field] of made !== undefined && classes.has(made) ? [...names].filter(([each]) => each.startsWith('self.')) : []) {
            const own = `${name}${key.slice('self'.length)}`;
            if (!names.has(own)) {
                names.set(own, field);
            }
        }
    }
    return names;
}

/** A name that is only declared so far: absent, None, 0 or an empty text. */
function saysNothing(value: PyExpression | undefined): boolean {
    return (
        value === undefined ||
        (value.kind === 'constant' && value.value === null) ||
        (value.kind === 'number' && value.value === 0) ||
        (value.kind === 'string' && value.value === '')
    );
}

function readPort(
    expression: PyExpression,
    names: ReadonlyMap<string, PyExpression>,
    depth = 0,
): { port?: number; variable?: string } | undefined {
    if (depth > 6) {
        return undefined;
    }
    if (expression.kind === 'number' || (expression.kind === 'string' && /^\d+$/.test(expression.value))) {
        const port = Number(expression.value);
        return Number.isInteger(port) && port > 0 && port < 65536 ? { port } : undefined;
    }
    if (expression.kind === 'name') {
        const value = names.get(expression.name);
        return value === undefined ? undefined : readPort(value, names, depth + 1);
    }
    if (expression.kind === 'binary' && expression.operator === 'or') {
        const left = readPort(expression.left, names, depth + 1);
        const right = readPort(expression.right, names, depth + 1);
        return { ...right, ...left, ...(right?.port !== undefined && { port: right.port }) };
    }
    if (expression.kind === 'call') {
        const name = calleeName(expression) ?? '';
        if (name === 'int' || name === 'str') {
            const first = positional(expression, 0);
            return first === undefined ? undefined : readPort(first, names, depth + 1);
        }
        const variable = positional(expression, 0);
        if (/(^|\.)(get|getenv|config|env|int|str|getint)$/.test(name) && variable?.kind === 'string') {
            const fallback = positional(expression, 1) ?? keyword(expression, 'default');
            const port = fallback === undefined ? undefined : readPort(fallback, names, depth + 1);
            return { ...port, variable: variable.value };
        }
        if (/(^|\.)(Field|Option|Argument)$/.test(name)) {
            const fallback = keyword(expression, 'default') ?? positional(expression, 0);
            return fallback === undefined ? undefined : readPort(fallback, names, depth + 1);
        }
        // A helper of the project's own, such as `argument(2, 5000)`: its last number is the default.
        const given = keyword(expression, 'default');
        if (given !== undefined) {
            return readPort(given, names, depth + 1);
        }
        const last = expression.args.filter(({ value }) => value.kind === 'number' && value.value >= 80).at(-1);
        return last === undefined ? undefined : readPort(last.value, names, depth + 1);
    }
    if (expression.kind === 'subscript' && expression.index?.kind === 'string') {
        const key = expression.index.value;
        const held = expression.object.kind === 'name' ? names.get(expression.object.name) : undefined;
        const entry = held?.kind === 'dict' ? held.entries.find((each) => each.key?.kind === 'string' && each.key.value === key)?.value : undefined; // prettier-ignore
        // Settings that a module of constants fills: `app.settings["PORT"]` with `PORT = 9001` in `config.py`.
        const constant = entry ?? (/^[A-Z][A-Z0-9_]*$/.test(key) ? names.get(key) : undefined);
        const port = constant === undefined ? undefined : readPort(constant, names, depth + 1);
        return port ?? { variable: key };
    }
    if (expression.kind === 'other') {
        for (const part of expression.parts) {
            const value = readPort(part, names, depth + 1);
            if (value !== undefined) {
                return value;
            }
        }
    }
    return undefined;
}

function readString(expression: PyExpression, names: ReadonlyMap<string, PyExpression>): string | undefined {
    for (const part of walkExpression(expression.kind === 'name' ? (names.get(expression.name) ?? expression) : expression)) {
        if (part.kind === 'string' && /^[\d.:]+$|^localhost$/.test(part.value)) {
            return part.value;
        }
    }
    return undefined;
}
