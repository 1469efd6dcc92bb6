import { connectMcp } from '../adapters/mcp/connectMcp';
import { isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { JsonObject, McpTool } from '../core/mcp/catalog';
import { exampleArguments } from '../core/mcp/exampleArguments';
import { isObject } from '../core/mcp/isObject';
import type { McpSession, McpTarget } from '../ports/mcp';
import { fill, words } from '../views/words';
import { browserSignIn } from './browserSignIn';

const usage = `Usage: npm run -s mcp-client -- URL [--call TOOL [JSON]]

Connects to an MCP server of either era, lists what it offers, calls its tools with example arguments and prints what happened as JSON lines.
  --call TOOL [JSON]   call only this tool, with these arguments
Environment (never arguments: they would show in process lists):
  SLIPWAY_MCP_HEADERS          headers for every request, one "Name: value" per line
  SLIPWAY_MCP_CLIENT_ID        a client registered with the authorization server, and
  SLIPWAY_MCP_CLIENT_SECRET    its secret
  SLIPWAY_MCP_CLIENT_METADATA  the https address of a client-id metadata document
  MCP_CONFORMANCE_CONTEXT      set by @modelcontextprotocol/conformance
`;

/** The MCP adapter as a program, for people and for conformance tools. Exit code 0 when nothing failed, 1 when something did, 2 for wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
    const options = args.filter((arg) => arg.startsWith('--'));
    const call = args.indexOf('--call');
    // Conformance tools append the address to the command, whatever stands before it.
    const url = call === 0 ? args.at(-1) : args[0]?.startsWith('--') === true ? args.at(-1) : args[0];
    if (url === undefined || !URL.canParse(url) || options.some((option) => option !== '--call')) {
        process.stderr.write(usage);
        return 2;
    }
    const stop = new AbortController();
    const onInterrupt = () => stop.abort();
    process.once('SIGINT', onInterrupt);
    const op: Operation = {
        signal: stop.signal,
        report: (message) => message !== '' && process.stderr.write(`${message}\n`),
        log: (line) => process.stderr.write(`${line}\n`),
    };
    const context = readContext(process.env.MCP_CONFORMANCE_CONTEXT);
    const signIn = await browserSignIn(op, {
        clientId: process.env.SLIPWAY_MCP_CLIENT_ID ?? text(context.client_id),
        clientSecret: process.env.SLIPWAY_MCP_CLIENT_SECRET ?? text(context.client_secret),
        clientMetadataUrl: process.env.SLIPWAY_MCP_CLIENT_METADATA,
    });
    try {
        const session = await connectMcp(op, target(url, signIn.flow));
        try {
            print('connected', { ...session.facts });
            const wanted = call < 0 ? undefined : { tool: args[call + 1] ?? '', arguments: readContext(args[call + 2]) };
            return await exercise(op, session, wanted === undefined ? wantedCalls(context) : [wanted]);
        } finally {
            await session.close();
        }
    } catch (error) {
        return report('connect', error);
    } finally {
        await signIn.close();
        process.removeListener('SIGINT', onInterrupt);
    }
}

function target(url: string, flow: Extract<McpTarget['auth'], { kind: 'oauth' }>['flow']): McpTarget {
    return {
        url,
        headers: readHeaders(process.env.SLIPWAY_MCP_HEADERS ?? ''),
        auth: { kind: 'oauth', flow },
        // Accepting with nothing lets the defaults of the form speak; an address is never opened without a person.
        onElicit: (_op, question) =>
            Promise.resolve(
                question.kind === 'form' ? { action: 'accept', content: requiredAnswers(question.schema) } : { action: 'decline' },
            ),
        onNotice: (notice) => print('notice', { ...notice }),
    };
}

/** Everything once, in an order that a person would take; one failure does not hide the rest. */
async function exercise(
    op: Operation,
    session: McpSession,
    wanted: readonly { readonly tool: string; readonly arguments: JsonObject }[],
): Promise<number> {
    let failed = 0;
    const attempt = async (what: string, act: () => Promise<void>) => {
        try {
            await act();
        } catch (error) {
            failed += report(what, error);
        }
    };
    let tools: readonly McpTool[] = [];
    await attempt('tools', async () => {
        tools = await session.tools(op);
        tools.forEach(({ name, description }) => print('tool', { name, ...(description !== undefined && { description }) }));
    });
    const calls =
        wanted.length > 0
            ? wanted
            : tools.map((tool) => ({
                  tool: tool.name,
                  arguments: { ...exampleArguments(tool.inputSchema), ...schemaArgument(tool, tools) },
              }));
    for (const request of calls) {
        await attempt(`call ${request.tool}`, async () => {
            const { result, durationMs, traceId } = await session.call(op, request);
            print('result', { tool: request.tool, durationMs: Math.round(durationMs), traceId, ...result });
        });
    }
    const { capabilities } = session.facts;
    if (capabilities.resources !== undefined) {
        await attempt('resources', async () => {
            for (const { uri } of await session.resources(op)) {
                await attempt(`read ${uri}`, async () => print('resource', { uri, parts: (await session.read(op, uri)).length }));
            }
        });
    }
    if (capabilities.prompts !== undefined) {
        await attempt('prompts', async () => {
            for (const prompt of await session.prompts(op)) {
                const values = Object.fromEntries(prompt.arguments.filter(({ required }) => required).map(({ name }) => [name, 'example']));
                await attempt(`prompt ${prompt.name}`, async () =>
                    print('prompt', { name: prompt.name, messages: (await session.prompt(op, prompt.name, values)).length }),
                );
            }
        });
    }
    return failed === 0 ? 0 : 1;
}

/** A tool that asks for a JSON Schema gets one that is at hand: another tool's, exactly as it was received. */
function schemaArgument(tool: McpTool, tools: readonly McpTool[]): JsonObject {
    const properties = isObject(tool.inputSchema.properties) ? tool.inputSchema.properties : {};
    const other = tools.find(({ name }) => name !== tool.name);
    return isObject(properties.schema) && properties.schema.type === 'object' && other !== undefined ? { schema: other.inputSchema } : {};
}

function wantedCalls(context: JsonObject): readonly { readonly tool: string; readonly arguments: JsonObject }[] {
    const calls = Array.isArray(context.toolCalls) ? context.toolCalls : [];
    return calls
        .filter(isObject)
        .map((call) => ({ tool: text(call.name) ?? '', arguments: isObject(call.arguments) ? call.arguments : {} }));
}

/** Answers for the fields of a form that must be given and have no default of their own. */
function requiredAnswers(schema: JsonObject): Record<string, string | number | boolean | string[]> {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const isOpen = (name: string) => isObject(properties[name]) && properties[name].default === undefined;
    return Object.fromEntries(
        Object.entries(exampleArguments(schema)).flatMap(([name, value]) =>
            isOpen(name) && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
                ? [[name, value] as const]
                : [],
        ),
    );
}

function readHeaders(lines: string): Record<string, string> {
    return Object.fromEntries(
        lines
            .split('\n')
            .map((line) => /^([^:\s]+):\s*(.*)/.exec(line))
            .flatMap((match) => (match?.[1] === undefined ? [] : [[match[1], match[2] ?? ''] as const])),
    );
}

function readContext(json: string | undefined): JsonObject {
    try {
        const value: unknown = JSON.parse(json ?? '{}');
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

function text(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}

function print(event: string, facts: JsonObject): void {
    process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);
}

function report(what: string, error: unknown): 1 {
    if (isCancelled(error)) {
        print('stopped', { what });
        return 1;
    }
    if (!isFailure(error)) {
        throw error;
    }
    const wording = words[error.code as keyof typeof words];
    const message = [wording.what, wording.why, wording.next]
        .flatMap((part) => (part === undefined ? [] : [fill(part, error.facts)]))
        .join(' ');
    print('failed', { what, code: error.code, message });
    return 1;
}
