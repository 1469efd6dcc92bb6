import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isFailure } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { EngineSetup } from '../../core/diagnose/engineSetup';
import { engineCandidates, sourceKey, type EngineCandidate } from './candidates';
import { connect } from './connect';
import { configFolder, readDockerConfig, type EngineEnvironment } from './dockerConfig';
import { endpointUrl } from './endpoint';
import { findBuildx, findOnPath } from './findBuildx';
import { timeoutFor } from './openEngine';
import { probe } from './probe';
import { runBriefly } from './runBriefly';

/** What the doctor wants to know about engines. Starts the buildx plugin and the credential helper, each for a harmless question. */
export async function probeEngines(op: Operation, environment: EngineEnvironment, chosen: string | undefined): Promise<EngineSetup> {
    const { candidates, badName } = await candidatesOf(environment, chosen);
    const [places, config, cli, buildx] = await Promise.all([
        Promise.all(
            candidates.map(async (candidate) => ({ candidate, result: await probe(candidate.endpoint, op.signal, timeoutFor(candidate)) })),
        ),
        configOf(op, environment),
        findOnPath(environment, 'docker'),
        findBuildx(op, environment),
    ]);
    throwIfCancelled(op);
    const answering = places.find(({ result }) => result.kind === 'answers');
    const freeBytes = answering === undefined ? undefined : await freeBytesOf(answering.candidate);
    return {
        places: places.map(({ candidate: { endpoint, source, context }, result }) => ({
            url: endpointUrl(endpoint),
            source,
            ...(context === undefined ? {} : { context }),
            result,
        })),
        ...(badName === undefined ? {} : { badName }),
        config,
        ...(cli === undefined ? {} : { cli }),
        ...(buildx === undefined ? {} : { buildx: buildx.version }),
        ...(freeBytes === undefined ? {} : { freeBytes }),
    };
}

async function candidatesOf(
    environment: EngineEnvironment,
    chosen: string | undefined,
): Promise<{ readonly candidates: readonly EngineCandidate[]; readonly badName?: NonNullable<EngineSetup['badName']> }> {
    try {
        return { candidates: await engineCandidates(environment, chosen) };
    } catch (error) {
        if (!isFailure(error)) {
            throw error;
        }
        const source = sourceKey(environment, chosen);
        return error.code === 'engine/no-such-context'
            ? { candidates: [], badName: { source, name: String(error.facts.context), problem: 'no-such-context' } }
            : { candidates: [], badName: { source, name: String(error.facts.endpoint), problem: 'bad-endpoint' } };
    }
}

async function configOf(op: Operation, environment: EngineEnvironment): Promise<EngineSetup['config']> {
    const file = path.join(configFolder(environment), 'config.json');
    const text = await fs.readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) {
        return { readable: 'absent' };
    }
    try {
        JSON.parse(text);
    } catch {
        return { readable: 'broken' };
    }
    const { currentContext, credsStore } = await readDockerConfig(environment);
    const helper = credsStore === undefined ? undefined : await helperOf(op, environment, credsStore);
    return {
        readable: 'yes',
        ...(currentContext === undefined ? {} : { currentContext }),
        ...(credsStore === undefined ? {} : { credsStore }),
        ...(helper === undefined ? {} : { helper }),
    };
}

/** `list` names servers and users, never secrets; only whether it works is kept. */
async function helperOf(
    op: Operation,
    environment: EngineEnvironment,
    store: string,
): Promise<NonNullable<EngineSetup['config']['helper']> | undefined> {
    if (!/^[\w.-]+$/.test(store)) {
        return undefined;
    }
    const program = `docker-credential-${store}`;
    const ran = await runBriefly(op, environment, program, ['list'], {});
    switch (ran.kind) {
        case 'missing':
            return { program, outcome: 'missing', output: '' };
        case 'cannot-run':
            return { program, outcome: 'cannot-run', output: ran.reason };
        case 'ended':
            return ran.exitCode === 0
                ? { program, outcome: 'works', output: '' }
                : { program, outcome: 'fails', output: (ran.stderr || ran.stdout).slice(0, 500) };
    }
}

/** Only where the engine keeps its images on this machine's own disk. */
async function freeBytesOf({ endpoint }: EngineCandidate): Promise<number | undefined> {
    try {
        const { DockerRootDir: root } = (await (await connect(endpoint)).info()) as { DockerRootDir?: unknown };
        if (endpoint.kind !== 'socket' || typeof root !== 'string') {
            return undefined;
        }
        const { bavail, bsize } = await fs.statfs(root);
        return bavail * bsize;
    } catch {
        return undefined;
    }
}
