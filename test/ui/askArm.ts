import assert from 'node:assert/strict';
import type { LocalConnection } from './uiStage';

/** One request to a local Azure's ARM with what it answers; the test acts as the owner of the subscription. */
export async function askArm(
    { url, key }: LocalConnection,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    apiVersion: string,
    body?: unknown,
): Promise<unknown> {
    const headers = { 'x-slipway-key': key, 'content-type': 'application/json' };
    const token = await fetch(`${url}/slipway/local/token`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ scope: 'https://management.azure.com/.default' }),
    });
    const { access_token: bearer } = (await token.json()) as { access_token: string };
    const answer = await fetch(`${url}${path}?api-version=${apiVersion}`, {
        method,
        headers: { ...headers, 'x-original-host': 'management.azure.com', authorization: `Bearer ${bearer}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
}
