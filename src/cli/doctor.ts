import { parseArgs } from 'node:util';
import { thisEnvironment } from '../adapters/docker/openEngine';
import { probeEngines } from '../adapters/docker/probeEngines';
import { probeMachine } from '../adapters/node/probeMachine';
import { quietOperation } from '../base/operation';
import type { SetupFinding } from '../core/diagnose/engineFinding';
import { checkSetup } from '../workflows/checkSetup';

const usage = 'Usage: doctor [--json]\n';

/** `doctor`: what keeps this machine from building, and how to mend it. Exit codes: 0 nothing does, 1 something does, 2 wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
    let parsed;
    try {
        parsed = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
    } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
        return 2;
    }
    const environment = thisEnvironment();
    const { findings, setup } = await checkSetup(quietOperation(), {
        engine: (op) => probeEngines(op, environment, undefined),
        machine: (op) => probeMachine(op, environment),
    });
    process.stdout.write(parsed.values.json === true ? `${JSON.stringify({ findings, setup })}\n` : findings.map(describe).join(''));
    return findings.some(({ kind }) => kind === 'problem') ? 1 : 0;
}

function describe({ kind, title, cause, evidence, fix, remedies }: SetupFinding): string {
    const mark = { problem: '✗', warning: '!', good: '✓' }[kind];
    const lines = [
        cause,
        `Seen: ${evidence}`,
        ...(fix === '' ? [] : [`Do: ${fix}`]),
        ...remedies.flatMap((remedy) =>
            remedy.kind === 'copy' ? [`  ${remedy.text}`] : remedy.kind === 'open' ? [`  ${remedy.url}`] : [],
        ),
    ];
    return `${mark} ${title}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}
