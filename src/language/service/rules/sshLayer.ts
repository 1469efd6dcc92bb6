import { commandsOf, systemPackages } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const sshLayer: Rule<DockerfileDocument> = {
    code: 'dockerfile/ssh-layer',
    title: "App Service's SSH cannot reach this image",
    severity: 'warning',
    why: 'The SSH of App Service reaches a container through port 2222 as root with the fixed password "Docker!" (2222 is not reachable from outside). Without one of its parts the portal only says that SSH is not enabled.',
    fix: 'offered',
    *check(document) {
        const steps = document.finalSteps;
        const packages = systemPackages(steps);
        const start = document.start();
        const end = start?.step.start ?? document.text.length;
        if (!packages.has('openssh-server') && !packages.has('openssh')) {
            if (document.snapshot.facts.deploy?.ssh === 'on' && start !== undefined) {
                yield { span: start.step.keywordSpan, message: 'SSH is switched on for this deployment, but the image has no sshd.' };
            }
            return;
        }
        const at =
            [...commandsOf(steps)].find(({ args }) => args.some((arg) => arg.startsWith('openssh')))?.command ??
            document.chain.at(-1)?.from.keywordSpan;
        if (at === undefined) {
            return;
        }
        const exposes = steps
            .filter(({ keyword }) => keyword === 'EXPOSE')
            .some((step) => step.words().some(({ text }) => /^2222(\/tcp)?$/.test(text) || text.includes('$')));
        if (!exposes) {
            yield {
                span: at,
                message: 'sshd is installed, but port 2222 is not exposed.',
                fixes: [
                    { title: 'Add EXPOSE 2222', standing: 'offered', edits: [{ span: { start: end, end }, newText: 'EXPOSE 2222\n' }] },
                ],
            };
        }
        const texts = steps.map((step) => document.text.slice(step.start, step.end)).join('\n');
        if (!texts.includes('root:Docker!')) {
            yield {
                span: at,
                message:
                    'App Service signs in as root with the password "Docker!": set it with echo "root:Docker!" | chpasswd (the port is not reachable from outside).',
                fixes: [
                    {
                        title: 'Set the password that App Service uses',
                        standing: 'offered',
                        edits: [{ span: { start: end, end }, newText: 'RUN echo "root:Docker!" | chpasswd\n' }],
                    },
                ],
            };
        }
        const user = steps.findLast(({ keyword }) => keyword === 'USER');
        if (user !== undefined && !/^(root|0)(:|$)/.test(user.words()[0]?.text ?? 'root')) {
            yield {
                span: user,
                message:
                    "sshd must start as root, but the container runs as another user: start as root and let the start script drop to the app's user.",
            };
        }
    },
};
