import type { Server } from 'node:http';
import type { Revision } from './revision';
import type { Workload } from './workload';
import type { ServedRequest } from '../kusto/servedRequest';

/** One container app. */
export interface ContainerApp extends Workload {
    runningStatus: 'Running' | 'Stopped';
    readonly revisions: Revision[];
    /** What its replicas answered while their variables named an Application Insights component. */
    readonly served: ServedRequest[];
    listener: Promise<{ readonly url: string; readonly server: Server }> | undefined;
}

export function latestOf(app: ContainerApp): Revision | undefined {
    return app.revisions.at(-1);
}

export function revisionNamed(app: ContainerApp, name: string): Revision | undefined {
    return app.revisions.find((revision) => revision.name.toLowerCase() === name.toLowerCase());
}
