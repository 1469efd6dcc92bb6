/** One line of a site's logs. */
export interface LogEntry {
    readonly atMs: number;
    /** `platform`: what App Service itself says; else what the app wrote. */
    readonly source: 'platform' | 'stdout' | 'stderr';
    readonly level: 'INFO ' | 'WARN ' | 'ERROR';
    readonly machineName: string;
    readonly line: string;
}

const kept = 5_000;

/** A site's latest lines, in memory, and those who listen. */
export class SiteLog {
    private entries: LogEntry[] = [];
    private readonly listeners = new Set<(entry: LogEntry) => void>();

    /** `keepsAppLines`: without "App Service logs" what the app writes is nowhere but in its start-up logs. */
    constructor(
        private readonly nowMs: () => number,
        readonly keepsAppLines: () => boolean = () => true,
    ) {}

    platform(machineName: string, level: 'INFO ' | 'WARN ' | 'ERROR', line: string): void {
        this.add({ atMs: this.nowMs(), source: 'platform', level, machineName, line });
    }

    app(machineName: string, source: 'stdout' | 'stderr', line: string): void {
        if (this.keepsAppLines()) {
            this.add({ atMs: this.nowMs(), source, level: 'INFO ', machineName, line });
        }
    }

    all(): readonly LogEntry[] {
        return this.entries;
    }

    listen(listener: (entry: LogEntry) => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    private add(entry: LogEntry): void {
        this.entries.push(entry);
        if (this.entries.length > kept * 1.2) {
            this.entries = this.entries.slice(-kept);
        }
        for (const listener of this.listeners) {
            listener(entry);
        }
    }
}

/** As the docker log of App Service prints it: platform lines bear a level, the app's own lines only the time. */
export function logText(entry: LogEntry): string {
    const at = new Date(entry.atMs).toISOString().replace('Z', '0000Z');
    return entry.source === 'platform' ? `${at.slice(0, 23)}Z ${entry.level} - ${entry.line}` : `${at}  ${entry.line}`;
}
