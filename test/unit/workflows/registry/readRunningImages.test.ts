import assert from 'node:assert/strict';
import { quietOperation } from '../../../../src/base/operation';
import type { Azure } from '../../../../src/ports/azure';
import { pullsFrom, readRunningImages } from '../../../../src/workflows/registry/readRunningImages';

const subscription = '/subscriptions/s/resourceGroups/g/providers';
const compose = `COMPOSE|${btoa('services:\n  web:\n    image: mine.azurecr.io/web:1\n')}`;

/** A subscription with one web app, one slot and one container group. */
function azure(site: string, slot: string): Azure {
    const siteId = `${subscription}/Microsoft.Web/sites/web`;
    const slotId = `${siteId}/slots/staging`;
    return {
        sites: {
            list: () => Promise.resolve([{ id: siteId, kind: 'app,linux,container' }]),
            config: (_op: unknown, id: string) => Promise.resolve({ linuxFxVersion: id === siteId ? site : slot }),
        },
        resources: { list: () => Promise.resolve([{ id: slotId }]) },
        containerApps: { list: () => Promise.resolve([]) },
        containerGroups: {
            list: () =>
                Promise.resolve([
                    {
                        id: `${subscription}/Microsoft.ContainerInstance/containerGroups/group`,
                        name: 'group',
                        containers: [{ image: 'busybox:1' }],
                        registries: [{ server: 'Group.azurecr.io', pulls: '' }],
                    },
                ]),
        },
    } as unknown as Azure;
}

describe('what of a subscription pulls from a registry', () => {
    for (const [title, site, slot, server, expected] of [
        ['is a container group that is set up to, whatever it runs', 'DOCKER|other/web:1', '', 'group.azurecr.io', ['group']],
        ['is a web app that runs an image of it', 'DOCKER|mine.azurecr.io/web:1', '', 'mine.azurecr.io', ['web']],
        ['may be a web app whose images cannot be read', compose, '', 'mine.azurecr.io', ['web']],
        ['may be a slot whose images cannot be read', 'DOCKER|other/web:1', compose, 'mine.azurecr.io', ['web/staging']],
        ['may be a web app of containers that names no image', '', '', 'mine.azurecr.io', ['web']],
        ['is no slot of a runtime', 'DOCKER|other/web:1', 'PYTHON|3.13', 'mine.azurecr.io', []],
    ] as const) {
        it(title, async () => {
            const running = await readRunningImages(quietOperation(), azure(site, slot), 's');
            assert.deepEqual(
                running.filter((one) => pullsFrom(one, server)).map(({ name }) => name),
                expected,
            );
        });
    }
});
