import { textField, type JsonObject, type JsonValue } from '../json';
import type { EngineApi } from '../runner/engineApi';
import type { Registry } from './registry';

const tokenUser = '00000000-0000-0000-0000-000000000000';

/** Brings an image into a registry by way of the engine: pull, tag, push. Throws with what the engine said. */
export async function importImage(
    engine: EngineApi,
    registry: Registry,
    request: JsonObject,
    targets: readonly string[],
    refreshToken: (registry: Registry) => string | undefined,
): Promise<void> {
    const image = textField(request, 'source', 'sourceImage') ?? '';
    const server = textField(request, 'source', 'registryUri') ?? registry.loginServer;
    const source = server === '' ? image : `${server}/${image}`;
    const username = textField(request, 'source', 'credentials', 'username');
    const password = textField(request, 'source', 'credentials', 'password') ?? '';
    const own = { username: tokenUser, password: refreshToken(registry) ?? '', serveraddress: registry.loginServer };
    const login =
        server === registry.loginServer ? own : password === '' ? {} : { username: username ?? tokenUser, password, serveraddress: server };
    await say(engine, `/images/create?fromImage=${encodeURIComponent(/[@:][^/]+$/.test(source) ? source : `${source}:latest`)}`, login);
    for (const target of targets) {
        const [, repository = target, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(target) ?? [];
        const name = `${registry.loginServer}/${repository}`;
        const tagged = await engine.json({
            method: 'POST',
            path: `/images/${encodeURIComponent(source)}/tag?repo=${encodeURIComponent(name)}&tag=${encodeURIComponent(tag)}`,
        });
        if (tagged.status >= 300) {
            throw new Error(textField(tagged.value, 'message') ?? `The engine answered ${tagged.status}.`);
        }
        await say(engine, `/images/${encodeURIComponent(name)}/push?tag=${encodeURIComponent(tag)}`, own);
    }
}

async function say(engine: EngineApi, path: string, login: object): Promise<void> {
    const auth = Buffer.from(JSON.stringify(login)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    const answer = await engine.open({ method: 'POST', path, headers: { 'x-registry-auth': auth } });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) {
        chunks.push(chunk as Buffer);
    }
    for (const line of Buffer.concat(chunks).toString('utf8').split('\n')) {
        let entry: JsonValue = null;
        try {
            entry = JSON.parse(line) as JsonValue;
        } catch {
            // Not JSON: says nothing about failure.
        }
        const failed = textField(entry, 'error') ?? (answer.statusCode === 200 ? undefined : textField(entry, 'message'));
        if (failed !== undefined) {
            throw new Error(failed);
        }
    }
}
