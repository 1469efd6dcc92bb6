import type { McpPrompt, McpResource, McpResourceTemplate, McpTool } from '../core/mcp/catalog';
import type { McpNotice } from '../core/mcp/notice';
import type { McpServerFacts } from '../core/mcp/serverFacts';
import { mcpNoticeWords } from './mcpNoticeWords';

/** A row of the tree as plain data; the shell copies its fields. Text from a server is cleaned and cut, and is never markup. */
export interface McpRow {
    readonly id: string;
    readonly kind: 'server' | 'group' | 'tool' | 'resource' | 'template' | 'prompt' | 'notice';
    readonly label: string;
    readonly description: string;
    readonly tooltip: string;
    readonly icon: string;
    /** What commands need to know: the tool's name, the resource's address. */
    readonly key: string;
}

/** `instances` are the names seen so far. */
export function mcpServerRow(facts: McpServerFacts, instances: readonly string[], notices: readonly McpNotice[]): McpRow {
    const era = facts.era === 'modern' ? 'stateless' : facts.session === 'server' ? 'with session' : 'older';
    const count = instances.length === 0 ? [] : [`${instances.length} instance${instances.length === 1 ? '' : 's'} seen`];
    const identity = [clean(facts.name), clean(facts.version)].filter((part) => part !== '').join(' ');
    return {
        id: `mcp:${facts.url}`,
        kind: 'server',
        label: clean(facts.title ?? facts.name) || new URL(facts.url).host,
        description: [`${facts.protocolVersion} ${era}`, ...count].join(' · '),
        tooltip: [
            facts.url,
            ...(identity === '' ? [] : [`Calls itself ${identity}.`]),
            ...notices.map(noticeText),
            ...(facts.instructions === undefined ? [] : [clean(facts.instructions, 1000)]),
        ].join('\n'),
        icon: notices.length > 0 ? 'warning' : 'plug',
        key: facts.url,
    };
}

/** Group rows with their children, groups that are empty left out. */
export function mcpCatalogRows(
    url: string,
    catalog: {
        readonly tools: readonly McpTool[];
        readonly resources: readonly McpResource[];
        readonly templates: readonly McpResourceTemplate[];
        readonly prompts: readonly McpPrompt[];
        readonly notices: readonly McpNotice[];
    },
): readonly { readonly group: McpRow; readonly rows: readonly McpRow[] }[] {
    const group = (name: string, icon: string, rows: readonly McpRow[]) => ({
        group: {
            id: `mcp:${url}:${name}`,
            kind: 'group' as const,
            label: name,
            description: String(rows.length),
            tooltip: '',
            icon,
            key: url,
        },
        rows,
    });
    return [
        group(
            'Tools',
            'tools',
            catalog.tools.map((tool) => toolRow(url, tool)),
        ),
        group('Resources', 'file', [
            ...catalog.resources.map((resource) => entryRow(url, 'resource', resource.uri, resource)),
            ...catalog.templates.map((template) => entryRow(url, 'template', template.uriTemplate, template)),
        ]),
        group(
            'Prompts',
            'comment',
            catalog.prompts.map((prompt) => entryRow(url, 'prompt', prompt.name, prompt)),
        ),
        group(
            'Notices',
            'warning',
            catalog.notices.map((notice, index) => ({
                id: `mcp:${url}:notice:${index}`,
                kind: 'notice' as const,
                label: mcpNoticeWords[notice.code],
                description: clean(notice.detail, 100),
                tooltip: noticeText(notice),
                icon: 'warning',
                key: notice.code,
            })),
        ),
    ].filter(({ rows }) => rows.length > 0);
}

function toolRow(url: string, tool: McpTool): McpRow {
    const hints = [
        tool.annotations?.readOnlyHint === true ? 'only reads' : '',
        tool.annotations?.destructiveHint === true ? 'may destroy' : '',
    ].filter((hint) => hint !== '');
    return {
        id: `mcp:${url}:tool:${tool.name}`,
        kind: 'tool',
        label: clean(tool.name),
        description: clean(tool.title ?? tool.description ?? '', 100),
        tooltip: [clean(tool.description ?? '', 1000), ...(hints.length > 0 ? [`It says of itself: ${hints.join(', ')}.`] : [])]
            .filter((line) => line !== '')
            .join('\n'),
        icon: 'symbol-method',
        key: tool.name,
    };
}

function entryRow(
    url: string,
    kind: 'resource' | 'template' | 'prompt',
    key: string,
    entry: { readonly name: string; readonly title?: string; readonly description?: string; readonly mimeType?: string },
): McpRow {
    return {
        id: `mcp:${url}:${kind}:${key}`,
        kind,
        label: clean(entry.title ?? entry.name),
        description: clean(kind === 'prompt' ? (entry.description ?? '') : (entry.mimeType ?? ''), 100),
        tooltip: [clean(key, 500), clean(entry.description ?? '', 1000)].filter((line) => line !== '').join('\n'),
        icon: kind === 'prompt' ? 'comment' : kind === 'template' ? 'symbol-string' : 'file',
        key,
    };
}

function noticeText(notice: McpNotice): string {
    return `${mcpNoticeWords[notice.code]} (${clean([notice.method, notice.detail].filter((part) => part !== undefined).join(': '), 300)})`;
}

/** One line without control and direction characters: a name must not look like another one. */
function clean(text: string, length = 120): string {
    const plain = text
        // eslint-disable-next-line no-control-regex
        .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ')
        .trim();
    return plain.length > length ? `${plain.slice(0, length)}…` : plain;
}
