import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { z } from 'zod';
import type { EndpointTls } from './endpoint';

/** What finding an engine asks of the process it runs in. */
export interface EngineEnvironment {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** As in `process.platform`. */
    readonly platform: string;
    readonly home: string;
}

/** One context of the Docker CLI, read from its store. */
export interface DockerContext {
    readonly name: string;
    readonly host: string;
    readonly tls?: EndpointTls;
}

const configFile = z.object({
    currentContext: z.string().optional(),
    credsStore: z.string().optional(),
    credHelpers: z.record(z.string(), z.string()).optional(),
    auths: z.record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() })).optional(),
});
const contextFile = z.object({
    Name: z.string(),
    Endpoints: z.object({ docker: z.object({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }) }),
});

export type DockerConfig = z.infer<typeof configFile>;

export function configFolder({ env, home }: EngineEnvironment): string {
    const { DOCKER_CONFIG: folder = '' } = env;
    return folder === '' ? path.join(home, '.docker') : folder;
}

/** `config.json`; empty when it is absent or unreadable: the CLI warns and goes on. */
export async function readDockerConfig(environment: EngineEnvironment): Promise<DockerConfig> {
    const parsed = configFile.safeParse(await readJson(path.join(configFolder(environment), 'config.json')));
    return parsed.success ? parsed.data : {};
}

/** Undefined when there is no such context. `default` has no entry in the store. */
export async function readDockerContext(environment: EngineEnvironment, name: string): Promise<DockerContext | undefined> {
    return readContextFolder(environment, createHash('sha256').update(name).digest('hex'));
}

/** Every context of the store, by name. */
export async function listDockerContexts(environment: EngineEnvironment): Promise<readonly DockerContext[]> {
    const folders = await fs.readdir(path.join(configFolder(environment), 'contexts', 'meta')).catch(() => []);
    const contexts = await Promise.all(folders.map((folder) => readContextFolder(environment, folder)));
    return contexts.filter((context) => context !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}

async function readContextFolder(environment: EngineEnvironment, folder: string): Promise<DockerContext | undefined> {
    const store = path.join(configFolder(environment), 'contexts');
    const parsed = contextFile.safeParse(await readJson(path.join(store, 'meta', folder, 'meta.json')));
    if (!parsed.success) {
        return undefined;
    }
    const { Host: host, SkipTLSVerify: skip } = parsed.data.Endpoints.docker;
    const tls = await readTls(path.join(store, 'tls', folder, 'docker'), skip === true ? 'skip' : 'verify');
    return { name: parsed.data.Name, host, ...(tls === undefined ? {} : { tls }) };
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder; undefined when none is there. */
export async function readTls(folder: string, verify: EndpointTls['verify']): Promise<EndpointTls | undefined> {
    const [ca, cert, key] = await Promise.all(
        ['ca.pem', 'cert.pem', 'key.pem'].map((file) => fs.readFile(path.join(folder, file)).catch(() => undefined)),
    );
    if (ca === undefined && cert === undefined && key === undefined) {
        return undefined;
    }
    return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }), verify };
}

async function readJson(file: string): Promise<unknown> {
    try {
        return JSON.parse(await fs.readFile(file, 'utf8'));
    } catch {
        return undefined;
    }
}
