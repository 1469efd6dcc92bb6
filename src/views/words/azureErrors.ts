import type { Facts } from '../../base/failure';
import type { AzureErrorId } from '../../core/diagnose/catalogue/azureErrors';
import type { Remedy, Wording } from './wording';

const tryAgain = (): readonly Remedy[] => [{ kind: 'command', title: 'Try Again', command: 'slipway.deploy' }];
const changePlan = (): readonly Remedy[] => [
    { kind: 'command', title: 'Change the Plan', command: 'slipway.deploy', args: [{ plan: 'show' }] },
];
/** The port on which the app was seen to listen. */
const usePort = ({ listening }: Facts): readonly Remedy[] =>
    typeof listening === 'number'
        ? [{ kind: 'command', title: `Deploy with Port ${listening.toString()}`, command: 'slipway.deploy', args: [{ port: listening }] }]
        : [];
/** A deploy builds for Azure's processor, whatever this machine has. */
const buildAgain = (): readonly Remedy[] => [{ kind: 'command', title: 'Build and Deploy Again', command: 'slipway.deploy' }];
const build = (): readonly Remedy[] => [{ kind: 'command', title: 'Build Image', command: 'slipway.image.build' }];
const logs = (): readonly Remedy[] => [{ kind: 'command', title: 'Show Logs', command: 'slipway.deployment.showLogs' }];
const rehearse = (): readonly Remedy[] => [{ kind: 'command', title: 'Rehearse Locally', command: 'slipway.image.rehearse' }];
const signIn = (): readonly Remedy[] => [{ kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' }];
const quotas = (): readonly Remedy[] => [
    { kind: 'open', title: 'Open Quotas', url: 'https://portal.azure.com/#view/Microsoft_Azure_Capacity/QuotaMenuBlade/~/myQuotas' },
    ...changePlan(),
];

/** Anything that Azure named may stand in a command line that is copied into a shell: only what an id or a name is made of. */
function plain(facts: Facts, name: string): string | undefined {
    const value = facts[name];
    return typeof value === 'string' && /^[\w./@:-]+$/.test(value) ? value : undefined;
}

/** The command with its `{name}`s filled; nothing to copy when one of them is missing or is not a plain word. */
const copy =
    (command: string) =>
    (facts: Facts): readonly Remedy[] => {
        const names = [...command.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
        return names.some((name) => plain(facts, name) === undefined)
            ? []
            : [{ kind: 'copy', title: 'Copy Command', text: command.replace(/\{(\w+)\}/g, (_, name: string) => plain(facts, name) ?? '') }];
    };

const both =
    (...parts: readonly ((facts: Facts) => readonly Remedy[])[]) =>
    (facts: Facts): readonly Remedy[] =>
        parts.flatMap((part) => part(facts));

/** The words of every row of the catalogue: they are more particular than those of the failure that the row means, and win over them. */
export const azureErrorWords: Readonly<Record<AzureErrorId, Wording>> = {
    'expired-token': {
        what: 'The sign-in to Azure has ended.',
        why: '{message}',
        next: 'Try again; when it stays, sign in again and see that this machine’s clock is right.',
        remedies: both(signIn, tryAgain),
    },
    'wrong-tenant': {
        what: 'You are signed in to another tenant than the one that the subscription belongs to.',
        why: 'The subscription belongs to the tenant {tenant}.',
        next: 'Sign in with an account of that tenant.',
        remedies: both(signIn, copy('az login --tenant {tenant}')),
    },
    'second-factor': {
        what: 'Your tenant asks for a second factor.',
        why: '{message}',
        next: 'Sign in again and answer the challenge.',
        remedies: signIn,
    },
    'second-factor-policy': {
        what: 'Azure makes changes only for those who signed in with a second factor.',
        why: '{message}',
        next: 'Sign in again and answer the challenge.',
        remedies: signIn,
    },
    'token-refused': {
        what: 'Azure did not accept the sign-in.',
        why: '{message}',
        next: 'Sign in again, and choose the account that the subscription belongs to.',
        remedies: signIn,
    },
    'provider-not-registered': {
        what: 'The subscription is not registered for {namespace}.',
        why: 'Azure asks for it once per subscription, before the first resource of a kind.',
        next: 'Register it, which needs the right to register providers; the next deploy does it as a step of its plan.',
        remedies: (facts) => [
            ...(plain(facts, 'namespace') === undefined || plain(facts, 'subscription') === undefined
                ? []
                : [
                      {
                          kind: 'command' as const,
                          title: 'Register',
                          command: 'slipway.azure.registerProvider',
                          args: [{ subscription: plain(facts, 'subscription'), namespace: plain(facts, 'namespace') }],
                      },
                  ]),
            ...copy('az provider register --namespace {namespace} --wait')(facts),
        ],
    },
    'location-not-registered': {
        what: 'The subscription is not registered for {type} in {location}.',
        why: '{message}',
        next: 'Choose another region in the plan, or register the provider again.',
        remedies: changePlan,
    },
    'role-assignment-forbidden': {
        what: 'Your account may not give roles.',
        why: '{message}',
        next: 'Ask an owner, or somebody with the role User Access Administrator, to give the role, then deploy again.',
        remedies: tryAgain,
    },
    'identity-not-assignable': {
        what: 'Your account may not put this identity on an app.',
        why: 'It lacks {action} on {scope}.',
        next: 'Have an owner run this command, then deploy again.',
        remedies: both(
            copy('az role assignment create --role "Managed Identity Operator" --assignee {objectId} --scope {scope}'),
            tryAgain,
        ),
    },
    'identity-gone': {
        what: 'The managed identity {name} that the app has was deleted.',
        why: 'Azure changes no app that names an identity which is gone.',
        next: 'Deploy again: an identity that pulls the image is made anew, with its role. Another one has to be taken off the app, or made again, by hand.',
        remedies: tryAgain,
    },
    forbidden: {
        what: 'Your account may not do this in Azure.',
        why: '{message}',
        next: 'Ask an owner of the subscription for a role that allows {action}, such as Contributor; a new role can take minutes to arrive.',
        remedies: both(copy('az role assignment create --role Contributor --assignee {objectId} --scope {groupId}'), tryAgain),
    },
    'region-restricted': {
        what: 'Your subscription may not use this region.',
        why: 'Azure keeps a list of regions for some subscriptions, such as those for students, and refused {name}.',
        next: 'Choose another region in the plan.',
        remedies: changePlan,
    },
    policy: {
        what: 'A policy of your organization does not allow {name}.',
        why: '{message}',
        next: 'Choose another region, size or name in the plan, or ask who looks after the policy.',
        remedies: changePlan,
    },
    locked: {
        what: 'The resource is locked against {verb}.',
        why: 'The lock is on {scope}.',
        next: 'Find the lock with this command and remove it, or ask who set it; then try again.',
        remedies: both(copy('az lock list --resource-group {group} --output table'), tryAgain),
    },
    'subscription-disabled': {
        what: 'The subscription {subscription} is disabled.',
        why: 'It is read-only until it is enabled again: mostly a trial or a credit that has ended.',
        next: 'Enable it in the portal, or choose another subscription.',
        remedies: both(
            () => [
                {
                    kind: 'open',
                    title: 'Open Subscriptions',
                    url: 'https://portal.azure.com/#view/Microsoft_Azure_Billing/SubscriptionsBladeV2',
                },
            ],
            signIn,
        ),
    },
    'subscription-not-found': {
        what: 'The subscription {subscription} could not be found.',
        why: 'It was removed, or the account or the cloud that you are signed in to does not have it.',
        next: 'Sign in with the account that has it.',
        remedies: both(signIn, copy('az account list --output table')),
    },
    'region-unavailable': {
        what: '{location} does not offer {type}.',
        why: '{message}',
        next: 'Choose another region in the plan.',
        remedies: changePlan,
    },
    'sku-unavailable': {
        what: 'The size is not offered in {location} at the moment.',
        why: '{message}',
        next: 'Choose another size or region in the plan.',
        remedies: changePlan,
    },
    'cores-quota': {
        what: 'The subscription has no quota left for this.',
        why: '{message}',
        next: 'Choose another size or region in the plan, or ask for more quota in the portal.',
        remedies: quotas,
    },
    'resource-group-not-found': {
        what: 'The resource group {group} is not there any more.',
        why: 'It was deleted or renamed, or it belongs to another subscription.',
        next: 'Deploy again: it is made again.',
        remedies: tryAgain,
    },
    'being-deleted': {
        what: 'The resource group {group} is being deleted.',
        why: 'Azure makes nothing in a group on its way out.',
        next: 'Wait until it is gone and try again, or choose another group in the plan.',
        remedies: both(tryAgain, copy('az group wait --name {group} --deleted')),
    },
    'principal-not-found': {
        what: 'The new identity has not reached the whole directory yet.',
        why: 'An identity that is seconds old is not known everywhere.',
        next: 'Try again in a minute; what is done stays done.',
        remedies: tryAgain,
    },
    throttled: {
        what: 'Azure asks to slow down.',
        why: '{message}',
        next: 'Wait a minute and try again; what is done stays done.',
        remedies: tryAgain,
    },
    'another-operation': {
        what: 'Azure is busy with another change to the same resource.',
        why: '{message}',
        next: 'Wait a moment and try again.',
        remedies: tryAgain,
    },
    'not-found': {
        what: 'Azure does not have {resource} any more.',
        why: 'Nothing with that name is in the resource group {group}.',
        next: 'Deploy again: what is missing is made.',
        remedies: tryAgain,
    },
    'plan-quota': {
        what: 'The subscription has quota for {allowed} {limit} in this region.',
        why: 'App Service counts machines by size; this size has none left.',
        next: 'Choose another size or region in the plan, or ask for more quota in the portal.',
        remedies: quotas,
    },
    'plan-quota-region': {
        what: 'The subscription has quota for {allowed} instances of this size in this region.',
        why: '{message}',
        next: 'Choose another size or region in the plan, or ask for more quota in the portal.',
        remedies: quotas,
    },
    'plan-scale-refused': {
        what: 'The subscription may not have this size, or so many instances, in this region.',
        why: '{message}',
        next: 'Choose another size, number or region in the plan.',
        remedies: quotas,
    },
    'always-on-refused': {
        what: 'The plan’s size has no Always On.',
        why: 'Free and Shared plans let an app sleep.',
        next: 'Choose B1 or larger in the plan; Slipway then turns Always On on by itself.',
        remedies: changePlan,
    },
    'site-name-taken': {
        what: 'The name {name} is taken.',
        why: 'It is part of the public address and must be unique in all of Azure.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'linux-not-in-group': {
        what: 'The resource group {group} cannot hold a Linux plan.',
        why: 'It holds plans whose machines have no Linux beside them in this region.',
        next: 'Choose another resource group or region in the plan.',
        remedies: changePlan,
    },
    'linux-not-in-region': {
        what: 'The region does not offer this kind of plan.',
        why: '{message}',
        next: 'Choose another region or size in the plan.',
        remedies: changePlan,
    },
    'feature-not-in-group': {
        what: 'The resource group {group} cannot hold this kind of plan.',
        why: 'It is tied to machines that do not offer it.',
        next: 'Choose another resource group in the plan.',
        remedies: changePlan,
    },
    'tier-not-in-group': {
        what: 'The size {tier} cannot be made in this resource group.',
        why: 'The group is tied to machines that do not offer it.',
        next: 'Choose another resource group or size in the plan.',
        remedies: changePlan,
    },
    'site-busy': {
        what: 'Azure is busy with another change to the same app.',
        why: '{message}',
        next: 'Wait a moment and try again; what is done stays done.',
        remedies: tryAgain,
    },
    'tasks-not-allowed': {
        what: 'This registry may not build images in Azure.',
        why: 'Azure keeps ACR Tasks from free and new subscriptions.',
        next: 'Build on this machine instead; the next deploy pushes the image.',
        remedies: build,
    },
    'registry-name-taken': {
        what: 'The registry name {name} is taken.',
        why: 'It is part of the registry’s address and must be unique in all of Azure.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'registry-name-invalid': {
        what: 'Azure does not accept the registry’s name.',
        why: 'It may have letters and digits only, 5 to 50 of them.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'registry-network-needs-premium': {
        what: 'A registry of size {sku} cannot be closed off from the public network.',
        why: '{message}',
        next: 'Choose a Premium registry that exists in the plan, or ask who looks after the policy that asks for it.',
        remedies: changePlan,
    },
    'registry-firewall': {
        what: 'The registry does not let in connections from {ip}.',
        why: 'Its firewall lets in chosen networks only.',
        next: 'Let this address in with the command, or choose another registry.',
        remedies: both(copy('az acr network-rule add --name {registry} --ip-address {ip}'), tryAgain),
    },
    'registry-locked': {
        what: 'The repository or image in the registry is locked.',
        why: '{message}',
        next: 'Unlock it, or deploy under another repository name.',
        remedies: both(copy('az acr repository update --name {registry} --repository {repository} --write-enabled true'), changePlan),
    },
    'registry-unauthorized': {
        what: 'The registry {server} refused the sign-in.',
        why: '{reason}',
        next: 'Your account needs the role {role} on it; a new role can take minutes to arrive.',
        remedies: both(tryAgain, signIn),
    },
    'app-image-platform': {
        what: 'The image is for {found}, and Container Apps runs {wanted} only.',
        why: 'An image is for one kind of processor; it was built on a machine with another.',
        next: 'Build it again for {wanted}.',
        remedies: both(buildAgain, build),
    },
    'app-image-no-platform': {
        what: 'The image has nothing for {wanted}, which Container Apps runs.',
        why: 'An image is for one kind of processor; it was built on a machine with another.',
        next: 'Build it again for {wanted}.',
        remedies: both(buildAgain, build),
    },
    'app-image-not-found': {
        what: 'The registry does not have the image {image}.',
        why: 'It was never pushed, or was deleted since.',
        next: 'Deploy again: the image is then pushed again.',
        remedies: tryAgain,
    },
    'app-image-identity': {
        what: 'The app’s identity could not pull the image.',
        why: 'It lacks the role on the registry, or the role has not reached it yet, which can take minutes.',
        next: 'Try again in a few minutes. When it stays, check the roles of {identity}.',
        remedies: tryAgain,
    },
    'app-image-unauthorized': {
        what: 'The registry did not let Container Apps pull {image}.',
        why: 'The app has no identity or password for the registry, or its role has not reached it yet.',
        next: 'Try again in a few minutes; Slipway gives the app’s identity the role it needs.',
        remedies: tryAgain,
    },
    'app-name-invalid': {
        what: 'Azure does not accept the name {name}.',
        why: 'A container app’s name has lower-case letters, digits and single hyphens, begins with a letter, and has 32 signs at most.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'app-value-invalid': {
        what: 'Azure does not accept {value} as {property}.',
        why: '{message}',
        next: 'Change it in the plan and try again.',
        remedies: changePlan,
    },
    'app-secret-missing': {
        what: 'A variable of {container} names the secret {secret}, which the app does not have.',
        why: 'A revision is made with the secrets that are there.',
        next: 'Give the variable its value again in the plan: the secret is stored before the revision is made.',
        remedies: changePlan,
    },
    'app-secret-invalid': {
        what: 'The secret {secret} has no value.',
        why: '{message}',
        next: 'Give it its value again in the plan.',
        remedies: changePlan,
    },
    'app-busy': {
        what: '{name} is still being changed.',
        why: 'Container Apps makes one change to an app at a time.',
        next: 'Wait a moment and try again; what is done stays done.',
        remedies: tryAgain,
    },
    'app-start-expired': {
        what: '{name} did not become ready before Azure gave up.',
        why: 'Its container does not start, does not answer on its port, or its image cannot be pulled.',
        next: 'Look at its logs, then deploy again.',
        remedies: both(logs, tryAgain),
    },
    'environments-in-subscription': {
        what: 'The subscription may have {allowed} Container Apps environments in all.',
        why: '{message}',
        next: 'Deploy into an environment that exists, or ask for more quota.',
        remedies: quotas,
    },
    'environments-in-region': {
        what: 'The subscription may have {allowed} Container Apps environments in {location}.',
        why: '{message}',
        next: 'Deploy into an environment that exists, choose another region, or ask for more quota.',
        remedies: quotas,
    },
    'environment-policy': {
        what: 'A policy of your organization does not let Azure make the environment’s own resources.',
        why: '{message}',
        next: 'Deploy into an environment that exists, or ask who looks after the policy.',
        remedies: changePlan,
    },
    'environment-busy': {
        what: 'The environment {name} is still being changed.',
        why: 'Azure makes one change to an environment at a time.',
        next: 'Wait a moment and try again; what is done stays done.',
        remedies: tryAgain,
    },
    'group-image-inaccessible': {
        what: 'Container Instances could not pull the image {image}.',
        why: 'The registry does not have it, or its identity has no role there, or the role has not reached the registry yet.',
        next: 'Try again in a few minutes: the image is pushed again where it is missing.',
        remedies: tryAgain,
    },
    'group-image-identity': {
        what: '{name} names an identity for its registry that it does not have.',
        why: 'Container Instances pulls with a user-assigned identity of the group only, never with the system-assigned one.',
        next: 'Deploy again: Slipway puts the identity on the group.',
        remedies: tryAgain,
    },
    'group-registry-busy': {
        what: 'The registry {server} did not answer Container Instances.',
        why: '{message}',
        next: 'Try again in a few minutes. Docker Hub turns away those who pull much without an account; your own registry does not.',
        remedies: tryAgain,
    },
    'group-immutable': {
        what: 'This cannot be changed in {name} while it exists.',
        why: 'A container group keeps its ports, size, address and restart policy for life.',
        next: 'Deploy again and agree to replace it: it is deleted and made anew, and may get another IP address.',
        remedies: changePlan,
    },
    'dns-label-taken': {
        what: 'The address name {name} is taken.',
        why: 'It must be unique in its region.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'dns-label-invalid': {
        what: 'Azure does not accept the address name {name}.',
        why: 'It has 5 to 63 lower-case letters, digits and hyphens, begins with a letter and ends with a letter or digit.',
        next: 'Choose another name in the plan.',
        remedies: changePlan,
    },
    'group-quota': {
        what: 'The subscription has no {limit} left in {location}.',
        why: '{message}',
        next: 'Ask for fewer cores, choose another region, or ask for more quota in the portal.',
        remedies: quotas,
    },
    'group-no-capacity': {
        what: '{location} has no room for a container of this size at the moment.',
        why: '{message}',
        next: 'Ask for fewer cores or less memory, choose another region, or try again later.',
        remedies: both(changePlan, tryAgain),
    },
    'group-stopped': {
        what: '{name} is stopped.',
        why: 'A stopped group has no container to reach.',
        next: 'Start it, or deploy again.',
        remedies: tryAgain,
    },
    'start-platform': {
        what: 'The image of {name} is for another processor than Azure’s.',
        why: 'Azure runs linux/amd64; on another processor a container ends at once. {reason}',
        next: 'Build it again for linux/amd64.',
        remedies: both(buildAgain, build),
    },
    'start-registry-firewall': {
        what: 'The registry does not let {name} pull its image.',
        why: 'Its firewall lets in chosen networks only, and not {ip}.',
        next: 'Let Azure’s services in with the command, or choose another registry; then deploy again.',
        remedies: both(copy('az acr update --name {registry} --allow-trusted-services true'), tryAgain),
    },
    'start-image-not-found': {
        what: 'Azure did not find the image of {name}.',
        why: 'The registry does not have it: it was deleted since, or by a retention policy. {reason}',
        next: 'Deploy again: the image is then pushed again.',
        remedies: both(tryAgain, logs),
    },
    'start-pull-unauthorized-abac': {
        what: 'Azure may not pull the image of {name}.',
        why: 'The registry grants by repository (ABAC) and does not honour AcrPull.',
        next: 'Deploy again: Slipway gives its identity the role Container Registry Repository Reader, which can take minutes to arrive.',
        remedies: both(tryAgain, logs),
    },
    'start-pull-unauthorized': {
        what: 'Azure may not pull the image of {name}.',
        why: '{reason}',
        next: 'The role can take minutes to reach the registry: deploy again. When it stays, check that its identity has the role {role}.',
        remedies: both(tryAgain, logs),
    },
    'start-pull-failed': {
        what: 'Azure could not pull the image of {name}.',
        why: '{reason}',
        next: 'Deploy again; when it stays, check that its identity has the role {role} and that the image is in the registry.',
        remedies: both(tryAgain, logs),
    },
    'start-out-of-memory': {
        what: 'The container of {name} ran out of memory.',
        why: 'It was ended with exit code 137. {reason}',
        next: 'Choose a larger size in the plan, or let the app use less: fewer workers is mostly the quickest way.',
        remedies: both(changePlan, logs),
    },
    'start-loopback': {
        what: '{name} listens on an address that nothing outside its container can reach.',
        why: 'It said: {reason}',
        next: 'Let the app listen on 0.0.0.0, in the command of the Dockerfile or in its code, then deploy again.',
        remedies: both(logs, tryAgain),
    },
    'start-target-port': {
        what: '{name} listens on port {listening}, and Azure sends requests to port {port}.',
        why: '{reason}',
        next: 'Deploy with the port {listening}, or let the app listen on the port that the PORT variable names.',
        remedies: both(usePort, changePlan, logs),
    },
    'start-exited': {
        what: 'The container of {name} ended as soon as it was started.',
        why: '{reason}',
        next: 'Look at the last lines of its log; “Rehearse Locally” shows the same on this machine.',
        remedies: both(logs, rehearse),
    },
    'start-backing-off': {
        what: 'The container of {name} ends again and again.',
        why: '{reason}',
        next: 'Look at the last lines of its log; “Rehearse Locally” shows the same on this machine.',
        remedies: both(logs, rehearse),
    },
    'start-port-silent': {
        what: '{name} started, but nothing answers on port {port} in its container.',
        why: '{reason}',
        next: 'Let the app listen on 0.0.0.0 and on port {port}, or deploy with the port that it uses.',
        remedies: both(usePort, changePlan, logs),
    },
    'start-probe-refused': {
        what: '{name} started, but nothing answers on port {port} in its container.',
        why: '{reason}',
        next: 'Let the app listen on 0.0.0.0 and on port {port}, or deploy with the port that it uses.',
        remedies: both(usePort, changePlan, logs),
    },
    'start-upstream-refused': {
        what: 'Azure’s front door reaches {name}, and nothing answers behind it.',
        why: '{reason}',
        next: 'Let the app listen on 0.0.0.0 and on port {port}, or deploy with the port that it uses.',
        remedies: both(changePlan, logs),
    },
    'start-timeout': {
        what: '{name} did not become ready in time.',
        why: '{reason}',
        next: 'Look at its logs; a slow start can be given more time with the setting WEBSITES_CONTAINER_START_TIME_LIMIT.',
        remedies: both(logs, changePlan),
    },
};
