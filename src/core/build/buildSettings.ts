/** How a folder is built, as the user set it. */
export interface BuildSettings {
    /** Relative to the folder, with `/`. */
    readonly dockerfile?: string;
    readonly target?: string;
    /** Such as `linux/amd64`. */
    readonly platform?: string;
    readonly args: Readonly<Record<string, string>>;
    /** Where the value of each build secret is found; never the value. */
    readonly secrets: Readonly<Record<string, SecretPlace>>;
    /** Further names for the image. */
    readonly tags: readonly string[];
}

export type SecretPlace = { readonly kind: 'env'; readonly name: string } | { readonly kind: 'file'; readonly path: string };

/**
 * The settings under `slipway.build` with what `profiles` says under the name of the profile in use on top: its args and secrets join the others, the rest
 * replaces them. Whatever has not the right form is left out: settings are edited while they are read.
 */
export function readBuildSettings(settings: unknown, profile: string | undefined): BuildSettings {
    const base = fieldsOf(settings);
    const chosen = profile === undefined ? {} : fieldsOf(fieldsOf(base.profiles)[profile]);
    const text = (name: 'dockerfile' | 'target' | 'platform') => nonEmpty(chosen[name]) ?? nonEmpty(base[name]);
    const dockerfile = text('dockerfile');
    const target = text('target');
    const platform = text('platform');
    return {
        ...(dockerfile === undefined ? {} : { dockerfile }),
        ...(target === undefined ? {} : { target }),
        ...(platform === undefined ? {} : { platform }),
        args: { ...textsOf(base.args), ...textsOf(chosen.args) },
        secrets: Object.fromEntries(
            Object.entries({ ...textsOf(base.secrets), ...textsOf(chosen.secrets) }).flatMap(([id, place]) => {
                const read = placeOf(place);
                return read === undefined ? [] : [[id, read] as const];
            }),
        ),
        tags: Array.isArray(chosen.tags) ? listOf(chosen.tags) : listOf(base.tags),
    };
}

/** Where the build's secrets come from when the user's own settings do not say so. */
export function foreignSecrets(secrets: BuildSettings['secrets'], own: BuildSettings['secrets']): readonly SecretPlace[] {
    return Object.entries(secrets).flatMap(([id, place]) => (samePlace(own[id], place) ? [] : [place]));
}

function samePlace(one: SecretPlace | undefined, other: SecretPlace): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}

/** `env:NAME`, or a path, which may be written `file:PATH`. */
function placeOf(text: string): SecretPlace | undefined {
    const [, kind, rest = ''] = /^(env|file):(.*)$/s.exec(text) ?? [undefined, 'file', text];
    return rest === '' ? undefined : kind === 'env' ? { kind: 'env', name: rest } : { kind: 'file', path: rest };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
    return Object.fromEntries(
        Object.entries(fieldsOf(value)).flatMap(([name, text]) =>
            typeof text === 'string' ? [[name, text]] : typeof text === 'number' || typeof text === 'boolean' ? [[name, String(text)]] : [],
        ),
    );
}

function listOf(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string' && one !== '') : [];
}

function nonEmpty(value: unknown): string | undefined {
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
