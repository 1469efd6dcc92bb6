/**
 * The port that Azure is told: the one that the last rehearsal found the app to listen on, when the same port was asked for then. A correction is found once and
 * kept, and asking for another port forgets it.
 */
export function learnedPort({
    port,
    previous,
}: {
    readonly port: number;
    readonly previous?: { readonly rehearsed?: { readonly requestedPort: number; readonly port: number } };
}): number {
    return previous?.rehearsed?.requestedPort === port ? previous.rehearsed.port : port;
}
