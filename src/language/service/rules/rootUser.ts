import { isOwnFolder } from '../../../core/dockerfile/isOwnFolder';
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
        const make =
            user !== undefined
                ? []
                : [base.imageText.includes('alpine') ? 'adduser -D -u 10001 app' : 'useradd --create-home --uid 10001 app'];
        const commands = [...make, ...givenFolder(document, user ?? 'app')];
        const add = `${commands.length === 0 ? '' : `RUN ${commands.join(' && ')}\n`}USER ${user ?? 'app'}\n`;
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

/** What gives the app's folder to its user, who else could write nothing there. Packages of Node are only read, and many. */
function givenFolder(document: DockerfileDocument, user: string): string[] {
    const folder =
        document.finalSteps
            .findLast((step) => step.keyword === 'WORKDIR')
            ?.words()[0]
            ?.text.replace(/(?<=.)\/$/, '') ?? '';
    return !isOwnFolder(folder)
        ? []
        : user === 'node'
          ? [`find ${folder} -exec chown -h ${user} {} + -name node_modules -prune`]
          : [`chown -R ${user} ${folder}`];
}

/** The user that the image brings; .NET's, from 8 on, has the name that a user of our own would have. */
function ownUser(image: ImageReference | undefined): string | undefined {
    const isDotnet =
        /^dotnet\/(aspnet|runtime|runtime-deps|sdk|nightly\/\w+)$/.test(image?.repository ?? '') &&
        Number.parseInt(image?.tag ?? '', 10) >= 8;
    return image?.repository === 'node' ? 'node' : isDotnet ? 'app' : undefined;
}
