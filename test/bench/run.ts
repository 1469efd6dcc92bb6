// Runs the benches of this folder (those that are named, or all), prints their rows and, when all ran, writes docs/performance.md.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Bench, Row } from './row';

const names = ['activation', 'azure', 'contextPacking', 'detection', 'engine', 'languageServer', 'localAzure', 'mcp', 'redeploy', 'ssh'];

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));

async function main(asked: readonly string[]): Promise<number> {
    const unknown = asked.filter((name) => !names.includes(name));
    if (unknown.length > 0) {
        process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
        return 2;
    }
    const parts: string[] = [];
    let code = 0;
    for (const name of asked.length > 0 ? asked : names) {
        const { bench } = (await import(`./${name}.ts`)) as { readonly bench: Bench };
        try {
            const { rows } = await bench.run();
            parts.push(`## ${bench.title}\n\n${table(rows)}\n`);
        } catch (error) {
            code = 1;
            parts.push(
                `## ${bench.title}\n\nNot measured: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`,
            );
        }
        process.stdout.write(`${parts.at(-1) ?? ''}\n`);
    }
    if (asked.length === 0) {
        fs.writeFileSync(path.resolve(__dirname, '../../docs/performance.md'), `${head()}\n${parts.join('\n')}`);
    }
    return code;
}

function head(): string {
    const cpus = os.cpus();
    const memory = `${(os.totalmem() / 1e9).toFixed(0)} GB`;
    const load = (os.loadavg()[0] ?? 0).toFixed(1);
    return [
        '# Performance',
        '',
        `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus[0]?.model ?? 'a machine'}, ${cpus.length} cores, ${memory}, ${os.type()} ${os.release()}, Node ${process.versions.node}, load ${load} at its end. A goal is the most that is wanted.`,
        '',
    ].join('\n');
}

function table(rows: readonly Row[]): string {
    const lines = rows.map(
        ({ name, value, unit, goal }) =>
            `| ${name} | ${shown(value)} ${unit} | ${goal === undefined ? '' : `${shown(goal)} ${unit}${value <= goal ? '' : ' (missed)'}`} |`,
    );
    return ['| What | Measured | Goal |', '| --- | --- | --- |', ...lines].join('\n');
}

function shown(value: number): string {
    return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
