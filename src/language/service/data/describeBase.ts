import type { ImageReference } from '../dockerfile/imageReference';
import type { ImageFamily, ReleaseFacts } from './baseImages';
import { debianNames, imageFamilies } from './baseImages';

/** What the table knows of a base image's tag. */
export interface BaseDescription {
    readonly family: ImageFamily;
    /** Such as `3.12`; undefined when the tag names none, or less than a release. */
    readonly version: string | undefined;
    readonly release: ReleaseFacts | undefined;
    /** `slim`, `alpine` or ``. */
    readonly variant: string;
    /** The Debian release below, when the tag names it or is known to mean it. */
    readonly debian: string | undefined;
}

const known = new WeakMap<ImageReference, BaseDescription | 'none'>();

/** Worked out once for an image, since many rules ask. */
export function describeBase(image: ImageReference): BaseDescription | undefined {
    const description = known.get(image) ?? readBase(image) ?? 'none';
    known.set(image, description);
    return description === 'none' ? undefined : description;
}

function readBase(image: ImageReference): BaseDescription | undefined {
    const family = imageFamilies[image.registry === undefined ? image.repository : `${image.registry}/${image.repository}`];
    if (family === undefined) {
        return undefined;
    }
    const tag = image.tag ?? 'latest';
    const numbers = /^\d+(\.\d+)*/.exec(tag)?.[0].split('.') ?? [];
    const named = Object.entries(debianNames).find(([name]) => tag.split('-').includes(name));
    const version =
        image.repository === 'debian'
            ? (named?.[1] ?? numbers[0])
            : numbers.length >= family.parts
              ? numbers.slice(0, family.parts).join('.')
              : undefined;
    const variant = /\bslim\b/.test(tag) ? 'slim' : /\balpine/.test(tag) ? 'alpine' : '';
    return {
        family,
        version,
        release: version === undefined ? undefined : family.releases[version],
        variant,
        // The Python images moved their unnamed tags to trixie in August 2025.
        debian:
            named?.[1] ??
            (image.repository === 'debian' ? version : image.repository === 'python' && variant !== 'alpine' ? '13' : undefined),
    };
}
