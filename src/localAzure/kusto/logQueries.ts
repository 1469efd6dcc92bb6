import { json, type Answer } from '../http/answer';
import { jsonBody, type Exchange } from '../http/exchange';
import { textField, type JsonObject, type JsonValue } from '../json';
import type { World } from '../world';
import { QueryProblem, type Row } from './expression';
import { runQuery } from './runQuery';

type Raw = Omit<Exchange, 'params' | 'caller'>;

const hosts: Readonly<Record<string, string>> = {
    'api.loganalytics.io': 'https://api.loganalytics.io',
    'api.loganalytics.azure.com': 'https://api.loganalytics.io',
    'api.applicationinsights.io': 'https://api.applicationinsights.io',
};

export function isLogQueryHost(host: string): boolean {
    return host in hosts;
}

/** Where a workspace's tables come from. */
export interface LogSources {
    /** Whether there is a workspace with this customer id. */
    isWorkspace(customerId: string): boolean;
    consoleLogs(customerId: string): readonly Row[];
    systemLogs(customerId: string): readonly Row[];
    /** The requests that the Application Insights component with this application id knows of. */
    requests(appId: string): readonly Row[];
}

const columnsOf: Readonly<Record<string, readonly string[]>> = {
    containerappconsolelogs_cl: [
        'TimeGenerated',
        'EnvironmentName_s',
        'ContainerAppName_s',
        'ContainerJobName_s',
        'RevisionName_s',
        'ContainerGroupName_s',
        'ContainerName_s',
        'Stream_s',
        'Log_s',
    ],
    containerappsystemlogs_cl: [
        'TimeGenerated',
        'EnvironmentName_s',
        'ContainerAppName_s',
        'ContainerJobName_s',
        'RevisionName_s',
        'ReplicaName_s',
        'Type_s',
        'Reason_s',
        'Log_s',
    ],
};
/** Application Insights' other tables: nothing is collected for them, so they are empty. */
const insightsTables = ['traces', 'exceptions', 'dependencies', 'customevents', 'availabilityresults', 'performancecounters'];

/** Queries of Log Analytics and Application Insights, at their own hosts. */
export function answerLogQuery(world: World, sources: LogSources, raw: Raw): Answer {
    const host = raw.url.host.toLowerCase();
    const insights = host.endsWith('applicationinsights.io');
    if (world.mode === 'strict') {
        const token = /^Bearer\s+(\S.*)$/i.exec(raw.headers.authorization ?? '')?.[1];
        const reading = token === undefined ? undefined : world.tokens.read(token);
        if (reading?.kind !== 'valid') {
            return refused(401, 'InvalidTokenError', 'The provided authentication is not valid for this resource');
        }
        if (reading.audience.replace(/\/$/, '') !== hosts[host]) {
            return refused(
                403,
                'InvalidTokenError',
                'The provided credentials have insufficient access to perform the requested operation',
            );
        }
    }
    const [, id] = /^\/v1\/(?:workspaces|apps)\/([^/]+)\/query\/?$/i.exec(raw.url.pathname) ?? [];
    if (id === undefined || (!insights && !sources.isWorkspace(id))) {
        return refused(
            404,
            insights ? 'AppNotFoundError' : 'WorkspaceNotFoundError',
            `The ${insights ? 'application' : 'workspace'} could not be found`,
        );
    }
    const body = raw.method === 'POST' ? jsonBody(raw) : undefined;
    const query = textField(body, 'query') ?? raw.url.searchParams.get('query') ?? '';
    try {
        const found = runQuery(
            query,
            (name) => {
                switch (name.toLowerCase()) {
                    case 'containerappconsolelogs_cl':
                        return insights ? undefined : sources.consoleLogs(id);
                    case 'containerappsystemlogs_cl':
                        return insights ? undefined : sources.systemLogs(id);
                    case 'requests':
                        return insights ? sources.requests(id) : undefined;
                    default:
                        return insights && insightsTables.includes(name.toLowerCase()) ? [] : undefined;
                }
            },
            world.nowMs(),
        );
        const names = found[0] === undefined ? (columnsOf[query.split('|')[0]?.trim().toLowerCase() ?? ''] ?? []) : Object.keys(found[0]);
        return json(200, {
            tables: [
                {
                    name: 'PrimaryResult',
                    columns: names.map((name) => ({ name, type: typeOf(name, found[0]?.[name]) })),
                    rows: found.map((row) => names.map((name) => row[name] ?? null)),
                },
            ],
        });
    } catch (error) {
        if (error instanceof QueryProblem) {
            return refused(400, 'BadArgumentError', 'The request had some invalid properties', {
                innererror: { code: 'SemanticError', message: error.message },
            });
        }
        throw error;
    }
}

function typeOf(name: string, value: JsonValue | undefined): string {
    return /^(TimeGenerated|timestamp)$/i.test(name)
        ? 'datetime'
        : typeof value === 'number'
          ? 'long'
          : typeof value === 'boolean'
            ? 'bool'
            : 'string';
}

function refused(status: number, code: string, message: string, more: JsonObject = {}): Answer {
    return json(status, { error: { message, code, ...more } });
}
