import { lineAt } from '../textLines';
import { calleeName, callsIn, expressionsOf, keyword, positional, walkExpression, walkStatements } from '../python/expressions';
import type { PyCall } from '../python/expressions';
import { parsePython } from '../python/parsePython';
import type { PyExpression, PyStatement } from '../python/syntax';
import { composedAddresses } from './composedAddresses';
import { givesUp, goesOnWithout } from './goesOnWithout';
import { loopedNames } from './loopedNames';
import type { ReadVariable } from './readVariable';

/** Clients that read their key themselves when they are not given one. */
const implicitKeys: Readonly<Record<string, string>> = {
    OpenAI: 'OPENAI_API_KEY', AsyncOpenAI: 'OPENAI_API_KEY', ChatOpenAI: 'OPENAI_API_KEY', OpenAIEmbeddings: 'OPENAI_API_KEY', Anthropic: 'ANTHROPIC_API_KEY', AsyncAnthropic: 'ANTHROPIC_API_KEY', ChatAnthropic: 'ANTHROPIC_API_KEY', AzureOpenAI: 'AZURE_OPENAI_API_KEY', AsyncAzureOpenAI: 'AZURE_OPENAI_API_KEY', Groq: 'GROQ_API_KEY', ChatGroq: 'GROQ_API_KEY', TavilyClient: 'TAVILY_API_KEY', ChatGoogleGenerativeAI: 'GOOGLE_API_KEY', GoogleGenerativeAIEmbeddings: 'GOOGLE_API_KEY', ChatMistralAI: 'MISTRAL_API_KEY', ChatCohere: 'COHERE_API_KEY',
}; // prettier-ignore

const worthParsing =
    /environ|envparse|django_heroku|getenv|get_env|env_var|require_env|dotenv_values|decouple|environs|BaseSettings|starlette\.config|dj_database_url|OpenAI\(|Anthropic\(|Groq\(|TavilyClient\(|OpenAIEmbeddings\(|GenerativeAI\(|GenerativeAIEmbeddings\(|ChatMistralAI\(|ChatCohere\(|from_envvar\(/;

/** Every environment variable that Python source reads: os.environ and os.getenv, decouple, environs, django-environ, Starlette's Config, pydantic's settings. */
export function pythonVariables(
    file: string,
    text: string,
    settingsClasses: ReadonlySet<string> = new Set(),
    readers: ReadonlySet<string> = new Set(),
    isNamedElsewhere: (name: string) => boolean = () => false,
): ReadVariable[] {
    const named = [...settingsClasses].some((name) => text.includes(`(${name}`)) || importedReaders(text, readers).length > 0;
    if (!worthParsing.test(text) && !named) {
        return [];
    }
    const reader = new Reader(file, text, settingsClasses, readers);
    const statements = parsePython(text);
    reader.learn(statements);
    reader.visit(statements, 'plain');
    const found = [
        ...reader.all(isNamedElsewhere),
        ...formatted(file, text),
        ...composedAddresses(file, text, statements),
        ...loopedNames(file, text),
    ];
    return withoutOwnDefaults(found, text);
}

/** `os.environ.setdefault("X", …)` while the module is imported: what reads X after it misses nothing. */
function withoutOwnDefaults(found: readonly ReadVariable[], text: string): ReadVariable[] {
    const given = new Map<string, number>();
    for (const match of text.matchAll(/^(?:os\.)?environ\.setdefault\(\s*["'](\w+)["']/gm)) {
        given.set(match[1] ?? '', Math.min(given.get(match[1] ?? '') ?? Infinity, lineAt(text, match.index)));
    }
    return given.size === 0
        ? [...found]
        : found.map((read) =>
              read.how === 'demanded' && read.line > (given.get(read.name) ?? Infinity) ? { ...read, how: 'optional' } : read,
          );
}

/** `"postgresql://{DB_USER}@{DB_HOST}".format(**os.environ)`: each name between braces is read, and missed where it is not set. */
function formatted(file: string, text: string): ReadVariable[] {
    return [...text.matchAll(/(["'])([^"'\n]*)\1\s*\.format(?:_map)?\(\s*(?:\*\*\s*)?os\.environ\b/g)].flatMap((match) =>
        [...(match[2] ?? '').matchAll(/\{([A-Z]\w*)\}/g)].map(([, name = '']) => ({
            name,
            how: 'demanded' as const,
            file,
            line: lineAt(text, match.index),
        })),
    );
}

/** Names that a file gives to a settings library's reader, so that those who import them are known to read: `env` of `env = environ.Env()`. */
export function readersIn(text: string): string[] {
    return /\benvirons\b|\bimport\s+environ\b|from\s+environ\s+import|starlette\.config|decouple/.test(text)
        ? [
              ...(/from\s+decouple\s+import\s[^\n]*\bconfig\b/.test(text) ? ['config'] : []),
              ...[...text.matchAll(/^(\w+)\s*(?::[^=\n]+)?=\s*(?:environ\.|environs\.|decouple\.)?(?:Env|FileAwareEnv|Config|AutoConfig)\(/gm)].map((match) => match[1] ?? ''), // prettier-ignore
          ]
        : [];
}

function importedReaders(text: string, readers: ReadonlySet<string>): string[] {
    // `from .base import *` hands on whatever reads there.
    const star = /^[ \t]*from[ \t]+[\w.]+[ \t]+import[ \t]+\*/m.test(text);
    return [...readers].filter(
        (name) =>
            new RegExp(String.raw`^[ \t]*from\s+[\w.]+\s+import\s[^\n]*\b${name}\b`, 'm').test(text) ||
            (star && new RegExp(String.raw`\b${name}(\.\w+)?\(\s*["']`).test(text)),
    );
}

/** Which of the statements only prefer what they read: `key = os.getenv("KEY")` where `if key: return key` follows, and then another way to have one. */
function onlyPreferred(statements: readonly PyStatement[]): ReadonlySet<PyStatement> {
    const found = new Set<PyStatement>();
    const lastWay = statements.findLastIndex(
        (each) => each.kind === 'return' && each.value !== undefined && each.value.kind !== 'constant',
    );
    let next: string | undefined;
    // From the end: what follows a statement is known when it is met.
    for (let at = lastWay - 1; at >= 0; at -= 1) {
        const statement = statements[at];
        if (statement?.kind === 'block') {
            next = givenIfThere(statement);
        }
        const [target] = statement?.kind === 'assign' && statement.targets.length === 1 ? statement.targets : [];
        if (statement !== undefined && target?.kind === 'name' && target.name === next) {
            found.add(statement);
        }
    }
    return found;
}

/** `key` of `if key: return key`. */
function givenIfThere(block: PyStatement & { readonly kind: 'block' }): string | undefined {
    const [suite, ...more] = block.keyword === 'if' ? block.suites : [];
    const given = suite?.at(-1);
    const tested = block.test?.kind === 'name' ? block.test.name : undefined;
    return more.length === 0 && given?.kind === 'return' && given.value?.kind === 'name' && given.value.name === tested
        ? tested
        : undefined;
}

/** True for settings of Django's databases whose engine is SQLite as long as no variable says another one: the rest of them is of no use then. */
function isSqliteUnlessTold(expression: PyExpression): boolean {
    return [...walkExpression(expression)].some(
        (part) =>
            part.kind === 'dict' &&
            part.entries.some(
                ({ key, value }) =>
                    key?.kind === 'string' &&
                    key.value === 'ENGINE' &&
                    value.kind === 'call' &&
                    value.args.some((each) => each.value.kind === 'string' && each.value.value.endsWith('.sqlite3')),
            ),
    );
}

/** Names that say where an app runs: what they turn on is what it does where it is deployed. */
const hosting =
    /PROD|LIVE|DEPLOY|(^|_)ENV|STAGE|MODE$|HOST|WEBSITE|AZURE|HEROKU|DYNO|RENDER|RAILWAY|FLY_|VERCEL|GAE|K_SERVICE|CLOUD|LAMBDA|DOCKER|KUBERNETES|CONTAINER|DATABASE|DB_/i;

/** True for an expression that is false as long as the variables that it reads are not set, and that asks for no place where the app runs. */
function isSetOnly(expression: PyExpression | undefined, read: readonly ReadVariable[]): boolean {
    const [first, ...more] = new Set(read.map(({ name }) => name));
    const off = /^(|false|0|no|off|f|n)$/i;
    if (
        expression === undefined ||
        first === undefined ||
        more.length > 0 ||
        hosting.test(first) ||
        read.some((each) => !off.test(each.default ?? ''))
    ) {
        return false;
    }
    const isRead = (part: PyExpression) => part.kind === 'call' || part.kind === 'subscript';
    return expression.kind === 'binary'
        ? expression.operator === 'in'
            ? expression.left.kind === 'string' || isRead(expression.left)
            : expression.operator === '==' && isRead(expression.left) && !off.test(literal(expression.right) ?? '')
        : isRead(expression);
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const name of names) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
}

/** True for settings of pydantic that say themselves where they come from, and do not name the environment. */
function leavesEnvironment(body: readonly PyStatement[]): boolean {
    const chosen = body.find((each) => each.kind === 'function' && each.name === 'settings_customise_sources');
    const returned = chosen?.kind === 'function' ? [...walkStatements(chosen.body)].flatMap((each) => (each.kind === 'return' && each.value !== undefined ? [...walkExpression(each.value)] : [])) : []; // prettier-ignore
    return returned.length > 0 && !returned.some((part) => part.kind === 'name' && /env/i.test(part.name));
}

function callsOf(statements: readonly PyStatement[]): string[] {
    return [...callsIn(walkStatements(statements))].map((call) => calleeName(call) ?? '');
}

type Guard = 'plain' | 'guarded';

class Reader {
    readonly found: ReadVariable[] = [];
    /** Names that stand for a settings library's reader, such as `env` in `env = environ.Env()`. */
    readonly #readers = new Set<string>();
    readonly #settings: Set<string>;
    /** Names that stand for the name of a variable: `KEY` in `KEY = "API_KEY"`. */
    readonly #constants = new Map<string, string>();
    /** Names that stand for what a `.env` file says: `config` in `config = dotenv_values(".env")`. */
    readonly #filled = new Set<string>();
    /** Names that stand for os.environ: `env` in `from os import environ as env`. */
    readonly #environ = new Set<string>();
    /** `environ` alone is os.environ only where it is imported; elsewhere it is what a WSGI server hands over. */
    readonly #bareEnviron: boolean;
    readonly #isCaseSensitive: boolean;
    /** pydantic 1 takes a value without a type for a field, too. */
    readonly #plainFields: boolean;
    /** Names that are true only where somebody has set a variable: `USE_S3` of `USE_S3 = os.getenv("USE_S3") == "TRUE"`. */
    readonly #switches = new Set<string>();
    /** Where the reads of each function are in `found`. */
    readonly #functions: { readonly name: string; readonly start: number; readonly end: number }[] = [];
    /** The names that are called where a variable chooses it, and all that are called: one for each call. */
    readonly #chosenCalls: string[] = [];
    readonly #calls: string[] = [];
    readonly #classes = new Map<string, readonly PyStatement[]>();
    /** Variables of `Env(DEBUG=(bool, False))`. */
    readonly #declared = new Map<string, string>();

    constructor(
        readonly file: string,
        text: string,
        settingsClasses: ReadonlySet<string>,
        readers: ReadonlySet<string>,
    ) {
        for (const name of importedReaders(text, readers)) {
            this.#readers.add(name);
        }
        for (const match of text.matchAll(/^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*["']([A-Z][A-Z0-9_]+)["']\s*(?:#.*)?$/gm)) {
            this.#constants.set(match[1] ?? '', match[2] ?? '');
        }
        this.#settings = new Set(['BaseSettings', ...settingsClasses]);
        this.#bareEnviron = /^[ \t]*from[ \t]+os[ \t]+import[ \t][^\n]*\benviron\b|^[ \t]*from[ \t]+os[ \t]+import[ \t]+(\*|\()/m.test(
            text,
        );
        this.#isCaseSensitive = /\bcase_sensitive["']?\s*[:=]\s*True\b/.test(text);
        this.#plainFields = /from\s+pydantic\s+import\s[^\n]*\bBaseSettings\b/.test(text);
        for (const match of text.matchAll(
            /^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*(?:dotenv\.)?dotenv_values\(|^[ \t]*(\w+)\s*=\s*\{[^}]*\*\*dotenv_values\(/gm,
        )) {
            this.#filled.add(match[1] ?? match[2] ?? '');
        }
        if (/from\s+decouple\s+import|import\s+decouple/.test(text)) {
            this.#readers.add('config');
            this.#readers.add('decouple.config');
        }
        for (const match of text.matchAll(/^[ \t]*from\s+os\s+import\s[^\n]*?\benviron\s+as\s+(\w+)/gm)) {
            this.#environ.add(match[1] ?? '');
        }
        if (/from\s+envparse\s+import\s+env\b/.test(text)) {
            this.#readers.add('env');
        }
        if (/\benvirons\b|\bimport\s+environ\b|from\s+environ\s+import|starlette\.config/.test(text)) {
            for (const match of text.matchAll(/^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*(?:environ\.|environs\.)?(?:Env|FileAwareEnv|Config)\(/gm)) {
                this.#readers.add(match[1] ?? '');
            }
        }
    }

    /** Remembers the classes, of which settings may hold some. */
    learn(statements: readonly PyStatement[]): void {
        this.#calls.push(...callsOf(statements));
        for (const statement of statements) {
            if (statement.kind === 'class') {
                this.#classes.set(statement.name, statement.body);
            }
        }
    }

    visit(statements: readonly PyStatement[], guard: Guard): void {
        const preferred = new Set([...onlyPreferred(statements), ...goesOnWithout(statements)]);
        for (const statement of statements) {
            const assigned = statement.kind === 'assign' ? [statement.type, statement.value] : expressionsOf(statement);
            const heads = assigned.filter((each): each is PyExpression => each !== undefined);
            const before = this.found.length;
            const guards = heads.some((head) => this.expression(head, guard));
            if (statement.kind === 'class') {
                this.settingsClass(statement);
            }
            if (statement.kind === 'block' && statement.keyword === 'if' && statement.test?.kind === 'call') {
                const asked = this.found.slice(before).filter(({ how }) => how === 'asked');
                this.found.push(...asked.map((read) => ({ ...read, how: 'optional' as const })));
            }
            if (preferred.has(statement) || heads.some(isSqliteUnlessTold)) {
                const asked = this.found.slice(before).filter(({ how }) => how === 'asked');
                this.found.push(...asked.map((read) => ({ ...read, how: 'optional' as const })));
            }
            if (statement.kind === 'function') {
                const start = this.found.length;
                this.visit(statement.body, guard);
                this.#functions.push({ name: statement.name, start, end: this.found.length });
            } else if (statement.kind === 'class') {
                this.visit(statement.body, guard);
            } else if (statement.kind === 'block') {
                const inner = guard === 'guarded' || statement.keyword === 'try' || guards ? 'guarded' : 'plain';
                // A later handler is for other errors than the missing name.
                const tried = statement.keyword === 'try' && givesUp(statement.suites[1] ?? []) ? guard : inner;
                const isChosen = statement.keyword === 'if' && this.turnsOn(statement.test, this.found.slice(before));
                const [first = [], ...more] = statement.suites;
                const start = this.found.length;
                this.visit(first, isChosen ? 'guarded' : tried);
                if (isChosen) {
                    this.#chosenCalls.push(...callsOf(first));
                    const asked = this.found.slice(start).filter(({ how }) => how === 'asked');
                    this.found.push(...asked.map((read) => ({ ...read, how: 'optional' as const })));
                }
                more.forEach((suite) => this.visit(suite, inner));
            }
            if (statement.kind === 'assign' && isSetOnly(statement.value, this.found.slice(before))) {
                for (const target of statement.targets) {
                    this.#switches.add(target.kind === 'name' && !hosting.test(target.name) ? target.name : '');
                }
            }
        }
    }

    /** Every read. Those of a function that is only called where a variable is set to choose it are not needed otherwise. */
    all(isNamedElsewhere: (name: string) => boolean): ReadVariable[] {
        const calls = countOf(this.#calls);
        const chosenCalls = countOf(this.#chosenCalls);
        const spared = new Set<number>();
        for (const { name, start, end } of this.#functions) {
            if (chosenCalls.has(name) && chosenCalls.get(name) === calls.get(name) && !isNamedElsewhere(name)) {
                for (let at = start; at < end; at += 1) {
                    spared.add(at);
                }
            }
        }
        return this.found.map((read, at) => (read.how !== 'optional' && spared.has(at) ? { ...read, how: 'optional' } : read));
    }

    /** True for a condition that only holds where somebody has set a variable to choose a feature: what it guards is not needed otherwise. */
    private turnsOn(test: PyExpression | undefined, read: readonly ReadVariable[]): boolean {
        return test?.kind === 'name' ? this.#switches.has(test.name) : isSetOnly(test, read);
    }

    /** Reads below an expression; true when it asks whether a variable is there. */
    private expression(expression: PyExpression, guard: Guard): boolean {
        let asks = false;
        const orElse = new Map<PyExpression, string>();
        const parts = [...walkExpression(expression)];
        const tested = this.testedIn(parts);
        for (const part of parts) {
            if (part.kind === 'binary' && part.operator === 'or') {
                for (const left of walkExpression(part.left)) {
                    orElse.set(left, literal(part.right) ?? '');
                }
            }
            if (part.kind === 'binary' && /^(not )?in$/.test(part.operator) && part.left.kind === 'string' && this.isEnviron(part.right)) {
                asks = true;
                this.add(part.left.value, 'optional', part.line);
            }
            const key = part.kind === 'subscript' ? this.nameIn(part.index) : undefined;
            if (
                part.kind === 'subscript' &&
                key !== undefined &&
                (this.isEnviron(part.object) || (part.object.kind === 'name' && this.#filled.has(part.object.name)))
            ) {
                this.add(key, guard === 'guarded' ? 'optional' : 'demanded', part.line);
            }
            if (part.kind === 'call') {
                asks = this.call(part, guard, orElse.get(part)) || asks;
                const used = usedBy(part);
                const name = guard === 'guarded' || used === undefined || orElse.has(used) ? undefined : this.bareRead(used);
                if (name !== undefined && !tested.has(name)) {
                    this.add(name, 'demanded', part.line);
                }
            }
        }
        return asks;
    }

    /** The variables of which an expression asks whether they are there, such as `os.getenv("X").split() if os.getenv("X") else []`. */
    private testedIn(parts: readonly PyExpression[]): ReadonlySet<string> {
        const used = new Set(parts.map((part) => (part.kind === 'call' ? usedBy(part) : undefined)));
        return new Set(
            parts.flatMap((part) => {
                const isAsked = part.kind === 'binary' && /^(not )?in$/.test(part.operator) && this.isEnviron(part.right);
                const name = isAsked ? this.nameIn(part.left) : used.has(part) ? undefined : this.bareRead(part);
                return name === undefined ? [] : [name];
            }),
        );
    }

    /** The variable that `os.getenv("X")` or `os.environ.get("X")` reads without a default: None where it is not set, which is no number and has no methods. */
    private bareRead(expression: PyExpression): string | undefined {
        const reads = expression.kind === 'call' && /^(\w*os\.)?(environ\.get|getenv)$/.test(calleeName(expression) ?? '');
        return reads && expression.args.length === 1 ? this.nameIn(positional(expression, 0)) : undefined;
    }

    /** The name that a string, or a constant of the file, is. */
    private nameIn(expression: PyExpression | undefined): string | undefined {
        return expression?.kind === 'string'
            ? expression.value
            : expression?.kind === 'name'
              ? this.#constants.get(expression.name)
              : undefined;
    }

    private isEnviron(expression: PyExpression): boolean {
        return (
            (isEnviron(expression) && (expression.kind !== 'name' || expression.name !== 'environ' || this.#bareEnviron)) ||
            (expression.kind === 'name' && this.#environ.has(expression.name))
        );
    }

    private call(call: PyCall, guard: Guard, or: string | undefined): boolean {
        const callee = calleeName(call) ?? '';
        const first = positional(call, 0) ?? keyword(call, 'key');
        const name = this.nameIn(first);
        const last = callee.split('.').at(-1) ?? '';
        const [head = '', method = ''] = callee.split('.');
        if (
            name !== undefined &&
            ((/^(\w*os\.)?environ\.(get|pop|setdefault)$|(^|\.)getenv$/.test(callee) && (head !== 'environ' || this.#bareEnviron)) ||
                (this.#environ.has(head) && method === 'get'))
        ) {
            this.read(name, call, or, positional(call, 1) ?? keyword(call, 'default'), 'asked');
            return or === undefined;
        }
        const holder = callee.split('.').slice(0, -1).join('.');
        if (name !== undefined && last === 'get' && this.#filled.has(holder)) {
            this.read(name, call, or, positional(call, 1), 'asked');
            return false;
        }
        // A helper of the project's own, such as `get_env("X")` or `require_env_var("X")`.
        if (
            name !== undefined &&
            /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name) &&
            /^_?(get|require|required|read|load|must|must_get|fetch)_env/.test(last)
        ) {
            const demands = /must|require/.test(last);
            this.read(name, call, or, plainSecond(call) ?? keyword(call, 'default'), demands ? 'demanded' : 'asked');
            return false;
        }
        const reader = [...this.#readers].find((each) => callee === each || callee.startsWith(`${each}.`));
        if (reader !== undefined) {
            const fallback = keyword(call, 'default') ?? (this.#readers.has('config') ? writtenSecond(call) : plainSecond(call));
            if (name !== undefined && !/\.(read_env|read_envfile|prefixed|set_casts)$/.test(callee)) {
                const declared = this.#declared.get(name);
                if (declared !== undefined) {
                    this.add(name, 'optional', call.line, declared);
                } else {
                    this.read(name, call, or, fallback, guard === 'guarded' ? 'optional' : 'demanded');
                }
            } else if (/^(db|db_url|dj_db_url|cache|cache_url|email_url|search_url)$/.test(last)) {
                const own = last.startsWith('cache') ? 'CACHE_URL' : last.startsWith('email') ? 'EMAIL_URL' : last.startsWith('search') ? 'SEARCH_URL' : 'DATABASE_URL'; // prettier-ignore
                this.read(own, call, or, keyword(call, 'default'), 'demanded');
            }
            return false;
        }
        if (last === 'from_envvar' && name !== undefined) {
            const silent = keyword(call, 'silent');
            this.add(name, silent?.kind === 'constant' && silent.value === true ? 'optional' : 'demanded', call.line);
        } else if (/^dj_database_url\.config$/.test(callee)) {
            const own = keyword(call, 'env');
            this.read(own?.kind === 'string' ? own.value : 'DATABASE_URL', call, or, keyword(call, 'default'), 'asked');
        } else if (callee === 'django_heroku.settings') {
            this.add('DATABASE_URL', 'optional', call.line);
        } else if (/(^|\.)Env$/.test(callee)) {
            for (const { name: key, value } of call.args) {
                const fallback = value.kind === 'other' || value.kind === 'list' ? elements(value).at(-1) : undefined;
                if (key !== undefined && !key.startsWith('*') && fallback !== undefined) {
                    this.#declared.set(key, literal(fallback) ?? '');
                }
            }
        } else if (
            last in implicitKeys &&
            !call.args.some(
                (arg) =>
                    arg.name === 'api_key' ||
                    arg.name === 'google_api_key' ||
                    arg.name === 'openai_api_key' ||
                    arg.name === '**' ||
                    arg.name === 'azure_ad_token_provider',
            )
        ) {
            this.add(implicitKeys[last] ?? '', 'demanded', call.line);
        }
        return false;
    }

    private read(name: string, call: PyCall, or: string | undefined, fallback: PyExpression | undefined, bare: ReadVariable['how']): void {
        const none = fallback?.kind === 'constant' && fallback.value === null;
        const value = or ?? (fallback === undefined || none ? undefined : (literal(fallback) ?? ''));
        if (value !== undefined) {
            this.add(name, 'optional', call.line, value);
        } else {
            this.add(name, fallback === undefined ? bare : 'asked', call.line);
        }
    }

    /** A name as it is usually written: pydantic finds one in small letters in any. */
    private anyCase(name: string): string {
        return /^[a-z][a-z0-9_]*$/.test(name) && !this.#isCaseSensitive ? name.toUpperCase() : name;
    }

    /** pydantic-settings: every field is a variable, in capitals; one without a default is demanded. */
    private settingsClass(statement: Extract<PyStatement, { kind: 'class' }>): void {
        const base = statement.bases.some(({ value }) => value.kind === 'name' && this.#settings.has(value.name.split('.').at(-1) ?? ''));
        if (!base || leavesEnvironment(statement.body)) {
            return;
        }
        this.#settings.add(statement.name);
        const prefix = prefixOf(statement.body);
        const delimiter = settingOf(statement.body, 'env_nested_delimiter');
        for (const field of statement.body) {
            const target = field.kind === 'assign' ? field.targets[0] : undefined;
            if (
                field.kind !== 'assign' ||
                target?.kind !== 'name' ||
                (field.type === undefined && !this.#plainFields) ||
                /^(_|model_config$)/.test(target.name) ||
                (field.type !== undefined && typeText(field.type).includes('ClassVar')) ||
                // Settings inside of settings are read by their own names.
                (field.type !== undefined && this.#settings.has(typeText(field.type)))
            ) {
                continue;
            }
            const { given, isDemanded, fallback } = defaultOf(field);
            const alias =
                given === undefined ? undefined : (keyword(given, 'env') ?? keyword(given, 'validation_alias') ?? keyword(given, 'alias'));
            const name = alias?.kind === 'string' ? this.anyCase(alias.value) : `${prefix}${target.name}`.toUpperCase();
            const inner = delimiter === undefined || field.type === undefined ? undefined : this.#classes.get(typeText(field.type));
            // Settings check their defaults too, and None is neither a text nor a number.
            const read = field.value === undefined || maybeNone(field.type) ? undefined : this.bareRead(field.value);
            if (read !== undefined) {
                this.add(read, 'demanded', field.line);
            }
            if (inner !== undefined) {
                this.nested(inner, `${name}${delimiter ?? ''}`, delimiter ?? '', isDemanded, 0);
            } else if (isDemanded) {
                this.add(name, 'demanded', field.line);
            } else {
                this.add(name, 'optional', field.line, fallback);
            }
        }
    }

    /** The fields of a class that settings hold: `DB__URL` of `db: Database`, which has a `url`. */
    private nested(body: readonly PyStatement[], prefix: string, delimiter: string, isDemanded: boolean, depth: number): void {
        for (const field of body) {
            const target = field.kind === 'assign' ? field.targets[0] : undefined;
            if (field.kind !== 'assign' || field.type === undefined || target?.kind !== 'name' || /^(_|model_config$)/.test(target.name)) {
                continue;
            }
            const own = defaultOf(field);
            const name = `${prefix}${target.name}`.toUpperCase();
            const inner = depth < deepestNesting ? this.#classes.get(typeText(field.type)) : undefined;
            if (inner !== undefined) {
                this.nested(inner, `${name}${delimiter}`, delimiter, isDemanded && own.isDemanded, depth + 1);
            } else if (isDemanded && own.isDemanded) {
                this.add(name, 'demanded', field.line);
            } else {
                this.add(name, 'optional', field.line, own.fallback);
            }
        }
    }

    private add(name: string, how: ReadVariable['how'], line: number, fallback?: string): void {
        this.found.push({ name, how, file: this.file, line, ...(fallback !== undefined && { default: fallback }) });
    }
}

/** Classes of a file that are pydantic settings, so that those derived from them elsewhere are known too. */
export function settingsClassesIn(text: string): string[] {
    return [...text.matchAll(/^class\s+(\w+)\s*\([^)]*\b(?:\w*Settings)\b[^)]*\)/gm)].map((match) => match[1] ?? '');
}

function maybeNone(type: PyExpression | undefined): boolean {
    return (
        type === undefined ||
        [...walkExpression(type)].some(
            (part) =>
                part.kind === 'constant' ||
                (part.kind === 'name' && /(^|\.)(Optional|Any|None|object)$/.test(part.name)) ||
                (part.kind === 'string' && /None|Optional|Any/.test(part.value)),
        )
    );
}

function isEnviron(expression: PyExpression): boolean {
    return expression.kind === 'name' && /^(\w*os\.)?environ$/.test(expression.name);
}

/** The default that decouple takes second, where Starlette takes a type. */
/** What a call cannot do without: the object whose method it is, and the text that becomes a number. */
function usedBy(call: PyCall): PyExpression | undefined {
    return call.callee.kind === 'attribute'
        ? call.callee.object
        : /^(int|float)$/.test(calleeName(call) ?? '')
          ? positional(call, 0)
          : undefined;
}

function writtenSecond(call: PyCall): PyExpression | undefined {
    const second = positional(call, 1);
    return second?.kind === 'string' || second?.kind === 'number' || second?.kind === 'constant' ? second : undefined;
}

function plainSecond(call: PyCall): PyExpression | undefined {
    const second = positional(call, 1);
    return second?.kind === 'name' && /^(str|int|bool|float|list|json|dict)$/.test(second.name) ? undefined : second;
}

function elements(expression: PyExpression): readonly PyExpression[] {
    return expression.kind === 'list' ? expression.items : expression.kind === 'other' ? expression.parts : [];
}

function typeText(type: PyExpression): string {
    return [...walkExpression(type)].map((part) => (part.kind === 'name' ? part.name : '')).join(' ');
}

/** `Annotated[int, Field(default=8080)]`: what says more about a field than its value does. */
export function fieldIn(type: PyExpression): PyCall | undefined {
    return [...walkExpression(type)].find((part): part is PyCall => part.kind === 'call' && /(^|\.)Field$/.test(calleeName(part) ?? ''));
}

/** Settings that hold classes that hold themselves have no end. */
const deepestNesting = 3;

/** What a field of settings is without its variable, and the `Field(…)` that says more about it. */
function defaultOf(field: PyStatement & { readonly kind: 'assign' }): {
    readonly given: PyCall | undefined;
    readonly isDemanded: boolean;
    /** As a variable would carry it; '' for what is computed. */
    readonly fallback: string;
} {
    const annotated = field.type === undefined ? undefined : fieldIn(field.type);
    const given = field.value?.kind === 'call' && /(^|\.)Field$/.test(calleeName(field.value) ?? '') ? field.value : annotated;
    const value =
        given === undefined || given === annotated
            ? (field.value ?? (given === undefined ? undefined : keyword(given, 'default')))
            : (keyword(given, 'default') ?? positional(given, 0));
    const made = given !== undefined && keyword(given, 'default_factory') !== undefined;
    const ellipsis = value?.kind === 'other' && value.parts.length === 0;
    return {
        given,
        isDemanded: (value === undefined || (given !== undefined && ellipsis)) && !made,
        fallback: (value === undefined ? undefined : literal(value)) ?? '',
    };
}

/** What the names of a settings class's variables begin with. */
export function prefixOf(body: readonly PyStatement[]): string {
    return settingOf(body, 'env_prefix') ?? '';
}

/** A text that a settings class says of itself, in pydantic 1's `class Config` or in `model_config`. */
function settingOf(body: readonly PyStatement[], name: 'env_prefix' | 'env_nested_delimiter'): string | undefined {
    for (const statement of body) {
        if (statement.kind === 'class' && statement.name === 'Config') {
            for (const each of statement.body) {
                if (
                    each.kind === 'assign' &&
                    each.targets[0]?.kind === 'name' &&
                    each.targets[0].name === name &&
                    each.value?.kind === 'string'
                ) {
                    return each.value.value;
                }
            }
        }
        if (statement.kind === 'assign' && statement.targets[0]?.kind === 'name' && statement.targets[0].name === 'model_config') {
            const value = statement.value;
            const prefix = value?.kind === 'call' ? keyword(value, name) : value?.kind === 'dict' ? value.entries.find(({ key }) => key?.kind === 'string' && key.value === name)?.value : undefined; // prettier-ignore
            if (prefix?.kind === 'string') {
                return prefix.value;
            }
        }
    }
    return undefined;
}

/** A constant as an environment variable would carry it; undefined for what is computed. */
function literal(expression: PyExpression): string | undefined {
    switch (expression.kind) {
        case 'string':
            return expression.value;
        case 'number':
            return String(expression.value);
        case 'constant':
            return expression.value === null ? '' : expression.value ? 'True' : 'False';
        default:
            return undefined;
    }
}
