/** `server/repository@sha256:…`: what runs in Azure is always named by its digest. */
export function digestReference(loginServer: string, repository: string, digest: string): string {
    return `${loginServer}/${repository}@${digest}`;
}

/** config/web's linuxFxVersion for an image. */
export function linuxFxVersion(reference: string): string {
    return `DOCKER|${reference}`;
}

/** The image that linuxFxVersion names; undefined for built-in runtimes and sidecars. */
export function imageOf(fxVersion: string): string | undefined {
    return /^DOCKER\|(.+)$/i.exec(fxVersion.trim())?.[1];
}

/** The digest of a reference; undefined when it has only a tag. */
export function digestOf(reference: string): string | undefined {
    return /@(sha256:[0-9a-f]{64})$/i.exec(reference)?.[1]?.toLowerCase();
}

/** What Slipway deployed from the repository of `reference`: people name their images by a tag. */
export function isDeployedFrom(fxVersion: string, reference: string): boolean {
    const image = imageOf(fxVersion) ?? '';
    return digestOf(image) !== undefined && repositoryOf(image) === repositoryOf(reference);
}

function repositoryOf(reference: string): string {
    return reference.split('@')[0]?.toLowerCase() ?? '';
}

/** The digest under which an image of the engine was pushed to this repository before. */
export function pushedDigest(digests: readonly string[], loginServer: string, repository: string): readonly string[] {
    const prefix = `${loginServer}/${repository}@`.toLowerCase();
    return digests.filter((digest) => digest.toLowerCase().startsWith(prefix)).flatMap((digest) => digestOf(digest) ?? []);
}
