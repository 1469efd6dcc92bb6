export interface PodLine {
    readonly atMs: number;
    readonly source: 'stdout' | 'stderr';
    readonly line: string;
}

const kept = 2_000;

/** One container's latest lines, in memory, over its restarts. */
export class PodLog {
    private lines: PodLine[] = [];
    private readonly listeners = new Set<(line: PodLine) => void>();

    constructor(private readonly nowMs: () => number) {}

    add(source: 'stdout' | 'stderr', line: string): void {
        const entry = { atMs: this.nowMs(), source, line };
        this.lines.push(entry);
        if (this.lines.length > kept * 1.2) {
            this.lines = this.lines.slice(-kept);
        }
        for (const listener of this.listeners) {
            listener(entry);
        }
    }

    all(): readonly PodLine[] {
        return this.lines;
    }

    listen(listener: (line: PodLine) => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }
}
