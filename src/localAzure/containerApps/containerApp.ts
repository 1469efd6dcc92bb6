import type { Server } from 'node:http';
import type { Resource } from '../arm/resource';
import type { JsonObject } from '../json';
import type { ManagedEnvironment } from './managedEnvironment';
import type { Revision } from './revision';
import type { SystemLog } from './systemLog';

/** One container app; its secrets' values live in memory only. */
export interface ContainerApp extends Resource {
    readonly environment: ManagedEnvironment;
    workloadProfileName: string;
    /** As asked, without the secrets. */
    configuration: JsonObject;
    readonly secrets: Map<string, string>;
    /** As asked, with the defaults that Azure fills in. */
    template: JsonObject;
    provisioningState: 'InProgress' | 'Succeeded' | 'Failed' | 'Deleting';
    runningStatus: 'Running' | 'Stopped';
    readonly revisions: Revision[];
    readonly log: SystemLog;
    listener: Promise<{ readonly url: string; readonly server: Server }> | undefined;
}

export function latestOf(app: ContainerApp): Revision | undefined {
    return app.revisions.at(-1);
}

export function revisionNamed(app: ContainerApp, name: string): Revision | undefined {
    return app.revisions.find((revision) => revision.name.toLowerCase() === name.toLowerCase());
}
