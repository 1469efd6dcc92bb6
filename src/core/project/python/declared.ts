/** One distribution that the project asks for. */
export interface Declared {
    /** In its one spelling. */
    readonly name: string;
    readonly specifier: string;
    readonly extras: readonly string[];
    /** Where it is fetched from instead of an index, as pip writes it (`git+https://…@v1`, an archive's address). */
    readonly url?: string;
    /** When it is installed at all; markers that no Linux image fulfils are left out before. */
    readonly marker?: string;
    readonly file: string;
    readonly line: number;
}
