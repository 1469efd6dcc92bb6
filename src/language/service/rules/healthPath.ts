import { systemPackages } from '../dockerfile/commandsOf';
import { describeBase } from '../data/describeBase';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const healthPath: Rule<DockerfileDocument> = {
    code: 'dockerfile/health-path',
    title: 'Nothing says whether the app is well',
    severity: 'hint',
    why: 'Without a health path Azure takes an open port for a working app and leaves a stuck instance in rotation. Set one in the plan (App Service health check, Container Apps probes); a HEALTHCHECK serves the local engine and the rehearsal. A HEALTHCHECK whose tool is not in the image marks a good container as ill.',
    fix: 'offered',
    *check(document) {
        const step = document.finalSteps.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
        const server = document.server();
        if (step === undefined) {
            const start = document.start();
            const known = document.snapshot.facts.deploy?.healthPath;
            if (known === undefined && server?.bind?.port !== undefined && start !== undefined) {
                const path = document.snapshot.facts.profile?.healthPath ?? '/';
                const line = `HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:${server.bind.port}${path.replace(/[^\w./~-]/g, '')}', timeout=4)"]\n`;
                yield {
                    span: start.step.keywordSpan,
                    message: 'Neither this image nor its deployment names a health path.',
                    fixes: [
                        {
                            title: 'Add a HEALTHCHECK',
                            standing: 'offered',
                            edits: [{ span: { start: start.step.start, end: start.step.start }, newText: line }],
                        },
                    ],
                };
            }
            return;
        }
        const [command] = step.commands();
        const tool = command?.words[0];
        const base = document.chain[0]?.image;
        const variant = base === undefined ? undefined : describeBase(base)?.variant;
        const lacks = variant === 'slim' || (variant === 'alpine' && tool?.text === 'curl');
        if (tool !== undefined && /^(curl|wget)$/.test(tool.text) && lacks && !systemPackages(document.finalSteps).has(tool.text)) {
            yield {
                span: tool,
                message: `${tool.text} is not in ${document.chain[0]?.imageText ?? 'the base image'}: this HEALTHCHECK would always fail.`,
            };
        }
    },
};
