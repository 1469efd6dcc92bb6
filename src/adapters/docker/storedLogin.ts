import { z } from 'zod';
import type { Operation } from '../../base/operation';
import type { RegistryLogin } from '../../ports/engine';
import { readDockerConfig, type EngineEnvironment } from './dockerConfig';
import { runBriefly } from './runBriefly';

const answer = z.object({ Username: z.string(), Secret: z.string().min(1) });

/**
 * The login that `docker login` has kept for a registry's host (`docker.io` is Docker Hub): the credential helper's, else the one in config.json. Undefined
 * when there is none or the helper does not work, as the Docker CLI then goes on without. The helper is a program that the user's own configuration names.
 */
export async function storedLogin(op: Operation, environment: EngineEnvironment, host: string): Promise<RegistryLogin | undefined> {
    const { credsStore, credHelpers, auths } = await readDockerConfig(environment);
    const server = host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
    const helper = credHelpers?.[server] ?? credsStore;
    if (helper !== undefined && /^[\w.-]+$/.test(helper)) {
        const ran = await runBriefly(op, environment, `docker-credential-${helper}`, ['get'], {}, server);
        const found = ran.kind === 'ended' && ran.exitCode === 0 ? readAnswer(ran.stdout) : undefined;
        if (found !== undefined) {
            // The name that stands for a token instead of a password.
            return found.Username === '<token>'
                ? { kind: 'identityToken', server, token: found.Secret }
                : { kind: 'password', server, username: found.Username, password: found.Secret };
        }
    }
    const kept = auths?.[server] ?? auths?.[`https://${server}`];
    if (kept?.identitytoken !== undefined && kept.identitytoken !== '') {
        return { kind: 'identityToken', server, token: kept.identitytoken };
    }
    const [username = '', ...password] = Buffer.from(kept?.auth ?? '', 'base64')
        .toString('utf8')
        .split(':');
    return username === '' || password.length === 0 ? undefined : { kind: 'password', server, username, password: password.join(':') };
}

function readAnswer(text: string): z.infer<typeof answer> | undefined {
    try {
        return answer.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}
