import { randomUUID } from 'node:crypto';
import type { Authorization } from '../authorization/authorizationProvider';
import { json, type Answer } from '../http/answer';
import type { Exchange } from '../http/exchange';
import { isObject, listField, textField, type JsonValue } from '../json';
import type { World } from '../world';

/** The models that are deployed. */
const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-5', 'gpt-5-mini'];
const audience = 'https://cognitiveservices.azure.com';
const action = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action';

/** The resource that the model endpoint stands for; roles are looked up there and above. */
export function modelAccountId(world: World): string {
    return `/subscriptions/${world.subscriptionId}/resourceGroups/local-models/providers/Microsoft.CognitiveServices/accounts/local-models`;
}

/** `POST /openai/deployments/{model}/chat/completions`: checks as Azure does, and answers with a sentence about what was asked. */
export function completeChat(
    world: World,
    authorization: Authorization,
    model: string,
    exchange: Omit<Exchange, 'params' | 'caller'>,
): Answer {
    const token = /^Bearer\s+(\S.*)$/i.exec(exchange.headers.authorization ?? '')?.[1];
    if (token === undefined) {
        return refusal(
            401,
            '401',
            'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
        );
    }
    const reading = world.tokens.read(token);
    if (reading.kind !== 'valid' || reading.audience.replace(/\/$/, '') !== audience) {
        return refusal(401, 'Unauthorized', `Access token is missing, invalid, audience is incorrect (${audience}), or have expired.`);
    }
    const allowed = authorization
        .rolesOf(reading.principal.objectId, modelAccountId(world))
        .some(
            (role) =>
                role.dataActions.some((pattern) => covers(pattern, action)) &&
                !(role.notDataActions ?? []).some((pattern) => covers(pattern, action)),
        );
    if (!allowed) {
        return refusal(
            401,
            'PermissionDenied',
            `The principal \`${reading.principal.objectId}\` lacks the required data action \`${action}\` to perform \`POST /openai/deployments/{deployment-id}/chat/completions\` operation.`,
        );
    }
    if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(exchange.url.searchParams.get('api-version') ?? '')) {
        return refusal(404, '404', 'Resource not found');
    }
    if (!models.includes(model)) {
        return refusal(
            404,
            'DeploymentNotFound',
            'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
        );
    }
    let body: JsonValue | undefined;
    try {
        body = JSON.parse(exchange.body.toString('utf8')) as JsonValue;
    } catch {
        body = undefined;
    }
    const messages = listField(body, 'messages');
    if (!isObject(body) || messages === undefined || messages.length === 0) {
        return json(400, {
            error: {
                message: "Missing required parameter: 'messages'.",
                type: 'invalid_request_error',
                param: 'messages',
                code: 'missing_required_parameter',
            },
        });
    }
    const prompt = textField(messages.at(-1), 'content') ?? '';
    const content = `The local ${model} read ${prompt.length} characters.`;
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
    const promptTokens = messages.reduce<number>((sum, one) => sum + words(textField(one, 'content') ?? ''), 0);
    return json(200, {
        id: `chatcmpl-${randomUUID()}`,
        object: 'chat.completion',
        created: Math.floor(world.nowMs() / 1000),
        model,
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null } }],
        usage: { prompt_tokens: promptTokens, completion_tokens: words(content), total_tokens: promptTokens + words(content) },
    });
}

/** Role patterns have stars for any text. */
function covers(pattern: string, wanted: string): boolean {
    const expression = pattern
        .split('*')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*');
    return new RegExp(`^${expression}$`, 'i').test(wanted);
}

function refusal(status: number, code: string, message: string): Answer {
    return json(status, { error: { code, message } });
}
