import path from 'node:path';
import { dockerRegistry } from '../machine/dockerRegistry.mjs';

/** The environment of tests, and of a local Azure, that use what the scripts found: the engine's address and the registry program on the PATH. */
export async function testEnvironment(engine) {
    const registry = await dockerRegistry();
    return {
        // Tests about finding an engine see the machine as it is wherever that leads to the same one.
        ...(engine?.address && engine.address !== 'unix:///var/run/docker.sock' ? { DOCKER_HOST: engine.address } : {}),
        ...(registry ? { PATH: `${process.env.PATH}${path.delimiter}${path.dirname(registry)}` } : {}),
    };
}
