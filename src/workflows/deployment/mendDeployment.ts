import type { Operation } from '../../base/operation';
import { nameOf, sameId } from '../../core/deploy/resourceId';
import type { ContainerAppChange, Identity, Subscription } from '../../core/deploy/resources';
import { roles } from '../../core/deploy/roles';
import type { Azure } from '../../ports/azure';
import type { DiagnosedDeployment } from './diagnosedDeployment';

/** Who an app is when it asks for a token. */
export interface AppIdentity {
    readonly name: string;
    readonly principalId: string;
    /** Undefined for the system-assigned one. */
    readonly clientId: string | undefined;
}

/** A resource whose models can be called, and how sure it is that an endpoint is its own. */
export interface ModelAccount {
    readonly id: string;
    readonly name: string;
    readonly subscription: Subscription;
    readonly match: 'by-name' | 'unknown';
}

/** The settings that a deployment can change in place; of a container group they are part of what a deploy makes anew. */
export type MendableTarget = 'appService' | 'containerApps';

/** Adds, changes or (`undefined`) removes settings; the rest stays. Read again just before the write. The app starts again with them. */
export async function changeSettings(
    op: Operation,
    azure: Azure,
    { id }: DiagnosedDeployment,
    target: MendableTarget,
    change: Readonly<Record<string, string | undefined>>,
): Promise<void> {
    if (target === 'containerApps') {
        await changeContainerApp(op, azure, id, { env: change });
        return;
    }
    const merged = { ...(await azure.sites.settings(op, id)), ...change };
    const kept = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined);
    await azure.sites.replaceSettings(op, id, Object.fromEntries(kept));
}

/** Sends a container app's requests to another port. */
export async function changeTargetPort(op: Operation, azure: Azure, { id }: DiagnosedDeployment, targetPort: number): Promise<void> {
    await changeContainerApp(op, azure, id, { targetPort });
}

async function changeContainerApp(op: Operation, azure: Azure, id: string, change: Partial<ContainerAppChange>): Promise<void> {
    const app = await azure.containerApps.get(op, id);
    if (app !== undefined) {
        await azure.containerApps.update(op, id, {
            image: app.image,
            env: {},
            targetPort: app.targetPort ?? 80,
            tags: app.tags,
            pull: undefined,
            ...change,
        });
    }
}

/** The identities of a deployment, the one that its settings name first. */
export async function identitiesOf(
    op: Operation,
    azure: Azure,
    { target, id }: DiagnosedDeployment,
    clientId: string | undefined,
): Promise<readonly AppIdentity[]> {
    const found: AppIdentity[] = [];
    if (target === 'appService') {
        const site = await azure.sites.get(op, id);
        found.push(
            ...(site?.identity.user ?? []).map((one) => ({ name: nameOf(one.id), principalId: one.principalId, clientId: one.clientId })),
            ...(site?.identity.system === undefined
                ? []
                : [{ name: site.name, principalId: site.identity.system.principalId, clientId: undefined }]),
        );
    } else {
        const app = await (target === 'containerApps' ? azure.containerApps.get(op, id) : azure.containerGroups.get(op, id));
        const known = await Promise.all((app?.identityIds ?? []).map((one) => azure.identities.get(op, one)));
        found.push(
            ...known.flatMap((one) =>
                one === undefined ? [] : [{ name: nameOf(one.id), principalId: one.principalId, clientId: one.clientId }],
            ),
        );
    }
    const named = (one: AppIdentity) => clientId !== undefined && one.clientId?.toLowerCase() === clientId.toLowerCase();
    return found.sort((one, other) => Number(named(other)) - Number(named(one)));
}

/** The model accounts of the chosen subscriptions, those first whose name is the first label of `host`, as Azure makes it. */
export async function findModelAccounts(op: Operation, azure: Azure, host: string): Promise<readonly ModelAccount[]> {
    const label = host.split('.')[0]?.toLowerCase() ?? '';
    const { subscriptions } = await azure.subscriptions.list(op);
    const found = await Promise.all(
        subscriptions.map(async (subscription) => {
            azure.subscriptions.use(subscription);
            const accounts = await azure.resources.list(op, subscription.id, 'Microsoft.CognitiveServices/accounts');
            return accounts.map(({ id }) => {
                const name = nameOf(id);
                return { id, name, subscription, match: name.toLowerCase() === label ? ('by-name' as const) : ('unknown' as const) };
            });
        }),
    );
    return found.flat().sort((one, other) => Number(other.match === 'by-name') - Number(one.match === 'by-name'));
}

/** Lets an identity call the models of an account. Throws 'azure/forbidden' without the right to assign roles there. */
export async function assignModelRole(op: Operation, azure: Azure, account: ModelAccount, identity: AppIdentity): Promise<void> {
    azure.subscriptions.use(account.subscription);
    await azure.roles.assign(op, account.id, identity.principalId, roles.openAiUser.id);
}

/** The user-assigned identities of a subscription that a deployment lacks, the one with this client id first. */
export async function findIdentities(
    op: Operation,
    azure: Azure,
    { target, id }: DiagnosedDeployment,
    clientId: string,
): Promise<readonly Identity[]> {
    const subscription = id.split('/')[2] ?? '';
    const listed = await azure.resources.list(op, subscription, 'Microsoft.ManagedIdentity/userAssignedIdentities');
    const has =
        target === 'appService'
            ? ((await azure.sites.get(op, id))?.identity.user ?? []).map((one) => one.id)
            : ((await azure.containerApps.get(op, id))?.identityIds ?? []);
    const others = listed.filter((one) => !has.some((known) => sameId(known, one.id)));
    const identities = (await Promise.all(others.map((one) => azure.identities.get(op, one.id)))).filter((one) => one !== undefined);
    return identities.sort((one, other) => Number(other.clientId === clientId) - Number(one.clientId === clientId));
}

/** Gives the app one identity more. */
export async function assignIdentity(
    op: Operation,
    azure: Azure,
    { id }: DiagnosedDeployment,
    target: MendableTarget,
    identity: Identity,
): Promise<void> {
    if (target === 'containerApps') {
        await changeContainerApp(op, azure, id, { addIdentity: identity.id });
        return;
    }
    const site = await azure.sites.get(op, id);
    if (site !== undefined) {
        await azure.sites.addIdentities(op, site, [identity.id]);
    }
}
