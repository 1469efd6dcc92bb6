import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { readDockerfile } from '../../core/dockerfile/readDockerfile';
import type { BuildRequest } from '../../ports/engine';
import type { Connection } from './connection';
import { inspectImage, pullImage } from './images';

/**
 * Fetches the base images that the engine lacks. A builder without a session cannot ask for a login or a token, but finds what is there. What is named by a
 * variable or is a stage is left to it.
 */
export async function pullBases(connection: Connection, op: Operation, { context, login, pull }: BuildRequest): Promise<void> {
    for (const image of baseImages(context.dockerfileText)) {
        if (pull === 'always' || (await inspectImage(connection, op, image)) === undefined) {
            try {
                await pullImage(connection, op, image, await login?.(registryHost(image)));
            } catch (error) {
                if (!isFailure(error)) {
                    throw error;
                }
                // The builder says the same of the line that asks for it.
                op.log(`${image}: ${String(error.facts.reason)}`);
            }
        }
    }
}

/** The images that a Dockerfile begins or copies from, each once, without its own stages. */
export function baseImages(dockerfile: string): readonly string[] {
    const stages = new Set([...dockerfile.matchAll(/^\s*FROM\s.*\sAS\s+(\S+)/gim)].map((match) => (match[1] ?? '').toLowerCase()));
    const images = readDockerfile(dockerfile).stages.map(({ image }) => image);
    const copied = [...dockerfile.matchAll(/^\s*COPY\s.*--from=(\S*[/:]\S*)/gim)].map((match) => match[1] ?? '');
    return [...new Set([...images, ...copied])].filter(
        (image) => image !== '' && image !== 'scratch' && !image.includes('$') && !stages.has(image.toLowerCase()),
    );
}

/** `registry.example.com` of an image's name; Docker Hub's when it names none. */
export function registryHost(image: string): string {
    const [first = '', ...rest] = image.split('/');
    return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}
