import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalConnection } from './uiStage';

/** One request to a local Azure's ARM, as another person would make it, and what it answered; a resource that is put is waited for. */
export async function sendArm(
    azure: LocalConnection,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    id: string,
    apiVersion: string,
    body?: unknown,
): Promise<unknown> {
    const headers = { 'x-slipway-key': azure.key, 'content-type': 'application/json' };
    const { access_token: bearer } = (await askLocal(azure, '/slipway/local/token', {
        scope: 'https://management.azure.com/.default',
    })) as { access_token: string };
    const send = async (verb: string, content?: unknown) =>
        await fetch(`${azure.url}${id}?api-version=${apiVersion}`, {
            method: verb,
            headers: { ...headers, 'x-original-host': 'management.azure.com', authorization: `Bearer ${bearer}` },
            ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        });
    const answer = await send(method, body);
    const text = await answer.text();
    assert.ok(answer.ok, `${id}: ${text}`);
    // A site's settings are read by a POST, and are there at once.
    const isWaitedFor = method === 'PUT' && !id.includes('/config/');
    for (let tries = 0; isWaitedFor && !(await send('GET')).ok; tries += 1) {
        assert.ok(tries < 100, `${id} does not appear`);
        await sleep(100);
    }
    return text === '' ? undefined : JSON.parse(text);
}

/** One of the local Azure's own endpoints: asked with POST when there is a body. */
export async function askLocal({ url, key }: LocalConnection, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-slipway-key': key, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return await answer.json();
}
