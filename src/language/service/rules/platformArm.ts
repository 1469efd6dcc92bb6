import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const platformArm: Rule<DockerfileDocument> = {
    code: 'dockerfile/platform-arm',
    title: 'The image is built for arm64',
    severity: 'error',
    why: 'App Service, Container Apps and Container Instances run linux/amd64 only: an arm64 image ends with "exec format error".',
    fix: 'automatic',
    *check(document) {
        for (const { platform, imageText, imageSpan, index } of document.model.stages) {
            const isFinal = document.chain.some((stage) => stage.index === index);
            if (!isFinal) {
                continue;
            }
            if (platform !== undefined && /^linux\/arm/i.test(platform.value)) {
                yield {
                    span: platform,
                    message: `Azure runs linux/amd64 images only; this stage is ${platform.value}.`,
                    fixes: [
                        {
                            title: 'Build for linux/amd64',
                            standing: 'preferred',
                            edits: [{ span: platform.valueSpan, newText: 'linux/amd64' }],
                        },
                    ],
                };
            }
            const arm = /^(arm64v8|arm32v\d|aarch64|balenalib\/(aarch64|raspberry)[^/]*)\//.exec(imageText);
            if (arm !== null) {
                const written = document.text.slice(imageSpan.start, imageSpan.end);
                yield {
                    span: imageSpan,
                    message: `${imageText} exists for ARM only; Azure runs linux/amd64 images.`,
                    fixes:
                        arm[0].startsWith('arm') && !written.includes('$')
                            ? [
                                  {
                                      title: `Use ${written.slice(arm[0].length)}`,
                                      standing: 'preferred',
                                      edits: [{ span: imageSpan, newText: written.slice(arm[0].length) }],
                                  },
                              ]
                            : [],
                };
            }
        }
    },
};
