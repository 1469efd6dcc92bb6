import type { Operation } from '../../base/operation';
import { digestOf, imageOf } from '../../core/deploy/imageReference';
import { siteAddress } from '../../core/deploy/siteAddress';
import { createdForTag, readHistory, type HistoryEntry } from '../../core/deploy/tags';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './removeDeployment';

/** A deployment as it is in Azure now. */
export type DeploymentState =
    | { readonly kind: 'gone' }
    | {
          readonly kind: 'found';
          readonly name: string;
          readonly url: string;
          readonly state: 'running' | 'starting' | 'stopped' | 'failing';
          /** The platform's own words for the state. */
          readonly reason: string;
          /** `server/repository@sha256:…`, or whatever else runs there. */
          readonly image: string;
          readonly digest: string | undefined;
          readonly instances: { readonly running: number; readonly all: number };
          readonly madeBySlipway: 'yes' | 'no';
          /** What ran, newest first, with what runs now in front. */
          readonly history: readonly HistoryEntry[];
      };

/** Reads a web app's state: three requests. */
export async function inspectDeployment(op: Operation, azure: Azure, address: DeploymentAddress): Promise<DeploymentState> {
    azure.subscriptions.use(address.subscription);
    const site = await azure.sites.get(op, address.resourceId);
    if (site === undefined) {
        return { kind: 'gone' };
    }
    const [config, statuses] = await Promise.all([azure.sites.config(op, site.id), azure.sites.status(op, site.id)]);
    const image = imageOf(config.linuxFxVersion) ?? config.linuxFxVersion;
    const running = statuses?.filter((status) => status.state === 'Started').length ?? 0;
    const failing = statuses?.find((status) => status.state !== 'Started' && status.lastError !== '');
    const waiting = statuses?.find((status) => status.state !== 'Started');
    const stopped = site.state !== 'Running';
    return {
        kind: 'found',
        name: site.name,
        url: siteAddress(site),
        state: stopped ? 'stopped' : failing !== undefined ? 'failing' : waiting !== undefined ? 'starting' : 'running',
        reason: stopped ? site.state : (failing?.lastError ?? waiting?.state ?? site.state),
        image,
        digest: digestOf(image),
        instances: { running, all: statuses?.length ?? 0 },
        madeBySlipway: createdForTag in site.tags ? 'yes' : 'no',
        history: readHistory(site.tags),
    };
}
