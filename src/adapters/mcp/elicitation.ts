import { quietOperation } from '../../base/operation';
import type { JsonObject } from '../../core/mcp/catalog';
import { isObject } from '../../core/mcp/isObject';
import type { McpTarget } from '../../ports/mcp';

/** Puts a server's question to the user. An address that is not http(s) is declined unseen; what is not understood is cancelled. */
export async function answerElicitation(
    target: Pick<McpTarget, 'onElicit' | 'url'>,
    params: JsonObject,
    signal: AbortSignal,
): Promise<JsonObject> {
    const ask = target.onElicit;
    const message = typeof params.message === 'string' ? params.message : '';
    const server = new URL(target.url).host;
    const op = quietOperation(signal);
    if (ask === undefined) {
        return { action: 'cancel' };
    }
    if (params.mode === 'url') {
        const url = typeof params.url === 'string' && URL.canParse(params.url) ? new URL(params.url) : undefined;
        if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
            return { action: 'decline' };
        }
        const answer = await ask(op, { kind: 'url', server, message, url: url.href, domain: url.host });
        return { action: answer.action };
    }
    if (!isObject(params.requestedSchema)) {
        return { action: 'cancel' };
    }
    return { ...(await ask(op, { kind: 'form', server, message, schema: params.requestedSchema })) };
}
