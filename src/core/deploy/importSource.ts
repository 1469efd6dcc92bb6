/**
 * Reads what a user types for an image to import: `registry/repository:tag` or `…@sha256:…`, with Docker Hub's short forms. Answers where it is and what it
 * will be called; undefined when it is no image.
 */
export function importSource(text: string): { readonly registryUri: string; readonly image: string; readonly target: string } | undefined {
    const match =
        /^(?:([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)\/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(@sha256:[0-9a-f]{64})?$/.exec(
            text.trim(),
        );
    const [, host, path = '', tag, digest = ''] = match ?? [];
    if (match === null) {
        return undefined;
    }
    const registryUri = host === undefined || host === 'index.docker.io' ? 'docker.io' : host;
    const repository = registryUri === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
    const name = path.split('/').at(-1) ?? path;
    return {
        registryUri,
        image: digest === '' ? `${repository}:${tag ?? 'latest'}` : `${repository}${digest}`,
        target: `${name}:${tag ?? (digest === '' ? 'latest' : digest.slice(8, 20))}`,
    };
}
