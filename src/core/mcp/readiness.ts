import type { JsonObject } from './catalog';
import { headerSchemaProblem } from './headerSchema';
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
    'templates',
    'prompts',
    'read',
    'noMeta',
    'noCapabilities',
    'noClientInfo',
    'wrongHeader',
    'wrongCase',
    'wrongVersion',
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

/** The id of a request: an error must carry the same. */
export function idOf(request: ReadinessRequest): string {
    return `slipway-${request}`;
}

export type ReadinessRequest = (typeof readinessRequests)[number];
export type ReadinessAnswers = Readonly<Partial<Record<ReadinessRequest, ReadinessAnswer>>>;

/** The words of each are in views/mcpReadinessWords.ts. In the order in which to fix. */
const readinessRules = [
    'discover',
    'capabilities',
    'no-session',
    'no-affinity',
    'list-entries',
    'header-arguments',
    'result-type',
    'ttl',
    'cache-scope',
    'server-info',
    'header-mismatch',
    'header-missing',
    'name-mismatch',
    'version-mismatch',
    'header-case',
    'meta-required',
    'no-capabilities',
    'client-info',
    'unsupported-version',
    'unknown-method',
    'error-id',
    'post-only',
    'resource-not-found',
    'tasks-list',
    'ping',
    'initialize',
    'deprecated',
    'stable-order',
    'tool-names',
    'descriptions',
] as const;

export type ReadinessRule = (typeof readinessRules)[number];

export interface ReadinessFinding {
    readonly id: ReadinessRule;
    readonly outcome: 'pass' | 'fail' | 'warning' | 'not-applicable';
    /** What was seen on the wire; untrusted. */
    readonly evidence: string;
}

interface Rule {
    readonly severity: 'fail' | 'warning';
    readonly judge: (answers: ReadinessAnswers) => { readonly met: boolean | undefined; readonly evidence: string };
}

/** Judges the answers, rule by rule; the order is the order in which to fix. */
export function judgeReadiness(answers: ReadinessAnswers): readonly ReadinessFinding[] {
    return readinessRules.map((id) => {
        const { severity, judge } = rules[id];
        const { met, evidence } = judge(answers);
        return { id, outcome: met === undefined ? 'not-applicable' : met ? 'pass' : severity, evidence };
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

const listRequests = ['discover', 'tools', 'resources', 'templates', 'prompts', 'read'] as const;

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

const entryKeys = { tools: 'name', resources: 'uri', templates: 'uriTemplate', prompts: 'name' } as const;
const entryFields = { tools: 'tools', resources: 'resources', templates: 'resourceTemplates', prompts: 'prompts' } as const;

interface ListedIn {
    readonly list: keyof typeof entryKeys;
    /** The field that names an entry. */
    readonly key: string;
}

/** No entry of a list may have a problem; the first that has one is the evidence. */
function everyEntry(problem: (entry: JsonObject, where: ListedIn) => string | undefined): Rule['judge'] {
    return (answers) => {
        let count = 0;
        for (const list of Object.keys(entryKeys) as (keyof typeof entryKeys)[]) {
            const entries = resultOf(answers[list])?.[entryFields[list]];
            for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
                count++;
                const found = isObject(entry) ? problem(entry, { list, key: entryKeys[list] }) : 'no object';
                if (found !== undefined) {
                    const name = isObject(entry) ? entry[entryKeys[list]] : undefined;
                    return {
                        met: false,
                        evidence: `${list}, entry ${String(index + 1)} (${String(name).slice(0, 100)}): ${found}`.slice(0, 240),
                    };
                }
            }
        }
        return { met: count === 0 ? undefined : true, evidence: `${String(count)} entries` };
    };
}

const rules: Readonly<Record<ReadinessRule, Rule>> = {
    discover: {
        severity: 'fail',
        judge: ({ discover }) => {
            const versions = resultOf(discover)?.supportedVersions;
            return { met: Array.isArray(versions) && versions.includes('2026-07-28'), evidence: seen(discover) };
        },
    },
    'no-session': {
        severity: 'fail',
        judge: (answers) => {
            const sessions = (['discover', 'tools'] as const).filter(
                (request) => answers[request]?.headers['mcp-session-id'] !== undefined,
            );
            const met =
                resultOf(answers.tools) === undefined ? (errorCode(answers.tools) === -32601 ? undefined : false) : sessions.length === 0;
            return { met, evidence: sessions.length > 0 ? `Mcp-Session-Id on ${sessions.join(', ')}` : seen(answers.tools) };
        },
    },
    'no-affinity': {
        severity: 'warning',
        judge: (answers) => {
            const cookies = Object.values(answers).flatMap(({ headers }) =>
                /affinity/i.test(headers['set-cookie'] ?? '') ? [headers['set-cookie'] ?? ''] : [],
            );
            const names = [...new Set(cookies.join(',').match(/\w*affinity\w*(?==)/gi) ?? [])];
            return { met: names.length === 0, evidence: names.length === 0 ? 'no such cookie' : `Set-Cookie: ${names.join(', ')}` };
        },
    },
    'result-type': {
        severity: 'fail',
        judge: everyList(({ resultType }) => resultType === 'complete', 'resultType'),
    },
    ttl: {
        severity: 'fail',
        judge: everyList(({ ttlMs }) => typeof ttlMs === 'number' && Number.isInteger(ttlMs) && ttlMs >= 0, 'ttlMs'),
    },
    'cache-scope': {
        severity: 'fail',
        judge: everyList(({ cacheScope }) => cacheScope === 'public' || cacheScope === 'private', 'cacheScope'),
    },
    'server-info': {
        severity: 'warning',
        judge: everyList(({ _meta }) => isObject(_meta) && isObject(_meta['io.modelcontextprotocol/serverInfo']), 'serverInfo'),
    },
    'header-mismatch': {
        severity: 'fail',
        judge: refusedWith('wrongHeader', 400, -32020),
    },
    'header-missing': {
        severity: 'fail',
        judge: refusedWith('noHeader', 400, -32020),
    },
    'name-mismatch': {
        severity: 'fail',
        judge: ({ wrongName, resources }) => {
            const offersNone = errorCode(resources) === -32601;
            return {
                met: wrongName === undefined || offersNone ? undefined : wrongName.status === 400 && errorCode(wrongName) === -32020,
                evidence: seen(wrongName),
            };
        },
    },
    'meta-required': {
        severity: 'fail',
        judge: refusedWith('noMeta', 400, -32602),
    },
    'unsupported-version': {
        severity: 'fail',
        judge: ({ oldVersion }) => {
            const error = isObject(oldVersion?.message?.error) ? oldVersion.message.error : undefined;
            const lists = isObject(error?.data) && Array.isArray(error.data.supported);
            return {
                met: oldVersion === undefined ? undefined : oldVersion.status === 400 && error?.code === -32022 && lists,
                evidence: seen(oldVersion),
            };
        },
    },
    'unknown-method': {
        severity: 'fail',
        judge: refusedWith('unknownMethod', 404, -32601),
    },
    'post-only': {
        severity: 'warning',
        judge: ({ get, delete: remove }) => {
            const refused = [get, remove].filter((answer) => answer !== undefined);
            const open = refused.find(({ status }) => status !== 405);
            return { met: refused.length === 0 ? undefined : open === undefined, evidence: seen(open ?? refused[0]) };
        },
    },
    'resource-not-found': {
        severity: 'fail',
        judge: (answers) => {
            const code = errorCode(answers.unknownResource);
            const hasNone = resultOf(answers.resources) === undefined || code === -32601;
            return { met: hasNone ? undefined : code === -32602, evidence: seen(answers.unknownResource) };
        },
    },
    'tasks-list': {
        severity: 'warning',
        judge: ({ tasksList }) => ({
            met: tasksList === undefined ? undefined : resultOf(tasksList) === undefined,
            evidence: seen(tasksList),
        }),
    },
    ping: {
        severity: 'warning',
        judge: ({ ping }) => ({ met: ping === undefined ? undefined : resultOf(ping) === undefined, evidence: seen(ping) }),
    },
    initialize: {
        severity: 'warning',
        judge: ({ initialize }) => {
            const error = isObject(initialize?.message?.error) ? initialize.message.error : undefined;
            const names = isObject(error?.data) && Array.isArray(error.data.supported);
            return { met: initialize === undefined ? undefined : resultOf(initialize) !== undefined || names, evidence: seen(initialize) };
        },
    },
    deprecated: {
        severity: 'warning',
        judge: ({ discover }) => {
            const capabilities = resultOf(discover)?.capabilities;
            return {
                met: isObject(capabilities) ? capabilities.logging === undefined : undefined,
                evidence: isObject(capabilities) ? `capabilities: ${Object.keys(capabilities).join(', ')}` : 'no capabilities',
            };
        },
    },
    'stable-order': {
        severity: 'warning',
        judge: ({ tools, toolsAgain }) => {
            const [first, second] = [names(tools), names(toolsAgain)];
            const met = first === undefined || second === undefined ? undefined : first === second;
            return { met, evidence: met === false ? 'two lists in a row differ' : 'two lists in a row are equal' };
        },
    },
    'no-capabilities': {
        severity: 'fail',
        judge: refusedWith('noCapabilities', 400, -32602),
    },
    'client-info': {
        severity: 'fail',
        judge: ({ noClientInfo, tools }) => ({
            met: noClientInfo === undefined || resultOf(tools) === undefined ? undefined : resultOf(noClientInfo) !== undefined,
            evidence: seen(noClientInfo),
        }),
    },
    'version-mismatch': {
        severity: 'fail',
        judge: refusedWith('wrongVersion', 400, -32020),
    },
    'header-case': {
        severity: 'warning',
        judge: refusedWith('wrongCase', 400, -32020),
    },
    'error-id': {
        severity: 'fail',
        judge: (answers) => {
            const errors = readinessRequests.flatMap((request) => {
                const { message } = answers[request] ?? {};
                return isObject(message?.error) && message.id !== undefined ? [{ request, message }] : [];
            });
            const wrong = errors.find(({ request, message }) => message.id !== idOf(request));
            return {
                met: errors.length === 0 ? undefined : wrong === undefined,
                evidence: seen(answers[(wrong ?? errors[0])?.request ?? 'noMeta']),
            };
        },
    },
    capabilities: {
        severity: 'fail',
        judge: (answers) => {
            const capabilities = resultOf(answers.discover)?.capabilities;
            if (!isObject(capabilities)) {
                return { met: undefined, evidence: 'no capabilities' };
            }
            const wrong = (['tools', 'resources', 'prompts'] as const).find((name) => {
                const entries = resultOf(answers[name])?.[name];
                const isSilent = answers[name] !== undefined && !Array.isArray(entries);
                return capabilities[name] === undefined ? Array.isArray(entries) && entries.length > 0 : isSilent;
            });
            return {
                met: wrong === undefined,
                evidence: `capabilities: ${Object.keys(capabilities).join(', ')}${wrong === undefined ? '' : `; ${wrong}/list: ${seen(answers[wrong])}`}`,
            };
        },
    },
    'list-entries': {
        severity: 'fail',
        judge: everyEntry((entry, { key, list }) => {
            const lacks = [key, ...(list === 'tools' || list === 'prompts' ? [] : ['name'])].filter(
                (field) => typeof entry[field] !== 'string' || entry[field] === '',
            );
            const schema = list === 'tools' && !(isObject(entry.inputSchema) && entry.inputSchema.type === 'object') ? ['inputSchema'] : [];
            return [...lacks, ...schema].length === 0 ? undefined : `no valid ${[...lacks, ...schema].join(', ')}`;
        }),
    },
    'header-arguments': {
        severity: 'fail',
        judge: everyEntry((entry, { list }) =>
            list === 'tools' && isObject(entry.inputSchema) ? headerSchemaProblem(entry.inputSchema) : undefined,
        ),
    },
    'tool-names': {
        severity: 'warning',
        judge: everyEntry((entry, { list }) =>
            list === 'tools' && typeof entry.name === 'string' && !/^[\w.-]{1,128}$/.test(entry.name)
                ? `the name ${entry.name}`
                : undefined,
        ),
    },
    descriptions: {
        severity: 'warning',
        judge: everyEntry((entry, { list }) =>
            (list === 'tools' || list === 'prompts') && typeof entry.description !== 'string' ? 'no description' : undefined,
        ),
    },
};

function names(answer: ReadinessAnswer | undefined): string | undefined {
    const tools = resultOf(answer)?.tools;
    return Array.isArray(tools) ? JSON.stringify(tools.map((tool) => (isObject(tool) ? tool.name : null))) : undefined;
}
