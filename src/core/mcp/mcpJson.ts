import type { ParseError } from 'jsonc-parser';
import { applyEdits, modify, parse, printParseErrorCode } from 'jsonc-parser';
import { Failure } from '../../base/failure';
import type { McpFailure } from '../failures/mcp';
import { isObject } from './isObject';

/** One server of `.vscode/mcp.json`. `${input:…}` and other variables are left as they are: only VS Code can fill them. */
export type ConfiguredServer =
    | {
          readonly kind: 'http' | 'sse';
          readonly name: string;
          readonly url: string;
          readonly headers: Readonly<Record<string, string>>;
          /** Names of variables that must be filled before connecting. */
          readonly variables: readonly string[];
      }
    | {
          readonly kind: 'stdio';
          readonly name: string;
          readonly command: string;
          readonly args: readonly string[];
          readonly env: Readonly<Record<string, string>>;
          readonly cwd?: string;
          readonly variables: readonly string[];
      };

/** Reads the file; comments and trailing commas are fine. Entries that are no servers are left out. Throws Failure 'mcp/config-invalid'. */
export function parseMcpJson(text: string, file: string): readonly ConfiguredServer[] {
    const root = read(text, file);
    const servers = isObject(root) && isObject(root.servers) ? root.servers : {};
    return Object.entries(servers).flatMap(([name, value]) => {
        const server = isObject(value) ? readServer(name, value) : undefined;
        return server === undefined ? [] : [server];
    });
}

function read(text: string, file: string): unknown {
    if (text.trim() === '') {
        return {};
    }
    const errors: ParseError[] = [];
    const root: unknown = parse(text, errors, { allowTrailingComma: true });
    const first = errors[0];
    if (first !== undefined) {
        const line = text.slice(0, first.offset).split('\n').length;
        throw new Failure<McpFailure>('mcp/config-invalid', {
            file,
            line,
            reason: `${printParseErrorCode(first.error)} in line ${String(line)}.`,
        });
    }
    return root;
}

function readServer(name: string, value: Readonly<Record<string, unknown>>): ConfiguredServer | undefined {
    const variables = variablesIn(value);
    if (typeof value.url === 'string') {
        const kind = value.type === 'sse' ? 'sse' : 'http';
        return { kind, name, url: value.url, headers: texts(value.headers), variables };
    }
    if (typeof value.command === 'string') {
        const args = Array.isArray(value.args) ? value.args.filter((arg) => typeof arg === 'string') : [];
        return {
            kind: 'stdio',
            name,
            command: value.command,
            args,
            env: texts(value.env),
            ...(typeof value.cwd === 'string' && { cwd: value.cwd }),
            variables,
        };
    }
    return undefined;
}

function texts(value: unknown): Record<string, string> {
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
        : {};
}

function variablesIn(value: unknown): readonly string[] {
    return [...new Set([...JSON.stringify(value).matchAll(/\$\{([\w.:-]+)\}/g)].map(([, name]) => name ?? ''))];
}

/** The file with one http server added or replaced; everything else, comments too, stays as it is. Headers and parameters with secrets become `${input:…}`. */
export function addToMcpJson(
    text: string,
    server: {
        readonly name: string;
        readonly url: string;
        readonly secretHeaders: readonly string[];
        /** Names of parameters that the address has beside those of `url`. */
        readonly secretQuery: readonly string[];
    },
    file: string,
): string {
    const root = read(text, file);
    const name = freeName(server.name);
    const formattingOptions = { insertSpaces: true, tabSize: 4, eol: text.includes('\r\n') ? '\r\n' : '\n' };
    const edit = (current: string, path: (string | number)[], value: unknown) =>
        applyEdits(current, modify(current, path, value, { formattingOptions }));
    const inputId = (secret: string) => `${name}-${secret.toLowerCase().replaceAll(/[^\w-]/g, '-')}`;
    const headers = Object.fromEntries(server.secretHeaders.map((header) => [header, `\${input:${inputId(header)}}`]));
    const parameters = server.secretQuery.map((secret) => `${encodeURIComponent(secret)}=\${input:${inputId(secret)}}`).join('&');
    let result = edit(text.trim() === '' ? '{}' : text, ['servers', name], {
        type: 'http',
        url: server.url + (parameters === '' ? '' : (server.url.includes('?') ? '&' : '?') + parameters),
        ...(server.secretHeaders.length > 0 && { headers }),
    });
    const inputs = isObject(root) && Array.isArray(root.inputs) ? root.inputs : [];
    let at = inputs.length;
    for (const header of [...server.secretHeaders, ...server.secretQuery]) {
        if (!inputs.some((input) => isObject(input) && input.id === inputId(header))) {
            const input = { type: 'promptString', id: inputId(header), description: `${header} for ${name}`, password: true };
            result = edit(result, ['inputs', at++], input);
        }
    }
    return result;
}

/** What VS Code recommends for names: camelCase, no spaces. */
function freeName(wanted: string): string {
    const words = wanted.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const name = words
        .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
        .join('');
    return name === '' ? 'mcpServer' : name;
}
