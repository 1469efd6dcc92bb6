import assert from 'node:assert/strict';
import type { Subscription } from '../../../src/core/deploy/resources';
import {
    azureChildren,
    azureRow,
    deploymentsPage,
    readAddress,
    shownDeployments,
    stateKey,
    type AzureKnown,
    type TaggedDeployment,
} from '../../../src/views/azureRows';
import type { LiveState } from '../../../src/views/projectRows';

const subscription = (name: string): Subscription => ({ id: `id-${name}`, name, tenantId: 't', state: 'Enabled' });
const deployment = (name: string, of = 'Dev'): TaggedDeployment => ({
    subscription: subscription(of),
    resourceId: `/subscriptions/id-${of}/resourceGroups/rg/providers/Microsoft.App/containerApps/${name}`,
    target: 'containerApps',
    name,
    project: 'shop',
    digest: `sha256:${'a'.repeat(64)}`,
    deployedMs: 0,
});
const listed = (...subscriptions: Extract<AzureKnown, { kind: 'listed' }>['subscriptions']): AzureKnown => ({
    kind: 'listed',
    subscriptions,
    failures: [],
});
const many = Array.from({ length: 120 }, (_, index) => deployment(`app-${index.toString().padStart(3, '0')}`));
const none = new Map<string, LiveState>();
const labels = (known: AzureKnown, states: ReadonlyMap<string, LiveState> = none) =>
    azureChildren(known, states, 0).map(({ label, description }) => [label, description]);

describe('the deployments in Azure', () => {
    it('say so while Azure is asked, and when there are none', () => {
        assert.deepEqual(labels({ kind: 'asking' }), [['Asking Azure…', undefined]]);
        assert.deepEqual(labels(listed({ subscription: subscription('Dev'), kind: 'listed', deployments: [], shown: 50 })), [
            ['Nothing was deployed yet', undefined],
        ]);
    });

    it('stand alone where one subscription has them, and below their subscriptions where several have', () => {
        const one = { subscription: subscription('Dev'), kind: 'listed', deployments: [deployment('a')], shown: 50 } as const;
        assert.deepEqual(labels(listed(one)), [['a', 'Container Apps · just now']]);
        const other = { subscription: subscription('Prod'), kind: 'listed', deployments: [deployment('b', 'Prod')], shown: 50 } as const;
        assert.deepEqual(labels(listed(one, other)), [
            ['Dev', '1'],
            ['Prod', '1'],
        ]);
        assert.equal(azureRow('azure', listed(one, other)).description, '2');
    });

    it('show a failed subscription or tenant as a row that tries again, beside what could be read', () => {
        const good = { subscription: subscription('Dev'), kind: 'listed', deployments: [deployment('a')], shown: 50 } as const;
        const bad = { subscription: subscription('Prod'), kind: 'failed', why: 'Azure did not answer in time.' } as const;
        const known: AzureKnown = { kind: 'listed', subscriptions: [good, bad], failures: [{ tenant: 'Contoso', why: 'No.' }] };
        const rows = azureChildren(known, none, 0);
        assert.deepEqual(
            rows.map(({ label }) => label),
            ['Dev', 'Prod', 'Contoso'],
        );
        const retries = [...(rows[1]?.children ?? []), rows[2]];
        assert.deepEqual(
            retries.map((row) => row?.command?.id),
            ['slipway.tree.refresh', 'slipway.tree.refresh'],
        );
    });

    it('ask for the state of a page only, and tell how many are left', () => {
        const known = listed({ subscription: subscription('Dev'), kind: 'listed', deployments: many, shown: deploymentsPage });
        assert.equal(shownDeployments(known).length, deploymentsPage);
        const rows = azureChildren(known, none, 0);
        assert.equal(rows.length, deploymentsPage + 1);
        assert.equal(rows.at(-1)?.label, 'Show 50 more of 70');
    });

    it('show the state that was asked for, whatever the case of the id, and what menus need', () => {
        const known = listed({ subscription: subscription('Dev'), kind: 'listed', deployments: [deployment('A')], shown: 50 });
        const states = new Map<string, LiveState>([[stateKey(deployment('a')), { kind: 'stopped' }]]);
        const [row] = azureChildren(known, states, 0);
        assert.equal(row?.description, 'Container Apps · stopped · just now');
        assert.equal(row.context, 'azureDeployment containerApps stopped');
        assert.equal(readAddress({ kind: 'row', row })?.name, 'A');
        assert.equal(readAddress({ folderUri: 'file:///x' }), undefined);
    });
});
