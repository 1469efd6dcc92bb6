import { gunzipSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import { field, listField, objectField, textEntries, textField, truthField, type JsonObject, type JsonValue } from '../json';
import type { EngineApi } from '../runner/engineApi';
import { createLineReader } from '../runner/lineReader';
import type { TaskRun } from './taskRun';
import { unreadableFrom } from './unreadableFrom';

export interface BuildSurroundings {
    readonly engine: EngineApi;
    /** A refresh token that may pull from and push to the run's registry. */
    readonly pushToken: (run: TaskRun) => string | undefined;
    readonly say: (run: TaskRun, text: string) => void;
}

const tokenUser = '00000000-0000-0000-0000-000000000000';
const largestContext = 256 * 1024 * 1024;

/** Builds what a run's archive holds on the engine and pushes it into the registry. Throws with what the engine said. */
export async function buildRun(around: BuildSurroundings, run: TaskRun, archive: Buffer): Promise<void> {
    const { request, registry } = run;
    const context = archive[0] === 0x1f && archive[1] === 0x8b ? gunzipSync(archive, { maxOutputLength: largestContext }) : archive;
    const names = (listField(request, 'imageNames') ?? [])
        .filter((name) => typeof name === 'string')
        .map((name) => qualify(registry.loginServer, name.replaceAll('{{.Run.ID}}', run.id).replaceAll('$ID', run.id)));
    const token = around.pushToken(run);
    const login = { username: tokenUser, password: token ?? '', serveraddress: registry.loginServer };
    const dockerfile = textField(request, 'dockerFilePath') ?? 'Dockerfile';
    const options = new URLSearchParams({ dockerfile, rm: '1', forcerm: '1' });
    names.forEach((name) => options.append('t', name));
    if (truthField(request, 'noCache') === true) {
        options.set('nocache', '1');
    }
    const target = textField(request, 'target') ?? '';
    if (target !== '') {
        options.set('target', target);
    }
    options.set('buildargs', JSON.stringify(buildArguments(request)));
    around.say(run, `Downloading source code...\nFinished downloading source code\nUsing ${registry.loginServer} as the docker registry\n`);
    around.say(run, 'Scanning for dependencies...\n');
    const unreadable = unreadableFrom(context, dockerfile);
    if (unreadable !== undefined) {
        around.say(run, `unable to understand line ${unreadable}\n`);
        throw new Error('failed to run step ID: build: failed to scan dependencies: exit status 1');
    }
    const answer = await around.engine.open({
        method: 'POST',
        path: `/build?${options.toString()}`,
        headers: {
            'content-type': 'application/x-tar',
            'x-registry-config': Buffer.from(JSON.stringify({ [registry.loginServer]: login })).toString('base64'),
        },
        body: context,
        signal: run.cancel.signal,
    });
    await follow(around, run, answer, 'stream');
    if (truthField(request, 'isPushEnabled') === false) {
        return;
    }
    for (const name of names) {
        around.say(run, `Pushing image: ${name}, attempt 1\n`);
        const [repository, tag] = split(name);
        const pushed = await around.engine.open({
            method: 'POST',
            path: `/images/${encodeURIComponent(repository)}/push?tag=${encodeURIComponent(tag)}`,
            headers: { 'x-registry-auth': Buffer.from(JSON.stringify(login)).toString('base64').replaceAll('+', '-').replaceAll('/', '_') },
            signal: run.cancel.signal,
        });
        const digest = await follow(around, run, pushed, 'status');
        run.outputImages.push({
            registry: registry.loginServer,
            repository: repository.slice(registry.loginServer.length + 1),
            tag,
            ...(digest === undefined ? {} : { digest }),
        });
        around.say(run, `Successfully pushed image: ${name}\n`);
    }
}

/** Passes on what the engine says; answers a push's digest. Errors come inside a stream that began well. */
async function follow(
    around: BuildSurroundings,
    run: TaskRun,
    answer: IncomingMessage,
    shown: 'stream' | 'status',
): Promise<string | undefined> {
    let failed: string | undefined;
    let digest: string | undefined;
    const lines = createLineReader((line) => {
        let entry: JsonValue;
        try {
            entry = JSON.parse(line) as JsonValue;
        } catch {
            return;
        }
        failed ??= textField(entry, 'error') ?? (answer.statusCode === 200 ? undefined : textField(entry, 'message'));
        digest = textField(entry, 'aux', 'Digest') ?? digest;
        const text = textField(entry, shown);
        if (text !== undefined && field(entry, 'progressDetail', 'current') === undefined) {
            around.say(run, shown === 'stream' ? text : `${text}\n`);
        }
    });
    for await (const chunk of answer) {
        lines.write(chunk as Buffer);
    }
    lines.end();
    if (failed !== undefined || answer.statusCode !== 200) {
        throw new Error(failed ?? `The engine answered ${answer.statusCode ?? 0}.`);
    }
    return digest;
}

function buildArguments(request: JsonObject): Record<string, string> {
    const pairs = (listField(request, 'arguments') ?? []).map((entry) => [textField(entry, 'name') ?? '', textField(entry, 'value') ?? '']);
    return textEntries(objectField({ all: Object.fromEntries(pairs) as JsonObject }, 'all'));
}

function qualify(server: string, name: string): string {
    const full = name.startsWith(`${server}/`) ? name : `${server}/${name}`;
    return /:[^/:]+$/.test(full) ? full : `${full}:latest`;
}

function split(name: string): [string, string] {
    const at = name.lastIndexOf(':');
    return [name.slice(0, at), name.slice(at + 1)];
}
