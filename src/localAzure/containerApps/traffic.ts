import { listField, textField, truthField } from '../json';
import { latestOf, type ContainerApp } from './containerApp';
import type { Revision } from './revision';
import { weightOf } from './weightOf';

/** How much of the traffic each revision gets, in percent. In single mode the latest one that is ready gets all of it. */
export function weightsOf(app: ContainerApp): Map<Revision, number> {
    const weights = new Map<Revision, number>();
    const latest = latestOf(app);
    if (latest === undefined) {
        return weights;
    }
    if (!isMultiple(app)) {
        weights.set(app.revisions.findLast((revision) => revision.active && revision.wasReady) ?? latest, 100);
        return weights;
    }
    const asked = listField(app.configuration, 'ingress', 'traffic') ?? [];
    if (asked.length === 0) {
        weights.set(latest, 100);
    }
    for (const entry of asked) {
        const name = textField(entry, 'revisionName');
        const revision =
            truthField(entry, 'latestRevision') === true || name === undefined
                ? latest
                : app.revisions.find((one) => one.name.toLowerCase() === name.toLowerCase());
        if (revision !== undefined) {
            weights.set(revision, (weights.get(revision) ?? 0) + weightOf(entry));
        }
    }
    return weights;
}

export function isMultiple(app: ContainerApp): boolean {
    return textField(app.configuration, 'activeRevisionsMode')?.toLowerCase() === 'multiple';
}

/** The revision with a traffic label, as in `{app}---{label}.{domain}`. */
export function labelled(app: ContainerApp, label: string): Revision | undefined {
    for (const entry of listField(app.configuration, 'ingress', 'traffic') ?? []) {
        if (textField(entry, 'label')?.toLowerCase() === label.toLowerCase()) {
            const name = textField(entry, 'revisionName');
            return name === undefined ? latestOf(app) : app.revisions.find((one) => one.name.toLowerCase() === name.toLowerCase());
        }
    }
    return undefined;
}

/** `dice`: from 0 up to, not including, 1. */
export function pickByWeight<T>(weights: ReadonlyMap<T, number>, dice: number): T | undefined {
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    let left = dice * total;
    for (const [one, weight] of weights) {
        left -= weight;
        if (left < 0) {
            return one;
        }
    }
    return undefined;
}
