import { expand } from '../dockerfile/expand';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Word } from '../dockerfile/shellCommands';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { Span } from '../span';
import { within } from '../start/options';

export const portMismatch: Rule<DockerfileDocument> = {
    code: 'dockerfile/port-mismatch',
    title: 'CMD, EXPOSE, HEALTHCHECK and Azure speak of different ports',
    severity: 'warning',
    why: 'Azure forwards to one port: WEBSITES_PORT on App Service (80 when nothing is set), targetPort on Container Apps. When the server listens on another, the container runs and no request arrives: "did not respond to HTTP pings on port".',
    fix: 'automatic',
    *check(document) {
        const listens = document.server()?.bind?.port ?? profilePort(document);
        if (listens === undefined) {
            return;
        }
        yield* exposeProblems(document, listens);
        yield* healthcheckProblems(document, listens);
        const told = document.snapshot.facts.deploy?.port;
        const bind = document.server()?.bind;
        const at = bind?.portSpan ?? document.server()?.program;
        if (told !== undefined && told !== listens && at !== undefined) {
            yield {
                span: at,
                message: `The deployment forwards to port ${told}, but the server listens on ${listens}.`,
                fixes:
                    bind?.portSpan === undefined
                        ? []
                        : [{ title: `Listen on ${told}`, standing: 'offered', edits: [{ span: bind.portSpan, newText: String(told) }] }],
            };
        }
    },
};

/** Without a server that is known, what detection read in the code. A command that is not understood may set another one. */
function profilePort(document: DockerfileDocument): number | undefined {
    const start = document.start();
    return document.server() === undefined &&
        start !== undefined &&
        /^(node|python3?)$/.test(start.words[0]?.text ?? '') &&
        !document.env().has('PORT')
        ? document.snapshot.facts.profile?.port
        : undefined;
}

function* exposeProblems(document: DockerfileDocument, listens: number): Generator<Problem> {
    const exposed = document.finalSteps
        .filter((step) => step.keyword === 'EXPOSE')
        .flatMap((step) => step.words().map((word) => ({ word, port: portOf(word, document.env()) })));
    const apps = exposed.filter(({ port }) => port !== 2222);
    if (apps.length === 0 || apps.some(({ port }) => port === undefined || port === listens)) {
        return;
    }
    for (const { word, port } of apps) {
        const span = within(document.text, word, String(port));
        yield {
            span,
            message: `EXPOSE says ${port ?? ''}, but the server listens on ${listens}.`,
            fixes:
                apps.length > 1 || word.text.includes('$')
                    ? []
                    : [{ title: `EXPOSE ${listens}`, standing: 'preferred', edits: [{ span, newText: String(listens) }] }],
        };
    }
}

function portOf(word: Word, env: ReadonlyMap<string, string>): number | undefined {
    const match = /^(\d{1,5})(\/tcp)?$/i.exec(expand(word.text, env));
    return match === null ? undefined : Number(match[1]);
}

function* healthcheckProblems(document: DockerfileDocument, listens: number): Generator<Problem> {
    const step = document.finalSteps.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
    for (const { words } of step?.commands() ?? []) {
        for (const word of words) {
            const match = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{2,5})\b/.exec(word.text);
            if (match?.[1] !== undefined && Number(match[1]) !== listens) {
                const whole = within(document.text, word, match[0]);
                const span: Span = { start: whole.end - match[1].length, end: whole.end };
                yield {
                    span,
                    message: `HEALTHCHECK asks port ${match[1]}, but the server listens on ${listens}.`,
                    fixes: [{ title: `Ask port ${listens}`, standing: 'preferred', edits: [{ span, newText: String(listens) }] }],
                };
            }
        }
    }
}
