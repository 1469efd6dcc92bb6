import { fieldIn, prefixOf } from '../needs/pythonVariables';
import { calleeName, callsIn, keyword, positional, walkExpression, walkStatements } from './expressions';
import type { PyModule } from './pythonModules';

/** What makes an MCP server that talks over its own terminal unless told otherwise serve HTTP: arguments, or variables. */
export interface ToldTransport {
    readonly args: string;
    readonly env: Readonly<Record<string, string>>;
}

const overHttp = ['streamable-http', 'http', 'streamable_http', 'sse'];

/**
 * Reads which option or variable chooses the transport, and which of its values serves; nothing where the code serves by itself. `settings` are modules of
 * the project that it takes its settings from.
 */
export function toldTransport(module: PyModule, settings: readonly PyModule[] = []): ToldTransport {
    const calls = [...callsIn(walkStatements(module.statements))];
    const written = new Set(
        [...module.text.matchAll(/["'](streamable-http|streamable_http|http|sse)["']/g)].map((match) => match[1] ?? ''),
    );
    const value = overHttp.find((each) => written.has(each));
    let args = '';
    const env: Record<string, string> = value === undefined ? {} : settingsTransport([module, ...settings], value);
    for (const call of calls) {
        const name = calleeName(call) ?? '';
        const first = positional(call, 0);
        const fallback = keyword(call, 'default') ?? (/getenv$|environ\.get$/.test(name) ? positional(call, 1) : undefined);
        const silent = fallback === undefined || (fallback.kind === 'string' && fallback.value === 'stdio');
        if (first?.kind !== 'string' || !silent) {
            continue;
        }
        if (/(^|\.)(add_argument|option)$/.test(name) && /^--(\w+-)?transport(-\w+)?$/.test(first.value)) {
            const choices = keyword(call, 'choices') ?? keyword(call, 'type');
            const listed = choices === undefined ? [] : [...walkExpression(choices)].flatMap((part) => (part.kind === 'string' ? [part.value] : [])); // prettier-ignore
            const chosen = listed.length === 0 ? value : overHttp.find((each) => listed.includes(each));
            args = chosen === undefined ? args : ` ${first.value} ${chosen}`;
        } else if (
            /(^|\.)add_argument$/.test(name) &&
            /^--(http|sse|streamable-http|streamable|remote)$/.test(first.value) &&
            keyword(call, 'action')?.kind === 'string' &&
            module.text.includes('store_true')
        ) {
            args = args === '' ? ` ${first.value}` : args;
        } else if (
            /getenv$|environ\.get$/.test(name) &&
            first.value.includes('TRANSPORT') &&
            value !== undefined &&
            fallback !== undefined
        ) {
            env[first.value] = value;
        }
    }
    return { args, env };
}

/** `transport: str = "stdio"` of a class of settings is chosen by the variable of that name. */
function settingsTransport(modules: readonly PyModule[], value: string): Record<string, string> {
    const env: Record<string, string> = {};
    for (const statement of modules.flatMap((module) => module.statements)) {
        const reads = statement.kind === 'class' && statement.bases.some(({ value: base }) => base.kind === 'name' && base.name.endsWith("Settings")); // prettier-ignore
        for (const field of reads ? statement.body : []) {
            const target = field.kind === 'assign' ? field.targets[0] : undefined;
            if (field.kind !== 'assign' || target?.kind !== 'name' || !/(^|_)transport$/i.test(target.name)) {
                continue;
            }
            const call = field.value?.kind === 'call' ? field.value : field.type === undefined ? undefined : fieldIn(field.type);
            const given = call === undefined ? field.value : (keyword(call, 'default') ?? positional(call, 0) ?? field.value);
            const alias =
                call === undefined ? undefined : (keyword(call, 'validation_alias') ?? keyword(call, 'alias') ?? keyword(call, 'env'));
            const silent =
                (given?.kind === 'string' && given.value === 'stdio') || (given?.kind === 'name' && /\.stdio$/i.test(given.name));
            if (silent) {
                env[alias?.kind === 'string' ? alias.value : `${prefixOf(reads ? statement.body : [])}${target.name}`.toUpperCase()] =
                    value;
            }
        }
    }
    return env;
}

/** True when every `run` of the module's servers is told to use the terminal, or is told nothing, which means the same. */
export function speaksOnTerminal(module: PyModule): boolean {
    const runs = [...callsIn(walkStatements(module.statements))].filter((call) => /^[\w.]+\.run$/.test(calleeName(call) ?? '') && !/^(asyncio|anyio|uvicorn|subprocess|typer)\./.test(calleeName(call) ?? '')); // prettier-ignore
    return (
        runs.length > 0 &&
        runs.every((call) => {
            const transport = keyword(call, 'transport') ?? positional(call, 0);
            return transport === undefined ? call.args.length === 0 : transport.kind === 'string' && transport.value === 'stdio';
        }) &&
        !/streamable_http_app|http_app\(|sse_app|run_http|run_streamable|run_sse/.test(module.text)
    );
}
