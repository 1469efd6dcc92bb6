import * as z from 'zod';
import { Failure } from '../../base/failure';
import { imageOf, linuxFxVersion } from '../../core/deploy/imageReference';
import type { SiteConfig, SiteContainer } from '../../core/deploy/resources';
import type { AzureFailure } from '../../core/failures/azure';
import type { Sites } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const text = z.string().nullish();
const body = z.object({
    name: z.string(),
    properties: z.looseObject({
        image: text,
        targetPort: text,
        isMain: z.boolean().nullish(),
        authType: text,
        userManagedIdentityClientId: text,
        startUpCommand: text,
    }),
});

/** What Azure writes itself, and what it never tells. */
const readOnly = ['createdTime', 'lastModifiedTime', 'passwordSecret'];

/** The containers of web apps whose `linuxFxVersion` is `sitecontainers`, by the thin client: their list and their writing are small. */
export function siteContainers(session: Session): Pick<Sites, 'containers' | 'putContainer'> {
    const on = (id: string) => ({ params: { site: id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) });
    return {
        async containers(op, id) {
            return (await session.arm.list(op, { operation: operations.listSiteContainers, ...on(id) })).map((item) => toContainer(item));
        },
        async putContainer(op, id, name, properties) {
            const { params, tenantId } = on(id);
            const operation = operations.putSiteContainer;
            await session.arm.send(op, { operation, params: { ...params, container: name }, tenantId, body: { properties } });
        },
    };
}

/** The app's configuration has no image of its own then. */
export function hasContainers({ linuxFxVersion: version }: Pick<SiteConfig, 'linuxFxVersion'>): boolean {
    return version.trim().toLowerCase() === 'sitecontainers';
}

/** The configuration as if there were the main container alone. */
export function withMainContainer(config: SiteConfig, containers: readonly SiteContainer[]): SiteConfig {
    const main = containers.find((one) => one.main === 'yes');
    if (main === undefined) {
        return config;
    }
    const { name, image, port, pull, pullClientId, startCommand } = main;
    const others = containers.filter((one) => one !== main).map((one) => one.name);
    return { ...config, linuxFxVersion: linuxFxVersion(image), pull, pullClientId, startCommand, container: { name, port, others } };
}

/** What the main container is written with; everything that the change does not name stays. */
export function changedContainer(
    containers: readonly SiteContainer[],
    { container, ...change }: Partial<SiteConfig>,
): Readonly<Record<string, unknown>> {
    const main = containers.find(({ name }) => name === container?.name);
    if (main === undefined) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: `The app has no container ${container?.name ?? ''}.` });
    }
    const { pull = main.pull, pullClientId = main.pullClientId, startCommand = main.startCommand } = change;
    const { userName, userManagedIdentityClientId: _, startUpCommand: __, ...kept } = main.properties;
    return {
        ...kept,
        isMain: true,
        image: imageOf(change.linuxFxVersion ?? '') ?? main.image,
        ...(container?.port === undefined ? {} : { targetPort: container.port.toString() }),
        ...(startCommand === '' ? {} : { startUpCommand: startCommand }),
        ...signIn(pull, pullClientId, userName),
    };
}

function signIn(pull: SiteConfig['pull'], clientId: string, userName: unknown): Readonly<Record<string, unknown>> {
    switch (pull) {
        case 'identity':
            return clientId === '' ? { authType: 'SystemIdentity' } : { authType: 'UserAssigned', userManagedIdentityClientId: clientId };
        case 'settings':
            return { authType: 'UserCredentials', userName };
        case 'anybody':
            return { authType: 'Anonymous' };
    }
}

function toContainer(item: unknown): SiteContainer {
    const { name, properties } = read(body, item);
    const port = Number(properties.targetPort ?? '');
    const way = properties.authType?.toLowerCase();
    return {
        // A list of children names each with its parent before it.
        name: name.split('/').at(-1) ?? name,
        main: properties.isMain === true ? 'yes' : 'no',
        image: properties.image ?? '',
        port: Number.isInteger(port) && port > 0 ? port : undefined,
        pull: way === 'usercredentials' ? 'settings' : way === 'userassigned' || way === 'systemidentity' ? 'identity' : 'anybody',
        pullClientId: way === 'userassigned' ? (properties.userManagedIdentityClientId ?? '') : '',
        startCommand: properties.startUpCommand ?? '',
        properties: Object.fromEntries(Object.entries(properties).filter(([key, value]) => !readOnly.includes(key) && value !== null)),
    };
}
