import { sizeWords } from '../base/sizeWords';
import { agoWords } from './agoWords';
import { say } from './say';
import { shortDigest, type Row } from './projectRows';

/** What the engine tells of one image. */
export interface ListedImage {
    readonly id: string;
    readonly tags: readonly string[];
    readonly digests: readonly string[];
    readonly sizeBytes: number;
    readonly createdMs: number;
    readonly architecture: string;
    readonly os: string;
}

/** A container that was started from an image, as far as a row shows it. */
export interface ListedContainer {
    readonly id: string;
    readonly image: string;
    readonly state: string;
    readonly ports: readonly { readonly containerPort: number; readonly hostPort: number }[];
}

/** No more than these right under a project; older ones are below a row of their own. */
const most = 8;

/**
 * The images tagged for a project, and of each whether it runs: the deployed one, then the others, newest first. A build out of the cache is as old as the
 * first one, so that the newest need not be what was deployed last. `name` is the last part of their repositories, `deployed` is `server/repository@digest`.
 */
export function imageRows(
    folderUri: string,
    name: string,
    images: readonly ListedImage[],
    containers: readonly ListedContainer[],
    nowMs: number,
    deployed = '',
): readonly Row[] {
    const tagged = images
        .flatMap((image) => image.tags.filter((tag) => isTaggedFor(tag, name)).map((tag) => ({ tag, image })))
        .sort((a, b) => b.image.createdMs - a.image.createdMs || a.tag.localeCompare(b.tag));
    const current = deployedOf(tagged, deployed);
    const rows = (current === undefined ? tagged : [current, ...tagged.filter((one) => one !== current)]).map(({ tag, image }) =>
        imageRow(folderUri, tag, image, containers, nowMs),
    );
    const left = rows.length - most;
    return left <= 0
        ? rows
        : [
              ...rows.slice(0, most),
              {
                  id: `${folderUri}#images-left`,
                  label: say('{0} older', left.toString()),
                  tooltip: say('Older images of this project.'),
                  icon: 'ellipsis',
                  context: 'olderImages',
                  expandable: 'collapsed',
                  children: rows.slice(most),
              },
          ];
}

/** An image has more tags than the one that was pushed: that one says where it came from. */
function deployedOf<T extends { readonly tag: string; readonly image: ListedImage }>(
    tagged: readonly T[],
    deployed: string,
): T | undefined {
    const [repository = '', digest] = deployed.split('@');
    const same =
        digest === undefined
            ? []
            : tagged.filter(({ image: { id, digests } }) => id === digest || digests.some((one) => one.endsWith(`@${digest}`)));
    return same.find(({ tag }) => tag.startsWith(`${repository}:`)) ?? same[0];
}

/** `registry/team/name:tag` is an image of `name`. */
export function isTaggedFor(tag: string, name: string): boolean {
    const repository = tag.replace(/[:@][^/]*$/, '');
    return repository.slice(repository.lastIndexOf('/') + 1) === name;
}

/** The reference in the id of an image's row; undefined when it is another row's. */
export function referenceOfRow(id: string): string | undefined {
    const at = id.indexOf(marker);
    return at < 0 ? undefined : id.slice(at + marker.length);
}

const marker = '#engine-image=';

function imageRow(folderUri: string, tag: string, image: ListedImage, containers: readonly ListedContainer[], nowMs: number): Row {
    const running = containers.find(({ image: from, state }) => state === 'running' && (from === tag || from === image.id));
    const slash = tag.lastIndexOf('/');
    const digest = shortDigest(image.digests[0]?.replace(/^.*@/, '') ?? image.id);
    const age = agoWords(nowMs - image.createdMs);
    const port = running?.ports.find(({ hostPort }) => hostPort > 0);
    const runs = running === undefined ? undefined : port === undefined ? say('runs') : say('runs on port {0}', port.hostPort.toString());
    return {
        id: `${folderUri}${marker}${tag}`,
        label: tag.slice(slash + 1),
        // A narrow side bar cuts the end: the registry's address is long, and the same for most rows.
        description: [runs, sizeWords(image.sizeBytes), age, image.architecture, digest, slash < 0 ? undefined : tag.slice(0, slash)]
            .filter((part) => part !== undefined)
            .join(' · '),
        tooltip: [
            say('Image {0}', tag),
            say('Built {0} for {1}', age, `${image.os}/${image.architecture}`),
            ...(image.digests[0] === undefined ? [image.id] : image.digests),
        ].join('\n'),
        icon: running === undefined ? 'package' : 'vm-running',
        ...(running === undefined ? {} : { color: 'testing.iconPassed' }),
        context: running === undefined ? 'engineImage' : 'engineImage running',
        expandable: 'leaf',
        copy: tag,
    };
}
