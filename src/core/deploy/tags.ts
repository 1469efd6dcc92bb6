import type { Tags } from './resources';

/** Slipway created this resource for the app of this name. Removal deletes what bears it and nothing else. */
export const createdForTag = 'slipway-app';
/** The project's name, as the tree shows it. */
export const projectTag = 'slipway-project';
/** What runs: `sha256:…`. */
export const digestTag = 'slipway-digest';
/** When it was deployed, ISO 8601. */
export const deployedTag = 'slipway-deployed';

export function createdTags(app: string, project: string): Tags {
    return { [createdForTag]: app, [projectTag]: tagValue(project) };
}

/** The port that the app listens on. */
export const portTag = 'slipway-port';
/** The digests that were deployed last and never verified, newest first: a tag's value has room for three. */
const failedTag = 'slipway-failed';
/** What ran before, newest first: `slipway-was-1` … */
const wasTag = 'slipway-was-';
const longestHistory = 8;
/** A resource bears at most this many tags. */
const mostTags = 50;

/** One image that ran, as the tags tell it. */
export interface HistoryEntry {
    /** `sha256:…` */
    readonly digest: string;
    readonly deployedMs: number;
    readonly port: number | undefined;
    /** It was deployed, and never answered as it should have. */
    readonly failed?: 'yes';
}

/** What the tags become with this deployment: it comes first, what ran until now joins the history, as far as Azure's limit leaves room. */
export function deployedTags(current: Tags, deployed: { readonly digest: string; readonly port: number; readonly nowMs: number }): Tags {
    const { digest, port, nowMs } = deployed;
    const [was, ...earlier] = readHistory(current);
    const others = Object.keys(current).filter((name) => !name.startsWith('slipway-')).length;
    const fixed = 6;
    const room = Math.max(0, Math.min(longestHistory, mostTags - others - fixed));
    const history = (was === undefined || was.digest === digest ? earlier : [was, ...earlier])
        .filter((entry) => entry.digest !== digest)
        .slice(0, room)
        .map((entry, index): [string, string] => [`${wasTag}${(index + 1).toString()}`, renderEntry(entry)]);
    return {
        [digestTag]: digest,
        [deployedTag]: new Date(nowMs).toISOString(),
        [portTag]: port.toString(),
        ...Object.fromEntries(history),
    };
}

/** What ran, newest first; the first is what runs now. Tags that anybody else wrote badly are left out. */
export function readHistory(tags: Tags): readonly HistoryEntry[] {
    const was = Array.from({ length: longestHistory }, (_, index) => tags[`${wasTag}${(index + 1).toString()}`]);
    const failed = tags[digestTag] !== undefined && readFailed(tags).includes(tags[digestTag]) ? ' failed' : '';
    return [`${tags[digestTag] ?? ''} ${tags[deployedTag] ?? ''} ${tags[portTag] ?? ''}${failed}`, ...was].flatMap(
        (text) => readEntry(text ?? '') ?? [],
    );
}

const mostFailed = 3;

function readFailed(tags: Tags): readonly string[] {
    return (tags[failedTag] ?? '').split(' ').filter((digest) => digest !== '');
}

/** What the tags become once it is known whether a digest answers; undefined when they say so already. */
export function outcomeTags(current: Tags, digest: string, outcome: 'answers' | 'failed'): Tags | undefined {
    const known = readFailed(current);
    if (known.includes(digest) === (outcome === 'failed')) {
        return undefined;
    }
    const others = known.filter((other) => other !== digest);
    return { [failedTag]: (outcome === 'failed' ? [digest, ...others] : others).slice(0, mostFailed).join(' ') };
}

function renderEntry({ digest, deployedMs, port, failed }: HistoryEntry): string {
    return [digest, new Date(deployedMs).toISOString(), port?.toString(), failed && 'failed']
        .filter((word) => word !== undefined)
        .join(' ');
}

function readEntry(text: string): HistoryEntry | undefined {
    const match = /^(sha256:[0-9a-f]{64}) (\S+)(?: +(\d{1,5}))?( +failed)?$/.exec(text.trim());
    const deployedMs = Date.parse(match?.[2] ?? '');
    return match?.[1] === undefined || Number.isNaN(deployedMs)
        ? undefined
        : {
              digest: match[1],
              deployedMs,
              port: match[3] === undefined ? undefined : Number(match[3]),
              ...(match[4] === undefined ? {} : { failed: 'yes' }),
          };
}

/** A tag's value has at most 256 characters. */
function tagValue(text: string): string {
    return text.slice(0, 256);
}
