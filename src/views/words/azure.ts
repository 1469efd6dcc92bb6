import type { AzureFailure } from '../../core/failures/azure';
import type { Facts } from '../../base/failure';
import type { Remedy, Wording } from './wording';

/** Programs that sign in for us are signed in with a command of their own. */
const signInAgain = ({ command }: Facts): readonly Remedy[] => [
    ...(typeof command === 'string' ? [{ kind: 'copy' as const, title: 'Copy Sign-In Command', text: command }] : []),
    { kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' },
];

const proxySettings = (): readonly Remedy[] => [
    {
        kind: 'command',
        title: 'Proxy Settings',
        command: 'workbench.action.openSettings',
        args: ['@id:http.proxy,http.proxyStrictSSL,http.systemCertificates'],
    },
];

export const azureWords: Record<AzureFailure, Wording> = {
    'azure/not-signed-in': {
        what: 'You are not signed in to Azure.',
        why: '{reason}',
        next: 'Sign in and try again.',
        remedies: signInAgain,
    },
    'azure/invalid-cloud': {
        what: 'The custom cloud in the settings cannot be used.',
        why: '{reason}',
        next: 'Correct microsoft-sovereign-cloud.customEnvironment in your user settings.',
        remedies: () => [
            {
                kind: 'command',
                title: 'Open Settings',
                command: 'workbench.action.openSettings',
                args: ['microsoft-sovereign-cloud'],
            },
        ],
    },
    'azure/token-refused': {
        what: 'Azure did not accept the sign-in.',
        why: '{message}',
        next: 'Sign in again, and choose the account that the subscription belongs to.',
        remedies: () => [{ kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' }],
    },
    'azure/more-proof-needed': {
        what: 'Azure asks for a stronger sign-in, such as a second factor.',
        why: '{message}',
        next: 'Sign in again and answer the challenge.',
        remedies: signInAgain,
    },
    'azure/foreign-host': {
        what: 'A request to {host} was stopped.',
        why: 'It would have carried a credential of {cloud} to a host that does not belong to it.',
        next: 'Report this: an answer pointed there.',
    },
    'azure/unreachable': {
        what: '{host} does not answer.',
        why: '{reason}',
        next: 'Check the network, a proxy or a firewall, and try again.',
        remedies: proxySettings,
    },
    'azure/certificate-untrusted': {
        what: 'The certificate of {host} is not trusted on this machine.',
        why: '{reason}',
        next: 'A proxy that opens connections is the usual cause: add the certificate of your organization to this machine’s store (in WSL, to the distribution’s), and keep “http.systemCertificates” on.',
        remedies: proxySettings,
    },
    'azure/proxy-unreachable': {
        what: 'The proxy {proxy} does not answer.',
        why: 'The settings of VS Code or of this machine send requests for {host} through it.',
        next: 'Correct “http.proxy” or the variable HTTPS_PROXY, or connect to the network of the proxy, and try again.',
        remedies: proxySettings,
    },
    'azure/throttled': {
        what: 'Azure asks to slow down.',
        why: '{message}',
        next: 'Wait a minute and try again; what is done stays done.',
    },
    'azure/server-error': {
        what: 'Azure had an error of its own (status {status}).',
        why: '{message}',
        next: 'Try again; what is done stays done. Azure’s support can look it up by {requestId}.',
    },
    'azure/forbidden': {
        what: 'Your account may not do this in Azure.',
        why: '{message}',
        next: 'Ask an owner of the subscription for a role that allows {action}.',
    },
    'azure/policy': {
        what: 'A policy of your organization does not allow this.',
        why: '{message}',
        next: 'Choose another region or size in the plan, or ask who looks after the policy.',
    },
    'azure/locked': {
        what: 'The resource is locked.',
        why: '{message}',
        next: 'Remove the lock in the portal, or ask who set it.',
    },
    'azure/no-subscription': {
        what: '{account} has no subscription that can be used.',
        next: 'Sign in with another account, or create a subscription.',
        remedies: () => [
            { kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' },
            { kind: 'open', title: 'Create a Subscription', url: 'https://azure.microsoft.com/free' },
        ],
    },
    'azure/subscription-disabled': {
        what: 'The subscription is disabled.',
        why: '{message}',
        next: 'Turn it on again in the portal, or choose another subscription.',
    },
    'azure/provider-not-registered': {
        what: 'The subscription is not registered for {namespace}.',
        why: '{message}',
        next: 'Deploy again: registering it is then a step of the plan. It needs the right to register providers.',
        remedies: (facts) =>
            typeof facts.namespace === 'string'
                ? [{ kind: 'copy', title: 'Copy Command', text: `az provider register --namespace ${facts.namespace} --wait` }]
                : [],
    },
    'azure/quota': {
        what: 'The subscription has no quota left for this.',
        why: '{message}',
        next: 'Choose another size or region in the plan, or ask for more quota in the portal.',
        remedies: () => [
            {
                kind: 'open',
                title: 'Open Quotas',
                url: 'https://portal.azure.com/#view/Microsoft_Azure_Capacity/QuotaMenuBlade/~/myQuotas',
            },
        ],
    },
    'azure/region-unavailable': {
        what: 'The region does not offer this.',
        why: '{message}',
        next: 'Choose another region in the plan.',
    },
    'azure/sku-unavailable': {
        what: 'The size is not offered here.',
        why: '{message}',
        next: 'Choose another size or region in the plan.',
    },
    'azure/not-found': {
        what: 'Azure does not have this any more.',
        why: '{message}',
        next: 'Deploy again: what is missing is created.',
    },
    'azure/name-taken': {
        what: 'The name {name} is taken.',
        why: '{message}',
        next: 'Choose another name in the plan.',
    },
    'azure/invalid-name': {
        what: 'Azure does not accept the name {name}.',
        why: '{message}',
        next: 'Choose another name in the plan.',
    },
    'azure/conflict': {
        what: 'Azure is busy with another change to the same resource.',
        why: '{message}',
        next: 'Wait a moment and try again.',
    },
    'azure/always-on-refused': {
        what: 'The plan’s size has no Always On.',
        why: '{message}',
        next: 'Turn Always On off, or choose B1 or larger.',
    },
    'azure/refused': {
        what: 'Azure refused the request ({code}).',
        why: '{message}',
        next: 'Change what it names in the plan and try again.',
    },
    'azure/operation-failed': {
        what: 'Azure began the change and could not finish it ({code}).',
        why: '{message}',
        next: 'Try again; what is done stays done.',
    },
    'azure/too-slow': {
        what: 'Azure has not finished after {minutes} minutes.',
        next: 'Look at the resource in the portal, delete it there when it is stuck, and try again; what is done stays done.',
        remedies: () => [{ kind: 'command', title: 'Try Again', command: 'slipway.deploy' }],
    },
    'azure/unreadable-answer': {
        what: 'The answer from Azure could not be understood.',
        why: '{reason}',
        next: 'Try again, and report it when it stays.',
    },
};
