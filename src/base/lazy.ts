/** Computes on first use and keeps the result. A rejected promise is forgotten, so that the next use tries again. */
export function lazy<T>(make: () => T): () => T {
    let made: { readonly value: T } | undefined;
    return () => {
        if (made === undefined) {
            const value = make();
            made = { value };
            if (value instanceof Promise) {
                value.catch(() => {
                    made = undefined;
                });
            }
        }
        return made.value;
    };
}
