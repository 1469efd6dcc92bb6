import type { JsonObject } from '../json';

interface Event {
    readonly container: string;
    readonly name: string;
    message: string;
    readonly type: 'Normal' | 'Warning';
    count: number;
    readonly firstMs: number;
    lastMs: number;
}

/** What happened to a group's containers; the same again is counted, as Container Instances does. */
export class GroupEvents {
    private events: Event[] = [];

    constructor(private readonly nowMs: () => number) {}

    add(container: string, name: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
        const now = this.nowMs();
        const same = this.events.find((event) => event.container === container && event.name === name && event.message === message);
        if (same === undefined) {
            this.events.push({ container, name, message, type, count: 1, firstMs: now, lastMs: now });
        } else {
            same.count++;
            same.lastMs = now;
        }
    }

    of(container: string | undefined): JsonObject[] {
        return this.events
            .filter((event) => container === undefined || event.container === container)
            .map((event) => ({
                count: event.count,
                firstTimestamp: seconds(event.firstMs),
                lastTimestamp: seconds(event.lastMs),
                name: event.name,
                message: event.message,
                type: event.type,
            }));
    }

    clear(): void {
        this.events = [];
    }
}

function seconds(ms: number): string {
    return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
