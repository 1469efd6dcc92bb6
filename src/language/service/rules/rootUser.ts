import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { systemPackages } from '../dockerfile/commandsOf';
import type { ImageReference } from '../dockerfile/imageReference';
import type { Rule } from '../rule';

/** Bases whose own user is not root. */
const unprivileged = /(distroless.*nonroot|nonroot|unprivileged|chiseled|bitnami\/)/i;

export const rootUser: Rule<DockerfileDocument> = {
    code: 'dockerfile/root-user',
    title: 'The app runs as root',
    severity: 'info',
    why: "A hole in the app is then a hole in the whole container. App Service's SSH needs sshd to start as root, so an image with sshd is left alone: there the start script drops to another user.",
    fix: 'offered',
    *check(document) {
        const last = document.finalSteps.findLast((step) => step.keyword === 'USER');
        const name = last?.words()[0]?.text.split(':')[0];
        const isRoot = name === undefined || name === 'root' || name === '0';
        const base = document.chain[0];
        if (
            !isRoot ||
            base === undefined ||
            base.imageText === 'scratch' ||
            unprivileged.test(base.imageText) ||
            systemPackages(document.finalSteps).has('openssh-server')
        ) {
            return;
        }
        const start = document.start();
        const at = last ?? start?.step;
        if (start === undefined || at === undefined || base.imageText.includes('$')) {
            return;
        }
        const user = ownUser(base.image);
        const add =
            user === undefined
                ? base.imageText.includes('alpine')
                    ? 'RUN adduser -D -u 10001 app\nUSER app\n'
                    : 'RUN useradd --create-home --uid 10001 app\nUSER app\n'
                : `USER ${user}\n`;
        yield {
            span: last === undefined ? start.step.keywordSpan : { start: last.start, end: last.end },
            message: 'The container runs as root. Give the app a user of its own.',
            fixes:
                last === undefined && start.step.start >= (document.chain.at(-1)?.from.end ?? 0)
                    ? [
                          {
                              title: 'Run as a user of its own',
                              standing: 'offered',
                              edits: [{ span: { start: start.step.start, end: start.step.start }, newText: add }],
                          },
                      ]
                    : [],
        };
    },
};

/** The user that the image brings; .NET's, from 8 on, has the name that a user of our own would have. */
function ownUser(image: ImageReference | undefined): string | undefined {
    const isDotnet =
        /^dotnet\/(aspnet|runtime|runtime-deps|sdk|nightly\/\w+)$/.test(image?.repository ?? '') &&
        Number.parseInt(image?.tag ?? '', 10) >= 8;
    return image?.repository === 'node' ? 'node' : isDotnet ? 'app' : undefined;
}
