/** The parts of an image name as a FROM line gives it. */
export interface ImageReference {
    readonly registry?: string;
    /** Without registry and without Docker Hub's `library/`. */
    readonly repository: string;
    readonly tag?: string;
    readonly digest?: string;
}

/** Undefined when the name still holds a variable or is not an image name. */
export function parseImageReference(name: string): ImageReference | undefined {
    const match =
        /^(?:([^/@$\s.]+\.[^/@$\s]+|[^/@$\s]+:\d+|localhost)\/)?([a-z0-9][a-z0-9._/-]*)(?::([\w][\w.-]*))?(?:@([a-z0-9]+:[a-f0-9]{32,}))?$/i.exec(
            name,
        );
    const repository = match?.[2];
    if (match === null || repository === undefined || name.includes('$')) {
        return undefined;
    }
    const [, registry, , tag, digest] = match;
    const hub = registry === undefined || registry === 'docker.io' || registry === 'index.docker.io';
    return {
        ...(registry === undefined || hub ? {} : { registry }),
        repository: hub ? repository.replace(/^library\//, '') : repository,
        ...(tag === undefined ? {} : { tag }),
        ...(digest === undefined ? {} : { digest }),
    };
}
