import type { DeployRequest } from './deployRequest';

/**
 * The port that Azure is told: the one that the last rehearsal found the app to listen on, when the same port was asked for then. A correction is found once and
 * kept, and asking for another port forgets it.
 */
export function learnedPort({ port, previous }: Pick<DeployRequest, 'port' | 'previous'>): number {
    return previous?.rehearsed?.requestedPort === port ? previous.rehearsed.port : port;
}
