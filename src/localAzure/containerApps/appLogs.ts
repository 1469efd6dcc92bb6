import { textField } from '../json';
import type { ContainerApp } from './containerApp';

export interface AppLogs {
    consoleLogs(customerId: string): readonly AppLogRow[];
    systemLogs(customerId: string): readonly AppLogRow[];
}

type AppLogRow = Readonly<Record<string, string>>;

/** The tables that Container Apps fills in a workspace, of those apps whose environment names it. */
export function createAppLogs(all: () => readonly ContainerApp[]): AppLogs {
    const writing = (customerId: string) =>
        all().filter(
            (app) =>
                textField(app.environment.properties, 'appLogsConfiguration', 'logAnalyticsConfiguration', 'customerId') === customerId,
        );
    const at = (ms: number) => new Date(ms).toISOString();
    return {
        consoleLogs: (customerId) =>
            writing(customerId).flatMap((app) =>
                app.revisions.flatMap((revision) =>
                    revision.replicas.flatMap((replica) =>
                        replica.pod.containers.flatMap((container) =>
                            container.log.all().map((line) => ({
                                TimeGenerated: at(line.atMs),
                                EnvironmentName_s: app.environment.name,
                                ContainerAppName_s: app.name,
                                RevisionName_s: revision.name,
                                ContainerGroupName_s: replica.name,
                                ContainerName_s: container.name,
                                Stream_s: line.source,
                                Log_s: line.line,
                            })),
                        ),
                    ),
                ),
            ),
        systemLogs: (customerId) =>
            writing(customerId).flatMap((app) =>
                app.log.all().map((event) => ({
                    TimeGenerated: at(event.atMs),
                    EnvironmentName_s: app.environment.name,
                    ContainerAppName_s: app.name,
                    RevisionName_s: event.revision,
                    ReplicaName_s: event.replica,
                    Type_s: event.type,
                    Reason_s: event.reason,
                    Log_s: event.message,
                })),
            ),
    };
}
