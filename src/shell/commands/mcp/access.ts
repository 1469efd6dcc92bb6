import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { candidateUrls } from '../../../core/mcp/candidateUrls';
import type { EntraRequest } from '../../../core/mcp/entra';
import { entraRequest } from '../../../core/mcp/entra';
import { challengedScopes, claimsChallenge, foreignScopes } from '../../../core/mcp/foreignScopes';
import { fillVariables } from '../../../core/mcp/fillVariables';
import { isObject } from '../../../core/mcp/isObject';
import { fillQuery, queryNames, splitSecretQuery, withQuery } from '../../../core/mcp/secretQuery';
import type { McpAccess, McpTarget } from '../../../ports/mcp';
import type { ResolveEndpoint } from '../../../ports/resolveEndpoint';
import type { Shell } from '../../shell';
import { allowAddress, forgetAllowed } from './addressConsent';
import type { McpServerKnown } from './mcpServerKnown';
import { askClientId, forgetSignIn, oauthFlow } from './oauthFlow';
import { placeOf } from './placeOf';
import { forgetStarted } from './programConsent';
import { forgetInputs, variablesOf } from './variables';
import { askText, pick } from '../../ask';

/** How a server is entered, by where it is looked for. Only names are kept here: headers, keys and tokens are in the secret store or in memory. */
type Kept = ({ readonly kind: 'entra' } & EntraRequest) | { readonly kind: 'oauth' };

const headersKey = (url: string) => `mcp.header:${placeOf(url)}`;
/** Of two addresses that differ in another parameter (`?team=a&code=…`, `?team=b&code=…`) each has its own key. */
const queryKey = (url: string) => `mcp.query:${new URL(splitSecretQuery(url).address).href}`;
const accessKey = (url: string) => `mcp.access:${placeOf(url)}`;

/** Headers and sign-in for a server as the user set them up. `silent` never asks, nor shows a sign-in. Throws Failure or Cancelled. */
export async function accessTo(
    shell: Shell,
    op: Operation,
    known: McpServerKnown,
    ask: 'interactive' | 'silent',
): Promise<Pick<McpTarget, 'headers' | 'auth' | 'resolve'>> {
    const { reach, origin } = known;
    if (reach.kind === 'program') {
        return {};
    }
    await allowAddress(shell, known, ask);
    const variables = origin.kind === 'configured' ? await variablesOf(shell, op, origin.folder, origin.server.variables, ask) : {};
    const headers = {
        ...fillVariables(reach.headers, variables),
        ...readHeaders((await shell.context.secrets.get(headersKey(reach.url))) ?? ''),
    };
    const query = origin.kind === 'configured' ? fillQuery(reach.query, variables) : await keptQuery(shell, known);
    const entering = { headers, ...(query !== '' && { resolve: resolveWith(reach.url, query) }) };
    const kept = shell.memory.get(accessKey(reach.url), readKept);
    switch (kept?.kind) {
        case 'entra':
            return { ...entering, auth: { kind: 'token', token: (_op, challenge) => entraToken(reach.url, kept, challenge, ask) } };
        case 'oauth':
            return { ...entering, auth: { kind: 'oauth', flow: await oauthFlow(shell, op, reach.url, ask) } };
        case undefined:
            return entering;
    }
}

/** Puts the secret parameters to each request as late as can be, behind the wire view and every message, and to the server's own host only. */
function resolveWith(server: string, query: string): ResolveEndpoint {
    const { origin } = new URL(server);
    return (url) => ({ url: new URL(url).origin === origin ? withQuery(url, query) : url, headers: {} });
}

/** Keeps the secret parameters of an address that was typed. */
export async function keepQuery(shell: Shell, url: string, query: string): Promise<void> {
    await shell.context.secrets.store(queryKey(url), query);
}

async function keptQuery(shell: Shell, { origin, reach }: McpServerKnown): Promise<string> {
    return origin.kind === 'url' && reach.kind === 'http' ? ((await shell.context.secrets.get(queryKey(reach.url))) ?? '') : '';
}

/** Names of the secret parameters that a server's address has; their values stay where they are. */
export async function secretQueryNames(shell: Shell, known: McpServerKnown): Promise<readonly string[]> {
    return queryNames(known.reach.kind === 'http' && known.reach.query !== '' ? known.reach.query : await keptQuery(shell, known));
}

/** Offers the ways into a server that refused at `url`, as it describes them itself. Answers true when one was set up. Throws Cancelled. */
export async function offerAccess(shell: Shell, op: Operation, known: McpServerKnown, url: string): Promise<boolean> {
    // What is set up is kept for the address that the server is looked for at.
    const asked = known.reach.kind === 'http' ? known.reach.url : url;
    const [{ askRaw }, { discoverAccess }] = await Promise.all([
        import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/askRaw'),
        import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/discoverAccess'),
    ]);
    const access: McpAccess = await discoverAccess(op, askRaw, { url }).catch(() => ({
        status: 401,
        authorizationServers: [],
        scopes: [],
    }));
    const entra = entraRequest(access.authorizationServers, access.scopes, access.resource);
    const other = access.authorizationServers.find((server) => URL.canParse(server));
    const rows: (vscode.QuickPickItem & { readonly act: () => Promise<boolean> })[] = [];
    if (entra !== undefined) {
        rows.push({
            label: vscode.l10n.t('$(account) Sign in with Microsoft'),
            detail: vscode.l10n.t('With an account of VS Code. The server asks for {0}.', entra.scopes.join(' ') || 'nothing'),
            act: async () => {
                await entraToken(url, entra, undefined, 'interactive');
                await shell.memory.set(accessKey(asked), { kind: 'entra', ...entra });
                return true;
            },
        });
    } else if (other !== undefined) {
        rows.push({
            label: vscode.l10n.t('$(link-external) Sign in at {0}', new URL(other).host),
            detail: vscode.l10n.t('In the browser (OAuth 2.1). The server named this place.'),
            act: async () => {
                await shell.memory.set(accessKey(asked), { kind: 'oauth' });
                return true;
            },
        });
        rows.push({
            label: vscode.l10n.t('$(link-external) Sign in at {0} with a client id…', new URL(other).host),
            detail: vscode.l10n.t('For authorization servers that register no clients by themselves.'),
            act: async () => {
                await askClientId(shell, op, asked);
                await shell.memory.set(accessKey(asked), { kind: 'oauth' });
                return true;
            },
        });
    }
    if (known.origin.kind === 'deployment' || isAppServiceHost(new URL(url).hostname)) {
        rows.push({
            label: vscode.l10n.t('$(azure) Fetch the key of the Functions app from Azure'),
            detail: vscode.l10n.t('The system key mcp_extension, for the header x-functions-key.'),
            act: async () => {
                const { functionsKey } = await import(/* webpackChunkName: "azure" */ './functionsKey');
                await keepHeaders(shell, asked, `x-functions-key: ${await functionsKey(shell, op, known, url)}`);
                return true;
            },
        });
    }
    rows.push({
        label: vscode.l10n.t('$(key) Give a key or a header…'),
        detail: vscode.l10n.t('Such as x-functions-key or Authorization; kept in the secret store of VS Code.'),
        act: () => askHeader(shell, op, asked),
    });
    op.report(vscode.l10n.t('Waiting for you'));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('{0} wants to know who you are', known.label),
        placeHolder: vscode.l10n.t('How shall Slipway enter?'),
    });
    return await chosen.act();
}

function isAppServiceHost(hostname: string): boolean {
    const isLocal = vscode.workspace.getConfiguration('slipway').get('cloud') === 'local' && hostname === '127.0.0.1';
    return isLocal || /\.azurewebsites\.(net|us)$|\.chinacloudsites\.cn$/.test(hostname);
}

/** Asks for one header and keeps it for every request to the server that is looked for at `url`. Throws Cancelled. */
export async function askHeader(shell: Shell, op: Operation, url: string): Promise<boolean> {
    const header = await askText(op, {
        title: vscode.l10n.t('A header for every request to {0}', new URL(url).host),
        prompt: vscode.l10n.t('As name: value. It is kept in the secret store of VS Code; an empty box removes what is kept.'),
        placeHolder: 'x-functions-key: …',
        password: true,
        validateInput: (text) =>
            text === '' || Object.keys(readHeaders(text)).length === 1 ? undefined : vscode.l10n.t('Write it as name: value.'),
    });
    await keepHeaders(shell, url, header);
    return header !== '';
}

/** Forgets keys, sign-ins, tokens, answers and consents of a server. `found`: the address that it was found at. */
export async function forgetAccess(shell: Shell, known: McpServerKnown, found: string | undefined): Promise<void> {
    const { origin, reach } = known;
    if (origin.kind === 'configured') {
        await forgetInputs(shell, origin.folder, origin.server.variables);
    }
    if (reach.kind === 'program') {
        await forgetStarted(shell, known);
        return;
    }
    const urls = [reach.url, ...(found === undefined ? [] : [found])];
    await keepHeaders(shell, reach.url, '');
    await shell.context.secrets.delete(queryKey(reach.url));
    await shell.memory.set(accessKey(reach.url), undefined);
    await forgetAllowed(shell, known);
    await forgetSignIn(shell, reach.url);
    // Tokens are kept for the endpoint, which is mostly below the address that was typed.
    for (const url of new Set([...urls, ...urls.flatMap(candidateUrls)])) {
        await shell.context.secrets.delete(`mcp.oauth:tokens ${url}`);
    }
}

/** Names of the headers that are kept for a server; their values stay in the secret store. */
export async function keptHeaderNames(shell: Shell, url: string): Promise<readonly string[]> {
    return Object.keys(readHeaders((await shell.context.secrets.get(headersKey(url))) ?? ''));
}

async function keepHeaders(shell: Shell, url: string, lines: string): Promise<void> {
    await (lines === '' ? shell.context.secrets.delete(headersKey(url)) : shell.context.secrets.store(headersKey(url), lines));
}

/** Throws Failure 'mcp/foreign-token' when the token would be for another service than the server's, or Cancelled. */
async function entraToken(
    url: string,
    request: EntraRequest,
    challenge: string | undefined,
    ask: 'interactive' | 'silent',
): Promise<string | undefined> {
    const asked = challengedScopes(challenge ?? '');
    const foreign = [...foreignScopes(request.scopes, url), ...(asked.length === 0 ? [] : foreignScopes(asked, url))];
    if (foreign.length > 0) {
        throw new Failure<McpFailure>('mcp/foreign-token', { url, resource: foreign.join(', ') });
    }
    const provider = request.sovereign ? 'microsoft-sovereign-cloud' : 'microsoft';
    // A challenge with claims must go back to Entra; one without says no more than the scopes.
    const claims = claimsChallenge(challenge ?? '');
    const tenant = request.scopes.filter((scope) => scope.startsWith('VSCODE_TENANT:'));
    const scopes = asked.length === 0 ? [...request.scopes] : [...asked, ...tenant];
    const wanted = claims === undefined ? [...request.scopes] : { wwwAuthenticate: claims, fallbackScopes: scopes };
    const silent = await vscode.authentication.getSession(provider, wanted, { silent: true });
    if (silent !== undefined || ask === 'silent') {
        return silent?.accessToken;
    }
    try {
        return (await vscode.authentication.getSession(provider, wanted, { createIfNone: true })).accessToken;
    } catch (error) {
        if (error instanceof Error && /cancel|did not consent/i.test(error.message)) {
            throw new Cancelled();
        }
        throw error;
    }
}

function readHeaders(lines: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
        lines.split('\n').flatMap((line) => {
            const match = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(\S.*)$/.exec(line.trim());
            return match?.[1] === undefined || match[2] === undefined ? [] : [[match[1], match[2]] as const];
        }),
    );
}

function readKept(value: unknown): Kept | undefined {
    if (!isObject(value)) {
        return undefined;
    }
    if (value.kind === 'oauth') {
        return { kind: 'oauth' };
    }
    return value.kind === 'entra' && Array.isArray(value.scopes)
        ? {
              kind: 'entra',
              scopes: value.scopes.filter((scope): scope is string => typeof scope === 'string'),
              sovereign: value.sovereign === true,
          }
        : undefined;
}
