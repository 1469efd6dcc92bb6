import type { DeployFailure } from '../failures/deploy';
import type { RegistryFailure } from '../failures/registry';
import { startSymptoms, type AzureErrorId } from './catalogue/azureErrors';

/** Why a container in Azure did not start, as its platform's words tell it. */
export interface StartSymptom {
    readonly code: DeployFailure | RegistryFailure;
    /** The row of the catalogue. */
    readonly row: AzureErrorId;
    /** The line that says it. */
    readonly line: string;
    readonly exitCode?: number;
    readonly port?: number;
    /** The port that the app was seen to listen on. */
    readonly listening?: number;
    /** The address that a registry did not let in. */
    readonly ip?: string;
}

/** What a platform says when it only saw that nothing came of the start. */
const vague: readonly AzureErrorId[] = ['start-exited', 'start-backing-off', 'start-port-silent', 'start-probe-refused', 'start-timeout'];
/** What an app's own output may say better: never who was refused, since an app has logins of its own. */
const told: readonly AzureErrorId[] = ['start-platform', 'start-out-of-memory', 'start-loopback'];

// App Service writes both into one log: "2026-11-22T21:05:51.780Z INFO  - Pulling image: …" is its own.
const platformLine = /^\S+(?: \d\S+)?\s+(?:INFO|WARN(?:ING)?|ERROR)\s+- /;

/** The platform's reason; where that is vague, or there is none, what the log tells. */
export function explainStartByLog(
    lines: readonly string[],
    log: readonly string[],
    registry: { readonly permissions?: 'registry' | 'repository' } = {},
): StartSymptom | undefined {
    const said = explainStart(lines, registry);
    if (said === undefined) {
        const own = log.filter((line) => platformLine.test(line));
        // A database's "authentication required" in the app's output is no registry's.
        return explainStart(own, registry) ?? explainStart(log, registry, told);
    }
    const better = vague.includes(said.row) ? explainStart(log, registry, told) : undefined;
    return better === undefined ? said : { ...said, ...better };
}

/**
 * The first cause, by weight, that any line names; undefined when none is known. The newest line that says it is quoted. `registry` tells how the
 * registry grants, which decides which role was missing.
 */
export function explainStart(
    lines: readonly string[],
    registry: { readonly permissions?: 'registry' | 'repository' } = {},
    rows?: readonly AzureErrorId[],
): StartSymptom | undefined {
    for (const [row, { failure, line: pattern, registry: needs, unless }] of Object.entries(startSymptoms)) {
        const holds =
            (rows?.includes(row as AzureErrorId) ?? true) &&
            (needs === undefined || needs === registry.permissions) &&
            (unless === undefined || !lines.some((text) => unless.test(text)));
        const line = holds ? lines.findLast((text) => pattern.test(text)) : undefined;
        if (line !== undefined) {
            const { exit, port, listening, ip } = pattern.exec(line)?.groups ?? {};
            return {
                code: failure,
                row: row as AzureErrorId,
                line: line.trim().slice(0, 500),
                ...(exit === undefined ? {} : { exitCode: Number(exit) }),
                ...(port === undefined ? {} : { port: Number(port) }),
                ...(listening === undefined ? {} : { listening: Number(listening) }),
                ...(ip === undefined ? {} : { ip }),
            };
        }
    }
    return undefined;
}
