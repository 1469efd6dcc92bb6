import { Failure } from '../../base/failure';
import { fingerprint } from '../../core/deploy/fingerprint';
import { linuxFxVersion } from '../../core/deploy/imageReference';
import { mergeSettings } from '../../core/deploy/settings';
import type { SlotStep } from '../../core/deploy/step';
import { deployedTags } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import { redirectNote } from '../../core/deploy/redirectNote';
import { needed, portOf } from './made';
import type { StepContext } from './stepContext';

/** Creates a slot with what its app has, but for the image: swapped, it must behave as production did. */
export async function performSlot({ op, ports, plan, made }: StepContext, step: SlotStep): Promise<'done'> {
    const { sites } = ports.azure;
    const settings = await sites.settings(op, step.production.id);
    if (fingerprint(settings) !== step.settingsSeen) {
        throw new Failure<DeployFailure>('deploy/settings-changed', { name: step.production.name });
    }
    made.changedMs = ports.azure.nowMs();
    made.site = await sites.createSlot(op, step.slotId, step.production, {
        tags: { ...step.tags, ...deployedTags({}, { digest: needed(made, 'digest'), port: portOf(plan, made), nowMs: made.changedMs }) },
        linuxFxVersion: linuxFxVersion(needed(made, 'reference')),
        settings: mergeSettings(settings, { ...plan.request, port: portOf(plan, made) }).result,
    });
    made.app = made.site;
    if (step.signIn === 'copy') {
        const clientId = await sites.copySignIn(op, step.production.id, made.site.id);
        made.notes = clientId === undefined ? [] : [redirectNote(made.site, clientId)];
    }
    return 'done';
}
