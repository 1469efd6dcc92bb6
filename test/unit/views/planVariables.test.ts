import assert from 'node:assert/strict';
import type { DeployPlan } from '../../../src/core/deploy/deployPlan';
import type { NeededSetting } from '../../../src/core/deploy/neededSettings';
import { planVariables } from '../../../src/views/planVariables';

const rows = (...settings: readonly Partial<NeededSetting>[]) =>
    planVariables(
        {
            settings: settings.map((each) => ({ name: 'NAME', need: 'optional', secret: 'no', state: 'absent', ...each })),
        } as unknown as DeployPlan,
        (text) => text,
    );

describe('the variables of the plan panel', () => {
    for (const [title, setting, expected] of [
        ['asks for a required one', { need: 'required' }, { weight: 'shown', placeholder: 'No value', hint: 'Required.' }],
        ['folds away what has a default', { state: 'default', value: 'a' }, { weight: 'folded', placeholder: 'a', hint: 'Optional.' }],
        ['says of a secret only that it is set', { secret: 'yes', state: 'given' }, { value: '', placeholder: 'Set, not shown' }],
        ['leaves what Azure has', { need: 'required', state: 'there' }, { placeholder: 'Set in Azure, stays as it is', value: '' }],
        ['names the service of an address', { service: 'redis' }, { weight: 'shown', hint: 'Optional. The address of redis.' }],
        ['offers to make a key', { name: 'SECRET_KEY', secret: 'yes', need: 'required' }, { generate: 'offered' }],
        ['makes no key up that somebody gave out', { name: 'STRIPE_SECRET_KEY_LIVE', secret: 'yes' }, { generate: undefined }],
        ['makes no key up for an app that has one', { name: 'SECRET_KEY', secret: 'yes', state: 'there' }, { generate: undefined }],
    ] as const) {
        it(title, () => {
            const [row] = rows(setting);
            for (const [key, value] of Object.entries(expected)) {
                assert.equal(row?.[key as keyof typeof row], value);
            }
        });
    }
});
