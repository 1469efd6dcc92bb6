import assert from 'node:assert/strict';
import { applySlotSettings, exchangeContent, resetSlotSettings, stickyOf } from '../../../../src/localAzure/web/slotSettings';

type Content = Parameters<typeof applySlotSettings>[0];

function slot(appSettings: Record<string, string>, extra: Partial<Content> = {}): Content {
    return {
        appSettings,
        connectionStrings: {},
        config: { linuxFxVersion: 'DOCKER|one' },
        metadata: {},
        asked: {},
        siteContainers: {},
        preview: undefined,
        slotConfigNames: {},
        ...extra,
    };
}
const sticky = stickyOf({ slotConfigNames: { appSettingNames: ['ROLE', 7], connectionStringNames: null } });

describe('the settings of slots', () => {
    it('stay when they are sticky, and move when they are not', () => {
        const staging = slot({ COLOUR: 'green', ROLE: 'staging', ONLY_STAGING: '1' });
        const production = slot({ COLOUR: 'blue', ROLE: 'production' }, { config: { linuxFxVersion: 'DOCKER|two', alwaysOn: true } });
        exchangeContent(staging, production, sticky);
        assert.deepEqual(production.appSettings, { COLOUR: 'green', ONLY_STAGING: '1', ROLE: 'production' });
        assert.deepEqual(staging.appSettings, { COLOUR: 'blue', ROLE: 'staging' });
        assert.deepEqual(
            [production.config, staging.config],
            [{ linuxFxVersion: 'DOCKER|one', alwaysOn: true }, { linuxFxVersion: 'DOCKER|two' }],
        );
    });

    it('are tried with those of the target and given back', () => {
        const staging = slot({ COLOUR: 'green', ROLE: 'staging' });
        applySlotSettings(staging, slot({ ROLE: 'production' }), sticky);
        applySlotSettings(staging, slot({ ROLE: 'other' }), sticky);
        assert.deepEqual(staging.appSettings, { COLOUR: 'green', ROLE: 'other' });
        assert.equal(resetSlotSettings(staging), 'reset');
        assert.deepEqual(staging.appSettings, { COLOUR: 'green', ROLE: 'staging' });
        assert.equal(resetSlotSettings(staging), 'untouched');
    });
});
