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

/**
 * The first cause, by weight, that any line names; undefined when none is known. The newest line that says it is quoted. `registry` tells how the
 * registry grants, which decides which role was missing.
 */
export function explainStart(
    lines: readonly string[],
    registry: { readonly permissions?: 'registry' | 'repository' } = {},
): StartSymptom | undefined {
    for (const [row, { failure, line: pattern, registry: needs, unless }] of Object.entries(startSymptoms)) {
        const holds =
            (needs === undefined || needs === registry.permissions) && (unless === undefined || !lines.some((text) => unless.test(text)));
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
