import { isBroken } from './provisioningState';
import { regionName } from './regionName';
import { resourceId, sameId } from './resourceId';
import type { ContainerApp, Environment } from './resources';
import { containerAppRules, fitName } from './rules/containers';

/** The name of the environment that a deploy makes for an app when the request names none. */
export function freshEnvironmentName(appName: string): string {
    return `env-${fitName(appName, containerAppRules.nameLength)}`;
}

/**
 * The environment to use; undefined when one is to be made. The app's own comes first, then the one that the request names, then the one that an earlier
 * try made for this app, and last any of the region that works and is reached from the internet, since a subscription may have few of them. One that could not be made holds no app: it is
 * made again under its name, and no other is taken in its place, which would leave it behind.
 */
export function chooseEnvironment(
    environments: readonly Environment[],
    wanted: {
        readonly app: ContainerApp | undefined;
        readonly name: string | undefined;
        readonly region: string | undefined;
        readonly subscriptionId: string;
        readonly resourceGroup: string;
        readonly appName: string;
    },
): Environment | undefined {
    const { app, name, region } = wanted;
    if (app !== undefined) {
        return environments.find(({ id }) => sameId(id, app.environmentId));
    }
    if (name !== undefined) {
        return environments.find((one) => one.name.toLowerCase() === name.toLowerCase() && !isBroken(one.state));
    }
    const type = 'Microsoft.App/managedEnvironments';
    const own = resourceId(wanted.subscriptionId, wanted.resourceGroup, type, freshEnvironmentName(wanted.appName));
    const begun = environments.find(({ id }) => sameId(id, own));
    if (begun !== undefined) {
        return isBroken(begun.state) ? undefined : begun;
    }
    return environments.find(
        ({ location, state, reach }) => reach === 'internet' && regionName(location) === regionName(region) && /^succeeded$/i.test(state),
    );
}
