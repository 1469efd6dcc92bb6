/** Fails to compile when a union has a member that a switch forgot; throws when data from outside did not match its type. */
export function never(value: never): never {
    throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
