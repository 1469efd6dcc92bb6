import { linuxFxVersion } from '../../core/deploy/imageReference';
import { platformSettings } from '../../core/deploy/settings';
import type { SiteStep } from '../../core/deploy/step';
import { deployedTags } from '../../core/deploy/tags';
import { checkedPath, checkNote, needed, portOf } from './made';
import type { StepContext } from './stepContext';

/** Creates the web app in one request, with its image, identity and settings: there is never a moment with a placeholder. */
export async function performSite({ op, ports, plan, made }: StepContext, step: SiteStep): Promise<'done'> {
    const identity = step.pull === 'system' ? undefined : needed(made, 'identity');
    const digest = needed(made, 'digest');
    made.changedMs = ports.azure.nowMs();
    made.site = await ports.azure.sites.create(op, step.siteId, {
        location: step.location,
        planId: made.planId ?? step.planId,
        tags: { ...step.tags, ...deployedTags({}, { digest, port: portOf(plan, made), nowMs: made.changedMs }) },
        identityIds: identity === undefined ? [] : [identity.id],
        ...(identity === undefined ? { systemIdentity: 'yes' } : {}),
        config: {
            linuxFxVersion: linuxFxVersion(needed(made, 'reference')),
            pull: 'identity',
            pullClientId: identity?.clientId ?? '',
            alwaysOn: step.alwaysOn,
            healthCheckPath: checkedPath(made, step.healthCheckPath),
            startCommand: step.startCommand,
        },
        settings: { ...platformSettings(portOf(plan, made), plan.request.home), ...plan.request.env, ...made.settings },
    });
    made.notes = [...(made.notes ?? []), ...checkNote(made, step.healthCheckPath)];
    made.app = made.site;
    return 'done';
}
