import type { RegistryFailure } from '../../core/failures/registry';
import type { Wording } from './wording';

export const registryWords: Record<RegistryFailure, Wording> = {
    'registry/unauthorized': {
        what: 'The registry {server} refused the sign-in.',
        why: '{reason}',
        next: 'Your account needs the role {role} on it; a new role can take minutes to arrive.',
    },
    'registry/unreachable': {
        what: 'The registry {server} does not answer.',
        why: '{reason}',
        next: 'Check the network, a proxy or a firewall, and try again.',
    },
    'registry/not-a-registry': {
        what: '{server} is not an Azure container registry.',
        next: 'Choose the registry from the list.',
    },
    'registry/network-restricted': {
        what: 'The registry {server} does not accept connections from this network.',
        why: '{reason}',
        next: 'Allow this address in the registry’s networking settings, or choose another registry.',
    },
    'registry/name-taken': {
        what: 'The registry name {name} is taken.',
        why: '{message}',
        next: 'Choose another name in the plan: it must be unique in all of Azure.',
    },
    'registry/invalid-name': {
        what: 'The registry name {name} cannot be used.',
        why: '{reason}',
        next: 'Choose another name in the plan.',
    },
    'registry/tasks-refused': {
        what: 'The registry may not build images in Azure.',
        why: '{message}',
        next: 'Build on this machine instead and push the image.',
    },
    'registry/not-found': { what: 'The registry {server} has no {reference}.', next: 'Deploy again: the image is then pushed again.' },
    'registry/in-use': {
        what: '{reference} is deployed and stays.',
        why: '{app} runs it.',
        next: 'Deploy something else there first, or remove the deployment.',
    },
    'registry/several-kept': {
        what: '{kept} of {chosen} images were not deleted.',
        why: 'One of them: {reason}',
        next: 'The output says of each one why.',
    },
    'registry/refused': { what: 'The registry {server} refused the request (status {status}).', why: '{reason}', next: 'Try again.' },
};
