import fs from 'node:fs';
import path from 'node:path';

interface StepRecord {
    readonly title: string;
    readonly seconds: number;
    readonly outcome: 'passed' | 'failed';
}

/** Runs the steps of the tour one after the other, with a line, a time and a picture each. */
export class TourLog {
    private readonly steps: StepRecord[] = [];

    constructor(
        private readonly folder: string,
        private readonly picture: (file: string) => Promise<void>,
    ) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true });
    }

    /** A step that throws ends the tour: what follows builds on it. */
    async step(title: string, work: () => Promise<void>): Promise<void> {
        const startedAt = Date.now();
        const name = `${String(this.steps.length + 1).padStart(2, '0')}-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
        try {
            await work();
            this.record(title, startedAt, 'passed');
            await this.picture(path.join(this.folder, `${name}.png`));
        } catch (error) {
            this.record(title, startedAt, 'failed');
            await this.picture(path.join(this.folder, `${name}-failed.png`)).catch(() => undefined);
            throw error;
        }
    }

    private record(title: string, startedAt: number, outcome: StepRecord['outcome']): void {
        const step: StepRecord = { title, seconds: (Date.now() - startedAt) / 1000, outcome };
        this.steps.push(step);
        process.stdout.write(`${outcome === 'passed' ? '✔' : '✘'} ${title} (${step.seconds.toFixed(1)} s)\n`);
    }

    /** The counts in the form of scripts/test/failuresAndCounts.cjs. */
    counts(): { passed: number; failed: string[]; skipped: string[] } {
        const titles = (outcome: StepRecord['outcome']) => this.steps.filter((step) => step.outcome === outcome).map((step) => step.title);
        return { passed: titles('passed').length, failed: titles('failed'), skipped: [] };
    }
}
