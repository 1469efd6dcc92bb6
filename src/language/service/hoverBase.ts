import { baseImagesAsOf, imageFamilies } from './data/baseImages';
import { describeBase } from './data/describeBase';
import type { DockerfileDocument } from './dockerfile/openDockerfile';
import type { Span } from './span';

export interface BaseHover {
    readonly span: Span;
    readonly markdown: string;
}

/** What the dated table knows of the base image at an offset: age, size, end of support. Undefined elsewhere. */
export function hoverBase(document: DockerfileDocument, offset: number): BaseHover | undefined {
    const stage = document.model.stages.find(({ imageSpan }) => imageSpan.start <= offset && offset <= imageSpan.end);
    const facts = stage?.image === undefined ? undefined : describeBase(stage.image);
    if (stage === undefined || facts === undefined) {
        return undefined;
    }
    const { family, version, release, variant, debian } = facts;
    const size = family.sizesMb?.[variant];
    const below = debian === undefined || stage.image?.repository === 'debian' ? undefined : imageFamilies.debian?.releases[debian];
    const rows = [
        version === undefined
            ? `The tag names no version of ${family.title}; ${family.advised} is the one to name.`
            : `**${family.title} ${version}**`,
        ...(release === undefined
            ? []
            : [`First released ${release.released} (${years(release.released)})`, ends('Security fixes', release.supportEnds)]),
        ...(below === undefined ? [] : [`On Debian ${debian ?? ''}: ${ends('security fixes', below.supportEnds)}`]),
        ...(size === undefined ? [] : [`Roughly ${size} MB on disk${slimmer(family.sizesMb, variant)}`]),
    ];
    return {
        span: stage.imageSpan,
        markdown: `${rows.join('  \n')}\n\n_By Slipway's table of ${baseImagesAsOf}; [current dates](${family.source})_`,
    };
}

function ends(what: string, on: string): string {
    return on < baseImagesAsOf ? `${what} **ended on ${on}**` : `${what} until ${on}`;
}

function years(released: string): string {
    const days = (Date.parse(baseImagesAsOf) - Date.parse(released)) / 86_400_000;
    return days < 365
        ? 'less than a year old'
        : `${Math.floor(days / 365.25)} years old`.replace(/^1 years/, '1 year').replace(/^0 years/, '1 year');
}

function slimmer(sizes: Readonly<Record<string, number>> | undefined, variant: string): string {
    const slim = sizes?.slim;
    return variant === '' && slim !== undefined ? `; the slim variant roughly ${slim} MB` : '';
}
