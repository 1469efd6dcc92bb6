import type { DeployFailure } from '../failures/deploy';

/** Why a container in Azure did not start, as its platform's words tell it. */
export interface StartSymptom {
    readonly code: DeployFailure;
    /** The line that says it. */
    readonly line: string;
    readonly exitCode?: number;
    readonly port?: number;
}

const symptoms: readonly { readonly code: DeployFailure; readonly pattern: RegExp }[] = [
    {
        code: 'deploy/wrong-platform',
        pattern: /exec format error|image operating system .* cannot be used|no matching manifest for linux\/amd64|must be linux\/amd64/i,
    },
    {
        code: 'deploy/image-not-found',
        pattern:
            /manifest unknown|manifest for \S+ not found|ImagePullNotFound|name unknown|NAME_UNKNOWN|repository name not known|ImageNotFound/i,
    },
    {
        code: 'deploy/pull-unauthorized',
        pattern:
            /ImagePullUnauthorized|unauthorized|authentication required|pull access denied|denied: requested access|failed to (get|acquire|obtain) .*token|Could not .*managed identity|unable to pull image using managed identity/i,
    },
    // "Container app_0_1a2b for site app did not respond to HTTP pings on port: 80, failing site start. See container logs for debugging."
    {
        code: 'deploy/port-silent',
        pattern: /did not respond to HTTP pings on port:? ?(?<port>\d+)|TargetPort (?<target>\d+) does not match/i,
    },
    {
        code: 'deploy/crashed',
        pattern:
            /exit(?:ed)?(?: with)?(?: exit)? ?(?:code|status):? ?(?<exit>-?\d+)|has exited, failing site start|ContainerExited|CrashLoopBackOff/i,
    },
    {
        code: 'deploy/start-timeout',
        pattern:
            /ContainerTimeout|did not start within (the )?expected time|startup probe .*(failed|timed out)|start(ing)? .*timed? ?out|WarmUpProbeFail/i,
    },
];

/** The first cause, by weight, that any line names; undefined when none is known. The newest line that says it is quoted. */
export function explainStart(lines: readonly string[]): StartSymptom | undefined {
    for (const { code, pattern } of symptoms) {
        const line = lines.findLast((text) => pattern.test(text));
        if (line !== undefined) {
            const groups = pattern.exec(line)?.groups ?? {};
            const port = Number(groups.port ?? groups.target);
            return {
                code,
                line: line.trim().slice(0, 500),
                ...(groups.exit === undefined ? {} : { exitCode: Number(groups.exit) }),
                ...(Number.isNaN(port) ? {} : { port }),
            };
        }
    }
    return undefined;
}
