import type { DeployRequest } from './deployRequest';
import { readEventRule, type EventRule } from './eventRule';
import type { ContainerApp } from './resources';

/** An app that is there stays what it is. */
export function isJobRequest({ target, appKind }: DeployRequest, containerApp: ContainerApp | undefined): boolean {
    return target === 'containerApps' && (containerApp?.kind ?? appKind) === 'job';
}

/** What is asked to start the job; undefined for what is no job, or is asked for nothing that can be read. */
export function startedByEvents(request: DeployRequest, containerApp: ContainerApp | undefined): EventRule | undefined {
    return isJobRequest(request, containerApp) ? readEventRule(request.events ?? '') : undefined;
}
