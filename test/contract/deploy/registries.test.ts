import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isFailure } from '../../../src/base/failure';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { resourceId } from '../../../src/core/deploy/resourceId';
import type { ContainerRegistry } from '../../../src/core/deploy/resources';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { removeImage, type ImageAddress } from '../../../src/workflows/registry/removeImage';
import { openStage, type Stage } from './openStage';

const root = resolve(__dirname, '../../..');
const checker = resolve(root, '../shared/azure/check/check.mjs');

describe('Registries and what they hold', function () {
    this.timeout(120_000);
    let stage: Stage;
    let close: (() => Promise<void>) | undefined;
    let registry: ContainerRegistry;
    let repository = '';
    let first: DeployResult;

    before(async function () {
        const opened = await openStage();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        close = opened.close;
        first = await deploy();
        [, repository = ''] = /^[^/]+\/([^@]+)@/.exec(first.image) ?? [];
        const [only] = await stage.ports.azure.registries.list(stage.op, stage.subscriptionId);
        assert.ok(only !== undefined);
        registry = only;
    });
    after(async () => close?.());

    async function deploy(previous?: DeployResult['previous']): Promise<DeployResult> {
        const request = stage.request({ rehearse: 'skip', ...(previous === undefined ? {} : { previous }) });
        const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
        return await performDeploy(stage.op, stage.ports, plan, () => undefined);
    }

    const address = () => ({ loginServer: registry.loginServer, tenantId: undefined });
    const images = async () => await stage.ports.registry.images(stage.op, address(), repository);

    async function imageOf(digest: string): Promise<ImageAddress> {
        const image = (await images()).find((each) => each.digest === digest);
        assert.ok(image !== undefined, digest);
        return { ...address(), repository, subscriptionId: stage.subscriptionId, digest, tags: image.tags };
    }

    const inUse = (error: unknown) => isFailure(error) && error.code === 'registry/in-use' && error.facts.app === first.name;

    it('lists repositories, and images with tag, size and platform', async () => {
        assert.deepEqual(await stage.ports.registry.repositories(stage.op, address()), [repository]);
        const [image, ...others] = await images();
        assert.deepEqual(others, []);
        assert.equal(image?.digest, first.digest);
        assert.equal(image.tags.length, 1);
        assert.equal(image.platform, 'linux/amd64');
        assert.ok(image.sizeBytes > 100_000 && Date.now() - (image.createdMs ?? 0) < 300_000);
        assert.deepEqual(await stage.ports.registry.images(stage.op, address(), 'nothing-here'), []);
    });

    it('refuses to delete or untag what is deployed, and says what runs it', async () => {
        const image = await imageOf(first.digest);
        const ports = { azure: stage.ports.azure, registry: stage.ports.registry };
        await assert.rejects(removeImage(stage.op, ports, image, 'image'), inUse);
        await assert.rejects(removeImage(stage.op, ports, image, { tag: image.tags[0] ?? '' }), inUse);
        assert.equal((await images()).length, 1);
    });

    it('gives every deploy a tag of its own', async () => {
        await stage.writeApp('two');
        await deploy(first.previous);
        const all = await images();
        assert.equal(all.length, 2);
        assert.equal(new Set(all.flatMap(({ tags }) => tags)).size, 2);
    });

    it('copies an image under another tag inside Azure', async () => {
        const { azure } = stage.ports;
        await azure.registries.importImage(
            stage.op,
            registry.id,
            { registryId: registry.id, image: `${repository}@${first.digest}` },
            `${repository}:copied`,
        );
        assert.ok((await imageOf(first.digest)).tags.includes('copied'));
    });

    it('untags and deletes what nothing runs, once and again', async () => {
        const ports = { azure: stage.ports.azure, registry: stage.ports.registry };
        const image = await imageOf(first.digest);
        for (const tag of [...image.tags, 'never-there']) {
            await removeImage(stage.op, ports, image, { tag });
        }
        assert.deepEqual((await imageOf(first.digest)).tags, []);
        await removeImage(stage.op, ports, image, 'image');
        await removeImage(stage.op, ports, image, 'image');
        assert.deepEqual(
            (await images()).map(({ digest }) => digest === first.digest),
            [false],
        );
    });

    it('makes one with the asked-for size, no admin user, and a name that was free', async () => {
        const { azure } = stage.ports;
        const name = `fresh${process.pid}`;
        const group = `rg-${name}`;
        assert.deepEqual(await azure.registries.checkName(stage.op, stage.subscriptionId, name), { available: true });
        await azure.groups.create(stage.op, stage.subscriptionId, group, { location: 'westeurope', tags: {} });
        const id = resourceId(stage.subscriptionId, group, 'Microsoft.ContainerRegistry/registries', name);
        const made = await azure.registries.create(stage.op, id, { location: 'westeurope', sku: 'Standard', tags: {} });
        assert.equal(made.sku, 'Standard');
        assert.equal((await azure.registries.checkName(stage.op, stage.subscriptionId, name)).available, false);
        assert.deepEqual(await stage.ports.registry.repositories(stage.op, { loginServer: made.loginServer, tenantId: undefined }), []);
    });

    if (existsSync(checker)) {
        it('said and heard nothing that Azure’s own documents forbid', function () {
            const checked = spawnSync(process.execPath, [checker, stage.record, '--oav', root], { encoding: 'utf8' });
            assert.match(checked.stdout, / 0 unknown, 0 violations\n$/, checked.stdout + checked.stderr);
        });
    }
});
