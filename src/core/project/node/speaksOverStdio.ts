import type { Folder } from '../folder';
import { localImports, withoutComments } from './nodePorts';

const stdio = /\bStdioServerTransport\b/;
const overHttp = /\b(StreamableHTTP\w*Transport|SSEServerTransport|WebStandardStreamableHTTP\w*)\b|\.listen\(|createServer\(|\bserve\(/;

/** More files than a server that a client starts for itself is made of. */
const mostFiles = 60;

/** True for an MCP server that talks to whoever started it, and whose code has no other way. */
export async function speaksOverStdio(folder: Folder, entry: string): Promise<boolean> {
    const seen = new Set([entry]);
    let found = false;
    for (const file of seen) {
        const code = withoutComments((await folder.text(file)) ?? '');
        if (overHttp.test(code)) {
            return false;
        }
        found ||= stdio.test(code);
        for (const next of localImports(folder, file, code)) {
            if (seen.size < mostFiles) {
                seen.add(next);
            }
        }
    }
    return found;
}
