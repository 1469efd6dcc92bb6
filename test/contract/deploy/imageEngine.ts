import { createHash } from 'node:crypto';
import { Failure } from '../../../src/base/failure';
import type { EngineFailure } from '../../../src/core/failures/engine';
import type { Engine, ImageDetails } from '../../../src/ports/engine';
import { pushImage } from '../pushImage';

/** An image that was built before, by what a plain process does in its place. */
export interface BuiltImage {
    readonly behaviour: object;
    readonly architecture?: string;
    /** What the engine believes it is. */
    readonly claims?: string;
}

/**
 * Stands in for a Docker engine where only what Azure does is under test: it has the images it was given, and pushes them over HTTP with the login that it
 * gets, to the real registry. It builds and runs nothing.
 */
export function imageEngine(images: ReadonlyMap<string, BuiltImage>): Engine & { readonly secrets: string[] } {
    const tags = new Map<string, string>();
    const digests = new Map<string, string[]>();
    const secrets: string[] = [];
    const nameOf = (reference: string) =>
        images.has(reference)
            ? reference
            : (tags.get(reference) ??
              [...images.keys()].find((name) => idOf(name) === reference || digests.get(name)?.includes(reference)));
    const absent = () => Promise.reject(new Failure<EngineFailure>('engine/not-running', { endpoint: 'none' }));

    function details(reference: string): ImageDetails | undefined {
        const name = nameOf(reference);
        const image = name === undefined ? undefined : images.get(name);
        return name === undefined || image === undefined
            ? undefined
            : {
                  id: idOf(name),
                  tags: [name, ...[...tags].flatMap(([tag, of]) => (of === name ? [tag] : []))],
                  digests: digests.get(name) ?? [],
                  sizeBytes: 1000,
                  createdMs: 0,
                  architecture: image.claims ?? image.architecture ?? 'amd64',
                  os: 'linux',
                  labels: {},
                  exposedPorts: [8000],
                  user: '',
                  command: [],
              };
    }

    return {
        secrets,
        image: (_, reference) => Promise.resolve(details(reference)),
        images: () => Promise.resolve([...images.keys()].flatMap((name) => details(name) ?? [])),
        tag(_, image, reference) {
            const name = nameOf(image);
            if (name !== undefined) {
                tags.set(reference, name);
            }
            return Promise.resolve();
        },
        async push(op, reference, login) {
            const name = nameOf(reference);
            const image = name === undefined ? undefined : images.get(name);
            const [server = '', repository = ''] = reference.split(/\/(.*)/s);
            if (name === undefined || image === undefined || login.kind !== 'identityToken') {
                throw new Failure<EngineFailure>('engine/push-failed', { reference, reason: 'no such image or login' });
            }
            secrets.push(login.token);
            op.signal.throwIfAborted();
            try {
                const pushed = await pushImage({
                    server,
                    name: repository,
                    username: '00000000-0000-0000-0000-000000000000',
                    password: login.token,
                    behaviour: image.behaviour,
                    ...(image.architecture === undefined ? {} : { architecture: image.architecture }),
                });
                digests.set(name, [...(digests.get(name) ?? []), pushed]);
                return { digest: pushed.slice(pushed.indexOf('@') + 1) };
            } catch (error) {
                throw new Failure<EngineFailure>(
                    'engine/push-failed',
                    { reference, reason: error instanceof Error ? error.message : String(error) },
                    error,
                );
            }
        },
        removeImage: () => Promise.resolve(),
        facts: absent,
        build: absent,
        pull: absent,
        run: absent,
        container: absent,
        containers: absent,
        orphans: absent,
        logs: absent,
        exec: absent,
        terminal: absent,
        visit: absent,
        stop: absent,
        removeContainer: absent,
        watch: absent,
    };
}

function idOf(name: string): string {
    return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}
