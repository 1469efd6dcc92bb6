import type { McpPrompt, McpResource, McpResourceTemplate, McpTool } from '../core/mcp/catalog';
import type { McpNotice } from '../core/mcp/notice';
import type { McpServerFacts } from '../core/mcp/serverFacts';
import { mcpNoticeWords } from './mcpNoticeWords';
import type { McpPlace } from './mcpPlace';
import type { Row } from './projectRows';
import { say } from './say';

/** A server as the tree knows it, connected or not. */
export interface McpServerShown {
    /** Names it among all servers of the window. */
    readonly key: string;
    /** What the user calls it: the deployment's, the configuration's name, or the host. */
    readonly label: string;
    /** Where it was found, in words. */
    readonly source: string;
    readonly state: 'idle' | 'connecting' | 'connected' | 'failed';
    readonly problem?: string;
    /** Known from this connection, or from an earlier one. */
    readonly facts?: McpServerFacts;
    readonly instances: readonly string[];
    readonly notices: readonly McpNotice[];
    /** It was typed as an address, and can be forgotten again. */
    readonly origin: 'deployment' | 'configured' | 'url';
}

export interface McpCatalog {
    readonly tools: readonly McpTool[];
    readonly resources: readonly McpResource[];
    readonly templates: readonly McpResourceTemplate[];
    readonly prompts: readonly McpPrompt[];
}

// Words that no menu of deployments or projects looks for.
const origins = { deployment: 'ofApp', configured: 'ofFile', url: 'ofAddress' } as const;

/** Text from a server is cleaned and cut, and is never markup. */
export function mcpServerRow(server: McpServerShown): Row {
    const { facts, instances, notices } = server;
    const count = instances.length === 0 ? [] : [say('instances seen: {0}', String(instances.length))];
    const identity = facts === undefined ? '' : [clean(facts.name), clean(facts.version)].filter((part) => part !== '').join(' ');
    const described = facts === undefined ? [server.source] : [`${facts.protocolVersion} ${eraWords(facts)}`, ...count];
    return {
        id: `mcp:${server.key}`,
        label: clean(server.label),
        description:
            server.state === 'connecting' ? say('connecting…') : server.state === 'failed' ? say('not connected') : described.join(' · '),
        tooltip: [
            say('MCP server, {0}', server.source),
            ...(facts === undefined ? [] : [facts.url]),
            ...(server.problem === undefined ? [] : [server.problem]),
            ...(identity === '' ? [] : [say('Calls itself {0}.', identity)]),
            ...notices.map(noticeText),
            ...(facts?.instructions === undefined ? [] : [clean(facts.instructions, 1000)]),
        ].join('\n'),
        ...look(server),
        context: `mcpServer ${origins[server.origin]} ${server.state}`,
        expandable: 'collapsed',
        command: {
            id: 'slipway.mcp.open',
            title: say('Open'),
            args: [{ server: server.key, kind: 'server', name: '' } satisfies McpPlace],
        },
        mcp: { server: server.key, kind: 'server', name: '' },
    };
}

function look(server: McpServerShown): Pick<Row, 'icon' | 'color'> {
    switch (server.state) {
        case 'connecting':
            return { icon: 'loading~spin' };
        case 'failed':
            return { icon: 'error', color: 'testing.iconFailed' };
        case 'connected':
            return server.notices.length > 0
                ? { icon: 'warning', color: 'editorWarning.foreground' }
                : { icon: 'pass-filled', color: 'testing.iconPassed' };
        case 'idle':
            return { icon: 'plug' };
    }
}

function eraWords(facts: McpServerFacts): string {
    return facts.era === 'modern' ? say('stateless') : facts.session === 'server' ? say('with session') : say('older');
}

/** Below a server that could not be reached: why, and a click to try again. */
export function mcpProblemRow(server: string, problem: string): Row {
    return {
        id: `mcp:${server}:problem`,
        label: clean(problem, 200),
        tooltip: `${problem}\n${say('Click to try again.')}`,
        icon: 'error',
        color: 'testing.iconFailed',
        context: 'mcpProblem',
        expandable: 'leaf',
        command: { id: 'slipway.mcp.open', title: say('Try Again'), args: [{ server, kind: 'server', name: '' } satisfies McpPlace] },
        mcp: { server, kind: 'problem', name: '' },
    };
}

/** Group rows with their children, groups that are empty left out. */
export function mcpCatalogRows(
    server: string,
    catalog: McpCatalog,
    notices: readonly McpNotice[],
): readonly { readonly group: Row; readonly rows: readonly Row[] }[] {
    const group = (name: 'Tools' | 'Resources' | 'Prompts' | 'Notices', label: string, icon: string, rows: readonly Row[]) => ({
        group: {
            id: `mcp:${server}:${name}`,
            label,
            description: String(rows.length),
            icon,
            context: 'mcpGroup',
            expandable: name === 'Tools' && rows.length <= 50 ? ('expanded' as const) : ('collapsed' as const),
            mcp: { server, kind: 'group' as const, name },
        },
        rows,
    });
    return [
        group(
            'Tools',
            say('Tools'),
            'tools',
            catalog.tools.map((tool) => toolRow(server, tool)),
        ),
        group('Resources', say('Resources'), 'file', [
            ...catalog.resources.map((resource) => entryRow(server, 'resource', resource.uri, resource)),
            ...catalog.templates.map((template) => entryRow(server, 'template', template.uriTemplate, template)),
        ]),
        group(
            'Prompts',
            say('Prompts'),
            'comment',
            catalog.prompts.map((prompt) => entryRow(server, 'prompt', prompt.name, prompt)),
        ),
        group(
            'Notices',
            say('Notices'),
            'warning',
            notices.map((notice, index) => ({
                id: `mcp:${server}:notice:${index}`,
                label: mcpNoticeWords()[notice.code],
                description: clean(notice.detail, 100),
                tooltip: noticeText(notice),
                icon: 'warning',
                color: 'editorWarning.foreground',
                context: 'mcpNotice',
                expandable: 'leaf',
                mcp: { server, kind: 'notice', name: notice.code },
            })),
        ),
    ].filter(({ rows }) => rows.length > 0);
}

function toolRow(server: string, tool: McpTool): Row {
    const hints = [
        tool.annotations?.readOnlyHint === true ? say('only reads') : '',
        tool.annotations?.destructiveHint === true ? say('may destroy') : '',
    ].filter((hint) => hint !== '');
    return {
        ...leaf(server, 'tool', tool.name),
        label: clean(tool.name),
        description: clean(tool.title ?? tool.description ?? '', 100),
        tooltip: [clean(tool.description ?? '', 1000), ...(hints.length > 0 ? [say('It says of itself: {0}.', hints.join(', '))] : [])]
            .filter((line) => line !== '')
            .join('\n'),
        icon: 'symbol-method',
    };
}

function entryRow(
    server: string,
    kind: 'resource' | 'template' | 'prompt',
    key: string,
    entry: { readonly name: string; readonly title?: string; readonly description?: string; readonly mimeType?: string },
): Row {
    return {
        ...leaf(server, kind, key),
        label: clean(entry.title ?? entry.name),
        description: clean(kind === 'prompt' ? (entry.description ?? '') : kind === 'template' ? key : (entry.mimeType ?? ''), 100),
        tooltip: [clean(key, 500), clean(entry.description ?? '', 1000)].filter((line) => line !== '').join('\n'),
        icon: kind === 'prompt' ? 'comment' : kind === 'template' ? 'symbol-string' : 'file',
    };
}

function leaf(server: string, kind: 'tool' | 'resource' | 'template' | 'prompt', name: string) {
    const mcp: McpPlace = { server, kind, name };
    return {
        id: `mcp:${server}:${kind}:${name}`,
        context: `mcpEntry ${kind}`,
        expandable: 'leaf' as const,
        command: { id: 'slipway.mcp.open', title: say('Open'), args: [mcp] },
        mcp,
    };
}

function noticeText(notice: McpNotice): string {
    return `${mcpNoticeWords()[notice.code]} (${clean([notice.method, notice.detail].filter((part) => part !== undefined).join(': '), 300)})`;
}

/** One line without control and direction characters: a name must not look like another one. */
function clean(text: string, length = 120): string {
    const plain = text
        // eslint-disable-next-line no-control-regex
        .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ')
        .trim();
    return plain.length > length ? `${plain.slice(0, length)}…` : plain;
}
