import type { ContainerApp, TrafficShare } from './resources';

/**
 * The shares of traffic once a new revision gets `percent` of it: the others keep the rest in the proportions that they had. `latest` is the name of what is
 * the latest revision until now. Azure wants the sum to be 100; labels stay with their revisions.
 */
export function shareTraffic(current: readonly TrafficShare[], latest: string, percent: number): readonly TrafficShare[] {
    const before = current.length === 0 ? [{ revision: latest, percent: 100, label: undefined }] : current;
    const total = before.reduce((sum, share) => sum + share.percent, 0) || 1;
    const rest = 100 - percent;
    let given = 0;
    const scaled = before.map((share, index): TrafficShare => {
        const last = index === before.length - 1;
        const part = last ? rest - given : Math.floor((share.percent * rest) / total);
        given += part;
        return { revision: share.revision ?? latest, percent: part, label: share.label };
    });
    return [
        { revision: undefined, percent, label: undefined },
        ...scaled.filter((share) => share.percent > 0 || share.label !== undefined),
    ];
}

/** Whether visitors are shared between revisions, which nobody but the user may change. */
export function isSplit({ revisions, traffic }: Pick<ContainerApp, 'revisions' | 'traffic'>): boolean {
    return revisions === 'multiple' && traffic.filter(({ percent }) => percent > 0).length > 1;
}

/** How much of the traffic the latest revision gets, in percent. */
export function shareOfLatest({ traffic, latestRevision }: Pick<ContainerApp, 'traffic' | 'latestRevision'>): number {
    return traffic.reduce((sum, share) => sum + (isLatest(share, latestRevision) ? share.percent : 0), 0);
}

/** The shares as they are, with a new revision in the place of the one that was the latest. */
export function keepShares({ traffic, latestRevision }: Pick<ContainerApp, 'traffic' | 'latestRevision'>): readonly TrafficShare[] {
    return traffic.map((share) => (isLatest(share, latestRevision) ? { ...share, revision: undefined } : share));
}

function isLatest({ revision }: TrafficShare, latest: string): boolean {
    return revision === undefined || revision === latest;
}
