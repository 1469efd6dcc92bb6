import type { ScaffoldFailure } from '../../core/failures/scaffold';
import type { Wording } from './wording';

export const scaffoldWords: Record<ScaffoldFailure, Wording> = {
    'scaffold/nothing-to-run': {
        what: 'Slipway found nothing to run in {folder}.',
        next: 'Open the folder that holds your app (for example the one with requirements.txt, package.json or a Dockerfile).',
    },
    'scaffold/not-a-web-app': {
        what: '{folder} is not a web app.',
        why: '{reason}',
        next: 'Choose another folder, or write a Dockerfile and deploy that.',
    },
    'scaffold/no-such-fact': { what: 'There is no fact named {fact}.', next: 'Use one of: {known}.' },
    'scaffold/bad-project-file': {
        what: '{file} cannot be used: line {line}.',
        why: '{reason}',
        next: 'Correct that line; VS Code marks it when the file is open.',
    },
    'scaffold/declined': { what: 'No file was changed.', next: 'Run Slipway: Containerize again when you want the files.' },
};
