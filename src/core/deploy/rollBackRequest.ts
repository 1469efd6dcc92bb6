import type { DeployRequest, PreviousDeployment } from './deployRequest';
import type { HistoryEntry } from './tags';

/** Asks for what ran before: by its digest, at its port, with the settings that the app has. Planned, performed and verified like any deploy. */
export function rollBackRequest(base: DeployRequest, entry: HistoryEntry): DeployRequest {
    const { expectedStatus: _status, needs: _needs, knownEnv: _known, previous, ...rest } = base;
    // What was learned of the image that runs now says nothing of the one that ran before.
    const { rehearsed: _rehearsed, ...last } = previous ?? {};
    return {
        ...rest,
        ...(previous === undefined ? {} : { previous: last as PreviousDeployment }),
        source: { kind: 'digest', digest: entry.digest },
        port: entry.port ?? base.port,
        env: {},
        rehearse: 'skip',
    };
}
