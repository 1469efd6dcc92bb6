import { LocalAzureClient } from './localAzureClient';
import { pushImage } from './pushImage';

/** A local Azure without an engine, every provider registered, with a group and a registry in it. */
export class PlainStage {
    private constructor(
        readonly azure: LocalAzureClient,
        readonly group: string,
        readonly registry: string,
        readonly server: string,
        readonly username: string,
        readonly password: string,
    ) {}

    /** undefined, and why on the console, where there is no docker-registry. */
    static async open(more: readonly string[] = []): Promise<PlainStage | undefined> {
        const azure = await LocalAzureClient.start([
            // An engine that is not there: nothing may ask for one.
            ...['--runner', 'process', '--engine', 'unix:///nowhere/docker.sock', '--time-scale', '0.005', '--start-limit-scale', '0.01'],
            ...['--registered', namespaces.join(',')],
            ...more,
        ]);
        const group = 'resourceGroups/plain';
        await azure.arm('PUT', group, '2025-04-01', { location: 'westeurope' });
        const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/plainregistry`;
        const made = await azure.arm('PUT', registry, '2025-11-01', {
            location: 'westeurope',
            sku: { name: 'Premium' },
            properties: { adminUserEnabled: true },
        });
        if (made.status !== 201 || (await azure.finish(made)).at('status') !== 'Succeeded') {
            console.log('      skipped: there is no docker-registry on this machine');
            await azure.stop();
            return undefined;
        }
        const server = (await azure.arm('GET', registry, '2025-11-01')).text('properties', 'loginServer');
        const keys = await azure.arm('POST', `${registry}/listCredentials`, '2025-11-01');
        return new PlainStage(azure, group, registry, server, keys.text('username'), keys.text('passwords', 0, 'value'));
    }

    /** Answers the image's name by digest. */
    push(name: string, behaviour: object, more: object = {}): Promise<string> {
        const { server, username, password } = this;
        return pushImage({ server, name: `${name}:v1`, username, password, behaviour, ...more });
    }

    /** A container apps environment that is ready; answers its id. */
    async environment(): Promise<string> {
        const made = await this.azure.arm('PUT', `${this.group}/providers/Microsoft.App/managedEnvironments/env`, '2025-07-01', {
            location: 'westeurope',
            properties: {},
        });
        await this.azure.finish(made);
        return made.text('id');
    }
}

const namespaces = ['ContainerRegistry', 'Web', 'App', 'ContainerInstance', 'ManagedIdentity', 'OperationalInsights', 'Storage'].map(
    (name) => `Microsoft.${name}`,
);
