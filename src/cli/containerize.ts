import path from 'node:path';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isFailure } from '../base/failure';
import { quietOperation } from '../base/operation';
import { folderFileSource } from '../adapters/node/folderFileSource';
import { writeProposedFiles } from '../adapters/node/writeProposedFiles';
import type { FailureCode } from '../core/failureCode';
import { settableFacts } from '../core/project/factSheet';
import type { Overrides, SettableFact } from '../core/project/factSheet';
import { readFactValue } from '../core/project/factValue';
import type { WrongValue } from '../core/project/factValue';
import type { Containerization, Profile } from '../core/project/profile';
import { fill, words } from '../views/words';
import { containerize } from '../workflows/containerize';

const usage = `Usage: containerize DIR [--json] [--write] [--set FACT=VALUE]... [--registry MIRROR] [--plain-cache] [--sshd] [--compose]
Facts: ${settableFacts.join(', ')}
`;

/** `containerize DIR`: shows, or with --write writes, what makes a folder a container. Exit codes: 0 done, 1 it failed, 2 wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
    let parsed;
    try {
        parsed = parseArgs({
            args: [...args],
            allowPositionals: true,
            options: {
                json: { type: 'boolean' },
                write: { type: 'boolean' },
                set: { type: 'string', multiple: true },
                registry: { type: 'string' },
                'plain-cache': { type: 'boolean' },
                sshd: { type: 'boolean' },
                compose: { type: 'boolean' },
            },
        });
    } catch (error) {
        return complain(error instanceof Error ? error.message : String(error));
    }
    const [directory, ...more] = parsed.positionals;
    if (directory === undefined || more.length > 0) {
        return complain(directory === undefined ? 'Name the folder.' : 'Name one folder.');
    }
    const overrides = readOverrides(parsed.values.set ?? []);
    if (typeof overrides === 'string') {
        return complain(overrides);
    }
    const root = path.resolve(directory);
    if (
        !(await stat(root).then(
            (found) => found.isDirectory(),
            () => false,
        ))
    ) {
        // prettier-ignore
        return complain(`${directory} is not a folder.`);
    }
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const op = quietOperation(stop.signal);
    try {
        const result = await containerize(op, folderFileSource(root), {
            overrides,
            ...(parsed.values.compose === true && { compose: 'compose' as const }),
            recipe: {
                ...(parsed.values.registry !== undefined && { baseImageRegistry: parsed.values.registry }),
                ...(parsed.values['plain-cache'] === true && { caches: 'plain' as const }),
                ...(parsed.values.sshd === true && { sshd: 'appService' as const }),
            },
        });
        const written = parsed.values.write === true ? await writeProposedFiles(op, root, result.files) : [];
        process.stdout.write(
            parsed.values.json === true
                ? `${JSON.stringify({ projects: result.projects, files: result.files })}\n`
                : describe(result, written, directory),
        );
        return 0;
    } catch (error) {
        if (!isFailure(error)) {
            throw error;
        }
        const { what, why, next } = words[error.code as FailureCode];
        process.stderr.write(`${[what, why, next].map((sentence) => fill(sentence ?? '', error.facts)).filter((sentence) => sentence !== '').join(' ')}\n`); // prettier-ignore
        return 1;
    }
}

function complain(message: string): number {
    process.stderr.write(`${message}\n${usage}`);
    return 2;
}

function readOverrides(settings: readonly string[]): Overrides | string {
    const overrides: Partial<Record<SettableFact, string>> = {};
    for (const setting of settings) {
        const at = setting.indexOf('=');
        const fact = setting.slice(0, at);
        const known = settableFacts.find((name) => name === fact);
        if (at < 1 || known === undefined) {
            return fill(`${words['scaffold/no-such-fact'].what} ${words['scaffold/no-such-fact'].next}`, {
                fact: at < 1 ? setting : fact,
                known: settableFacts.join(', '),
            });
        }
        const text = setting.slice(at + 1);
        const value = readFactValue(known, text);
        if (typeof value !== 'string') {
            return refusal(known, text, value);
        }
        overrides[known] = value;
    }
    return overrides;
}

function refusal(fact: SettableFact, text: string, wrong: WrongValue): string {
    switch (wrong.is) {
        case 'empty':
            return `${fact} is given no value.`;
        case 'port':
            return `A port is a number from 1 to 65535, not ${text}.`;
        case 'path':
            return `A path begins with / and has no blanks: ${text} is none.`;
        case 'version':
            return `A version is written in numbers, such as 3.13, not ${text}.`;
        case 'unknown':
            return `${text} is no ${fact}. Use one of: ${wrong.known.join(', ')}.`;
    }
}

function describe(result: Containerization, written: readonly string[], directory: string): string {
    const projects = result.projects.map(describeProject);
    const files = result.files.map(
        (file) =>
            `  ${written.includes(file.path) ? 'wrote' : file.action.padEnd(6)} ${file.path}${file.reason === undefined ? '' : `: ${file.reason}`}`,
    );
    const nothing = `${fill(words['scaffold/nothing-to-run'].what, { folder: directory })} ${words['scaffold/nothing-to-run'].next}`;
    return `${[...(projects.length === 0 ? [nothing] : projects), ...(files.length === 0 ? [] : ['Files:', ...files])].join('\n')}\n`;
}

function describeProject(profile: Profile): string {
    const value = (fact: string) => (profile as unknown as Readonly<Record<string, unknown>>)[fact];
    const rows = settableFacts
        .filter((fact) => value(fact) !== undefined)
        .map((fact) => {
            const from = profile.evidence.find((evidence) => evidence.fact === fact);
            const shown = value(fact);
            const place =
                from === undefined || from.file === ''
                    ? ''
                    : `  (${from.file}${from.line === undefined ? '' : `:${from.line}`}, ${from.confidence})`;
            return `  ${fact.padEnd(15)} ${Array.isArray(shown) ? shown.join(' ') : String(shown)}${place}`;
        });
    const findings = profile.findings.map((finding) => `  ${finding.severity}: ${finding.message}`);
    return [`${profile.folder === '' ? 'This folder' : profile.folder}:`, ...rows, ...findings].join('\n');
}
