import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { localTokens } from '../../src/adapters/localAzure/localTokens';
import { clouds } from '../../src/core/deploy/cloud';
import type { DeployResult } from '../../src/core/deploy/deployResult';
import { planDeploy } from '../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../src/workflows/deploy/performDeploy';
import { openStage, type Stage } from '../contract/deploy/openStage';
import { median } from './median';
import type { Bench } from './row';

const rounds = 5;
const run = promisify(execFile);

// What a script of somebody who knows the way does: build, push, name the digest in the configuration, note it in the tags, wait for the new page. Secrets come in files and variables.
const script = `set -euo pipefail
reference="$REGISTRY/$REPOSITORY:$TAG"
docker build --quiet --tag "$reference" "$FOLDER" >/dev/null
docker push --quiet "$reference" >/dev/null
digest=$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$reference" | grep -F "$REGISTRY/$REPOSITORY@" | tail -n 1)
arm() { curl --fail --silent --show-error --output /dev/null --header @"$HEADERS" --header 'content-type: application/json' "$@"; }
arm "$AZURE$SITE?api-version=2025-05-01"
arm "$AZURE$SITE/config/web?api-version=2025-05-01"
arm --request PATCH --data "{\\"properties\\":{\\"linuxFxVersion\\":\\"DOCKER|$digest\\"}}" "$AZURE$SITE/config/web?api-version=2025-05-01"
arm --request PATCH --data "{\\"operation\\":\\"Merge\\",\\"properties\\":{\\"tags\\":{\\"script\\":\\"$TAG\\"}}}" "$AZURE$SITE/providers/Microsoft.Resources/tags/default?api-version=2021-04-01"
until curl --silent --header @"$PAGE_HEADERS" "$AZURE/" | grep -qF "$PAGE"; do sleep 0.1; done
`;

/**
 * A deploy again after a change of one line: Slipway's whole workflow (with its rehearsal and without) against a script of docker build, docker push and the
 * same requests to ARM by curl, on the same engine, registry and local Azure, in turn, medians. Needs an engine, docker, curl and docker-registry.
 */
export const bench: Bench = {
    title: 'A redeploy after a change of one line',
    run: async () => {
        const stage = await openStage();
        if (stage === undefined) {
            throw new Error('There is no engine or no busybox.');
        }
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
        try {
            const first = await deploy(stage, 'on');
            const env = await prepare(stage, first, folder);
            const taken = { rehearsed: [] as number[], plain: [] as number[], script: [] as number[] };
            for (let round = 0; round < rounds; round++) {
                await stage.writeApp(`rehearsed ${round}`);
                taken.rehearsed.push(await timed(() => deploy(stage, 'on', first)));
                await stage.writeApp(`plain ${round}`);
                taken.plain.push(await timed(() => deploy(stage, 'skip', first)));
                await stage.writeApp(`script ${round}`);
                const now = { ...env, TAG: `script-${round}`, PAGE: `script ${round}` };
                taken.script.push(await timed(() => run('bash', ['-c', script], { env: now, timeout: 60_000 })));
            }
            const [rehearsed, plain, base] = [taken.rehearsed, taken.plain, taken.script].map(median) as [number, number, number];
            return {
                rows: [
                    { name: 'docker build, docker push and curl', value: base, unit: 'ms' },
                    { name: 'Slipway, without a rehearsal', value: plain, unit: 'ms' },
                    { name: 'ratio', value: plain / base, unit: '×' },
                    { name: 'Slipway, with the rehearsal', value: rehearsed, unit: 'ms' },
                    { name: 'ratio with the rehearsal', value: rehearsed / base, unit: '×' },
                ],
            };
        } finally {
            rmSync(folder, { recursive: true, force: true });
            await stage.close();
        }
    },
};

async function deploy(stage: Stage, rehearse: 'on' | 'skip', first?: DeployResult): Promise<DeployResult> {
    const request = stage.request({
        ...(rehearse === 'skip' ? { rehearse } : {}),
        ...(first === undefined ? {} : { previous: first.previous }),
    });
    return await performDeploy(
        stage.op,
        stage.ports,
        planDeploy(request, await gatherDeploy(stage.op, stage.ports, request)),
        () => undefined,
    );
}

/** What the script is given: where things are, and who asks, in files. */
async function prepare(stage: Stage, first: DeployResult, folder: string): Promise<Readonly<Record<string, string>>> {
    const { url, key } = stage.address;
    const token = await localTokens(stage.address).token(stage.op, clouds.local.managementScope);
    const [server = '', repository = ''] = first.image.split('@')[0]?.split(/\/(.*)/s) ?? [];
    const headers = path.join(folder, 'headers');
    const pageHeaders = path.join(folder, 'page-headers');
    writeFileSync(headers, `x-slipway-key: ${key}\nx-original-host: management.azure.com\nauthorization: Bearer ${token}\n`, {
        mode: 0o600,
    });
    writeFileSync(pageHeaders, `x-slipway-key: ${key}\nx-original-host: ${new URL(first.url).host}\n`, { mode: 0o600 });
    const answer = await fetch(`${url}/oauth2/exchange`, {
        method: 'POST',
        headers: { 'x-slipway-key': key, 'x-original-host': server, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'access_token', service: server, access_token: token }),
    });
    const { refresh_token: password } = (await answer.json()) as { readonly refresh_token: string };
    const auth = Buffer.from(`00000000-0000-0000-0000-000000000000:${password}`).toString('base64');
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ auths: { [server]: { auth } } }), { mode: 0o600 });
    return {
        ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
        DOCKER_CONFIG: folder,
        REGISTRY: server,
        REPOSITORY: repository,
        FOLDER: stage.folder,
        AZURE: url,
        SITE: first.resourceId,
        HEADERS: headers,
        PAGE_HEADERS: pageHeaders,
    };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
    const from = performance.now();
    await work();
    return performance.now() - from;
}
