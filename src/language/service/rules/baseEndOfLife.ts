import { baseImagesAsOf, debianNames, imageFamilies } from '../data/baseImages';
import { describeBase } from '../data/describeBase';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const baseEndOfLife: Rule<DockerfileDocument> = {
    code: 'dockerfile/base-end-of-life',
    title: 'The base image gets no security fixes any more',
    severity: 'warning',
    why: 'Known holes stay open, and its package archives disappear one day, which fails the build. The dates come from a table in Slipway, with its day; the hover links the page with the current ones.',
    fix: 'offered',
    *check(document) {
        for (const { image, imageSpan, imageText } of document.model.stages) {
            const facts = image === undefined ? undefined : describeBase(image);
            if (facts === undefined) {
                continue;
            }
            const named = Object.entries(debianNames).find(([name]) => image?.tag?.split('-').includes(name) === true);
            const debian = named === undefined || image?.repository === 'debian' ? undefined : imageFamilies.debian?.releases[named[1]];
            const ended = [
                ...(facts.release === undefined
                    ? []
                    : [{ what: `${facts.family.title} ${facts.version ?? ''}`, on: facts.release.supportEnds }]),
                ...(debian === undefined ? [] : [{ what: `Debian ${named?.[0] ?? ''}`, on: debian.supportEnds }]),
            ].find(({ on }) => on < baseImagesAsOf);
            if (ended !== undefined) {
                const written = document.text.slice(imageSpan.start, imageSpan.end);
                const version = facts.version;
                const renewed =
                    version === undefined
                        ? written
                        : written.replace(/:[^:/]*$/, (tag) =>
                              tag
                                  .replace(new RegExp(`^:${version.replace('.', '\\.')}(\\.\\d+)*`), `:${facts.family.advised}`)
                                  .replace(/-(stretch|buster|bullseye)/, ''),
                          );
                yield {
                    span: imageSpan,
                    message: `${imageText}: support of ${ended.what} ended on ${ended.on}, by Slipway's table of ${baseImagesAsOf}.`,
                    fixes:
                        renewed === written || written.includes('$')
                            ? []
                            : [{ title: `Use ${renewed}`, standing: 'offered', edits: [{ span: imageSpan, newText: renewed }] }],
                };
            }
        }
    },
};
