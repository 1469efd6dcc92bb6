import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ImageDetails, RegistryLogin } from '../../ports/engine';
import { call, type Connection } from './connection';
import { fromReason } from './failures';
import { readNdjson } from './ndjson';
import { asAuthConfig } from './registryAuth';
import { stoppableStream } from './stoppableStream';

/** Undefined when the engine has no such image. */
export async function inspectImage(connection: Connection, op: Operation, reference: string): Promise<ImageDetails | undefined> {
    try {
        return await call(connection, op, `look at the image ${reference}`, async (docker) => {
            const facts = await docker.getImage(reference).inspect();
            const config = facts.Config as typeof facts.Config | undefined;
            return {
                id: facts.Id,
                tags: listOf(facts.RepoTags),
                digests: listOf(facts.RepoDigests),
                sizeBytes: facts.Size,
                createdMs: Date.parse(facts.Created) || 0,
                architecture: facts.Architecture,
                os: facts.Os,
                labels: config?.Labels ?? {},
                exposedPorts: portsOf(config?.ExposedPorts),
                user: config?.User ?? '',
                command: [...listOf(config?.Entrypoint), ...listOf(config?.Cmd)],
            };
        });
    } catch (error) {
        if (isFailure(error) && error.code === 'engine/no-such-image') {
            return undefined;
        }
        throw error;
    }
}

/** The engine's tagged images; layers and leftovers of builds are no images to a user. */
export async function listImages(connection: Connection, op: Operation): Promise<readonly ImageDetails[]> {
    const found = await call(connection, op, 'list its images', (docker) => docker.listImages());
    const details = await Promise.all(
        found
            .filter(({ RepoTags: tags }) => tags?.some((tag) => tag !== '<none>:<none>'))
            .map(({ Id: id }) => inspectImage(connection, op, id)),
    );
    return details.filter((image) => image !== undefined).sort((a, b) => b.createdMs - a.createdMs);
}

export async function tagImage(connection: Connection, op: Operation, image: string, reference: string): Promise<void> {
    const { name, tag } = splitReference(reference);
    await call(connection, op, `tag an image as ${reference}`, (docker) => docker.getImage(image).tag({ repo: name, tag }));
}

export async function removeImage(connection: Connection, op: Operation, reference: string): Promise<void> {
    await call(connection, op, `remove the image ${reference}`, (docker) => docker.getImage(reference).remove());
}

export async function pullImage(connection: Connection, op: Operation, reference: string, login: RegistryLogin | undefined): Promise<void> {
    const action = `pull the image ${reference}`;
    await call(connection, op, action, async (docker) => {
        const options = { abortSignal: op.signal, ...(login === undefined ? {} : { authconfig: asAuthConfig(login) }) };
        for await (const line of readNdjson(stoppableStream(await docker.pull(reference, options), op.signal))) {
            const { error, status, id } = line as { error?: unknown; status?: unknown; id?: unknown };
            if (typeof error === 'string') {
                throw fromReason(error, { action, endpoint: connection.endpoint });
            }
            if (typeof status === 'string') {
                op.report(`${typeof id === 'string' ? `${id}: ` : ''}${status}`);
            }
        }
    });
}

/** `host:5000/name:tag` or `name@sha256:…`; the tag is `latest` when there is none. */
export function splitReference(reference: string): { readonly name: string; readonly tag: string } {
    const at = reference.indexOf('@');
    if (at >= 0) {
        return { name: reference.slice(0, at), tag: reference.slice(at + 1) };
    }
    const colon = reference.lastIndexOf(':');
    return colon > reference.lastIndexOf('/')
        ? { name: reference.slice(0, colon), tag: reference.slice(colon + 1) }
        : { name: reference, tag: 'latest' };
}

function portsOf(exposed: Readonly<Record<string, unknown>> | null | undefined): readonly number[] {
    return Object.keys(exposed ?? {})
        .filter((port) => !port.endsWith('/udp'))
        .map((port) => Number.parseInt(port, 10))
        .filter((port) => port > 0);
}

function listOf(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}
