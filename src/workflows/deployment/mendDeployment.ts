import { Failure, isCancelled } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import { nameOf, sameId } from '../../core/deploy/resourceId';
import type { ContainerAppChange, Identity, Subscription } from '../../core/deploy/resources';
import { roles } from '../../core/deploy/roles';
import type { AzureFailure } from '../../core/failures/azure';
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
            targetPort: undefined,
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

/** What was found of model accounts, and what could not be looked through: a subscription or tenant that fails never hides the others. */
export interface FoundModelAccounts {
    readonly accounts: readonly ModelAccount[];
    /** Names of the subscriptions and tenants that did not answer, each with why. */
    readonly failures: readonly { readonly where: string; readonly error: unknown }[];
}

const subscriptionTimeoutMs = 15_000;

/**
 * The model accounts of the chosen subscriptions, those first whose name is the first label of `host`, as Azure makes it. Throws the first error when no
 * subscription answered.
 */
export async function findModelAccounts(op: Operation, azure: Azure, host: string): Promise<FoundModelAccounts> {
    const label = host.split('.')[0]?.toLowerCase() ?? '';
    const { subscriptions, failures: tenants } = await azure.subscriptions.list(op);
    const asked = await Promise.all(subscriptions.map((subscription) => accountsIn(op, azure, subscription, label)));
    const accounts = asked.flatMap((one) => (one.kind === 'listed' ? one.accounts : []));
    const failed = asked.filter((one) => one.kind === 'failed');
    if (failed[0] !== undefined && failed.length === asked.length) {
        throw failed[0].error;
    }
    return {
        accounts: accounts.sort((one, other) => Number(other.match === 'by-name') - Number(one.match === 'by-name')),
        failures: [
            ...failed.map(({ subscription, error }) => ({ where: subscription.name, error })),
            ...tenants.map(({ tenant, error }) => ({ where: tenant, error })),
        ],
    };
}

async function accountsIn(
    op: Operation,
    azure: Azure,
    subscription: Subscription,
    label: string,
): Promise<
    | { readonly kind: 'listed'; readonly accounts: readonly ModelAccount[] }
    | { readonly kind: 'failed'; readonly subscription: Subscription; readonly error: unknown }
> {
    const limited = { ...op, signal: AbortSignal.any([op.signal, AbortSignal.timeout(subscriptionTimeoutMs)]) };
    try {
        azure.subscriptions.use(subscription);
        const listed = await azure.resources.list(limited, subscription.id, 'Microsoft.CognitiveServices/accounts');
        return {
            kind: 'listed',
            accounts: listed.map(({ id }) => {
                const name = nameOf(id);
                return { id, name, subscription, match: name.toLowerCase() === label ? 'by-name' : 'unknown' };
            }),
        };
    } catch (error) {
        throwIfCancelled(op);
        return {
            kind: 'failed',
            subscription,
            error: isCancelled(error) ? new Failure<AzureFailure>('azure/unreachable', { host: 'Azure', reason: '' }) : error,
        };
    }
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
