import type { Facts } from '../../base/failure';
import type { EngineFailure } from '../../core/failures/engine';
import type { Remedy, Wording } from './wording';

const checkSetup: Remedy = { kind: 'command', title: 'Check My Setup', command: 'slipway.engine.checkSetup' };

/** Where a build was asked for (`folderUri` says of what), Azure can do it without an engine. */
function withoutEngine({ folderUri }: Facts): readonly Remedy[] {
    return folderUri === undefined
        ? [checkSetup]
        : [{ kind: 'command', title: 'Build in Azure', command: 'slipway.image.buildInAzure', args: [{ folderUri }] }, checkSetup];
}

export const engineWords: Record<EngineFailure, Wording> = {
    'engine/not-found': {
        what: 'No Docker engine answers.',
        next: 'Check your setup to see why.',
        remedies: withoutEngine,
    },
    'engine/no-permission': {
        what: 'You may not use the Docker engine at {endpoint}.',
        why: 'Your user is not in the group that owns its socket.',
        next: 'Join the docker group, sign in again, and retry.',
        remedies: () => [checkSetup, { kind: 'copy', title: 'Copy Command', text: 'sudo usermod -aG docker "$USER"' }],
    },
    'engine/not-running': {
        what: 'The Docker engine at {endpoint} does not run.',
        why: 'Its socket is there, but nobody listens.',
        next: 'Start Docker and try again.',
        remedies: withoutEngine,
    },
    'engine/unwell': {
        what: 'The Docker engine at {endpoint} is not ready.',
        why: 'It answers with status {status}: it is starting, paused or broken.',
        next: 'Wait a moment and try again, or restart Docker.',
        remedies: withoutEngine,
    },
    'engine/timeout': {
        what: 'The Docker engine at {endpoint} does not answer in time.',
        next: 'Wait a moment and try again, or restart Docker.',
        remedies: withoutEngine,
    },
    'engine/unreachable': {
        what: 'The Docker engine at {endpoint} cannot be reached.',
        why: 'It is named by {source}: {reason}.',
        next: 'Correct {source}, or choose another engine.',
        remedies: withoutEngine,
    },
    'engine/windows-containers': {
        what: 'Docker Desktop runs Windows containers.',
        why: 'Azure and Slipway need Linux containers.',
        next: 'Choose "Switch to Linux containers" in the menu of Docker Desktop.',
        remedies: withoutEngine,
    },
    'engine/bad-endpoint': {
        what: '{source} does not name a Docker engine: {endpoint}.',
        next: 'Write it like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.',
        remedies: () => [checkSetup],
    },
    'engine/no-such-context': {
        what: 'There is no Docker context named {context}.',
        why: '{source} asks for it.',
        next: 'Choose another context with docker context use.',
        remedies: () => [checkSetup, { kind: 'copy', title: 'Copy Command', text: 'docker context use default' }],
    },
    'engine/connection-lost': {
        what: 'The Docker engine closed the connection.',
        why: '{reason}',
        next: 'See whether Docker still runs, then try again.',
        remedies: () => [checkSetup],
    },
    'engine/no-space': {
        what: 'The disk of the Docker engine is full.',
        why: '{reason}',
        next: 'Remove images and build caches that you no longer need, then try again.',
        remedies: () => [{ kind: 'copy', title: 'Copy Command', text: 'docker system prune' }, checkSetup],
    },
    'engine/no-such-image': { what: 'The engine has no image {image}.', next: 'Build or pull it first.' },
    'engine/no-such-container': { what: 'The container {container} is no longer there.', next: 'Start it again.' },
    'engine/port-taken': { what: 'Port {port} is already used on this machine.', next: 'Choose another port, or stop what uses it.' },
    'engine/refused': {
        what: 'The Docker engine refused to {action}.',
        why: '{reason}',
        next: 'Correct this and try again.',
        remedies: () => [checkSetup],
    },
    'engine/wrong-platform': {
        what: '{image} is built for {platform}, but {wanted} is needed.',
        next: 'Build it again for {wanted}.',
        remedies: () => [{ kind: 'command', title: 'Build Image', command: 'slipway.image.build' }],
    },
    'engine/push-failed': {
        what: '{image} could not be pushed.',
        why: '{reason}',
        next: 'Push again: what has arrived is skipped.',
        remedies: () => [{ kind: 'command', title: 'Push Again', command: 'slipway.image.push' }],
    },
};
