/** Where an MCP endpoint is looked for, in this order: App Service and Container Apps first, then Functions' extension, then HTTP+SSE of 2024. */
const paths = ['/mcp', '/', '/runtime/webhooks/mcp', '/sse', '/runtime/webhooks/mcp/sse'] as const;

/** The addresses to try for what a user or a deployment gave: a whole address with a path first as it is. */
export function candidateUrls(base: string): readonly string[] {
    if (!URL.canParse(base)) {
        return [];
    }
    const url = new URL(base);
    url.hash = '';
    const given = url.pathname === '/' ? [] : [url.href];
    const others = paths.map((path) => new URL(path + url.search, url.origin).href);
    return [...new Set([...given, ...others])];
}
