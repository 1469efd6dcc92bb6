/** What the platform itself says about an app or a job. */
export interface SystemEvent {
    readonly atMs: number;
    readonly type: 'Normal' | 'Warning';
    readonly reason: string;
    readonly message: string;
    /** A job's execution stands in its place. */
    readonly revision: string;
    readonly replica: string;
}

const kept = 500;

/** An app's latest system events, in memory, and those who listen. */
export class SystemLog {
    private events: SystemEvent[] = [];
    private readonly listeners = new Set<(event: SystemEvent) => void>();

    constructor(private readonly nowMs: () => number) {}

    add(event: Omit<SystemEvent, 'atMs'>): void {
        const entry = { ...event, atMs: this.nowMs() };
        this.events = [...this.events.slice(1 - kept), entry];
        for (const listener of this.listeners) {
            listener(entry);
        }
    }

    all(): readonly SystemEvent[] {
        return this.events;
    }

    listen(listener: (event: SystemEvent) => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }
}
