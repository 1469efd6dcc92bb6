import type { RunnerRefusal } from '../runner/runner';

/** What `siteStatus` calls a pull that was refused. */
export function pullErrorOf(kind: RunnerRefusal['kind']): string {
    switch (kind) {
        case 'unauthorized':
            return 'ImagePullUnauthorizedFailure';
        case 'notFound':
            return 'ImagePullNotFoundFailure';
        default:
            return 'ImagePullFailure';
    }
}
