import type { McpFailure } from '../../core/failures/mcp';
import type { Wording } from './wording';

export const mcpWords: Record<McpFailure, Wording> = {
    'mcp/unreachable': {
        what: 'The MCP server at {url} does not answer.',
        why: '{reason}',
        next: 'Check that it is running and try again.',
    },
    'mcp/bad-url': {
        what: '{url} is not the address of an MCP server.',
        why: 'An address starts with https:// or http:// and has a host.',
        next: 'Correct the address.',
    },
    'mcp/timeout': {
        what: 'The MCP server at {url} took longer than {seconds} seconds.',
        next: 'Look at the log of the app; raise the time limit if the work is really that long.',
    },
    'mcp/starting': {
        what: 'The app at {url} is not up yet: it answers HTTP {status}.',
        why: 'A container that starts, or crashes at its start, answers so.',
        next: 'Wait and try again, or look at the log of the app.',
    },
    'mcp/server-error': {
        what: 'The MCP server at {url} failed with HTTP {status}.',
        why: '{reason}',
        next: 'Look at the log of the app: the error is on its side.',
    },
    'mcp/unauthorized': {
        what: 'The MCP server at {url} wants to know who you are.',
        why: 'It answered HTTP 401.',
        next: 'Sign in, or give the key that it expects; a Functions app wants the system key mcp_extension in the header x-functions-key.',
    },
    'mcp/forbidden': {
        what: 'The MCP server at {url} does not let this account in.',
        why: 'It answered HTTP 403: the site is stopped, an access restriction stands before it, or the account lacks a permission.',
        next: 'Check that the app is started, then its networking rules and permissions.',
    },
    'mcp/redirected': {
        what: 'The MCP server at {url} sends its clients elsewhere, to {host}.',
        why: 'A redirect to another host is not followed, so that no token goes there. App Service authentication does this until unauthenticated requests are answered with 401.',
        next: 'Set the unauthenticated action of App Service authentication to Return401, or use the address that it points to.',
    },
    'mcp/not-an-endpoint': {
        what: '{url} answers, but not as an MCP server.',
        why: 'The answer was HTTP {status}, {contentType}.',
        next: 'Use the path of the MCP endpoint, mostly /mcp.',
    },
    'mcp/no-common-version': {
        what: 'The MCP server at {url} speaks no protocol version that this client knows.',
        why: '{reason}',
        next: 'Update the SDK of the server.',
    },
    'mcp/session-lost': {
        what: 'One instance of the app behind {url} opened a session, and another one does not know it.',
        why: 'The server keeps sessions in memory, and the load balancer sends each request to any instance.',
        next: 'Run one instance, turn session affinity on, or move the server to the stateless protocol of 2026-07-28.',
    },
    'mcp/sign-in-failed': {
        what: 'Signing in to the MCP server at {url} did not work.',
        why: '{reason}',
        next: 'Try again, or ask who runs the server which accounts it accepts.',
    },
    'mcp/foreign-token': {
        what: 'The MCP server at {url} wants a token of {resource}, which is another service.',
        why: 'With that token the server could act there in your name: a token is given only to the service that it is made for.',
        next: 'Ask who runs the server for a scope of its own, such as api://…, or give it a key or a header.',
    },
    'mcp/refused': {
        what: 'The MCP server refused {method}.',
        why: 'Error {code}: {reason}.',
        next: 'Check the values that were sent.',
    },
    'mcp/method-missing': {
        what: 'The MCP server does not know {method}.',
        next: 'Nothing to do here unless the server says that it offers this.',
    },
    'mcp/answer-too-large': {
        what: 'The MCP server sent more than {limit} in one answer.',
        why: 'Reading stopped there, to protect this computer.',
        next: 'Let the tool answer in pages, or with a resource link.',
    },
    'mcp/answer-too-deep': {
        what: 'The MCP server sent data that nests deeper than {limit} levels.',
        why: 'It was not read, to protect this computer.',
        next: 'Let the tool answer with flatter data.',
    },
    'mcp/answer-invalid': {
        what: 'The MCP server sent something that is not a valid answer to {method}.',
        why: '{reason}',
        next: 'Look at the wire view to see what was sent.',
    },
    'mcp/stream-broken': {
        what: 'The MCP server ended its stream without answering {method}.',
        why: 'An instance that restarts or scales in during a call does this.',
        next: 'Call again; look at the log of the app if it happens often.',
    },
    'mcp/too-many-pages': {
        what: 'The list of the MCP server does not end after {limit} pages.',
        next: 'Look at the cursors that the server sends.',
    },
    'mcp/too-many-rounds': {
        what: 'The MCP server asked for input more than {limit} times in one call.',
        next: 'The tool may be asking in a circle: look at its log.',
    },
    'mcp/task-failed': {
        what: 'The task of the MCP server ended as {status}.',
        why: '{reason}',
        next: 'Look at the log of the app.',
    },
    'mcp/command-not-trusted': {
        what: 'The MCP server {name} was not started.',
        why: 'It is a program on this computer, and starting it was not allowed.',
        next: 'Trust the workspace and allow the command to start it.',
    },
    'mcp/command-exited': {
        what: 'The MCP server {name} ended.',
        why: '{reason}',
        next: 'Run its command in a terminal to see why.',
    },
    'mcp/config-invalid': {
        what: '{file} cannot be read as a list of MCP servers.',
        why: '{reason}',
        next: 'Correct the file.',
    },
    'mcp/no-server-found': {
        what: 'No MCP server was found at {url}.',
        why: 'Tried: {tried}.',
        next: 'Give the full address of the endpoint.',
    },
    'mcp/no-probe-tool': {
        what: 'The MCP server has no tool that can be called without arguments.',
        why: 'The scale check calls one tool many times, best one that says which instance answered.',
        next: 'Choose a tool and its arguments for the check.',
    },
    'mcp/no-functions-key': {
        what: 'Azure has no key mcp_extension for {url}.',
        why: 'It is no Functions app of this account, or its MCP extension has not run yet.',
        next: 'Give the key or header yourself.',
    },
    'mcp/no-site': {
        what: 'No web app or container app of this account is behind {url}.',
        why: 'What stands behind this address is something else, or belongs to somebody else.',
        next: 'Sign in with the account that owns it, or change it where it is set.',
    },
};
