import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { askLocal, sendArm } from './sendArm';
import type { LocalConnection, UiStage } from './uiStage';
import { until } from './workbench/until';

const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const minuteMs = 60_000;

/** What ARM says of a web app, as far as the tests look. */
export interface ArmSite {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly identity?: {
        readonly principalId?: string;
        readonly userAssignedIdentities?: Readonly<Record<string, { readonly principalId: string; readonly clientId: string }>>;
    };
    readonly properties: { readonly state: string; readonly defaultHostName: string };
}

/** The one web app of a local Azure. */
export async function onlySite(azure: LocalConnection): Promise<ArmSite> {
    const list = await sendArm(azure, 'GET', `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Web/sites`, '2024-04-01');
    return (list as { value: ArmSite[] }).value[0]!;
}

/** Where a browser reaches a host of the local Azure. */
export async function addressOf(azure: LocalConnection, host: string): Promise<string> {
    return ((await askLocal(azure, '/slipway/local/urls')) as { hosts: Record<string, string> }).hosts[host]!;
}

/** Lets a principal call every model of the subscription. */
export async function giveModelRole(azure: LocalConnection, principalId: string): Promise<void> {
    const subscription = `/subscriptions/${azure.subscriptionId}`;
    await sendArm(azure, 'PUT', `${subscription}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, '2022-04-01', {
        properties: {
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
            principalId,
            principalType: 'ServicePrincipal',
        },
    });
}

export async function settingsOf(azure: LocalConnection, siteId: string): Promise<Readonly<Record<string, string>>> {
    const answer = await sendArm(azure, 'POST', `${siteId}/config/appsettings/list`, '2024-04-01');
    return (answer as { properties: Record<string, string> }).properties;
}

/** Ids of the running containers of this stage, the newest first. */
export function containersOf(stage: UiStage): string[] {
    const text = execFileSync('docker', ['ps', '-q', '--filter', `label=slipway.ui=${stage.mark}`], { encoding: 'utf8' });
    return text.split('\n').filter((line) => line !== '');
}

/** Does what starts the app again, and waits for the one container after it: the old one serves until the new one does. */
export async function startedAnew(stage: UiStage, change: () => Promise<void>): Promise<void> {
    const before = containersOf(stage);
    await change();
    await until(
        'the one container after the change',
        () => {
            const now = containersOf(stage);
            return now.length === 1 && !before.includes(now[0]!);
        },
        minuteMs,
    );
}

/** Changes settings of a web app as somebody else would, and waits for the app that has them. */
export async function changeSettings(stage: UiStage, siteId: string, change: Readonly<Record<string, string>>): Promise<void> {
    const azure = stage.azure!;
    await startedAnew(stage, async () => {
        const properties = { ...(await settingsOf(azure, siteId)), ...change };
        await sendArm(azure, 'PUT', `${siteId}/config/appsettings`, '2024-04-01', { properties });
    });
}

/** Waits until the app gets an answer of the model's: a role counts a moment after it was given. */
export async function answersChat(url: string): Promise<void> {
    await until(
        'an answer of the model',
        async () => (await fetch(`${url}/chat`, { method: 'POST', body: '{"prompt":"hi"}' })).ok,
        minuteMs,
    );
}

/** Gives the app what a person gives it in the portal: the model's endpoint and name, the role to call it, and these settings. */
export async function connectToModel(stage: UiStage, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const azure = stage.azure!;
    const site = await onlySite(azure);
    const model = (await askLocal(azure, '/slipway/local/model')) as { endpoint: string };
    const user = Object.values(site.identity!.userAssignedIdentities!)[0]!;
    await giveModelRole(azure, user.principalId);
    await changeSettings(stage, site.id, {
        AZURE_AI_FOUNDRY_ENDPOINT: model.endpoint,
        AZURE_AI_MODEL: 'gpt-4o-mini',
        AZURE_CLIENT_ID: user.clientId,
        ...more,
    });
    await answersChat(await addressOf(azure, site.properties.defaultHostName));
}

/** The principals that have a role on this resource. */
export async function principalsOn(azure: LocalConnection, scope: string): Promise<string[]> {
    const list = await sendArm(azure, 'GET', `${scope}/providers/Microsoft.Authorization/roleAssignments`, '2022-04-01');
    return (list as { value: { properties: { principalId: string } }[] }).value.map(({ properties }) => properties.principalId);
}

/** A user-assigned identity beside an app, assigned to nothing. */
export async function makeIdentity(
    azure: LocalConnection,
    { id, location }: { readonly id: string; readonly location: string },
    name: string,
) {
    const identity = `${id.split('/providers/')[0]!}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    await sendArm(azure, 'PUT', identity, '2024-11-30', { location });
    const made = await sendArm(azure, 'GET', identity, '2024-11-30');
    return (made as { properties: { principalId: string; clientId: string } }).properties;
}

// For want of a package index, what pip would install for `tiktoken` is made when the requirements name it.
const tiktoken = "RUN if grep -q '^tiktoken' requirements.txt; then echo 'def get_encoding(name): return name' > tiktoken.py; fi";

/** What is added to the sample's own Dockerfile, which has sshd. */
export const dockerfileLines = (stage: UiStage) => `LABEL slipway.ui=${stage.mark}\n${tiktoken}\n`;

/** The sample without sshd. */
export const dockerfileWithoutSsh = (stage: UiStage) =>
    [
        'FROM python:3.11-slim',
        `LABEL slipway.ui=${stage.mark}`,
        'WORKDIR /app',
        'COPY requirements.txt *.py ./',
        tiktoken,
        'ENV PORT=8000 PYTHONUNBUFFERED=1',
        'EXPOSE 8000',
        'CMD ["python3", "app.py"]',
        '',
    ].join('\n');

export function inContainer(stage: UiStage, ...command: readonly string[]): string {
    // What fails is told by what is thrown, and may be tried again.
    return execFileSync('docker', ['exec', containersOf(stage)[0]!, ...command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const ask = 'import sys, urllib.request as u; print(u.urlopen(sys.argv[1], sys.argv[2].encode() or None).read().decode())';

/** Puts the sample into one of its modes. The app is asked inside, on the port that it listens on now: its public address does not lead there in every mode. */
export async function breakIt(stage: UiStage, mode: string, from = 8000): Promise<void> {
    const fault = (port: number, body = '') => inContainer(stage, 'python3', '-c', ask, `http://localhost:${port}/admin/fault`, body);
    if (fault(from).includes(`"mode": "${mode}"`)) {
        return;
    }
    fault(from, JSON.stringify({ mode }));
    const port = mode === 'port-mismatch' ? 9999 : 8000;
    await until(`mode ${mode}`, () => fault(port).includes(`"mode": "${mode}"`));
}
