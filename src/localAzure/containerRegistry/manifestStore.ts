import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../json';

/**
 * What a registry program keeps on disk, in the layout that the distribution project documents for its file-system driver. Its HTTP interface cannot list
 * manifests without a tag and cannot take a tag away, which ACR's can.
 */
export interface ManifestStore {
    /** Newest first; undefined when there is no such repository. */
    manifests(repository: string): Promise<readonly StoredManifest[] | undefined>;
    untag(repository: string, tag: string): Promise<'done' | 'absent'>;
}

export interface StoredManifest {
    readonly digest: string;
    readonly tags: readonly string[];
    readonly createdMs: number;
    readonly sizeBytes: number;
    readonly mediaType: string;
    readonly architecture: string | undefined;
    readonly os: string | undefined;
}

export function createManifestStore(root: string): ManifestStore {
    const top = join(root, 'docker/registry/v2');
    const repositoryPath = (repository: string) => join(top, 'repositories', ...repository.split('/'), '_manifests');
    const blob = async (digest: string): Promise<string> => {
        const hex = digest.replace('sha256:', '');
        return await readFile(join(top, 'blobs/sha256', hex.slice(0, 2), hex, 'data'), 'utf8');
    };

    async function read(repository: string, hex: string, tags: readonly string[]): Promise<StoredManifest | undefined> {
        try {
            const link = join(repositoryPath(repository), 'revisions/sha256', hex, 'link');
            const digest = (await readFile(link, 'utf8')).trim();
            const text = await blob(digest);
            const manifest = JSON.parse(text) as ManifestBody;
            const platform = manifest.config === undefined ? undefined : (JSON.parse(await blob(manifest.config.digest)) as JsonObject);
            const parts = [
                ...(manifest.layers ?? []),
                ...(manifest.manifests ?? []),
                ...(manifest.config === undefined ? [] : [manifest.config]),
            ];
            return {
                digest,
                tags,
                createdMs: (await stat(link)).mtimeMs,
                sizeBytes: text.length + parts.reduce((sum, part) => sum + part.size, 0),
                mediaType: manifest.mediaType ?? 'application/vnd.docker.distribution.manifest.v2+json',
                architecture: typeof platform?.architecture === 'string' ? platform.architecture : undefined,
                os: typeof platform?.os === 'string' ? platform.os : undefined,
            };
        } catch {
            // A revision without its link was deleted.
            return undefined;
        }
    }

    return {
        async manifests(repository) {
            const folder = repositoryPath(repository);
            const revisions = await names(join(folder, 'revisions/sha256'));
            if (revisions === undefined) {
                return undefined;
            }
            const byDigest = new Map<string, string[]>();
            for (const tag of (await names(join(folder, 'tags'))) ?? []) {
                const digest = await readFile(join(folder, 'tags', tag, 'current/link'), 'utf8').catch(() => '');
                byDigest.set(digest.trim(), [...(byDigest.get(digest.trim()) ?? []), tag]);
            }
            const found = await Promise.all(revisions.map((hex) => read(repository, hex, byDigest.get(`sha256:${hex}`) ?? [])));
            return found.filter((each) => each !== undefined).sort((one, other) => other.createdMs - one.createdMs);
        },
        async untag(repository, tag) {
            const folder = join(repositoryPath(repository), 'tags');
            if ((await names(folder))?.includes(tag) !== true) {
                return 'absent';
            }
            await rm(join(folder, tag), { recursive: true, force: true });
            // The registry takes a repository without this folder for one that does not exist.
            await mkdir(folder, { recursive: true });
            return 'done';
        },
    };
}

interface ManifestBody {
    readonly mediaType?: string;
    readonly config?: { readonly digest: string; readonly size: number };
    readonly layers?: readonly { readonly size: number }[];
    readonly manifests?: readonly { readonly size: number }[];
}

async function names(folder: string): Promise<string[] | undefined> {
    return await readdir(folder).catch(() => undefined);
}
