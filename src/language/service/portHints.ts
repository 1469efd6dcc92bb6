import { expand } from './dockerfile/expand';
import type { DockerfileDocument } from './dockerfile/openDockerfile';

export interface PortHint {
    readonly at: number;
    readonly label: string;
    readonly tooltip: string;
}

/** The port that counts where the text does not show it: a server's default, and variables in EXPOSE. */
export function portHints(document: DockerfileDocument): readonly PortHint[] {
    const hints: PortHint[] = [];
    for (const step of document.finalSteps.filter(({ keyword }) => keyword === 'EXPOSE')) {
        for (const word of step.words()) {
            const value = expand(word.text, document.env());
            if (value !== word.text && /^\d+(\/\w+)?$/.test(value)) {
                hints.push({ at: word.end, label: `= ${value}`, tooltip: 'The value that this Dockerfile gives the variable.' });
            }
        }
    }
    const server = document.server();
    const port = server?.bind?.port;
    const last = server?.args.at(-1) ?? server?.program;
    const shown =
        server?.bind?.portSpan === undefined ? undefined : document.text.slice(server.bind.portSpan.start, server.bind.portSpan.end);
    if (port !== undefined && last !== undefined && shown !== String(port)) {
        hints.push({
            at: document.start()?.step.end ?? last.end,
            label: `port ${port}`,
            tooltip: `${server?.kind.program ?? 'The server'} listens here; Azure is told the same port when Slipway deploys.`,
        });
    }
    return hints;
}
