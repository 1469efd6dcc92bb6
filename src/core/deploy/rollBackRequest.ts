import type { DeployRequest } from './deployRequest';
import type { HistoryEntry } from './tags';

/** Asks for what ran before: by its digest, at its port, with the settings that the app has. Planned, performed and verified like any deploy. */
export function rollBackRequest(base: DeployRequest, entry: HistoryEntry): DeployRequest {
    const { expectedStatus: _status, needs: _needs, knownEnv: _known, ...rest } = base;
    return { ...rest, source: { kind: 'digest', digest: entry.digest }, port: entry.port ?? base.port, env: {}, rehearse: 'skip' };
}
