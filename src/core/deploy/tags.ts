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

export function deployedTags(digest: string, nowMs: number): Tags {
    return { [digestTag]: digest, [deployedTag]: new Date(nowMs).toISOString() };
}

/** A tag's value has at most 256 characters. */
function tagValue(text: string): string {
    return text.slice(0, 256);
}
