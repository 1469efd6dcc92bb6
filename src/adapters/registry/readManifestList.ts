import * as z from 'zod';
import type { RepositoryImage } from '../../core/deploy/resources';

const body = z.object({
    manifests: z
        .array(
            z.object({
                digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
                imageSize: z.number().optional(),
                createdTime: z.string().optional(),
                architecture: z.string().nullish(),
                os: z.string().nullish(),
                tags: z.array(z.string()).nullish(),
            }),
        )
        .nullish(),
});

/** ACR's answer to `/acr/v1/{repository}/_manifests`; what does not fit is left out. */
export function readManifestList(value: unknown): readonly RepositoryImage[] {
    const parsed = body.safeParse(value);
    return (parsed.data?.manifests ?? []).map(({ digest, imageSize, createdTime, architecture, os, tags }) => {
        const createdMs = Date.parse(createdTime ?? '');
        return {
            digest,
            tags: tags ?? [],
            sizeBytes: imageSize ?? 0,
            createdMs: Number.isNaN(createdMs) ? undefined : createdMs,
            platform: typeof os === 'string' && typeof architecture === 'string' ? `${os}/${architecture}` : undefined,
        };
    });
}
