import { agoWords } from './agoWords';
import { say } from './say';
import type { RememberedDeployment } from './rememberedDeployment';

/** What the status bar's deploy button is told. */
export type DeployStatus =
    | { readonly kind: 'idle'; readonly last?: RememberedDeployment }
    /** A deploy was asked for, and its plan is being made: what the last one came to is no news any more. */
    | { readonly kind: 'preparing' }
    /** The plan waits for the user's consent. */
    | { readonly kind: 'review' }
    | { readonly kind: 'running'; readonly step: number; readonly steps: number; readonly title: string }
    /** A file of the image was saved, made, renamed or deleted since. */
    | { readonly kind: 'drift'; readonly last: RememberedDeployment };

/** Whose state the button shows. */
export interface StatusPlace {
    /** The folder's name where the window has several. */
    readonly folder?: string;
    /** The profile's name; absent for the default one. */
    readonly profile?: string;
    readonly cloud: 'azure' | 'local';
}

export interface StatusText {
    readonly text: string;
    /** One line each. */
    readonly tooltip: readonly string[];
    /** Commands that the tooltip offers below its lines. */
    readonly links: readonly { readonly title: string; readonly command: string }[];
    readonly tone: 'normal' | 'good' | 'error' | 'warning';
    readonly command: 'slipway.deploy' | 'slipway.plan.show';
}

const switchProfile = { title: () => say('Switch Profile'), command: 'slipway.profile.switch' };
const showRun = { title: () => say('Show Run'), command: 'slipway.plan.show' };
const openPage = { title: () => say('Open'), command: 'slipway.deployment.open' };

/** The words of the deploy button: shape and text carry the state, colour only repeats it. */
export function statusText(status: DeployStatus, place: StatusPlace, nowMs: number): StatusText {
    const words = statusWords(status, place, nowMs);
    const marks = [place.folder, place.profile].filter((mark) => mark !== undefined);
    const where = [
        ...(place.folder === undefined ? [] : [say('Folder: {0}', place.folder)]),
        ...(place.profile === undefined ? [] : [say('Profile: {0}', place.profile)]),
    ];
    return {
        ...words,
        text: marks.length === 0 ? words.text : `${words.text} (${marks.join(', ')})`,
        tooltip: [...words.tooltip, ...where],
        links: words.links.map(({ title, command }) => ({ title: title(), command })),
    };
}

type Words = Omit<StatusText, 'links'> & { readonly links: readonly { readonly title: () => string; readonly command: string }[] };

function statusWords(status: DeployStatus, place: StatusPlace, nowMs: number): Words {
    if (status.kind === 'running') {
        return {
            text: `$(sync~spin) Slipway: ${status.step}/${status.steps}`,
            tooltip: [status.title, say('Step {0} of {1}. Click for the run.', String(status.step), String(status.steps))],
            links: [showRun],
            tone: 'normal',
            command: 'slipway.plan.show',
        };
    }
    if (status.kind === 'preparing') {
        return {
            text: `$(sync~spin) Slipway: ${say('Preparing')}`,
            tooltip: [say('The plan of the deploy is being made.')],
            links: [],
            tone: 'normal',
            command: 'slipway.deploy',
        };
    }
    if (status.kind === 'review') {
        return {
            text: `$(checklist) Slipway: ${say('Review Plan')}`,
            tooltip: [say('The plan waits for your consent. Click to see it.')],
            links: [showRun],
            tone: 'normal',
            command: 'slipway.plan.show',
        };
    }
    const { last } = status;
    if (last === undefined) {
        return {
            text: `$(rocket) Slipway: ${say('Deploy')}`,
            tooltip: [
                place.cloud === 'local'
                    ? say('Deploy this folder to the local Azure on this machine.')
                    : say('Deploy this folder to Azure.'),
                say('Not deployed yet.'),
            ],
            links: [switchProfile],
            tone: 'normal',
            command: 'slipway.deploy',
        };
    }
    const name = last.cloud === 'local' ? say('{0} (local Azure)', last.name) : last.name;
    const age = agoWords(nowMs - last.atMs);
    // A job in a local Azure has none.
    const hasPage = last.url !== '';
    if (status.kind === 'drift') {
        return {
            text: `$(circle-outline) Slipway: ${say('Changed')}`,
            tooltip: [say('Code changed since {0} was deployed {1}.', name, age), ...(hasPage ? [last.url] : []), say('Click to deploy.')],
            links: hasPage ? [openPage, showRun, switchProfile] : [showRun, switchProfile],
            tone: 'normal',
            command: 'slipway.deploy',
        };
    }
    if (last.state === 'failed') {
        return {
            text: `$(error) Slipway: ${say('Failed')}`,
            tooltip: [
                say('The last deploy of {0} failed {1}.', name, age),
                ...(last.cause === undefined ? [] : [last.cause]),
                say('Click for the cause and its fix.'),
            ],
            links: [showRun, switchProfile],
            tone: 'error',
            command: 'slipway.plan.show',
        };
    }
    return {
        text: `$(pass-filled) Slipway: ${say('Live')}`,
        tooltip: hasPage
            ? [say('{0} answered {1}.', name, age), last.url, say('Click to deploy again.')]
            : [say('{0} was run {1}, and ended well.', name, age), say('Click to deploy again.')],
        links: hasPage ? [openPage, showRun, switchProfile] : [showRun, switchProfile],
        tone: 'good',
        command: 'slipway.deploy',
    };
}
