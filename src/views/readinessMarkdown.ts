import { isReady, type ReadinessFinding } from '../core/mcp/readiness';
import { mcpReadinessWords } from './mcpReadinessWords';
import { say } from './say';

/** The report as Markdown, in the user's language. Evidence comes from a server: it stands in code spans that it cannot leave. */
export function readinessMarkdown(url: string, madeAt: string, findings: readonly ReadinessFinding[]): string {
    const count = (outcome: ReadinessFinding['outcome']) => String(findings.filter((finding) => finding.outcome === outcome).length);
    const toDo = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warning');
    const counts = say(
        '{0} passed, {1} failed, {2} warnings, {3} not applicable',
        count('pass'),
        count('fail'),
        count('warning'),
        count('not-applicable'),
    );
    const outcomes = { pass: say('pass'), fail: say('fail'), warning: say('warning'), 'not-applicable': say('not applicable') };
    const verdict = isReady(findings) ? say('ready') : say('not ready');
    return [
        `# ${say('MCP 2026-07-28 readiness')}`,
        '',
        `${say('{0}, checked {1}:', code(url), madeAt)} **${verdict}** (${counts}).`,
        '',
        `| ${say('Check')} | ${say('Outcome')} |`,
        '| --- | --- |',
        ...findings.map(
            ({ id, outcome }) =>
                `| ${say(mcpReadinessWords[id].title)} | ${outcome === 'fail' ? `**${outcomes.fail}**` : outcomes[outcome]} |`,
        ),
        '',
        ...(toDo.length === 0 ? [] : [`## ${say('To do')}`, '']),
        ...toDo.flatMap(({ id, outcome, evidence }) => [
            `### ${say(mcpReadinessWords[id].title)} (${outcomes[outcome]})`,
            '',
            `- ${say('Seen:')} ${code(evidence)}`,
            `- ${say('Why it matters:')} ${say(mcpReadinessWords[id].why)}`,
            `- ${say('What to change:')} ${say(mcpReadinessWords[id].next)}`,
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
