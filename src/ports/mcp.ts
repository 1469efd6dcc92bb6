import type { Operation } from '../base/operation';
import type {
    JsonObject,
    McpPrompt,
    McpPromptMessage,
    McpResource,
    McpResourceContents,
    McpResourceTemplate,
    McpTool,
    McpToolResult,
} from '../core/mcp/catalog';
import type { WireExchange } from '../core/mcp/exchange';
import type { McpNotice } from '../core/mcp/notice';
import type { McpServerFacts } from '../core/mcp/serverFacts';
import type { ResolveEndpoint } from './resolveEndpoint';

/** Opens a session with one MCP server, of either era. Throws Failure 'mcp/…' or Cancelled. */
export type ConnectMcp = (op: Operation, target: McpTarget) => Promise<McpSession>;

export interface McpTarget {
    readonly url: string;
    /** Sent with every request; their values are masked in the wire view. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly auth?: McpAuth;
    /** What an earlier session answered as `memory`: spares the probe. A stale one is noticed and dropped. */
    readonly prior?: McpMemory;
    /** Asks the user what a server wants to know. Absent: the client does not offer elicitation at all. */
    readonly onElicit?: (op: Operation, question: Elicitation) => Promise<ElicitationAnswer>;
    readonly onNotice?: (notice: McpNotice) => void;
    readonly onExchange?: (exchange: WireExchange) => void;
    /** A log line that the server sent; untrusted. */
    readonly onLog?: (line: { readonly level: string; readonly text: string }) => void;
    readonly resolve?: ResolveEndpoint;
    /** `keep` answers cookies as a browser would, which is what affinity needs; the default drops them as MCP clients do. */
    readonly cookies?: 'keep' | 'drop';
    /** `fresh` closes the connection after every request; the default keeps it. */
    readonly connections?: 'fresh' | 'kept';
    readonly limits?: Partial<McpLimits>;
}

export interface McpLimits {
    readonly probeTimeoutMs: number;
    /** How long a starting server (HTTP 502, 503, 504) is waited for. */
    readonly coldStartMs: number;
    /** Without progress, a request ends after this long. */
    readonly requestTimeoutMs: number;
    /** With progress, a request ends after this long. */
    readonly totalTimeoutMs: number;
    /** The longest single answer or event. */
    readonly messageBytes: number;
    /** The longest stream of one request, all events together. */
    readonly streamBytes: number;
    readonly depth: number;
    readonly pages: number;
    /** The longest list, all its pages together. */
    readonly listBytes: number;
    readonly listEntries: number;
}

/** A program that speaks MCP on its standard streams. */
export interface McpProgram {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    /** Added to a small safe part of this process's own environment. */
    readonly env: Readonly<Record<string, string>>;
    readonly cwd: string;
}

/** How requests prove who sends them. Tokens stay in memory. */
export type McpAuth =
    /** Asked before every request; `challenge` is the WWW-Authenticate value of the answer that refused the last one. */
    | { readonly kind: 'token'; readonly token: (op: Operation, challenge?: string) => Promise<string | undefined> }
    | { readonly kind: 'oauth'; readonly flow: OAuthFlow };

/** What an authorization-code flow needs of the outside. */
export interface OAuthFlow {
    readonly redirectUrl: string;
    /** A client-id metadata document, an https URL; used where the authorization server knows them. */
    readonly clientMetadataUrl?: string;
    /** A client that was registered beforehand with the authorization server. */
    readonly client?: { readonly id: string; readonly secret?: string };
    /** Opens the browser and answers the URL that the authorization server redirected to, which carries `state`. */
    authorize(op: Operation, url: string, state: string): Promise<string>;
    /** Secret storage by key; the values are secrets. */
    load(key: string): Promise<string | undefined>;
    save(key: string, value: string | undefined): Promise<void>;
}

/** What was learned about a server; plain data that may be stored, per URL and account. */
export type McpMemory = { readonly kind: 'modern'; readonly discover: JsonObject } | { readonly kind: 'legacy' } | { readonly kind: 'sse' };

export type Elicitation =
    /** `schema` is flat: primitives, enumerations and arrays of enumerations. */
    | { readonly kind: 'form'; readonly server: string; readonly message: string; readonly schema: JsonObject }
    /** Accepting means consent to open the URL; `domain` must be shown. */
    | { readonly kind: 'url'; readonly server: string; readonly message: string; readonly url: string; readonly domain: string };

export type ElicitationAnswer =
    | { readonly action: 'accept'; readonly content?: Readonly<Record<string, string | number | boolean | string[]>> }
    | { readonly action: 'decline' }
    | { readonly action: 'cancel' };

/** A live connection. Methods throw Failure 'mcp/…' or Cancelled; expired sessions and sign-ins are renewed inside. */
export interface McpSession {
    readonly facts: McpServerFacts;
    readonly memory: McpMemory;
    readonly notices: readonly McpNotice[];
    /** All pages. `use` serves what is still fresh by the server's ttl without a request. */
    tools(op: Operation, cache?: 'use' | 'refresh'): Promise<readonly McpTool[]>;
    prompts(op: Operation, cache?: 'use' | 'refresh'): Promise<readonly McpPrompt[]>;
    resources(op: Operation, cache?: 'use' | 'refresh'): Promise<readonly McpResource[]>;
    resourceTemplates(op: Operation, cache?: 'use' | 'refresh'): Promise<readonly McpResourceTemplate[]>;
    /** A tool that answers `isError` is a result, not a Failure. `op.report` gets progress; cancelling stops the call on the server. */
    call(op: Operation, request: McpCall): Promise<McpOutcome>;
    read(op: Operation, uri: string, cache?: 'use' | 'refresh'): Promise<readonly McpResourceContents[]>;
    prompt(op: Operation, name: string, args: Readonly<Record<string, string>>): Promise<readonly McpPromptMessage[]>;
    /** Completions for one argument; empty when the server has none. */
    complete(
        op: Operation,
        of: { readonly kind: 'prompt'; readonly name: string } | { readonly kind: 'template'; readonly uri: string },
        argument: { readonly name: string; readonly value: string },
    ): Promise<readonly string[]>;
    /** Tells of changed lists until the operation is stopped; reopens broken streams. Resolves at once where the server has no such stream. */
    watch(op: Operation, onChange: (change: McpChange) => void): Promise<void>;
    /** Tells that a resource, or a part of it, became another one, until the operation is stopped. Resolves at once where the server tells of no such changes. */
    follow(op: Operation, uri: string, onChange: () => void): Promise<void>;
    close(): Promise<void>;
}

export type McpChange = { readonly kind: 'tools' | 'prompts' | 'resources' } | { readonly kind: 'resource'; readonly uri: string };

export interface McpCall {
    readonly tool: string;
    readonly arguments: JsonObject;
}

export interface McpOutcome {
    readonly result: McpToolResult;
    readonly traceId: string;
    readonly durationMs: number;
    /** HTTP exchanges that belong to the call: more than one after an elicitation, a task or a renewed session. */
    readonly exchanges: readonly WireExchange[];
}

/** What a server that refuses says about how to be let in (RFC 9728). */
export interface McpAccess {
    readonly status: number;
    /** The WWW-Authenticate value. */
    readonly challenge?: string;
    /** From the protected resource metadata, where there is any. */
    readonly authorizationServers: readonly string[];
    readonly scopes: readonly string[];
    readonly resource?: string;
}

/** One bare HTTP request, bounded like a session's, for checks that the SDK would hide. */
export type AskRaw = (op: Operation, request: RawRequest) => Promise<RawAnswer>;

export interface RawRequest {
    readonly httpMethod: 'GET' | 'POST' | 'DELETE';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly resolve?: ResolveEndpoint;
    readonly timeoutMs?: number;
}

export interface RawAnswer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly contentType: string;
    /** At most 1 MiB; an event stream ends after its first answer. */
    readonly text: string;
    /** The JSON-RPC message of a JSON or event-stream answer. */
    readonly message?: JsonObject;
    readonly durationMs: number;
}

export type { McpServerFacts };
