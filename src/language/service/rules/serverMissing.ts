import { appendRequirement } from '../../../core/requirements/appendRequirement';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix } from '../finding';
import type { Rule } from '../rule';
import type { ServerUse } from '../start/serverUse';

export const serverMissing: Rule<DockerfileDocument> = {
    code: 'dockerfile/server-missing',
    title: 'The server in CMD is not installed',
    severity: 'error',
    why: 'The image builds, is pushed and deployed, and then stops at its start with "gunicorn: not found" (exit code 127): App Service shows ":( Application Error" and no reason.',
    fix: 'automatic',
    *check(document) {
        const server = document.server();
        const packages = document.packages();
        if (server === undefined || packages?.known !== 'all' || packages.names.has(server.kind.distribution)) {
            return;
        }
        const { program, distribution } = server.kind;
        const file = packages.requirementFiles[0];
        const where =
            file === undefined
                ? 'nothing in this Dockerfile installs it'
                : `${packages.requirementFiles.length === 1 ? file : packages.requirementFiles.join(' and ')} ${packages.requirementFiles.length === 1 ? 'does' : 'do'} not have it`;
        yield {
            span: server.program,
            message: `${program} starts this image, but ${where}: the container will stop with "${program}: not found".`,
            fixes: [...addToRequirements(document, distribution, file), ...useInstalled(server, packages.names)],
        };
    },
};

function addToRequirements(document: DockerfileDocument, distribution: string, file: string | undefined): readonly Fix[] {
    const text = file === undefined ? undefined : document.snapshot.read(file);
    if (file === undefined || text === undefined) {
        return [];
    }
    const after = appendRequirement(text, distribution === 'fastapi-cli' ? 'fastapi[standard]' : distribution);
    const clean = text.replace(/^\ufeff/, '');
    return [
        {
            title: `Add ${distribution} to ${file}`,
            standing: 'preferred',
            edits: [{ path: file, span: { start: text.length, end: text.length }, newText: after.slice(clean.length) }],
        },
    ];
}

/** When another server of the same kind is there, the command can use that. */
function useInstalled(server: ServerUse, names: ReadonlySet<string>): readonly Fix[] {
    const { app } = server;
    if (app === undefined || server.kind.serves !== 'wsgi' || !names.has('waitress') || server.kind.distribution === 'waitress') {
        return [];
    }
    const port = server.bind?.port ?? 8000;
    const last = server.args.at(-1) ?? server.program;
    const quoted = server.program.end - server.program.start > server.program.text.length;
    const words = ['waitress-serve', `--listen=0.0.0.0:${port}`, app.text];
    return [
        {
            title: 'Start with waitress, which is installed',
            standing: 'offered',
            edits: [
                {
                    span: { start: server.program.start, end: last.end },
                    newText: quoted ? words.map((word) => JSON.stringify(word)).join(', ') : words.join(' '),
                },
            ],
        },
    ];
}
