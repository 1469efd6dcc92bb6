import type { DeployPlan } from '../core/deploy/deployPlan';
import type { NeededSetting } from '../core/deploy/neededSettings';
import type { Translate } from './failureText';
import type { PanelVariable } from './planPanel';
import { fill } from './words';

/** The variables of a plan as the panel asks for them. */
export function planVariables(plan: DeployPlan, translate: Translate): readonly PanelVariable[] {
    return plan.settings.map((setting) => {
        const { name, secret, file, line } = setting;
        return {
            name,
            value: setting.state === 'given' ? (setting.value ?? '') : '',
            secret,
            weight: weightOf(setting),
            placeholder: translate(placeholder(setting)),
            hint: hint(setting, translate),
            ...(file === undefined ? {} : { file }),
            ...(line === undefined ? {} : { line }),
            ...(setting.need === 'required' && setting.state === 'absent' ? { missing: 'yes' as const } : {}),
            ...(canBeAnything(setting) ? { generate: 'offered' as const } : {}),
        };
    });
}

/** A key that only this app uses: a random one is better than any that a person thinks of. */
export function canBeAnything({ name, secret, state }: NeededSetting): boolean {
    return (
        secret === 'yes' &&
        state !== 'there' &&
        /^(?:(?:[A-Z]+_)?SECRET_KEY(?:_BASE)?|SESSION_SECRET|COOKIE_SECRET|JWT_SECRET|APP_SECRET)$/.test(name)
    );
}

function weightOf({ need, service, state }: NeededSetting): PanelVariable['weight'] {
    return need === 'required' || service !== undefined || state === 'given' ? 'shown' : 'folded';
}

function placeholder({ state, secret, value }: NeededSetting): string {
    switch (state) {
        case 'given':
            return secret === 'yes' ? 'Set, not shown' : '';
        case 'there':
            return 'Set in Azure, stays as it is';
        case 'default':
            return value === undefined || value === '' ? 'Empty by default' : value;
        case 'absent':
            return 'No value';
    }
}

function hint({ need, secret, service, state }: NeededSetting, translate: Translate): string {
    const parts = [
        need === 'required' && state === 'absent' ? 'Required.' : need === 'required' ? 'Required, and set.' : 'Optional.',
        ...(service === undefined ? [] : ['The address of {service}.']),
        ...(secret === 'yes' ? ['Secret.'] : []),
    ];
    return parts.map((part) => fill(translate(part), { service })).join(' ');
}
