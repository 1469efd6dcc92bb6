import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { useProcessStage } from './useProcessStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([
    ['good', { behaviour: { stdout: ['at your service'] } }],
    ['ends', { behaviour: { exitCode: 3, stderr: ['no database'] } }],
]);

describe('What a web app writes', function () {
    this.timeout(60_000);
    const at = useProcessStage(images, ['Microsoft.Web', 'Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity']);

    it('is in the log of an app that Slipway made, and where it is switched off the cause of a crash is read from the start-up log', async () => {
        const { stage, ports } = at;
        const { sites } = ports.azure;
        const deploy = async (image: string) => {
            const request = stage.request('heard', image, { name: 'heard-app' });
            return await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
        };
        const { resourceId } = await deploy('good');
        const log = async () => {
            const site = await sites.get(op, resourceId);
            assert.ok(site);
            return await sites.dockerLog(op, site, 200);
        };
        assert.equal((await sites.config(op, resourceId)).containerLog, 'on');
        assert.ok((await log()).some((line) => line.includes('at your service')));

        await sites.updateConfig(op, resourceId, { containerLog: 'off' });
        await assert.rejects(
            deploy('ends'),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && String(error.facts.reason).includes('no database'),
        );
        const lines = await log();
        assert.ok(lines.some((line) => line.includes('Logging is not enabled for this container.')));
        assert.ok(!lines.some((line) => line.includes('no database')));
    });
});
