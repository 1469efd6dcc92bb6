/** Whether Azure gave up making a resource: it is left under its name, holds nothing, and the same request makes it again. `state` is its provisioning state. */
export function isBroken(state: string): boolean {
    return /^(failed|canceled)$/i.test(state);
}
