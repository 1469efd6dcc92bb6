import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { until, type LocalAzureClient } from './localAzureClient';

export const webVersion = '2024-11-01';
const group = 'resourceGroups/site-tests';

/** A group, a registry with its admin user, and a plan: what a site of these tests needs. */
export class SiteStage {
    readonly tags: string[] = [];

    private constructor(
        readonly azure: LocalAzureClient,
        readonly login: string,
        readonly password: string,
        readonly planId: string,
    ) {}

    static async open(azure: LocalAzureClient, capacity = 1): Promise<SiteStage> {
        await azure.register('Microsoft.ContainerRegistry', 'Microsoft.Web', 'Microsoft.ManagedIdentity');
        assert.equal((await azure.arm('PUT', group, '2025-04-01', { location: 'westeurope' })).status, 201);
        const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/sitetests`;
        const made = await azure.arm('PUT', registry, '2025-11-01', {
            location: 'westeurope',
            sku: { name: 'Basic' },
            properties: { adminUserEnabled: true },
        });
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
        const login = (await azure.arm('GET', registry, '2025-11-01')).text('properties', 'loginServer');
        const credentials = await azure.arm('POST', `${registry}/listCredentials`, '2025-11-01');
        const plan = await azure.arm('PUT', `${group}/providers/Microsoft.Web/serverfarms/plan`, webVersion, {
            location: 'westeurope',
            kind: 'linux',
            sku: { name: 'S1', tier: 'Standard', capacity },
            properties: { reserved: true },
        });
        assert.equal(plan.status, 200);
        return new SiteStage(azure, login, credentials.text('passwords', 0, 'value'), plan.text('id'));
    }

    path(site: string): string {
        return `${group}/providers/Microsoft.Web/sites/${site}`;
    }

    /** Pushes an image of the engine; answers its name in the registry. */
    async push(tag: string, name: string): Promise<string> {
        const pushed = `${this.login}/${name}:v1`;
        execFileSync('docker', ['tag', tag, pushed]);
        this.tags.push(pushed);
        const output = await engine(`/images/${this.login}/${name}/push?tag=v1`, {
            username: 'sitetests',
            password: this.password,
            serveraddress: this.login,
        });
        assert.match(output, /digest: sha256:/, output);
        return pushed;
    }

    /** Creates or changes a site or slot (`shop` or `shop/slots/staging`) and answers its resource. */
    async site(name: string, image: string, settings: Readonly<Record<string, string>>, extra: object = {}, properties: object = {}) {
        const made = await this.azure.arm('PUT', this.path(name), webVersion, {
            location: 'westeurope',
            ...extra,
            properties: {
                serverFarmId: this.planId,
                ...properties,
                siteConfig: {
                    linuxFxVersion: `DOCKER|${image}`,
                    appSettings: Object.entries({
                        ...settings,
                        DOCKER_REGISTRY_SERVER_URL: `https://${this.login}`,
                        DOCKER_REGISTRY_SERVER_USERNAME: 'sitetests',
                        DOCKER_REGISTRY_SERVER_PASSWORD: this.password,
                    }).map(([key, value]) => ({ name: key, value })),
                },
            },
        });
        assert.equal(made.status, 200, JSON.stringify(made.body));
        return made;
    }

    async started(name: string): Promise<void> {
        await until(`${name} runs`, 60_000, async () => {
            const status = await this.azure.arm('GET', `${this.path(name)}/siteStatus`, webVersion);
            const all = (status.at('properties') ?? []) as readonly { readonly state: string; readonly lastError: string }[];
            return all.length > 0 && all.every((one) => one.state === 'Started') ? true : undefined;
        });
    }

    async close(): Promise<void> {
        await this.azure.stop();
        for (const tag of this.tags) {
            execFileSync('docker', ['rmi', '-f', tag], { stdio: 'ignore' });
        }
    }
}

function engine(path: string, auth: object): Promise<string> {
    return new Promise((done, failed) => {
        const asked = request(
            {
                socketPath: '/var/run/docker.sock',
                method: 'POST',
                path,
                headers: {
                    'x-registry-auth': Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
                },
            },
            (answer) => {
                let text = '';
                answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
                answer.on('end', () => done(text));
            },
        );
        asked.on('error', failed);
        asked.end();
    });
}
