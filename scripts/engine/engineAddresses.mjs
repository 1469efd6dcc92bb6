import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Where an engine may listen, best first, as DOCKER_HOST writes it. What the user chose (DOCKER_HOST, DOCKER_CONTEXT, the current context) is the only
 * candidate then, as for the docker command.
 */
export function engineAddresses(env = process.env) {
    const chosen = env.DOCKER_HOST ?? contextHost(env);
    if (chosen) {
        return [chosen];
    }
    const home = os.homedir();
    const runtime = env.XDG_RUNTIME_DIR;
    return [
        '/var/run/docker.sock',
        `${home}/.docker/run/docker.sock`,
        `${home}/.docker/desktop/docker.sock`,
        `${home}/.orbstack/run/docker.sock`,
        `${home}/.colima/default/docker.sock`,
        `${home}/.rd/docker.sock`,
        ...(runtime ? [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`] : []),
    ].map((socket) => `unix://${socket}`);
}

function contextHost(env) {
    const folder = env.DOCKER_CONFIG ?? path.join(os.homedir(), '.docker');
    const name = env.DOCKER_CONTEXT ?? readJson(path.join(folder, 'config.json'))?.currentContext;
    if (!name || name === 'default') {
        return undefined;
    }
    const id = createHash('sha256').update(name).digest('hex');
    return readJson(path.join(folder, 'contexts/meta', id, 'meta.json'))?.Endpoints?.docker?.Host;
}

function readJson(file) {
    try {
        return JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch {
        return undefined;
    }
}
