import type { AppBinding } from './appFinder';
import { calleeName, callsIn, isMainGuard, keyword, positional, walkStatements } from './expressions';
import { constructors, frameworks, scriptImports } from './frameworks';
import type { FrameworkId } from './frameworks';
import type { PyModule } from './pythonModules';
import { runnerOf } from './servedByCalls';
import { servesHttp } from './servesHttp';
import { classRunHere } from './servingByRunning';
import type { PyExpression } from './syntax';

/** What a module serves by being run: the call that opens the port, or the import that says so. */
export function scriptOf(
    module: PyModule,
    bindings: ReadonlyMap<string, AppBinding>,
): { framework: FrameworkId; line: number; bonus: number } | undefined {
    const resolved = (name: string) => {
        const [head = '', ...rest] = name.split('.');
        const origin = module.imports.get(head);
        return origin === undefined ? name : [origin, ...rest].join('.');
    };
    let best: { framework: FrameworkId; line: number; bonus: number } | undefined;
    const offer = (framework: FrameworkId, line: number, bonus: number) => {
        if (best === undefined || frameworks[framework].weight + bonus > frameworks[best.framework].weight + best.bonus) {
            best = { framework, line, bonus };
        }
    };
    const imports = [...module.imports.values(), ...module.stars];
    for (const call of callsIn(walkStatements(module.statements))) {
        const name = calleeName(call) ?? '';
        const runner = runnerOf(module, name);
        if (runner !== undefined) {
            offer(runner, call.line, 20);
        }
        // `demo.queue().launch()` calls an attribute of what a call answered.
        const method = call.callee.kind === 'attribute' ? call.callee.name : (name.split('.').at(-1) ?? '');
        const holder = bindings.get(name.split('.').slice(0, -1).join('.'));
        if (
            method === 'launch' &&
            (imports.some((origin) => origin.split('.')[0] === 'gradio') ||
                keyword(call, 'server_name') !== undefined ||
                keyword(call, 'server_port') !== undefined)
        ) {
            offer('gradio', call.line, 20);
        } else if (/^(listen|bind)$/.test(method) && imports.some((origin) => origin.startsWith('tornado'))) {
            offer('tornado', call.line, 20);
        } else if (/^(run|run_async|run_streamable_http_async|run_sse_async)$/.test(method) && holder?.framework === 'fastmcp') {
            const transport = keyword(call, 'transport') ?? positional(call, 0);
            const overHttp = transport !== undefined && !(transport.kind === 'string' && transport.value === 'stdio');
            offer('fastmcp', call.line, overHttp || method.includes('http') ? 20 : 5);
        } else if (
            /^(run|run_async)$/.test(method) &&
            holder === undefined &&
            servesHttp(keyword(call, 'transport')) &&
            imports.some((origin) => /^(fastmcp|mcp)(\.|$)/.test(origin))
        ) {
            offer('fastmcp', call.line, 18);
        } else if (
            method === 'create_server' &&
            imports.some((origin) => origin.split('.')[0] === 'aiohttp') &&
            /\bweb\.Application\(/.test(module.text)
        ) {
            offer('aiohttp', call.line, 10);
        } else if ((method === 'start' || method === 'run') && holder?.framework === 'robyn') {
            offer('robyn', call.line, 20);
        } else if (call.callee.kind === 'attribute' && method === 'run_app') {
            offer('aiohttp', call.line, 10);
        }
    }
    const own = classRunHere(module, bindings);
    if (own !== undefined) {
        offer(own.framework, own.line, 15);
    }
    for (const { framework, line } of madeAndRunInside(module, resolved)) {
        if (![...bindings.values()].some((binding) => binding.framework === framework)) {
            offer(framework, line, 12);
        }
    }
    const hung = hungOnEvents(module);
    if (hung !== undefined) {
        offer('chainlit', hung, 14);
    }
    for (const origin of imports) {
        const framework = scriptImports[origin.split('.')[0] ?? ''];
        const line = module.statements.find((statement) => statement.kind === 'import')?.line ?? 1;
        if (
            framework !== undefined &&
            !/(^|\/)(pages|components|utils|lib|src\/(utils|components))\//.test(module.path) &&
            usesAtTop(module, origin)
        ) {
            offer(framework, line, module.text.includes('set_page_config') ? 14 : 4);
        }
    }
    for (const binding of bindings.values()) {
        if (
            binding.origin === 'made' &&
            binding.form === 'object' &&
            frameworks[binding.framework].interface === 'own' &&
            binding.framework !== 'sanic'
        ) {
            offer(binding.framework, binding.line, 5);
        }
    }
    return best;
}

/** The line of a function that a Chainlit app hangs on an event (`@cl.on_message`): only its app has them. */
function hungOnEvents(module: PyModule): number | undefined {
    const names = new Set([...module.imports].filter(([, origin]) => /^chainlit(\.|$)/.test(origin)).map(([alias]) => alias));
    const marks = (decorator: PyExpression): boolean =>
        decorator.kind === 'call'
            ? marks(decorator.callee)
            : decorator.kind === 'name' && names.has(decorator.name.split('.')[0] ?? '') && /(^|\.)(on_\w+|set_\w+)$/.test(decorator.name);
    return module.statements.find((statement) => statement.kind === 'function' && statement.decorators.some(marks))?.line;
}

/** Applications that a function makes and runs without giving them away: only running the script serves them. */
function madeAndRunInside(module: PyModule, resolved: (name: string) => string): { framework: FrameworkId; line: number }[] {
    const found: { framework: FrameworkId; line: number }[] = [];
    for (const statement of walkStatements(module.statements)) {
        if (statement.kind !== 'function') {
            continue;
        }
        const made = new Map<string, FrameworkId>();
        for (const inner of walkStatements(statement.body)) {
            const target = inner.kind === 'assign' ? inner.targets[0] : undefined;
            const call = inner.kind === 'assign' && inner.value?.kind === 'call' ? inner.value : undefined;
            const framework = call === undefined ? undefined : constructors[resolved(calleeName(call) ?? '')];
            if (target?.kind === 'name' && framework !== undefined) {
                made.set(target.name, framework);
            }
        }
        for (const call of made.size === 0 ? [] : callsIn(walkStatements(statement.body))) {
            const [holder = '', method] = (calleeName(call) ?? '').split('.');
            const framework = method === 'run' || method === 'run_server' ? made.get(holder) : undefined;
            if (framework !== undefined) {
                found.push({ framework, line: call.line });
            }
        }
    }
    return found;
}

/** True when the module calls the import while it is imported or run, not only inside helpers of others. */
function usesAtTop(module: PyModule, origin: string): boolean {
    const names = [...module.imports].filter(([, value]) => value === origin || value.startsWith(`${origin}.`)).map(([alias]) => alias);
    const outside = module.statements.filter((statement) => statement.kind !== 'class');
    // A page may be a class that the module makes and asks to draw itself.
    const made = new Set([...callsIn(walkStatements(outside))].map((call) => calleeName(call) ?? ''));
    const top = module.statements.filter((statement) => statement.kind !== 'class' || made.has(statement.name));
    const runs = module.statements.some(
        (statement) => statement.kind === 'expression' || isMainGuard(statement) || statement.kind === 'block',
    );
    return runs && [...callsIn(walkStatements(top))].some((call) => names.includes((calleeName(call) ?? '').split('.')[0] ?? ''));
}
