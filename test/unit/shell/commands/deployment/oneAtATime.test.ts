import assert from 'node:assert/strict';
import { stubbed } from '../../stubVscode';
import { Cancelled } from '../../../../../src/base/failure';
import { quietOperation } from '../../../../../src/base/operation';
import type { DeployRequest } from '../../../../../src/core/deploy/deployRequest';
import { run as deploy } from '../../../../../src/shell/commands/deploy/deploy';
import { throwIfUnderWay } from '../../../../../src/shell/commands/deploy/runs';
import { restore } from '../../../../../src/shell/commands/deployment/rollBack';
import { redeploy, type FoundDeployment } from '../../../../../src/shell/commands/deployment/redeploy';
import { run as swapSlots } from '../../../../../src/shell/commands/deployment/swapSlots';
import type { ChosenDeployment } from '../../../../../src/shell/deployments';
import type { Shell } from '../../../../../src/shell/shell';
import { StatusBar } from '../../../../../src/shell/statusBar';

const memory = { deployment: () => undefined, get: () => undefined, profiles: () => ({ names: [] }) } as unknown as Shell['memory'];
const folder = { name: 'shop', uri: { toString: () => 'file:///shop' } };
const said = 'One deploy at a time: finish or cancel this deploy of shop first.';

function windowOf(): Shell {
    return {
        context: {},
        memory,
        statusBar: new StatusBar(memory),
        projects: { refresh: () => undefined },
        output: { heading: () => undefined, line: () => undefined },
    } as unknown as Shell;
}

describe('while a roll back or a scaling is prepared', () => {
    let shell: Shell;
    let fail: (error: Error) => void;
    let rollBack: Promise<unknown>;
    const begin = () => {
        // What is rolled back is read from its registry first, which takes a while.
        const read = new Promise<never>((_, reject) => (fail = reject));
        const chosen = { name: 'shop-1', folder, remembered: undefined, opened: { azure: { registries: { list: () => read } } } };
        const state = { target: 'containerApps', image: 'shop.azurecr.io/shop', tags: {}, history: [] };
        return redeploy(
            shell,
            quietOperation(),
            { ...chosen, address: { subscription: { id: 's' }, resourceId: '/shop' } } as unknown as ChosenDeployment,
            state as unknown as FoundDeployment,
            (base): DeployRequest => base,
        );
    };

    beforeEach(() => {
        shell = windowOf();
        stubbed.folders.splice(0, 1, folder);
        stubbed.informed.length = 0;
        rollBack = begin();
        rollBack.catch(() => undefined);
    });

    it('a second one is refused', async () => {
        await assert.rejects(begin(), Cancelled);
        assert.deepEqual(stubbed.informed, [said]);
    });

    it('a deploy is refused', async () => {
        await assert.rejects(deploy(shell, quietOperation(), { folderUri: 'file:///shop' }), Cancelled);
        assert.deepEqual(stubbed.informed, [said]);
    });

    it('what only Azure knows of is not removed where it is the same, and may be where it is another', () => {
        throwIfUnderWay(shell, { folder: undefined, resourceId: '/other' });
        assert.deepEqual(stubbed.informed, []);
        assert.throws(() => throwIfUnderWay(shell, { folder: undefined, resourceId: '/Shop' }), Cancelled);
        assert.deepEqual(stubbed.informed, [said]);
    });

    it('and has failed, nothing is refused any more', async () => {
        fail(new Error('cut'));
        await assert.rejects(rollBack, /cut/);
        assert.equal(shell.statusBar.isRunning(), false);
    });
});

describe('while what ran before Slipway is restored', () => {
    let shell: Shell;
    let fail: (error: Error) => void;
    let restoring: Promise<void>;

    beforeEach(() => {
        shell = windowOf();
        stubbed.folders.splice(0, 1, folder);
        stubbed.informed.length = 0;
        const written = new Promise<never>((_, reject) => (fail = reject));
        const azure = { subscriptions: { use: () => undefined }, nowMs: () => 0, containerApps: { get: () => written } };
        const chosen = { name: 'shop-1', folder, opened: { azure }, address: { subscription: { id: 's' }, resourceId: '/shop' } };
        const state = { target: 'containerApps', name: 'shop-1', tags: { 'slipway-before': 'nginx:1' } };
        restoring = restore(shell, quietOperation(), chosen as unknown as ChosenDeployment, state as unknown as FoundDeployment);
        restoring.catch(() => undefined);
    });

    it('a deploy is refused', async () => {
        await assert.rejects(deploy(shell, quietOperation(), { folderUri: 'file:///shop' }), Cancelled);
        assert.deepEqual(stubbed.informed, [said]);
    });

    it('and has failed, nothing is refused any more', async () => {
        fail(new Error('cut'));
        await assert.rejects(restoring, /cut/);
        assert.equal(shell.statusBar.isRunning(), false);
    });
});

describe('while a deploy is prepared', () => {
    let shell: Shell;
    beforeEach(() => {
        shell = windowOf();
        stubbed.folders.splice(0, 1, folder);
        stubbed.informed.length = 0;
        shell.statusBar.preparing({ name: folder.name, folder: folder as never });
    });

    it('the slots of its folder are not swapped', async () => {
        await assert.rejects(swapSlots(shell, quietOperation(), undefined), Cancelled);
        assert.deepEqual(stubbed.informed, [said]);
    });

    it('what is in another folder may be swapped or removed', () => {
        throwIfUnderWay(shell, { folder: { name: 'other' } as never, resourceId: '/theirs' });
        assert.deepEqual(stubbed.informed, []);
        assert.throws(() => throwIfUnderWay(shell), Cancelled);
    });
});
