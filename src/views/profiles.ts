/** Where a folder is deployed to, by name: `dev`, `prod` … Each profile has a deployment of its own. */
export interface Profiles {
    /** Undefined for the default profile, which has no name. */
    readonly active: string | undefined;
    readonly names: readonly string[];
}

/** Reads what the workspace's state holds; what does not fit is left out. */
export function readProfiles(value: unknown): Profiles {
    const { active, names } = (typeof value === 'object' && value !== null ? value : {}) as { active?: unknown; names?: unknown };
    const known = Array.isArray(names)
        ? names.filter((name): name is string => typeof name === 'string' && profileNameProblem(name) === undefined)
        : [];
    return { active: typeof active === 'string' && known.includes(active) ? active : undefined, names: known };
}

/** What is wrong with a profile's name, in the words of a rule; undefined when it can be taken. It becomes part of resource names. */
export function profileNameProblem(name: string): string | undefined {
    return /^[a-z][a-z0-9]{0,9}$/.test(name)
        ? undefined
        : 'A profile name has 1 to 10 lower-case letters and digits and starts with a letter.';
}
