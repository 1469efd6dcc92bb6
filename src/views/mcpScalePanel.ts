import type { InstanceShare, ScaleFix, ScaleReport, ScaleVerdict } from '../core/mcp/judgeScale';

/** The scale check as a picture: bars from 0 to 1, with words. */
export interface ScalePanelState {
    readonly mood: 'good' | 'bad' | 'unknown';
    readonly headline: string;
    readonly explanation: string;
    /** Cookies that pin, lost sessions, failures; a line each. */
    readonly facts: readonly string[];
    readonly legs: readonly { readonly title: string; readonly bars: readonly ScaleBar[] }[];
    readonly buttons: readonly { readonly fix: ScaleFix; readonly title: string }[];
}

export interface ScaleBar {
    readonly label: string;
    /** The whole name of the instance. */
    readonly name: string;
    readonly fraction: number;
    readonly calls: string;
    readonly latency: string;
}

const headlines: Readonly<Record<ScaleVerdict, readonly [headline: string, explanation: string]>> = {
    spread: ['Calls spread evenly over the instances.', 'Any instance answers any request: this server is ready for more of them.'],
    'pinned-by-affinity': [
        'An affinity cookie pins clients to one instance.',
        'A client that answers cookies always reaches the instance that answered it first, so that more instances do not help it.',
    ],
    'one-instance': ['One instance answered everything.', 'There is nothing to spread yet.'],
    'one-of-several': [
        'Only one of several instances answered.',
        'The others are starting, unhealthy, or something before them pins the traffic.',
    ],
    uneven: [
        'Calls spread unevenly.',
        'One instance gets clearly more than its share: another may have started during the check, or be slow.',
    ],
    'session-bound': [
        'The server loses its sessions between instances.',
        'Its sessions live in the memory of one instance; the others refuse them.',
    ],
    failing: ['Too many calls failed.', 'The distribution means little until they succeed.'],
    'instances-unknown': [
        'The answers do not say which instance gave them.',
        'Add a tool such as whoami that answers WEBSITE_INSTANCE_ID, or look at cloud_RoleInstance in Application Insights.',
    ],
};

const moods: Readonly<Partial<Record<ScaleVerdict, ScalePanelState['mood']>>> = {
    spread: 'good',
    'session-bound': 'bad',
    failing: 'bad',
};

const fixTitles: Readonly<Record<ScaleFix, string>> = {
    'turn-off-affinity': 'Turn Off Affinity',
    'add-instances': 'Add Instances',
    'use-explicit-handles': 'How to Use Explicit Handles',
    'add-whoami-tool': 'How to Add whoami',
    'open-log': 'Open Log',
};

export function mcpScalePanel(report: ScaleReport): ScalePanelState {
    const [headline, explanation] = headlines[report.verdict];
    return {
        mood: moods[report.verdict] ?? 'unknown',
        headline,
        explanation,
        facts: [
            report.affinityCookies.length === 0 ? 'No affinity cookie was set.' : `Affinity cookies: ${report.affinityCookies.join(', ')}.`,
            ...(report.lostSessions === 0 ? [] : [`${report.lostSessions} sessions were lost between instances.`]),
            ...report.failures.map(({ code, count }) => `${count} of ${report.calls} calls failed: ${code}.`),
        ],
        legs: [
            { title: 'New connection for every call, no cookies', bars: report.fresh.map(bar) },
            { title: 'Kept connections that answer cookies', bars: report.kept.map(bar) },
        ].filter(({ bars }) => bars.length > 0),
        buttons: report.fixes.map((fix) => ({ fix, title: fixTitles[fix] })),
    };
}

function bar({ instance, share, calls, p50Ms, p90Ms, p99Ms }: InstanceShare): ScaleBar {
    const ms = (value: number) => String(Math.round(value));
    return {
        // Ids of App Service instances are 64 hexadecimal digits.
        label: instance.length > 20 ? `${instance.slice(0, 12)}…` : instance,
        name: instance,
        fraction: share,
        calls: `${calls} calls, ${Math.round(share * 100)} %`,
        latency: `p50 ${ms(p50Ms)}, p90 ${ms(p90Ms)}, p99 ${ms(p99Ms)} ms`,
    };
}
