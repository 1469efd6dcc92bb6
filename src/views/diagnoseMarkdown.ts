import { redact } from '../base/redact';
import type { DiagnosePanelState, FindingRow } from './diagnosePanel';

/** The whole run as Markdown, to put into an issue. Text of the container is fenced or escaped: it cannot become a link, markup or the end of its fence. */
export function diagnoseMarkdown(state: DiagnosePanelState, when: string): string {
    const { verdict } = state;
    const parts = [
        `# Diagnosis of ${escape(state.target)}`,
        `${when}${state.instance === undefined ? '' : `, instance ${escape(state.instance)}`}`,
    ];
    if (state.unreachable !== undefined) {
        parts.push(`No way into the container: ${escape(state.unreachable.words)}`);
    }
    if (verdict !== undefined) {
        parts.push(`## Verdict`, escape(verdict.headline), ...verdict.causes.map((one) => findingText(one)));
        if (verdict.symptoms.length > 0) {
            parts.push('### What fails', fence(verdict.symptoms.map((line) => line.text)));
        }
        if (verdict.eliminated.length > 0) {
            parts.push('### What was ruled out', verdict.eliminated.map((one) => `- ${one.layer}: ${escape(one.text)}`).join('\n'));
        }
        if (verdict.observations.length > 0) {
            parts.push('### Also seen', ...verdict.observations.map((one) => findingText(one)));
        }
    }
    if (state.plot !== undefined) {
        parts.push('## Latency', state.plot.series.map((series) => `- ${series.label}: ${series.summary}`).join('\n'));
    }
    parts.push('## Checks');
    for (const row of state.rows.filter((one) => one.status !== 'waiting' && one.status !== 'absent')) {
        const took = row.durationMs === undefined ? '' : `, ${Math.round(row.durationMs)} ms`;
        parts.push(`### ${escape(row.title)} (${row.status}${took})`);
        if (row.lines.length > 0) {
            parts.push(fence(row.lines));
        }
    }
    return redact(parts.join('\n\n')) + '\n';
}

function findingText(finding: FindingRow): string {
    const evidence = finding.evidence.length === 0 ? '' : `\n\n${fence(finding.evidence.map((line) => `${line.check}: ${line.text}`))}`;
    return `**${escape(finding.title)}** ${finding.confidence}, ${finding.layer}. ${escape(finding.next)}${evidence}`;
}

function fence(lines: readonly string[]): string {
    const text = lines.join('\n');
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const mark = '`'.repeat(longest + 1);
    return `${mark}text\n${text}\n${mark}`;
}

function escape(text: string): string {
    return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/\s+/g, ' ');
}
