// Recognised by brand, not by instanceof: the extension, its chunks, the worker and the command line are bundles with copies of this file.
const failureBrand = 'slipway.failure';
const cancelledBrand = 'slipway.cancelled';

/** What a failure's words may mention. Data from outside goes here and is escaped where it is shown; never a secret. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** The one error that is thrown on purpose. `code` is `'area/problem'`; the words live in views/words.ts. */
export class Failure<Code extends string = string> extends Error {
    readonly brand = failureBrand;
    constructor(
        readonly code: Code,
        readonly facts: Facts = {},
        cause?: unknown,
    ) {
        super(`${code} ${JSON.stringify(facts)}`, cause === undefined ? undefined : { cause });
        this.name = 'Failure';
    }
}

/** The user, or a caller's signal, stopped the work: never shown as an error. */
export class Cancelled extends Error {
    readonly brand = cancelledBrand;
    constructor() {
        super('Cancelled');
        this.name = 'Cancelled';
    }
}

function hasBrand(error: unknown, brand: string): boolean {
    return typeof error === 'object' && error !== null && 'brand' in error && error.brand === brand;
}

export function isFailure(error: unknown): error is Failure {
    return hasBrand(error, failureBrand);
}

export function isCancelled(error: unknown): error is Cancelled {
    return hasBrand(error, cancelledBrand);
}
