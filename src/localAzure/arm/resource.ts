import type { JsonObject } from '../json';

/** What every ARM resource has; providers add their own. `id` keeps the spelling it was made with and is compared without regard to case. */
export interface Resource {
    readonly id: string;
    readonly name: string;
    /** Such as `Microsoft.Web/sites`. */
    readonly type: string;
    location: string;
    tags: Record<string, string> | undefined;
    kind?: string | undefined;
    sku?: JsonObject | undefined;
    identity?: JsonObject | undefined;
    readonly createdMs: number;
    changedMs: number;
}
