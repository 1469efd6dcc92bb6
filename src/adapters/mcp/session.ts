import { randomFillSync } from 'node:crypto';
import type { CallToolResult, SubscriptionFilter, Tool } from '@modelcontextprotocol/client';
import { fromJsonSchema, LOG_LEVEL_META_KEY, ProtocolError } from '@modelcontextprotocol/client';
import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { pause, quietOperation } from '../../base/operation';
import type { McpFailure } from '../../core/failures/mcp';
import type { WireExchange } from '../../core/mcp/exchange';
import { isObject } from '../../core/mcp/isObject';
import type { McpNotice } from '../../core/mcp/notice';
import { startTrace } from '../../core/mcp/traceContext';
import type { McpLimits, McpServerFacts, McpSession, McpTarget } from '../../ports/mcp';
import type { Link } from './openLink';
import { plainContent, plainContents, plainPrompt, plainResource, plainTemplate, plainTool } from './plain';
import type { Questions } from './questions';
import type { RenewingLink } from './renewing';
import type { Signals } from './signals';

interface SessionParts {
    readonly target: McpTarget;
    readonly limits: McpLimits;
    readonly link: RenewingLink;
    readonly signals: Signals;
    readonly notices: readonly McpNotice[];
    readonly onNotice: (notice: McpNotice) => void;
    readonly questions: Questions | undefined;
}

const headerMismatch = -32020;

/** What a server that restarts, or is put in another's place, is met with. */
const passing = new Set<string>(['mcp/unreachable', 'mcp/starting', 'mcp/server-error', 'mcp/timeout'] satisfies McpFailure[]);

/** What the SDK reports as progress, in words of its own, before it puts a server's question. */
const bySdk = /^Fulfilling input required by '[^']*' \(round \d+\)$/;

/** Connects and answers the session; the facts are of the first connection. */
export async function openSession(op: Operation, parts: SessionParts): Promise<McpSession> {
    const { target, limits, link, signals, notices, onNotice, questions } = parts;
    const facts = await link.use(op, 'connect', (open) => Promise.resolve(factsOf(target.url, open)));
    let known: readonly Tool[] = [];

    /** What a person set going, in the middle of which a server may ask. */
    const asked = async <T>(running: Operation, run: () => Promise<T>): Promise<T> =>
        await (questions === undefined ? run() : questions.during(running, run));
    const trace = () => startTrace((bytes) => randomFillSync(bytes));
    const options = (running: Operation, traceparent: string) => ({
        signal: running.signal,
        timeout: limits.requestTimeoutMs,
        maxTotalTimeout: limits.totalTimeoutMs,
        resetTimeoutOnProgress: true,
        headers: { traceparent },
    });
    /** Every list and read is one span of its own; the id goes into `_meta` and the header. */
    const traced = () => {
        const { traceparent } = trace();
        return { params: { _meta: { traceparent } }, traceparent };
    };
    const listTools = (running: Operation, cacheMode: 'use' | 'refresh') =>
        link.use(running, 'tools/list', async ({ client }) => {
            const { params, traceparent } = traced();
            known = (await client.listTools(params, { ...options(running, traceparent), cacheMode })).tools;
            return known;
        });

    return {
        facts,
        get memory() {
            return link.memory();
        },
        notices,
        tools: async (running, cache = 'use') => (await listTools(running, cache)).map(plainTool),
        prompts: (running, cacheMode = 'use') =>
            link.use(running, 'prompts/list', async ({ client }) => {
                const { params, traceparent } = traced();
                return (await client.listPrompts(params, { ...options(running, traceparent), cacheMode })).prompts.map(plainPrompt);
            }),
        resources: (running, cacheMode = 'use') =>
            link.use(running, 'resources/list', async ({ client }) => {
                const { params, traceparent } = traced();
                return (await client.listResources(params, { ...options(running, traceparent), cacheMode })).resources.map(plainResource);
            }),
        resourceTemplates: (running, cacheMode = 'use') =>
            link.use(running, 'resources/templates/list', async ({ client }) => {
                const { params, traceparent } = traced();
                const { resourceTemplates } = await client.listResourceTemplates(params, { ...options(running, traceparent), cacheMode });
                return resourceTemplates.map(plainTemplate);
            }),
        call: async (running, request) => {
            const { traceId, traceparent } = trace();
            const exchanges: WireExchange[] = [];
            let hear: () => void = () => undefined;
            const heard = new Promise<void>((resolve) => {
                hear = resolve;
            });
            const stopListening = [
                signals.onExchange((exchange) => {
                    if (exchange.traceId === traceId) {
                        exchanges.push(exchange);
                        hear();
                    }
                }),
                signals.onStatus((text) => running.report(text)),
            ];
            const send = () =>
                link.use(running, 'tools/call', ({ client }) => {
                    const tool = known.find(({ name }) => name === request.tool);
                    return client.callTool(
                        {
                            name: request.tool,
                            arguments: { ...request.arguments },
                            _meta: {
                                traceparent,
                                ...(target.onLog !== undefined && facts.era === 'modern' && { [LOG_LEVEL_META_KEY]: 'info' }),
                            },
                        },
                        {
                            ...options(running, traceparent),
                            onprogress: ({ progress, total, message = '' }) =>
                                running.report(
                                    bySdk.test(message) ? 'Waiting for you' : message,
                                    total === undefined || total <= 0 ? undefined : Math.min(progress / total, 1),
                                ),
                            // Without its output schema: the SDK would throw away a result that does not match, and a debugger's user wants to see it.
                            ...(tool !== undefined && { toolDefinition: withoutOutputSchema(tool) }),
                        },
                    );
                });
            const started = performance.now();
            try {
                const result = await asked(running, send).catch(async (error: unknown) => {
                    // The tool's headers changed since it was listed.
                    if (error instanceof Error && error.cause instanceof ProtocolError && error.cause.code === headerMismatch) {
                        await listTools(running, 'refresh');
                        return await asked(running, send);
                    }
                    throw error;
                });
                const durationMs = performance.now() - started;
                checkOutput(
                    known.find(({ name }) => name === request.tool),
                    result,
                    onNotice,
                );
                // The exchange is told when its stream has ended, which may be a moment after the answer.
                await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 200))]);
                return { result: plainResult(result), traceId, durationMs, exchanges };
            } finally {
                stopListening.forEach((stop) => stop());
            }
        },
        read: (running, uri, cacheMode = 'use') =>
            asked(running, () =>
                link.use(running, 'resources/read', async ({ client }) => {
                    const { params, traceparent } = traced();
                    return (await client.readResource({ uri, ...params }, { ...options(running, traceparent), cacheMode })).contents.map(
                        plainContents,
                    );
                }),
            ),
        prompt: (running, name, args) =>
            asked(running, () =>
                link.use(running, 'prompts/get', async ({ client }) => {
                    const { params, traceparent } = traced();
                    const { messages } = await client.getPrompt({ name, arguments: { ...args }, ...params }, options(running, traceparent));
                    return messages.map(({ role, content }) => ({ role, content: plainContent(content) }));
                }),
            ),
        complete: async (running, of, argument) => {
            if (facts.capabilities.completions === undefined) {
                return [];
            }
            return await link.use(running, 'completion/complete', async ({ client }) => {
                const ref =
                    of.kind === 'prompt' ? { type: 'ref/prompt' as const, name: of.name } : { type: 'ref/resource' as const, uri: of.uri };
                const { params, traceparent } = traced();
                const { completion } = await client.complete({ ref, argument: { ...argument }, ...params }, options(running, traceparent));
                return completion.values;
            });
        },
        watch: async (running, onChange) => {
            const stop = signals.onChange(onChange);
            try {
                await listen(running, link, facts, limits);
            } finally {
                stop();
            }
        },
        follow: async (running, uri, onChange) => {
            if (!isObject(facts.capabilities.resources) || facts.capabilities.resources.subscribe !== true) {
                return;
            }
            // A server may tell of a part of what was asked for.
            const stop = signals.onChange(
                (change) => change.kind === 'resource' && (change.uri === uri || change.uri.startsWith(`${uri}/`)) && onChange(),
            );
            try {
                await (facts.era === 'legacy'
                    ? subscribe(running, link, uri, limits)
                    : keepListening(running, link, { resourceSubscriptions: [uri] }, limits));
            } finally {
                stop();
            }
        },
        close: () => link.close(),
    };
}

/** Keeps the newer era's stream open, reopening it with growing pauses; the older era sends its changes unasked. */
async function listen(op: Operation, link: RenewingLink, facts: McpServerFacts, limits: McpLimits): Promise<void> {
    const offers = (name: string) => {
        const capability = facts.capabilities[name];
        return isObject(capability) && capability.listChanged === true;
    };
    const filter = { toolsListChanged: offers('tools'), promptsListChanged: offers('prompts'), resourcesListChanged: offers('resources') };
    if (!Object.values(filter).includes(true)) {
        return;
    }
    await (facts.era === 'legacy' ? stopped(op) : keepListening(op, link, filter, limits));
}

async function stopped({ signal }: Operation): Promise<void> {
    if (!signal.aborted) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }
}

/** The older era's subscription to one resource; its changes come on the session's own stream. */
async function subscribe(op: Operation, link: RenewingLink, uri: string, limits: McpLimits): Promise<void> {
    await link.use(op, 'resources/subscribe', ({ client }) =>
        client.subscribeResource({ uri }, { signal: op.signal, timeout: limits.requestTimeoutMs }),
    );
    await stopped(op);
    await link
        .use(quietOperation(), 'resources/unsubscribe', ({ client }) =>
            client.unsubscribeResource({ uri }, { timeout: limits.requestTimeoutMs }),
        )
        .catch(() => undefined);
}

async function keepListening(op: Operation, link: RenewingLink, filter: SubscriptionFilter, limits: McpLimits): Promise<void> {
    let wasOpen = false;
    for (let waitMs = 1000; !op.signal.aborted; waitMs = Math.min(waitMs * 2, 60_000)) {
        const opened = Date.now();
        await link
            .use(op, 'subscriptions/listen', async ({ client }) => {
                const subscription = await client.listen(filter, { signal: op.signal, timeout: limits.requestTimeoutMs });
                wasOpen = true;
                await subscription.closed;
            })
            .catch((error: unknown) => {
                // Where there was a stream once, an instance that is away comes back, or another one takes its place.
                if (!op.signal.aborted && !(wasOpen && isFailure(error) && passing.has(error.code))) {
                    throw error;
                }
            });
        if (Date.now() - opened > 60_000) {
            waitMs = 1000;
        }
        // Many clients that lost the same instance must not come back at the same moment.
        await pause(op, waitMs * (0.5 + Math.random())).catch(() => undefined);
    }
}

function factsOf(url: string, { client, transport, kind }: Link): McpServerFacts {
    const server = client.getServerVersion();
    const version = client.getNegotiatedProtocolVersion() ?? '';
    const instructions = client.getInstructions();
    return {
        url,
        era: client.getProtocolEra() === 'modern' ? 'modern' : 'legacy',
        protocolVersion: version,
        transport: kind,
        name: server?.name ?? '',
        version: server?.version ?? '',
        ...(server?.title !== undefined && { title: server.title }),
        ...(instructions !== undefined && { instructions }),
        supportedVersions: client.getDiscoverResult()?.supportedVersions ?? [version],
        session: 'sessionId' in transport && transport.sessionId !== undefined ? 'server' : 'none',
        capabilities: { ...client.getServerCapabilities() },
    };
}

function withoutOutputSchema({ outputSchema: _, ...tool }: Tool): Tool {
    return tool;
}

function plainResult(result: CallToolResult) {
    return {
        isError: result.isError === true,
        content: result.content.map(plainContent),
        ...(result.structuredContent !== undefined && { structuredContent: result.structuredContent }),
        ...(isObject(result._meta) && { meta: result._meta }),
    };
}

/** Says when a result is not what its tool promised. Schemas with patterns or of great size are not tried: they could keep this process busy for hours. */
function checkOutput(tool: Tool | undefined, result: CallToolResult, onNotice: (notice: McpNotice) => void): void {
    if (!isObject(tool?.outputSchema) || result.isError === true) {
        return;
    }
    const note = (detail: string) => onNotice({ code: 'output-schema-mismatch', detail: `${tool.name}: ${detail}`, method: 'tools/call' });
    if (result.structuredContent === undefined) {
        note('there is an output schema, but no structured content');
        return;
    }
    const schema = JSON.stringify(tool.outputSchema);
    if (schema.length > 100_000 || /"(?:pattern|patternProperties|\$ref|\$dynamicRef)"/.test(schema)) {
        return;
    }
    try {
        const outcome = fromJsonSchema(tool.outputSchema as never)['~standard'].validate(result.structuredContent);
        if (!(outcome instanceof Promise) && outcome.issues !== undefined) {
            note(
                outcome.issues
                    .map(({ message }) => message)
                    .join('; ')
                    .slice(0, 300),
            );
        }
    } catch (error) {
        note(`the output schema cannot be used: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
    }
}
