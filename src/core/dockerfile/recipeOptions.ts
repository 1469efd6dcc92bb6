/** How Dockerfiles are made, whatever the stack. */
export interface RecipeOptions {
    /** Put before the names of Docker Hub's images, such as `registry.example.com/mirror`; undefined for Docker Hub itself. */
    readonly baseImageRegistry?: string;
    readonly caches: 'mount' | 'plain';
    /** App Service's SSH needs an sshd on 2222 in the image. */
    readonly sshd: 'none' | 'appService';
}

export const defaultRecipeOptions: RecipeOptions = { caches: 'mount', sshd: 'none' };

/** What decides whether a Dockerfile may keep package caches: the setting, where images are built, and which builder the engine has. */
export interface CacheChoice {
    readonly setting: string;
    readonly where: string;
    readonly builder: 'buildkit' | 'classic' | 'absent';
}

/** Mounts where the builder knows them. Azure's does not, and it builds what no engine here does. */
export function cachesFor({ setting, where, builder }: CacheChoice): RecipeOptions['caches'] {
    if (setting === 'always' || setting === 'never') {
        return setting === 'always' ? 'mount' : 'plain';
    }
    const isAzure = where === 'azure' || (where === 'auto' && builder === 'absent');
    return isAzure || builder === 'classic' ? 'plain' : 'mount';
}

/** The name of a Docker Hub image as FROM writes it. Images that name their own registry (mcr.microsoft.com/…) are left alone. */
export function imageName(image: string, options: RecipeOptions): string {
    const registry = options.baseImageRegistry?.replace(/^https?:\/\//, '').replace(/\/+$/, '');
    const hasRegistry = image.includes('/') && /[.:]/.test(image.split('/')[0] ?? '');
    return registry === undefined || registry === '' || hasRegistry ? image : `${registry}/${image}`;
}
