/** A distribution's one spelling for comparing (PEP 503): lower case, runs of `-_.` as one `-`. */
export function normalizeName(name: string): string {
    return name.toLowerCase().replace(/[-_.]+/g, '-');
}
