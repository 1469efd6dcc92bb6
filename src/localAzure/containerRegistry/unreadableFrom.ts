const block = 512;

/**
 * The first FROM with a flag in the Dockerfile of an archive, where the scanner of ACR Tasks stops: "unable to understand line FROM --platform=…"
 * (https://github.com/Azure/acr/issues/697). Undefined when there is none, or no such file: the builder says that.
 */
export function unreadableFrom(archive: Buffer, dockerfile: string): string | undefined {
    const text = fileOf(archive, dockerfile.replace(/^\.\//, ''))?.toString('utf8') ?? '';
    return /^[ \t]*(FROM[ \t]+--.*?)\r?$/im.exec(text)?.[1];
}

/** A file by its path; long names are not looked for. */
function fileOf(archive: Buffer, name: string): Buffer | undefined {
    for (let at = 0; at + block <= archive.length;) {
        const end = archive.indexOf(0, at);
        const path = archive.toString('utf8', at, Math.min(end < 0 ? at + 100 : end, at + 100));
        const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
        if (path === name) {
            return archive.subarray(at + block, at + block + size);
        }
        at += block + Math.ceil(size / block) * block;
    }
    return undefined;
}
