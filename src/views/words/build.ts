import type { BuildFailure } from '../../core/failures/build';
import type { Remedy, Wording } from './wording';

const secretSettings = (): readonly Remedy[] => [
    { kind: 'command', title: 'Open Settings', command: 'workbench.action.openSettings', args: ['@id:slipway.build.secrets'] },
];

export const buildWords: Record<BuildFailure, Wording> = {
    'build/failed': { what: 'The image could not be built.', why: '{reason}', next: 'See the output for the failing step.' },
    'build/step-failed': {
        what: '{file}, line {line}: {instruction} failed.',
        why: '{reason}',
        next: '{advice}',
    },
    'build/dockerfile-missing': {
        what: 'There is no {file} in {folder}.',
        next: 'Let Slipway write one with Slipway: Containerize, or choose another Dockerfile.',
        remedies: () => [{ kind: 'command', title: 'Containerize', command: 'slipway.containerize' }],
    },
    'build/dockerfile-invalid': {
        what: '{file} cannot be understood at line {line}.',
        why: '{reason}',
        next: 'Correct the line and build again.',
    },
    'build/base-image': { what: 'The base image {image} could not be read.', why: '{reason}', next: '{advice}' },
    'build/bad-tag': {
        what: '{tag} is not a name for an image.',
        why: '{reason}',
        next: 'Use lower case letters, digits, dots, dashes and underscores.',
    },
    'build/secret-missing': {
        what: 'The Dockerfile asks for the build secret {secret}, which is not set.',
        next: 'Add it to the build settings and try again.',
        remedies: secretSettings,
    },
    'build/secret-unreadable': {
        what: 'The build secret {secret} has no value: there is no {place}.',
        next: 'Name a variable (env:NAME) or a file that is there, and try again.',
        remedies: secretSettings,
    },
    'build/context-missing': { what: 'There is no folder {folder} to build from.', next: 'Choose another folder.' },
    'build/context-unreadable': {
        what: '{file} cannot be read, so the image cannot be built.',
        why: '{reason}.',
        next: 'Correct its permissions, or name it in .dockerignore.',
    },
    'build/context-changed': { what: '{file} changed while it was sent to the engine.', next: 'Build again, or name it in .dockerignore.' },
    'build/ignore-invalid': {
        what: '{file} has a pattern that Docker does not understand: {pattern}',
        next: 'Correct the pattern and build again.',
    },
};
