import type { Client, ClientOptions } from '@modelcontextprotocol/client';
import { SdkError, UnauthorizedError } from '@modelcontextprotocol/client';
import type { McpNotice } from '../../core/mcp/notice';
import type { McpTarget } from '../../ports/mcp';
import { answerElicitation } from './elicitation';
import type { Signals } from './signals';

/** What this client says that it can do. Elicitation is offered only where somebody can be asked. */
export function clientOptions(target: McpTarget): ClientOptions {
    return {
        capabilities: {
            ...(target.onElicit !== undefined && { elicitation: { form: { applyDefaults: true }, url: {} } }),
            extensions: {
                'io.modelcontextprotocol/tasks': {},
                'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
            },
        },
        inputRequired: { autoFulfill: true, maxRounds: 10 },
    };
}

/** Listens to what a server sends unasked, and answers its questions. */
export function prepare(client: Client, target: McpTarget, signals: Signals, onNotice: (notice: McpNotice) => void): void {
    if (target.onElicit !== undefined) {
        client.setRequestHandler('elicitation/create', async (request, context) => {
            const answer = await answerElicitation(target, { ...request.params }, context.mcpReq.signal);
            return answer as { action: 'accept' | 'decline' | 'cancel' };
        });
    }
    client.setNotificationHandler('notifications/tools/list_changed', () => signals.change({ kind: 'tools' }));
    client.setNotificationHandler('notifications/prompts/list_changed', () => signals.change({ kind: 'prompts' }));
    client.setNotificationHandler('notifications/resources/list_changed', () => signals.change({ kind: 'resources' }));
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => signals.change({ kind: 'resource', uri: params.uri }));
    client.setNotificationHandler('notifications/message', ({ params }) => {
        const text = typeof params.data === 'string' ? params.data : JSON.stringify(params.data);
        target.onLog?.({ level: params.level, text: text.slice(0, 10_000) });
    });
    client.onerror = (error) => {
        // What fails a request is told by that request; only what belongs to none is worth a notice.
        const belongsToRequest = error instanceof SdkError || error instanceof UnauthorizedError || error instanceof TypeError;
        if (!belongsToRequest && !/abort|SSE error/i.test(`${error.name} ${error.message}`)) {
            onNotice({ code: 'protocol-error', detail: error.message.slice(0, 300) });
        }
    };
}
