import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix, Problem } from '../finding';
import type { Rule } from '../rule';
import { argumentText } from '../start/argumentText';
import type { ServerUse } from '../start/serverUse';

const asgiFrameworks = ['fastapi', 'starlette', 'litestar', 'quart', 'sanic', 'blacksheep', 'robyn'];
const wsgiFrameworks = ['flask', 'django', 'bottle', 'pyramid', 'dash'];
/** Worker classes of gunicorn that need a package, by the beginning of their name. */
const workerPackages: readonly (readonly [RegExp, readonly string[]])[] = [
    [/^(uvicorn_worker\.|uvicorn-worker)/, ['uvicorn-worker']],
    [/^uvicorn\.workers\./, ['uvicorn']],
    [/^gevent/, ['gevent']],
    [/^eventlet/, ['eventlet']],
    [/^tornado/, ['tornado']],
    [/^aiohttp\./, ['aiohttp']],
];

export const serverFramework: Rule<DockerfileDocument> = {
    code: 'dockerfile/server-framework',
    title: 'Server or worker does not fit the framework',
    severity: 'error',
    why: 'gunicorn alone cannot serve an ASGI app: every request ends in a TypeError. uvicorn cannot serve Flask. A development server says itself that it is not for production.',
    fix: 'offered',
    *check(document) {
        const server = document.server();
        if (server === undefined) {
            return;
        }
        if (server.kind.purpose === 'development') {
            yield developmentServer(document, server);
            return;
        }
        const kind = appKind(document, server);
        const worker = server.workerClass?.text;
        if (
            server.kind.program === 'gunicorn' &&
            kind === 'asgi' &&
            (worker === undefined || /^(sync|gthread|gevent|eventlet|tornado)/.test(worker))
        ) {
            yield {
                span: server.workerClass?.span ?? server.program,
                message:
                    'gunicorn needs an ASGI worker for this app: add --worker-class uvicorn_worker.UvicornWorker, or start uvicorn itself.',
                fixes: startUvicorn(document, server),
            };
        } else if (
            server.kind.program === 'uvicorn' &&
            kind === 'wsgi' &&
            !server.args.some(({ text }) => /^--interface(=wsgi)?$/.test(text))
        ) {
            yield { span: server.program, message: 'uvicorn serves ASGI apps, and this one is WSGI: start it with gunicorn.' };
        } else if (server.kind.program === 'granian' && kind === 'wsgi' && !server.args.some(({ text }) => text.includes('wsgi'))) {
            yield {
                span: server.program,
                message: 'granian takes the app for ASGI (or RSGI) unless --interface wsgi is given.',
                fixes: [
                    {
                        title: 'Add --interface wsgi',
                        standing: 'offered',
                        edits: [
                            {
                                span: { start: server.program.end, end: server.program.end },
                                newText: argumentText(server.program, ['--interface', 'wsgi']),
                            },
                        ],
                    },
                ],
            };
        }
        yield* workerProblems(document, server);
    },
};

function appKind(document: DockerfileDocument, server: ServerUse): 'wsgi' | 'asgi' | undefined {
    const module = server.app?.text.split(':')[0] ?? '';
    if (/(^|\.)asgi$/.test(module)) {
        return 'asgi';
    }
    if (/(^|\.)wsgi$/.test(module)) {
        return 'wsgi';
    }
    const framework = document.snapshot.facts.profile?.framework?.toLowerCase();
    const names = framework === undefined ? (document.packages()?.names ?? new Set<string>()) : new Set([framework]);
    const asgi = asgiFrameworks.some((name) => names.has(name));
    const wsgi = wsgiFrameworks.some((name) => names.has(name));
    return asgi === wsgi ? undefined : asgi ? 'asgi' : 'wsgi';
}

function developmentServer(document: DockerfileDocument, { kind, program, args }: ServerUse): Problem {
    const installed = document.packages()?.names.has('gunicorn') === true;
    return {
        span: { start: program.start, end: (args.find(({ text }) => text === kind.subcommand) ?? program).end },
        message: `${kind.program} ${kind.subcommand ?? ''} is a development server: one process, a debugger, no limits. Start ${kind.program === 'flask' ? `gunicorn${installed ? ', which is installed,' : ''}` : 'fastapi run or uvicorn'} instead.`,
    };
}

function startUvicorn(document: DockerfileDocument, server: ServerUse): readonly Fix[] {
    const last = server.args.at(-1);
    const onlyKnown = server.args.every(
        ({ text }, at) =>
            text === server.app?.text || /^(-b|--bind)(=|$)/.test(text) || /^(-b|--bind)$/.test(server.args[at - 1]?.text ?? ''),
    );
    if (server.app === undefined || last === undefined || !onlyKnown || document.packages()?.names.has('uvicorn') !== true) {
        return [];
    }
    const words = ['uvicorn', server.app.text, '--host', server.bind?.host ?? '0.0.0.0', '--port', String(server.bind?.port ?? 8000)];
    const text = argumentText(server.program, words).replace(/^,? /, '');
    return [
        {
            title: 'Start with uvicorn, which is installed',
            standing: 'offered',
            edits: [{ span: { start: server.program.start, end: last.end }, newText: text }],
        },
    ];
}

function* workerProblems(document: DockerfileDocument, server: ServerUse): Generator<Problem> {
    const { workerClass } = server;
    const packages = document.packages();
    if (workerClass === undefined || server.kind.program !== 'gunicorn') {
        return;
    }
    const needed = workerPackages.find(([pattern]) => pattern.test(workerClass.text))?.[1] ?? [];
    const missing = packages?.known === 'all' ? needed.find((name) => !packages.names.has(name)) : undefined;
    if (missing !== undefined) {
        yield { span: workerClass.span, message: `The worker class ${workerClass.text} needs ${missing}, which is not installed.` };
    } else if (workerClass.text.startsWith('uvicorn.workers.')) {
        yield {
            span: workerClass.span,
            message: 'uvicorn.workers is deprecated; its successor is the package uvicorn-worker (uvicorn_worker.UvicornWorker).',
            tag: 'deprecated',
        };
    }
}
