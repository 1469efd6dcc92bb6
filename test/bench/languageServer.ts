import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LanguageSession } from '../contract/language/languageSession';
import { languageSession } from '../contract/language/languageSession';
import { longDockerfile } from './longDockerfile';

export interface BenchRow {
    readonly name: string;
    readonly value: number;
    readonly unit: 'ms' | 'MB';
    /** The most that is wanted, in the same unit. */
    readonly goal?: number;
}

const keystrokes = 41;
const reference = path.resolve(__dirname, '../../node_modules/dockerfile-language-server-nodejs/lib/server.js');
const requirements = `${Array.from({ length: 2000 }, (_, at) => `package-${at}[extra]>=1.${at % 50},<2 ; python_version >= "3.9"  # why ${at}`).join('\n')}\n`;

/**
 * The server as webpack made it (`npm run build` first) beside dockerfile-language-server-nodejs on the same text. A keystroke is timed from the change
 * to its diagnostics at the client; `busy` is the process's own time for it, which a loaded machine does not lengthen.
 */
export const bench = {
    title: 'Language server',
    run: async (): Promise<{ readonly rows: readonly BenchRow[] }> => {
        const dockerfile = longDockerfile(1000);
        const disk = {
            Dockerfile: dockerfile,
            'requirements.txt': 'Flask==3.1.2\ngunicorn==23.0.0\n',
            'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
        };
        const own = await languageSession({ files: disk, server: 'bundle' });
        const other = await languageSession({ files: disk, server: { module: reference } });
        try {
            const bare = await bareNodeMegabytes();
            const idle = residentMegabytes(own.pid) - bare;
            const ours = await typeInto(own, 'Dockerfile', 'dockerfile', dockerfile);
            const theirs = await typeInto(other, 'Dockerfile', 'dockerfile', dockerfile);
            const pip = await typeInto(own, 'requirements-long.txt', 'pip-requirements', requirements);
            return {
                rows: [
                    { name: 'Dockerfile of 1,000 lines, a keystroke', value: ours.medianMs, unit: 'ms', goal: 20 },
                    { name: 'the same, busy', value: ours.busyMs, unit: 'ms' },
                    { name: 'dockerfile-language-server-nodejs, a keystroke', value: theirs.medianMs, unit: 'ms' },
                    { name: 'the same, busy', value: theirs.busyMs, unit: 'ms' },
                    { name: 'requirements of 2,000 lines, a keystroke', value: pip.medianMs, unit: 'ms', goal: 20 },
                    { name: 'the same, busy', value: pip.busyMs, unit: 'ms' },
                    { name: 'idle, over a bare Node', value: idle, unit: 'MB', goal: 35 },
                ],
            };
        } finally {
            await own.end();
            await other.end();
        }
    },
};

async function typeInto(session: LanguageSession, file: string, languageId: string, text: string) {
    await session.open(file, languageId, text);
    await session.diagnostics(file);
    const comment = Math.floor(text.length / 2);
    const at = text.indexOf('\n', comment);
    const times: number[] = [];
    let busyMs = 0;
    let typed = text;
    for (let keystroke = 0; keystroke < keystrokes * 2; keystroke += 1) {
        // The first half warms both servers up alike.
        const counts = keystroke >= keystrokes;
        const line = lineOf(typed, at);
        const before = cpuMs(session.pid);
        const startedMs = performance.now();
        await session.connection.sendNotification('textDocument/didChange', {
            textDocument: { uri: `${session.root}/${file}`, version: keystroke + 2 },
            contentChanges: [{ range: { start: line, end: line }, text: keystroke === 0 ? ' x' : 'x' }],
        });
        await session.diagnostics(file);
        if (counts) {
            times.push(performance.now() - startedMs);
            busyMs += cpuMs(session.pid) - before;
        }
        typed = `${typed.slice(0, at)}${keystroke === 0 ? ' x' : 'x'}${typed.slice(at)}`;
    }
    times.sort((a, b) => a - b);
    return { medianMs: times[Math.floor(times.length / 2)] ?? 0, busyMs: busyMs / times.length };
}

function lineOf(text: string, offset: number): { line: number; character: number } {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** User and system time of a process so far; `ps` counts in seconds only, so Linux is read from /proc (in hundredths). */
function cpuMs(pid: number): number {
    try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
            .replace(/^.*\) /s, '')
            .split(' ');
        return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
        return Number.NaN;
    }
}

function residentMegabytes(pid: number): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

async function bareNodeMegabytes(): Promise<number> {
    const child = spawn(process.execPath, ['-e', 'process.on("message", () => {}); process.send(1)'], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    try {
        await new Promise((resolve) => child.once('message', resolve));
        return residentMegabytes(child.pid!);
    } finally {
        child.kill();
    }
}
