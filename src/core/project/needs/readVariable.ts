/** One place where code reads an environment variable. */
export interface ReadVariable {
    readonly name: string;
    /** demanded: the code fails without it. optional: it goes on without. asked: it takes what it gets, and the code does not tell. */
    readonly how: 'demanded' | 'optional' | 'asked';
    /** What is used when it is not set. */
    readonly default?: string;
    /** A secret whatever its name says. */
    readonly secret?: true;
    /** Relative to the project's folder. */
    readonly file: string;
    readonly line: number;
}
