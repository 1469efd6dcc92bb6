import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalConnection } from './uiStage';

/** One request to a local Azure's ARM, as another person would make it; a resource that is put is waited for. Answers the body. */
export async function sendArm(
    { url, key }: LocalConnection,
    method: 'GET' | 'POST' | 'PUT',
    id: string,
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
    const send = async (verb: string, content?: unknown) =>
        await fetch(`${url}${id}?api-version=${apiVersion}`, {
            method: verb,
            headers: { ...headers, 'x-original-host': 'management.azure.com', authorization: `Bearer ${bearer}` },
            ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        });
    const answer = await send(method, body);
    const text = await answer.text();
    assert.ok(answer.ok, `${id}: ${text}`);
    for (let tries = 0; method === 'PUT' && !(await send('GET')).ok; tries += 1) {
        assert.ok(tries < 100, `${id} does not appear`);
        await sleep(100);
    }
    return text === '' ? undefined : (JSON.parse(text) as unknown);
}
