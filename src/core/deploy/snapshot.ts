import type { ContainerApp, Tags } from './resources';
import { createdForTag, digestTag } from './tags';

/** What an app was before Slipway first deployed to it: told by tags of its own, so that any machine can go back to it. No value of a setting is in it. */
export interface Snapshot {
    /** The image or the runtime, as the app's configuration named it. */
    readonly image: string;
    readonly port: number | undefined;
    /** Who pulled: `settings` for a user name and password, `anybody` where nobody had to sign in, else an identity: its client or resource id, '' for the system-assigned one. */
    readonly pull: string;
    readonly settings: readonly string[];
    /** Of a container app: who reached it. */
    readonly ingress?: ContainerApp['ingress'];
}

/** Under this name a snapshot that stays on the machine has a container group's record, beside secure values under their own. */
export const groupSetting = 'slipway:group';

const imageTag = 'slipway-before';
const portTag = 'slipway-before-port';
const pullTag = 'slipway-before-pull';
const ingressTag = 'slipway-before-ingress';
const settingsTag = 'slipway-before-settings';
/** A tag's value has at most 256 characters. */
const longest = 256;

/** Slipway neither made this app nor deployed to it: the next deploy is its first. */
export function isForeign(tags: Tags): boolean {
    return !(createdForTag in tags) && !(digestTag in tags);
}

/** An image whose name does not fit cannot be gone back to, and is not told of; names of settings only explain, and may be cut. */
export function snapshotTags({ image, port, pull, settings, ingress }: Snapshot): Tags {
    if (image === '' || image.length > longest || pull.length > longest) {
        return {};
    }
    return {
        [imageTag]: image,
        ...(port === undefined ? {} : { [portTag]: port.toString() }),
        [pullTag]: pull,
        ...(ingress === undefined ? {} : { [ingressTag]: ingress }),
        [settingsTag]: settings.join(',').slice(0, longest),
    };
}

export function readSnapshot(tags: Tags): Snapshot | undefined {
    const image = tags[imageTag];
    const port = Number(tags[portTag]);
    const ingress = (['internet', 'inside', 'off'] as const).find((word) => word === tags[ingressTag]);
    return image === undefined || image === ''
        ? undefined
        : {
              image,
              port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined,
              pull: tags[pullTag] ?? '',
              settings: (tags[settingsTag] ?? '').split(',').filter((name) => name !== ''),
              ...(ingress === undefined ? {} : { ingress }),
          };
}
