import type { ReadinessFinding } from './readiness';
import { isReady } from './readiness';

const marks = { pass: 'pass', fail: '**fail**', warning: 'warning', 'not-applicable': 'not applicable' } as const;

/** The report as Markdown. Evidence comes from a server: it stands in code spans that it cannot leave. */
export function readinessMarkdown(url: string, madeAt: string, findings: readonly ReadinessFinding[]): string {
    const count = (outcome: ReadinessFinding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length;
    const toDo = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warning');
    return [
        `# MCP 2026-07-28 readiness`,
        '',
        `${code(url)}, checked ${madeAt}: **${isReady(findings) ? 'ready' : 'not ready'}** (${String(count('pass'))} passed, ${String(count('fail'))} failed, ${String(count('warning'))} warnings, ${String(count('not-applicable'))} not applicable).`,
        '',
        '| Check | Outcome |',
        '| --- | --- |',
        ...findings.map(({ title, outcome }) => `| ${title} | ${marks[outcome]} |`),
        '',
        ...(toDo.length === 0 ? [] : ['## To do', '']),
        ...toDo.flatMap(({ title, outcome, evidence, why, change }) => [
            `### ${title} (${outcome})`,
            '',
            `- Seen: ${code(evidence)}`,
            `- Why it matters: ${why}`,
            `- What to change: ${change}`,
            '',
        ]),
    ].join('\n');
}

/** A code span around any text: fenced with one backtick more than the text has in a row, on one line. */
function code(text: string): string {
    // eslint-disable-next-line no-control-regex
    const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069|]+/g, ' ');
    const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return longest > 0 ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}
