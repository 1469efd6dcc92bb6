/** Hands values on, no more often than it was made for. */
export interface Paced<T> {
    /** Handed on at once, or with the next pause's end unless a newer one comes before. */
    put(value: T): void;
    /** Hands on now what waits. */
    flush(): void;
    /** Drops what waits. */
    stop(): void;
}

/** For values of which each replaces the one before: the first is handed on at once, then at most one each `everyMs`, and the last one always. */
export function paced<T>(everyMs: number, hand: (value: T) => void): Paced<T> {
    let waiting: { readonly value: T } | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
        clearTimeout(timer);
        timer = undefined;
        if (waiting !== undefined) {
            const { value } = waiting;
            waiting = undefined;
            timer = setTimeout(flush, everyMs);
            hand(value);
        }
    };
    return {
        put(value) {
            waiting = { value };
            if (timer === undefined) {
                flush();
            }
        },
        flush,
        stop() {
            clearTimeout(timer);
            timer = undefined;
            waiting = undefined;
        },
    };
}
