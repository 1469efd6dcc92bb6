import { Failure } from '../../base/failure';
import { fingerprint } from '../../core/deploy/fingerprint';
import { linuxFxVersion } from '../../core/deploy/imageReference';
import type { SiteConfig } from '../../core/deploy/resources';
import { mergeSettings } from '../../core/deploy/settings';
import type { ConfigureStep } from '../../core/deploy/step';
import { deployedTags } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import { needed } from './made';
import type { StepContext } from './performStep';

/** Updates a web app in place, and only what differs: every write to its settings or configuration restarts it. */
export async function performConfigure({ op, ports, plan, made }: StepContext, step: ConfigureStep): Promise<'done' | 'kept'> {
    const { sites } = ports.azure;
    made.site = step.site;
    made.config = step.current;
    const changedMs = ports.azure.nowMs();
    const change: Partial<SiteConfig> = {
        ...differing(step.current, step.config),
        ...differing(step.current, { linuxFxVersion: linuxFxVersion(needed(made, 'reference')) }),
    };
    if (step.identity === 'add') {
        const identity = needed(made, 'identity');
        made.site = await sites.addIdentities(op, step.site, [identity.id]);
        Object.assign(change, { pull: 'identity', pullClientId: identity.clientId });
    }
    if (step.settings === 'change') {
        // Whoever saves last wins with this request, which replaces them all: look again, and stop when they are not what the plan showed.
        const current = await sites.settings(op, step.site.id);
        if (fingerprint(current) !== step.settingsSeen) {
            throw new Failure<DeployFailure>('deploy/settings-changed', { name: step.site.name });
        }
        await sites.replaceSettings(op, step.site.id, mergeSettings(current, plan.request).result);
    }
    if (Object.keys(change).length > 0) {
        made.config = await sites.updateConfig(op, step.site.id, change);
    }
    if (step.site.state === 'Stopped') {
        await sites.start(op, step.site.id);
    }
    if (Object.keys(change).length === 0 && step.settings === 'keep' && step.site.state !== 'Stopped') {
        return 'kept';
    }
    made.changedMs = changedMs;
    await sites.setTags(op, step.site.id, deployedTags(needed(made, 'digest'), changedMs));
    return 'done';
}

function differing(current: SiteConfig, wanted: Partial<SiteConfig>): Partial<SiteConfig> {
    return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => current[key as keyof SiteConfig] !== value));
}
