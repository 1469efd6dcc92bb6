import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { scriptBind } from '../start/scriptBind';
import type { ServerUse } from '../start/serverUse';
import { isLoopback } from '../start/serverUse';
import { argumentText } from '../start/argumentText';

export const loopbackBind: Rule<DockerfileDocument> = {
    code: 'dockerfile/loopback-bind',
    title: 'The server listens on 127.0.0.1 only',
    severity: 'error',
    why: "A container's 127.0.0.1 is its own: nothing outside reaches it, so Azure's probe fails and the site is stopped after its start time limit, although the log says that the server is listening.",
    fix: 'automatic',
    *check(document) {
        const server = document.server();
        const bind = server?.bind;
        if (server === undefined) {
            yield* scriptProblems(document);
            return;
        }
        if (bind === undefined || !isLoopback(bind.host)) {
            return;
        }
        const said = bind.hostSpan !== undefined;
        yield {
            span: bind.hostSpan ?? server.program,
            message: said
                ? `${bind.host} cannot be reached from outside the container; listen on 0.0.0.0.`
                : `${server.kind.program} listens on ${bind.host} unless it is told otherwise, which nothing outside the container can reach.`,
            fixes: [
                said
                    ? { title: 'Listen on 0.0.0.0', standing: 'preferred', edits: [{ span: bind.hostSpan, newText: '0.0.0.0' }] }
                    : { title: 'Listen on 0.0.0.0', standing: 'preferred', edits: [addedBind(server, bind.port ?? server.kind.port)] },
            ],
        };
    },
};

/** A script that is its own server: what its code says, mended in its own file. */
function* scriptProblems(document: DockerfileDocument): Generator<Problem> {
    const script = scriptBind(document);
    if (script !== undefined) {
        const { word, path, line, host, said, edit } = script;
        yield {
            span: word,
            message: said
                ? `${path} listens on ${host} (line ${line}), which nothing outside the container can reach.`
                : `${path} listens on ${host} unless it is told otherwise (line ${line}), which nothing outside the container can reach.`,
            fixes: edit === undefined ? [] : [{ title: `Listen on 0.0.0.0 in ${path}`, standing: 'offered', edits: [edit] }],
        };
    }
}

function addedBind(server: ServerUse, port: number) {
    const { kind, program, args } = server;
    const option = kind.hostOptions?.find((name) => name.startsWith('--'));
    const words = option === undefined ? ['--bind', `0.0.0.0:${port}`] : [option, '0.0.0.0'];
    const at = args.find((arg) => arg.text === kind.subcommand) ?? program;
    return { span: { start: at.end, end: at.end }, newText: argumentText(program, words) };
}
