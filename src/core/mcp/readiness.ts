import type { JsonObject } from './catalog';
import { isObject } from './isObject';

/** What a server answered to the readiness requests, by request. Absent: the request could not be sent or was not answered. */
export interface ReadinessAnswer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly message?: JsonObject;
    readonly text: string;
}

export const readinessRequests = [
    'discover',
    'tools',
    'toolsAgain',
    'resources',
    'prompts',
    'noMeta',
    'wrongHeader',
    'noHeader',
    'wrongName',
    'oldVersion',
    'unknownMethod',
    'get',
    'delete',
    'unknownResource',
    'tasksList',
    'ping',
    'initialize',
] as const;

export type ReadinessRequest = (typeof readinessRequests)[number];
export type ReadinessAnswers = Readonly<Partial<Record<ReadinessRequest, ReadinessAnswer>>>;

export interface ReadinessFinding {
    readonly id: string;
    readonly title: string;
    readonly outcome: 'pass' | 'fail' | 'warning' | 'not-applicable';
    /** What was seen on the wire; untrusted. */
    readonly evidence: string;
    readonly why: string;
    readonly change: string;
}

interface Rule {
    readonly id: string;
    readonly title: string;
    readonly why: string;
    readonly change: string;
    readonly severity: 'fail' | 'warning';
    readonly judge: (answers: ReadinessAnswers) => { readonly met: boolean | undefined; readonly evidence: string };
}

/** Judges the answers, rule by rule; the order is the order in which to fix. */
export function judgeReadiness(answers: ReadinessAnswers): readonly ReadinessFinding[] {
    return rules.map(({ id, title, why, change, severity, judge }) => {
        const { met, evidence } = judge(answers);
        return { id, title, why, change, outcome: met === undefined ? 'not-applicable' : met ? 'pass' : severity, evidence };
    });
}

/** Ready means that no rule failed; warnings are advice. */
export function isReady(findings: readonly ReadinessFinding[]): boolean {
    return findings.every(({ outcome }) => outcome !== 'fail');
}

function resultOf(answer: ReadinessAnswer | undefined): JsonObject | undefined {
    return isObject(answer?.message?.result) ? answer.message.result : undefined;
}

function errorCode(answer: ReadinessAnswer | undefined): unknown {
    return isObject(answer?.message?.error) ? answer.message.error.code : undefined;
}

function seen(answer: ReadinessAnswer | undefined): string {
    if (answer === undefined) {
        return 'no answer';
    }
    const { result, error } = answer.message ?? {};
    const body = error !== undefined ? JSON.stringify({ error }) : result !== undefined ? JSON.stringify({ result }) : answer.text;
    return `HTTP ${String(answer.status)} ${body.slice(0, 240)}`.trim();
}

/** A refusal with this status and code. */
function refusedWith(request: ReadinessRequest, status: number, code: number): Rule['judge'] {
    return (answers) => {
        const answer = answers[request];
        return { met: answer === undefined ? undefined : answer.status === status && errorCode(answer) === code, evidence: seen(answer) };
    };
}

const listRequests = ['discover', 'tools', 'resources', 'prompts'] as const;

function lists(answers: ReadinessAnswers): readonly (readonly [string, JsonObject])[] {
    return listRequests.flatMap((request) => {
        const result = resultOf(answers[request]);
        return result === undefined ? [] : [[request, result] as const];
    });
}

/** Every list that was answered must satisfy `holds`. */
function everyList(holds: (result: JsonObject) => boolean, name: string): Rule['judge'] {
    return (answers) => {
        const found = lists(answers);
        const missing = found.filter(([, result]) => !holds(result)).map(([request]) => request);
        return {
            met: found.length === 0 ? undefined : missing.length === 0,
            evidence:
                missing.length === 0
                    ? `${name} in ${found.map(([request]) => request).join(', ')}`
                    : `no valid ${name} in ${missing.join(', ')}`,
        };
    };
}

const rules: readonly Rule[] = [
    {
        id: 'discover',
        title: 'server/discover answers and offers 2026-07-28',
        severity: 'fail',
        why: 'Without a handshake this is how a client learns what a server is.',
        change: 'Update to an SDK that speaks 2026-07-28, or answer server/discover with supportedVersions, capabilities, ttlMs and cacheScope.',
        judge: ({ discover }) => {
            const versions = resultOf(discover)?.supportedVersions;
            return { met: Array.isArray(versions) && versions.includes('2026-07-28'), evidence: seen(discover) };
        },
    },
    {
        id: 'no-session',
        title: 'Requests of 2026-07-28 need no session',
        severity: 'fail',
        why: 'A session ties a client to one instance; a load balancer can then no longer spread its requests.',
        change: 'Stop sending Mcp-Session-Id, and move what hangs on it into explicit handles.',
        judge: (answers) => {
            const sessions = (['discover', 'tools'] as const).filter(
                (request) => answers[request]?.headers['mcp-session-id'] !== undefined,
            );
            const met =
                resultOf(answers.tools) === undefined ? (errorCode(answers.tools) === -32601 ? undefined : false) : sessions.length === 0;
            return { met, evidence: sessions.length > 0 ? `Mcp-Session-Id on ${sessions.join(', ')}` : seen(answers.tools) };
        },
    },
    {
        id: 'no-affinity',
        title: 'No affinity cookie',
        severity: 'warning',
        why: 'ARRAffinity sends each client to the instance that answered it first, which undoes scaling out.',
        change: 'Set clientAffinityEnabled: false on the site (on Container Apps: sticky sessions off).',
        judge: (answers) => {
            const cookies = Object.values(answers).flatMap(({ headers }) =>
                /affinity/i.test(headers['set-cookie'] ?? '') ? [headers['set-cookie'] ?? ''] : [],
            );
            const names = [...new Set(cookies.join(',').match(/\w*affinity\w*(?==)/gi) ?? [])];
            return { met: names.length === 0, evidence: names.length === 0 ? 'no such cookie' : `Set-Cookie: ${names.join(', ')}` };
        },
    },
    {
        id: 'result-type',
        title: 'Every result says its resultType',
        severity: 'fail',
        why: 'A client tells a finished result from a question or a task by it.',
        change: 'Add resultType: "complete" to every result.',
        judge: everyList(({ resultType }) => resultType === 'complete', 'resultType'),
    },
    {
        id: 'ttl',
        title: 'Lists say how long they stay fresh',
        severity: 'fail',
        why: 'With ttlMs clients and gateways cache lists instead of asking before every call.',
        change: 'Add ttlMs, a whole number of milliseconds, to server/discover, the lists and resources/read.',
        judge: everyList(({ ttlMs }) => typeof ttlMs === 'number' && Number.isInteger(ttlMs) && ttlMs >= 0, 'ttlMs'),
    },
    {
        id: 'cache-scope',
        title: 'Lists say who may share them',
        severity: 'fail',
        why: 'Without cacheScope nobody may keep a list for more than one user.',
        change: 'Add cacheScope: "public" where the list is the same for everybody, else "private".',
        judge: everyList(({ cacheScope }) => cacheScope === 'public' || cacheScope === 'private', 'cacheScope'),
    },
    {
        id: 'server-info',
        title: 'Results name the server in _meta',
        severity: 'warning',
        why: 'The release candidate had serverInfo in the body of server/discover; the final revision has it in _meta of every result.',
        change: 'Move serverInfo to _meta["io.modelcontextprotocol/serverInfo"].',
        judge: everyList(({ _meta }) => isObject(_meta) && isObject(_meta['io.modelcontextprotocol/serverInfo']), 'serverInfo'),
    },
    {
        id: 'header-mismatch',
        title: 'Headers that disagree with the body are refused',
        severity: 'fail',
        why: 'A gateway routes and limits by Mcp-Method and Mcp-Name; a body that says otherwise would slip past it.',
        change: 'Compare MCP-Protocol-Version, Mcp-Method and Mcp-Name with the body and answer HTTP 400 with -32020.',
        judge: refusedWith('wrongHeader', 400, -32020),
    },
    {
        id: 'header-missing',
        title: 'Requests without Mcp-Method are refused',
        severity: 'fail',
        why: 'A missing header is a mismatch, too.',
        change: 'Answer HTTP 400 with -32020 when Mcp-Method is missing.',
        judge: refusedWith('noHeader', 400, -32020),
    },
    {
        id: 'name-mismatch',
        title: 'A Mcp-Name that disagrees with the body is refused',
        severity: 'fail',
        why: 'A gateway that allows one tool or resource by its name would let another one through.',
        change: 'Compare Mcp-Name with params.name, or params.uri of resources/read, and answer HTTP 400 with -32020.',
        judge: ({ wrongName, resources }) => {
            const offersNone = errorCode(resources) === -32601;
            return {
                met: wrongName === undefined || offersNone ? undefined : wrongName.status === 400 && errorCode(wrongName) === -32020,
                evidence: seen(wrongName),
            };
        },
    },
    {
        id: 'meta-required',
        title: 'Requests without the required _meta are refused',
        severity: 'fail',
        why: 'Without a handshake, every request must say its version and what its client can do.',
        change: 'Answer HTTP 400 with -32602 when the protocol version or the client capabilities are missing from _meta.',
        judge: refusedWith('noMeta', 400, -32602),
    },
    {
        id: 'unsupported-version',
        title: 'Unknown versions are refused with those that are supported',
        severity: 'fail',
        why: 'A client picks its next attempt from that list.',
        change: 'Answer HTTP 400 with -32022 and data { supported, requested }.',
        judge: ({ oldVersion }) => {
            const error = isObject(oldVersion?.message?.error) ? oldVersion.message.error : undefined;
            const lists = isObject(error?.data) && Array.isArray(error.data.supported);
            return {
                met: oldVersion === undefined ? undefined : oldVersion.status === 400 && error?.code === -32022 && lists,
                evidence: seen(oldVersion),
            };
        },
    },
    {
        id: 'unknown-method',
        title: 'Unknown methods are answered with 404 and -32601',
        severity: 'fail',
        why: 'The status lets a gateway see it, the code lets a client see it.',
        change: 'Answer HTTP 404 with the JSON-RPC error -32601.',
        judge: refusedWith('unknownMethod', 404, -32601),
    },
    {
        id: 'post-only',
        title: 'GET and DELETE are refused',
        severity: 'warning',
        why: 'There is no stream to open any more; an answer to GET makes clients wait for nothing.',
        change: 'Answer GET and DELETE on the endpoint with HTTP 405.',
        judge: ({ get, delete: remove }) => {
            const refused = [get, remove].filter((answer) => answer !== undefined);
            const open = refused.find(({ status }) => status !== 405);
            return { met: refused.length === 0 ? undefined : open === undefined, evidence: seen(open ?? refused[0]) };
        },
    },
    {
        id: 'resource-not-found',
        title: 'A missing resource is -32602',
        severity: 'fail',
        why: 'The code moved from -32002; clients look for the new one.',
        change: 'Answer resources/read of an unknown address with -32602.',
        judge: (answers) => {
            const code = errorCode(answers.unknownResource);
            const hasNone = resultOf(answers.resources) === undefined || code === -32601;
            return { met: hasNone ? undefined : code === -32602, evidence: seen(answers.unknownResource) };
        },
    },
    {
        id: 'tasks-list',
        title: 'tasks/list is gone',
        severity: 'warning',
        why: 'It let one client see the tasks of another; the tasks extension has no list.',
        change: 'Remove tasks/list.',
        judge: ({ tasksList }) => ({
            met: tasksList === undefined ? undefined : resultOf(tasksList) === undefined,
            evidence: seen(tasksList),
        }),
    },
    {
        id: 'ping',
        title: 'ping is gone',
        severity: 'warning',
        why: 'There is no session to keep alive.',
        change: 'Answer ping with -32601 for clients of 2026-07-28.',
        judge: ({ ping }) => ({ met: ping === undefined ? undefined : resultOf(ping) === undefined, evidence: seen(ping) }),
    },
    {
        id: 'initialize',
        title: 'initialize is answered, or refused with the supported versions',
        severity: 'warning',
        why: 'Today’s clients still begin with it; the answer tells them, and their users, what to do.',
        change: 'Serve 2025-11-25 as well, or answer initialize with HTTP 400, -32022 and the supported versions.',
        judge: ({ initialize }) => {
            const error = isObject(initialize?.message?.error) ? initialize.message.error : undefined;
            const names = isObject(error?.data) && Array.isArray(error.data.supported);
            return { met: initialize === undefined ? undefined : resultOf(initialize) !== undefined || names, evidence: seen(initialize) };
        },
    },
    {
        id: 'deprecated',
        title: 'No deprecated capability is offered',
        severity: 'warning',
        why: 'Logging is deprecated and may go after 2027-07-28; resource subscriptions moved to subscriptions/listen.',
        change: 'Log to OpenTelemetry or Application Insights instead; drop logging from the capabilities.',
        judge: ({ discover }) => {
            const capabilities = resultOf(discover)?.capabilities;
            return {
                met: isObject(capabilities) ? capabilities.logging === undefined : undefined,
                evidence: isObject(capabilities) ? `capabilities: ${Object.keys(capabilities).join(', ')}` : 'no capabilities',
            };
        },
    },
    {
        id: 'stable-order',
        title: 'tools/list keeps its order',
        severity: 'warning',
        why: 'A changing order defeats caches, the prompt caches of models too.',
        change: 'Sort the tools, or list them from a constant.',
        judge: ({ tools, toolsAgain }) => {
            const [first, second] = [names(tools), names(toolsAgain)];
            const met = first === undefined || second === undefined ? undefined : first === second;
            return { met, evidence: met === false ? 'two lists in a row differ' : 'two lists in a row are equal' };
        },
    },
];

function names(answer: ReadinessAnswer | undefined): string | undefined {
    const tools = resultOf(answer)?.tools;
    return Array.isArray(tools) ? JSON.stringify(tools.map((tool) => (isObject(tool) ? tool.name : null))) : undefined;
}
