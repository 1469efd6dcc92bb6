/** What can go wrong here, by code; the words are in views/words/deploy.ts. */
export const deployFailures = [
    'deploy/not-verified',
    'deploy/unanswered',
    'deploy/image-missing',
    'deploy/standin-image',
    'deploy/wrong-platform',
    'deploy/invalid-name',
    'deploy/name-taken',
    'deploy/unknown-sku',
    'deploy/no-region',
    'deploy/settings-changed',
    'deploy/app-changed',
    'deploy/role-not-allowed',
    'deploy/pull-unauthorized',
    'deploy/image-not-found',
    'deploy/port-silent',
    'deploy/start-timeout',
    'deploy/crashed',
    'deploy/stopped',
    'deploy/placeholder',
    'deploy/wrong-status',
    'deploy/old-still-runs',
] as const;

export type DeployFailure = (typeof deployFailures)[number];
