import { decimal } from '../base/decimal';
import type { McpFailure } from '../core/failures/mcp';
import type { InstanceShare, ScaleFix, ScaleReport, ScaleVerdict } from '../core/mcp/judgeScale';
import { say } from './say';

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

const headlines = (): Readonly<Record<ScaleVerdict, readonly [headline: string, explanation: string]>> => ({
    spread: [
        say('Calls spread evenly over the instances.'),
        say('Any instance answers any request: this server is ready for more of them.'),
    ],
    'pinned-by-affinity': [
        say('An affinity cookie pins clients to one instance.'),
        say('A client that answers cookies always reaches the instance that answered it first, so that more instances do not help it.'),
    ],
    'one-instance': [say('One instance answered everything.'), say('There is nothing to spread yet.')],
    'one-of-several': [
        say('Only one of several instances answered.'),
        say('The others are starting, unhealthy, or something before them pins the traffic.'),
    ],
    uneven: [
        say('Calls spread unevenly.'),
        say('One instance gets clearly more than its share: another may have started during the check, or be slow.'),
    ],
    'session-bound': [
        say('The server loses its sessions between instances.'),
        say('Its sessions live in the memory of one instance; the others refuse them.'),
    ],
    failing: [say('Too many calls failed.'), say('The distribution means little until they succeed.')],
    'instances-unknown': [
        say('The answers do not say which instance gave them.'),
        say(
            'Add a tool such as whoami that answers WEBSITE_INSTANCE_ID, or connect the app to Application Insights, which Slipway then asks for cloud_RoleInstance.',
        ),
    ],
});

const moods: Readonly<Partial<Record<ScaleVerdict, ScalePanelState['mood']>>> = {
    spread: 'good',
    'session-bound': 'bad',
    failing: 'bad',
};

const fixTitles = (): Readonly<Record<ScaleFix, string>> => ({
    'turn-off-affinity': say('Turn Off Affinity'),
    'add-instances': say('Add Instances'),
    'use-explicit-handles': say('How to Use Explicit Handles'),
    'add-whoami-tool': say('How to Add whoami'),
    'open-log': say('Open Log'),
});

/** `note`: one more line of facts, ready to show. */
export function mcpScalePanel(report: ScaleReport, note?: string): ScalePanelState {
    const [headline, explanation] = headlines()[report.verdict];
    return {
        mood: moods[report.verdict] ?? 'unknown',
        headline,
        explanation,
        facts: [
            report.affinityCookies.length === 0
                ? say('No affinity cookie was set.')
                : say('Affinity cookies: {0}.', report.affinityCookies.join(', ')),
            ...(report.lostSessions === 0 ? [] : [say('{0} sessions were lost between instances.', String(report.lostSessions))]),
            ...insightsFact(report),
            ...report.failures.map((failure) => failureFact(failure, report.calls)),
            ...(note === undefined ? [] : [note]),
        ],
        legs: [
            { title: say('New connection for every call, no cookies'), bars: report.fresh.map(bar) },
            { title: say('Kept connections that answer cookies'), bars: report.kept.map(bar) },
        ].filter(({ bars }) => bars.length > 0),
        buttons: report.fixes.map((fix) => ({ fix, title: fixTitles()[fix] })),
    };
}

/** A swap of slots, or an instance that restarts, shows by when calls failed. */
function failureFact({ code, count, firstMs, lastMs }: ScaleReport['failures'][number], calls: number): string {
    const seconds = (ms: number) => decimal(ms / 1000, 1);
    return say(
        '{0} of {1} calls failed: {2}, from {3} s to {4} s after the first call.',
        ...[String(count), String(calls), failureName(code), seconds(firstMs), seconds(lastMs)],
    );
}

/** What the failed calls met, in a few words: the whole sentences are about one call, with its facts. */
function failureName(code: string): string {
    const names: Readonly<Partial<Record<McpFailure | 'tool error', string>>> = {
        'mcp/unreachable': say('nothing answered'),
        'mcp/timeout': say('no answer in time'),
        'mcp/starting': say('the app was not up (HTTP 502, 503 or 504)'),
        'mcp/server-error': say('an error of the server (HTTP 500)'),
        'mcp/stream-broken': say('the answer broke off'),
        'mcp/unauthorized': say('not signed in (HTTP 401)'),
        'mcp/forbidden': say('not let in (HTTP 403), as by an app that is stopped'),
        'mcp/redirected': say('sent to another host'),
        'mcp/not-an-endpoint': say('an answer that is not of an MCP server'),
        'mcp/session-lost': say('the session was not known'),
        'mcp/refused': say('the server refused the call'),
        'mcp/answer-invalid': say('an answer that could not be read'),
        'tool error': say('the tool answered with an error'),
    };
    return Object.hasOwn(names, code) ? (names[code as McpFailure] ?? code) : say('something else ({0})', code);
}

/** How much of the picture is Application Insights', and how late it was. */
function insightsFact({ insights, calls, failed }: ScaleReport): readonly string[] {
    if (insights === undefined) {
        return [];
    }
    const { known, asked, delayMs } = insights;
    const seconds = String(Math.round(delayMs / 1000));
    return [
        known === 0
            ? say(
                  'Application Insights knew none of {0} calls {1} s after the last one: the app may not tell it of its requests.',
                  String(asked),
                  seconds,
              )
            : asked < calls - failed
              ? say(
                    'Which instance answered is from Application Insights (cloud_RoleInstance): {0} of a sample of {1} calls, {2} s after the last one.',
                    String(known),
                    String(asked),
                    seconds,
                )
              : say(
                    'Which instance answered is from Application Insights (cloud_RoleInstance): {0} of {1} calls, {2} s after the last one.',
                    String(known),
                    String(asked),
                    seconds,
                ),
    ];
}

function bar({ instance, share, calls, p50Ms, p90Ms, p99Ms }: InstanceShare): ScaleBar {
    const ms = (value: number) => String(Math.round(value));
    return {
        // Ids of App Service instances are 64 hexadecimal digits.
        label: instance.length > 20 ? `${instance.slice(0, 12)}…` : instance,
        name: instance,
        fraction: share,
        calls: say('{0} calls, {1} %', String(calls), String(Math.round(share * 100))),
        latency: `p50 ${ms(p50Ms)}, p90 ${ms(p90Ms)}, p99 ${ms(p99Ms)} ms`,
    };
}
