import type { DeployRequest, PreviousDeployment } from './deployRequest';
import { pullSecret } from './pullPrincipal';
import type { HistoryEntry } from './tags';

/** Asks for what ran before: by its digest, at its port, with the settings that the app has. Planned, performed and verified like any deploy. */
export function rollBackRequest(base: DeployRequest, entry: HistoryEntry): DeployRequest {
    const { expectedStatus: _status, needs: _needs, knownEnv, previous, ...rest } = base;
    const secret = knownEnv?.[pullSecret];
    // What was learned of the image that runs now says nothing of the one that ran before.
    const { rehearsed: _rehearsed, ...last } = previous ?? {};
    return {
        ...rest,
        ...(previous === undefined ? {} : { previous: last as PreviousDeployment }),
        source: { kind: 'digest', digest: entry.digest },
        port: entry.port ?? base.port,
        env: {},
        // Who pulls is asked for it again, whatever the image.
        ...(secret === undefined ? {} : { knownEnv: { [pullSecret]: secret } }),
        rehearse: 'skip',
    };
}
