// The bridge serves the older era on purpose, whose half of the SDK is deprecated as a whole.
/* eslint-disable @typescript-eslint/no-deprecated */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { ServerContext } from '@modelcontextprotocol/server';
import { ProtocolError, Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { quietOperation } from '../../../base/operation';
import type { ConnectMcp, Elicitation, ElicitationAnswer, McpMemory, McpServerFacts, McpSession, McpTarget } from '../../../ports/mcp';
import { wireContent, wireContents, wireResource, wireResult, wireTool } from '../wireResult';

type Ask = (question: Elicitation) => Promise<ElicitationAnswer>;

/** One downstream client of the bridge: a session of 2025-11-25, with an upstream connection of its own. */
export interface BridgeSession {
    readonly transport: WebStandardStreamableHTTPServerTransport;
    close(): Promise<void>;
}

export interface Upstream {
    readonly connect: ConnectMcp;
    readonly target: McpTarget;
    readonly facts: McpServerFacts;
    readonly memory: McpMemory;
}

export async function openBridgeSession(
    upstream: Upstream,
    onOpened: (id: string) => void,
    onClosed: (id: string) => void,
): Promise<BridgeSession> {
    const { facts, target } = upstream;
    const offers = (name: string) => facts.capabilities[name] !== undefined;
    const server = new Server(
        { name: facts.name || 'mcp', version: facts.version || '0', ...(facts.title !== undefined && { title: facts.title }) },
        {
            capabilities: {
                ...(offers('tools') && { tools: { listChanged: true } }),
                ...(offers('resources') && { resources: { listChanged: true } }),
                ...(offers('prompts') && { prompts: { listChanged: true } }),
                ...(offers('completions') && { completions: {} }),
            },
            ...(facts.instructions !== undefined && { instructions: facts.instructions }),
        },
    );
    const stop = new AbortController();
    /** Which call a question belongs to: the upstream asks in the middle of a call, and the answer must travel on that call's stream. */
    const asking = new AsyncLocalStorage<Ask>();
    let opened: Promise<McpSession> | undefined;
    const session = () =>
        (opened ??= upstream
            .connect(quietOperation(stop.signal), {
                ...target,
                prior: upstream.memory,
                // Only a client that can ask is promised to the server as one.
                ...(server.getClientCapabilities()?.elicitation !== undefined && {
                    onElicit: (_op, question) => asking.getStore()?.(question) ?? Promise.resolve({ action: 'cancel' }),
                }),
            })
            .catch((error: unknown) => {
                opened = undefined;
                throw error;
            }));
    const run = async <T>(context: ServerContext, work: (op: Operation, mcp: McpSession) => Promise<T>): Promise<T> => {
        try {
            const mcp = await session();
            return await asking.run(
                (question) => ask(context, question),
                () => work(operationOf(context), mcp),
            );
        } catch (error) {
            throw wireError(error);
        }
    };
    serve(server, facts, run);
    const transport = new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: onOpened,
        onsessionclosed: onClosed,
    });
    await server.connect(transport);
    server.oninitialized = () => {
        void session()
            .then((mcp) => mcp.watch(quietOperation(stop.signal), ({ kind }) => void announce(server, kind)))
            .catch(() => undefined);
    };
    return {
        transport,
        close: async () => {
            stop.abort();
            const mcp = await opened?.catch(() => undefined);
            await Promise.allSettled([mcp?.close(), server.close()]);
        },
    };
}

type Run = <T>(context: ServerContext, work: (op: Operation, mcp: McpSession) => Promise<T>) => Promise<T>;

function serve(server: Server, facts: McpServerFacts, run: Run): void {
    const offers = (name: string) => facts.capabilities[name] !== undefined;
    if (offers('tools')) {
        server.setRequestHandler('tools/list', (_, context) =>
            run(context, async (op, mcp) => ({ tools: (await mcp.tools(op)).map(wireTool) })),
        );
        server.setRequestHandler('tools/call', ({ params }, context) =>
            run(context, async (op, mcp) =>
                wireResult((await mcp.call(op, { tool: params.name, arguments: params.arguments ?? {} })).result),
            ),
        );
    }
    if (offers('resources')) {
        server.setRequestHandler('resources/list', (_, context) =>
            run(context, async (op, mcp) => ({ resources: (await mcp.resources(op)).map(wireResource) })),
        );
        server.setRequestHandler('resources/templates/list', (_, context) =>
            run(context, async (op, mcp) => ({ resourceTemplates: [...(await mcp.resourceTemplates(op))] })),
        );
        server.setRequestHandler('resources/read', ({ params }, context) =>
            run(context, async (op, mcp) => ({ contents: (await mcp.read(op, params.uri)).map(wireContents) })),
        );
    }
    if (offers('prompts')) {
        server.setRequestHandler('prompts/list', (_, context) =>
            run(context, async (op, mcp) => ({
                prompts: (await mcp.prompts(op)).map((prompt) => ({ ...prompt, arguments: [...prompt.arguments] })),
            })),
        );
        server.setRequestHandler('prompts/get', ({ params }, context) =>
            run(context, async (op, mcp) => ({
                messages: (await mcp.prompt(op, params.name, params.arguments ?? {})).map(({ role, content }) => ({
                    role,
                    content: wireContent(content),
                })),
            })),
        );
    }
    if (offers('completions')) {
        server.setRequestHandler('completion/complete', ({ params }, context) =>
            run(context, async (op, mcp) => {
                const of =
                    params.ref.type === 'ref/prompt'
                        ? ({ kind: 'prompt', name: params.ref.name } as const)
                        : ({ kind: 'template', uri: params.ref.uri } as const);
                return { completion: { values: [...(await mcp.complete(op, of, params.argument))].slice(0, 100) } };
            }),
        );
    }
}

/** Progress of the upstream goes on as the downstream's, when that asked for it. */
function operationOf(context: ServerContext): Operation {
    const token = context.mcpReq._meta?.progressToken;
    let told = 0;
    return {
        signal: context.mcpReq.signal,
        report: (message, fraction) => {
            if (token !== undefined) {
                told = fraction === undefined ? told + 1 : Math.max(told, fraction * 100);
                const params = {
                    progressToken: token,
                    progress: told,
                    ...(fraction !== undefined && { total: 100 }),
                    ...(message !== '' && { message }),
                };
                void context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
            }
        },
        log: () => undefined,
    };
}

/** A question is held open downstream for as long as the person takes. */
async function ask(context: ServerContext, question: Elicitation): Promise<ElicitationAnswer> {
    const options = { timeout: 10 * 60_000, signal: context.mcpReq.signal };
    const answer =
        question.kind === 'form'
            ? await context.mcpReq.elicitInput(
                  { mode: 'form', message: question.message, requestedSchema: question.schema as never },
                  options,
              )
            : await context.mcpReq.elicitInput(
                  { mode: 'url', message: question.message, url: question.url, elicitationId: randomUUID() },
                  options,
              );
    return answer.action === 'accept'
        ? { action: 'accept', ...(answer.content !== undefined && question.kind === 'form' && { content: answer.content }) }
        : { action: answer.action };
}

async function announce(server: Server, kind: 'tools' | 'prompts' | 'resources' | 'resource'): Promise<void> {
    switch (kind) {
        case 'tools': {
            await server.sendToolListChanged();
            return;
        }
        case 'prompts': {
            await server.sendPromptListChanged();
            return;
        }
        case 'resources':
        case 'resource': {
            await server.sendResourceListChanged();
            return;
        }
    }
}

function wireError(error: unknown): ProtocolError {
    if (isFailure(error)) {
        const code = typeof error.facts.code === 'number' ? error.facts.code : -32603;
        return new ProtocolError(code, typeof error.facts.reason === 'string' ? error.facts.reason : error.code);
    }
    return new ProtocolError(-32603, 'The request was stopped.');
}
