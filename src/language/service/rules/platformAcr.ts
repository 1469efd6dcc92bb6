import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const platformAcr: Rule<DockerfileDocument> = {
    code: 'dockerfile/platform-acr',
    title: 'ACR Tasks cannot read FROM --platform',
    severity: 'info',
    why: 'A build in Azure scans FROM lines without BuildKit and stops at a variable in --platform. A build on the local engine is not concerned; when the deployment is set to build in Azure, this is an error in the making.',
    fix: 'offered',
    *check(document) {
        for (const { platform } of document.model.stages) {
            if (platform === undefined || !(platform.value.includes('$') || document.snapshot.facts.deploy?.build === 'acrTasks')) {
                continue;
            }
            const end = /^[ \t]*/.exec(document.text.slice(platform.end))?.[0].length ?? 0;
            yield {
                span: platform,
                message: 'A build in Azure (ACR Tasks) does not understand FROM --platform; a build on this machine does.',
                fixes: [
                    {
                        title: 'Remove --platform',
                        standing: 'offered',
                        edits: [{ span: { start: platform.start, end: platform.end + end }, newText: '' }],
                    },
                ],
            };
        }
    },
};
