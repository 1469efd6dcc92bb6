import type { ReadinessRule } from '../core/mcp/readiness';

/** What a rule of the readiness report asks, why it matters, and what to change. */
interface RuleWords {
    readonly title: string;
    readonly why: string;
    readonly next: string;
}

export const mcpReadinessWords: Readonly<Record<ReadinessRule, RuleWords>> = {
    discover: {
        title: 'server/discover answers and offers 2026-07-28',
        why: 'Without a handshake this is how a client learns what a server is.',
        next: 'Update to an SDK that speaks 2026-07-28, or answer server/discover with supportedVersions, capabilities, ttlMs and cacheScope.',
    },
    capabilities: {
        title: 'server/discover names what the server answers',
        why: 'A client asks only for what is named, and shows an error where what is named is not there.',
        next: 'Name tools, resources and prompts in the capabilities where their lists are answered, and nowhere else.',
    },
    'no-session': {
        title: 'Requests of 2026-07-28 need no session',
        why: 'A session ties a client to one instance; a load balancer can then no longer spread its requests.',
        next: 'Stop sending Mcp-Session-Id, and move what hangs on it into explicit handles.',
    },
    'no-affinity': {
        title: 'No affinity cookie',
        why: 'ARRAffinity sends each client to the instance that answered it first, which undoes scaling out.',
        next: 'Set clientAffinityEnabled: false on the site (on Container Apps: sticky sessions off).',
    },
    'list-entries': {
        title: 'Every entry of a list is whole',
        why: 'A strict client loses the whole list to one entry without its name, address or input schema.',
        next: 'Give tools a name and an inputSchema of the type object, resources a uri and a name, prompts a name.',
    },
    'header-arguments': {
        title: 'Arguments that become headers are declared as they may be',
        why: 'A client must leave a tool out whose x-mcp-header it cannot honour.',
        next: 'Declare x-mcp-header on strings, integers and booleans that properties alone lead to, each header once.',
    },
    'result-type': {
        title: 'Every result says its resultType',
        why: 'A client tells a finished result from a question or a task by it.',
        next: 'Add resultType: "complete" to every result.',
    },
    ttl: {
        title: 'Lists say how long they stay fresh',
        why: 'With ttlMs clients and gateways cache lists instead of asking before every call.',
        next: 'Add ttlMs, a whole number of milliseconds, to server/discover, the lists and resources/read.',
    },
    'cache-scope': {
        title: 'Lists say who may share them',
        why: 'Without cacheScope nobody may keep a list for more than one user.',
        next: 'Add cacheScope: "public" where the list is the same for everybody, else "private".',
    },
    'server-info': {
        title: 'Results name the server in _meta',
        why: 'The release candidate had serverInfo in the body of server/discover; the final revision has it in _meta of every result.',
        next: 'Move serverInfo to _meta["io.modelcontextprotocol/serverInfo"].',
    },
    'header-mismatch': {
        title: 'Headers that disagree with the body are refused',
        why: 'A gateway routes and limits by Mcp-Method and Mcp-Name; a body that says otherwise would slip past it.',
        next: 'Compare MCP-Protocol-Version, Mcp-Method and Mcp-Name with the body and answer HTTP 400 with -32020.',
    },
    'header-missing': {
        title: 'Requests without Mcp-Method are refused',
        why: 'A missing header is a mismatch, too.',
        next: 'Answer HTTP 400 with -32020 when Mcp-Method is missing.',
    },
    'name-mismatch': {
        title: 'A Mcp-Name that disagrees with the body is refused',
        why: 'A gateway that allows one tool or resource by its name would let another one through.',
        next: 'Compare Mcp-Name with params.name, or params.uri of resources/read, and answer HTTP 400 with -32020.',
    },
    'version-mismatch': {
        title: 'A protocol version in the header that disagrees with _meta is refused',
        why: 'A gateway that routes by MCP-Protocol-Version would send the request to the wrong server.',
        next: 'Compare MCP-Protocol-Version with _meta and answer HTTP 400 with -32020.',
    },
    'header-case': {
        title: 'Mcp-Method is compared letter by letter',
        why: 'Names of headers have no case; their values do, and a gateway compares them so.',
        next: 'Compare the value of Mcp-Method with its case and answer HTTP 400 with -32020.',
    },
    'meta-required': {
        title: 'Requests without the required _meta are refused',
        why: 'Without a handshake, every request must say its version and what its client can do.',
        next: 'Answer HTTP 400 with -32602 when the protocol version or the client capabilities are missing from _meta.',
    },
    'no-capabilities': {
        title: 'Requests without the client’s capabilities are refused',
        why: 'Without them a server cannot know whether its client can ask a person.',
        next: 'Answer HTTP 400 with -32602 when io.modelcontextprotocol/clientCapabilities is missing from _meta.',
    },
    'client-info': {
        title: 'Requests without the client’s name are answered',
        why: 'io.modelcontextprotocol/clientInfo is optional.',
        next: 'Answer requests without clientInfo, too.',
    },
    'unsupported-version': {
        title: 'Unknown versions are refused with those that are supported',
        why: 'A client picks its next attempt from that list.',
        next: 'Answer HTTP 400 with -32022 and data { supported, requested }.',
    },
    'unknown-method': {
        title: 'Unknown methods are answered with 404 and -32601',
        why: 'The status lets a gateway see it, the code lets a client see it.',
        next: 'Answer HTTP 404 with the JSON-RPC error -32601.',
    },
    'error-id': {
        title: 'Errors carry the id of their request',
        why: 'A client cannot tell which of its requests failed, and waits for the others.',
        next: 'Answer every error with the id of the request that it is about.',
    },
    'post-only': {
        title: 'GET and DELETE are refused',
        why: 'There is no stream to open any more; an answer to GET makes clients wait for nothing.',
        next: 'Answer GET and DELETE on the endpoint with HTTP 405.',
    },
    'resource-not-found': {
        title: 'A missing resource is -32602',
        why: 'The code moved from -32002; clients look for the new one.',
        next: 'Answer resources/read of an unknown address with -32602.',
    },
    'tasks-list': {
        title: 'tasks/list is gone',
        why: 'It let one client see the tasks of another; the tasks extension has no list.',
        next: 'Remove tasks/list.',
    },
    ping: {
        title: 'ping is gone',
        why: 'There is no session to keep alive.',
        next: 'Answer ping with -32601 for clients of 2026-07-28.',
    },
    initialize: {
        title: 'initialize is answered, or refused with the supported versions',
        why: 'Today’s clients still begin with it; the answer tells them, and their users, what to do.',
        next: 'Serve 2025-11-25 as well, or answer initialize with HTTP 400, -32022 and the supported versions.',
    },
    deprecated: {
        title: 'No deprecated capability is offered',
        why: 'Logging is deprecated and may go after 2027-07-28; resource subscriptions moved to subscriptions/listen.',
        next: 'Log to OpenTelemetry or Application Insights instead; drop logging from the capabilities.',
    },
    'stable-order': {
        title: 'tools/list keeps its order',
        why: 'A changing order defeats caches, the prompt caches of models too.',
        next: 'Sort the tools, or list them from a constant.',
    },
    'tool-names': {
        title: 'Names of tools have only letters, digits, dots, dashes and underscores',
        why: 'Models and clients refuse other names, or change them.',
        next: 'Name tools with A-Z, a-z, 0-9, _, - and dots, at most 128 characters.',
    },
    descriptions: {
        title: 'Tools and prompts say what they do',
        why: 'A model chooses by the description.',
        next: 'Add a description to every tool and prompt.',
    },
};
