import { lazy } from '../../base/lazy';
import type { Operation } from '../../base/operation';
import type { Engine, EngineFacts } from '../../ports/engine';
import { buildImage } from './buildImage';
import { connect } from './connect';
import { call, type Connection } from './connection';
import { execute, inspectContainer, listContainers, readLogs, runContainer, stopContainer } from './containers';
import type { EngineEnvironment } from './dockerConfig';
import { endpointUrl, type Endpoint } from './endpoint';
import { inspectImage, listImages, pullImage, removeImage, tagImage } from './images';
import { removeOrKeepInMind } from './leftovers';
import { openTerminal } from './openTerminal';
import { pushImage } from './pushImage';
import { hasEnded, ownerLabel } from './owner';
import { visitContainer } from './visitContainer';
import { watchEvents } from './watchEvents';

/** The engine at one endpoint; `environment` lets it build with the CLI's buildx plugin. The SDK is loaded by the first call; every call dials anew, so that there is nothing to close. */
export function createDockerEngine(endpoint: Endpoint, environment?: EngineEnvironment): Engine {
    const connection: Connection = {
        docker: lazy(() => connect(endpoint)),
        endpoint: endpointUrl(endpoint),
        ...(environment === undefined ? {} : { environment }),
    };
    const facts = (op: Operation) => readFacts(connection, op);
    return {
        facts,
        build: async (op, request, onEvent) => buildImage(connection, await facts(op), op, request, onEvent),
        push: (op, reference, login, onLayer) => pushImage(connection, op, reference, login, onLayer),
        pull: (op, reference, login) => pullImage(connection, op, reference, login),
        tag: (op, image, reference) => tagImage(connection, op, image, reference),
        image: (op, reference) => inspectImage(connection, op, reference),
        images: (op) => listImages(connection, op),
        removeImage: (op, reference) => removeImage(connection, op, reference),
        run: (op, request) => runContainer(connection, op, request),
        container: (op, id) => inspectContainer(connection, op, id),
        containers: (op, label) => listContainers(connection, op, label),
        orphans: async (op, label) => (await listContainers(connection, op, label)).filter(({ labels }) => hasEnded(labels[ownerLabel])),
        logs: (op, id, options, onLine) => readLogs(connection, op, id, options, onLine),
        exec: (op, id, command) => execute(connection, op, id, command),
        terminal: (op, id, command, onBytes) => openTerminal(connection, op, id, command, onBytes),
        visit: (op, container, port, path) => visitContainer(connection, op, container, port, path),
        stop: (op, id) => stopContainer(connection, op, id),
        removeContainer: (_, id) => removeOrKeepInMind(connection, { id: [id] }),
        watch: (op, onEvent) => watchEvents(connection, op, onEvent),
    };
}

async function readFacts(connection: Connection, op: Operation): Promise<EngineFacts> {
    const version = await call(connection, op, 'say its version', (docker) => docker.version());
    const components = (version as { Components?: readonly { Name?: string }[] }).Components ?? [];
    const kind = components.some(({ Name: name }) => /podman/i.test(name ?? '')) ? 'podman' : 'docker';
    const [major = 0, minor = 0] = version.ApiVersion.split('.').map(Number);
    return {
        endpoint: connection.endpoint,
        version: version.Version,
        apiVersion: version.ApiVersion,
        osType: version.Os,
        architecture: version.Arch,
        kind,
        // BuildKit came to /build with API 1.39; Podman takes version 2 and builds with its own builder.
        builder: kind === 'podman' || major < 1 || (major === 1 && minor < 39) ? 'classic' : 'buildkit',
    };
}
