import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { digestOf, imageOf } from '../../core/deploy/imageReference';
import { siteAddress } from '../../core/deploy/siteAddress';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';

/** What a slot and production serve: what is to be asked about before they change places. */
export interface SlotPair {
    readonly slot: string;
    readonly slotId: string;
    readonly slotUrl: string;
    readonly slotState: string;
    /** `server/repository@sha256:…`, or whatever else runs there. */
    readonly slotImage: string;
    readonly productionImage: string;
    readonly productionUrl: string;
}

/** Every slot of a web app beside production. Throws 'deploy/gone' when the app is not there. */
export async function readSlots(op: Operation, azure: Azure, address: DeploymentAddress): Promise<readonly SlotPair[]> {
    azure.subscriptions.use(address.subscription);
    const production = await azure.sites.get(op, address.resourceId);
    if (production === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: address.resourceId.split('/').at(-1) ?? '' });
    }
    const slots = await azure.sites.slots(op, production.id);
    const [productionImage = '', ...images] = await Promise.all([production, ...slots].map(async ({ id }) => await imageIn(op, azure, id)));
    return slots.map((slot, index) => ({
        slot: slot.id.split('/').at(-1) ?? '',
        slotId: slot.id,
        slotUrl: siteAddress(slot),
        slotState: slot.state,
        slotImage: images[index] ?? '',
        productionImage,
        productionUrl: siteAddress(production),
    }));
}

/**
 * Exchanges a slot and production, as the user saw them: Azure warms the slot up with production's settings first, so that no visitor waits. Throws
 * 'deploy/app-changed' when one of them runs something else by now, and when production does not run the slot's image afterwards.
 */
export async function swapSlots(op: Operation, azure: Azure, address: DeploymentAddress, seen: SlotPair): Promise<void> {
    azure.subscriptions.use(address.subscription);
    const [slotImage, productionImage] = await Promise.all([imageIn(op, azure, seen.slotId), imageIn(op, azure, address.resourceId)]);
    const changed = slotImage !== seen.slotImage ? slotImage : productionImage !== seen.productionImage ? productionImage : undefined;
    if (changed !== undefined) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name: seen.slot, found: changed });
    }
    op.report('Warming up and swapping');
    await azure.sites.swap(op, seen.slotId);
    const after = await imageIn(op, azure, address.resourceId);
    if (after !== seen.slotImage) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name: address.resourceId.split('/').at(-1) ?? '', found: after });
    }
}

/** The digest of an image, else all of its name. */
export function shownImage(image: string): string {
    return digestOf(image) ?? image;
}

async function imageIn(op: Operation, azure: Azure, id: string): Promise<string> {
    const { linuxFxVersion } = await azure.sites.config(op, id);
    return imageOf(linuxFxVersion) ?? linuxFxVersion;
}
