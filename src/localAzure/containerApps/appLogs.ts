import { textField } from '../json';
import type { Pod } from '../pods/pod';
import type { ContainerApp } from './containerApp';
import type { Job } from './job';
import type { Workload } from './workload';

export interface AppLogs {
    consoleLogs(customerId: string): readonly AppLogRow[];
    systemLogs(customerId: string): readonly AppLogRow[];
}

type AppLogRow = Readonly<Record<string, string>>;

/** The tables that Container Apps fills in a workspace, of those apps and jobs whose environment names it. */
export function createAppLogs(apps: () => readonly ContainerApp[], jobs: () => readonly Job[]): AppLogs {
    const writes = (customerId: string) => (workload: Workload) =>
        textField(workload.environment.properties, 'appLogsConfiguration', 'logAnalyticsConfiguration', 'customerId') === customerId;
    const at = (ms: number) => new Date(ms).toISOString();
    const linesOf = (workload: Workload, names: AppLogRow, replica: { readonly name: string; readonly pod: Pod }): AppLogRow[] =>
        replica.pod.containers.flatMap((container) =>
            container.log.all().map((line) => ({
                TimeGenerated: at(line.atMs),
                EnvironmentName_s: workload.environment.name,
                ...names,
                ContainerGroupName_s: replica.name,
                ContainerName_s: container.name,
                Stream_s: line.source,
                Log_s: line.line,
            })),
        );
    const eventsOf = (workload: Workload, names: (of: string) => AppLogRow): AppLogRow[] =>
        workload.log.all().map((event) => ({
            TimeGenerated: at(event.atMs),
            EnvironmentName_s: workload.environment.name,
            ...names(event.revision),
            ReplicaName_s: event.replica,
            Type_s: event.type,
            Reason_s: event.reason,
            Log_s: event.message,
        }));
    const ofApp = (app: ContainerApp, revision: string) => ({
        ContainerAppName_s: app.name,
        ContainerJobName_s: '',
        RevisionName_s: revision,
    });
    // A job's rows have no revision; its execution is the beginning of its replicas' names.
    const ofJob = (job: Job) => ({ ContainerAppName_s: '', ContainerJobName_s: job.name, RevisionName_s: '' });
    return {
        consoleLogs: (customerId) => [
            ...apps()
                .filter(writes(customerId))
                .flatMap((app) =>
                    app.revisions.flatMap((revision) =>
                        revision.replicas.flatMap((replica) => linesOf(app, ofApp(app, revision.name), replica)),
                    ),
                ),
            ...jobs()
                .filter(writes(customerId))
                .flatMap((job) =>
                    job.executions.flatMap((execution) => execution.replicas.flatMap((replica) => linesOf(job, ofJob(job), replica))),
                ),
        ],
        systemLogs: (customerId) => [
            ...apps()
                .filter(writes(customerId))
                .flatMap((app) => eventsOf(app, (revision) => ofApp(app, revision))),
            ...jobs()
                .filter(writes(customerId))
                .flatMap((job) => eventsOf(job, () => ofJob(job))),
        ],
    };
}
