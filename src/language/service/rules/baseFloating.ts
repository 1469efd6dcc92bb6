import { describeBase } from '../data/describeBase';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix } from '../finding';
import type { Rule } from '../rule';
import type { Stage } from '../dockerfile/readDockerfile';

export const baseFloating: Rule<DockerfileDocument> = {
    code: 'dockerfile/base-floating',
    title: 'The base image can change its version under you',
    severity: 'warning',
    why: 'With no tag, latest, or a tag without a version, the next build may bring another Python, Node or Debian without a change in the repository.',
    fix: 'automatic',
    *check(document) {
        for (const stage of document.model.stages) {
            const { image } = stage;
            if (image === undefined || image.digest !== undefined || image.repository === 'scratch') {
                continue;
            }
            const facts = describeBase(image);
            const unversioned =
                image.tag === undefined || /^(latest|stable|lts|current|edge|slim|alpine|bookworm|trixie|bullseye)(-|$)/.test(image.tag);
            const partial = facts !== undefined && facts.version === undefined && !unversioned;
            if ((unversioned && !(image.repository === 'debian' && facts?.debian !== undefined)) || partial) {
                yield {
                    span: stage.imageSpan,
                    message: `${stage.imageText} is another image from one day to the next; name a version.`,
                    fixes: fixesFor(stage, document),
                };
            }
        }
    },
};

function fixesFor(stage: Stage, document: DockerfileDocument): readonly Fix[] {
    const { image } = stage;
    const facts = image === undefined ? undefined : describeBase(image);
    const written = document.text.slice(stage.imageSpan.start, stage.imageSpan.end);
    if (image === undefined || facts === undefined || written.includes('$')) {
        return [];
    }
    const wanted = document.snapshot.facts.profile?.runtimeVersion;
    const version =
        image.repository === 'python' && wanted !== undefined && facts.family.releases[wanted] !== undefined
            ? wanted
            : facts.family.advised;
    const rest = (image.tag ?? '').replace(/^(latest|stable|lts|current|\d+)-?/, '');
    const name = written.replace(/:[^/:]*$/, '');
    return [
        {
            title: `Use ${name}:${version}${rest === '' ? '' : `-${rest}`}`,
            standing: 'preferred',
            edits: [{ span: stage.imageSpan, newText: `${name}:${version}${rest === '' ? '' : `-${rest}`}` }],
        },
    ];
}
