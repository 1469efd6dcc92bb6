import { lazy } from '../../../base/lazy';
import type { IgnoreRule } from '../../../core/dockerfile/ignore';
import { parseIgnore } from '../../../core/dockerfile/ignore';
import { joinPath } from '../paths';
import type { InstalledPackages } from '../python/installedPackages';
import { installedPackages } from '../python/installedPackages';
import type { Snapshot } from '../snapshot';
import { readServerConfiguration } from '../start/readServerConfiguration';
import type { ServerUse } from '../start/serverUse';
import { serverUse } from '../start/serverUse';
import type { StartCommand } from '../start/startCommand';
import { inheritedSteps, stageChain, startCommand } from '../start/startCommand';
import type { CopiedSource } from './buildContext';
import { contextRoot, copiedSources } from './buildContext';
import { expand } from './expand';
import type { DockerfileModel, Stage } from './readDockerfile';
import type { Step } from './step';
import { readDockerfile } from './readDockerfile';

/** A Dockerfile with what its rules keep asking; every answer is worked out once, on first use. */
export interface DockerfileDocument {
    readonly snapshot: Snapshot;
    readonly text: string;
    readonly model: DockerfileModel;
    /** The stages that end in the image, the base first. */
    readonly chain: readonly Stage[];
    /** The steps of `chain` in order. */
    readonly finalSteps: readonly Step[];
    /** ENV of the final image, and the defaults of its ARGs. */
    env(): ReadonlyMap<string, string>;
    start(): StartCommand | undefined;
    server(): ServerUse | undefined;
    sources(): readonly CopiedSource[];
    /** The build context's folder, relative to the workspace folder. */
    root(): string;
    packages(): InstalledPackages | undefined;
    /** The .dockerignore that BuildKit uses for this Dockerfile; undefined when there is none or it is broken. */
    ignore(): { readonly path: string; readonly text: string; readonly rules: readonly IgnoreRule[] } | undefined;
}

export function openDockerfile(snapshot: Snapshot): DockerfileDocument {
    const model = readDockerfile(snapshot.text);
    const chain = stageChain(model.stages);
    const finalSteps = inheritedSteps(model.stages);
    const env = lazy(() => readEnv(finalSteps));
    const start = lazy(() => startCommand(snapshot.text, model.stages, model.escape));
    const sources = lazy(() => copiedSources(model));
    const root = lazy(() => contextRoot(snapshot, sources()));
    return {
        snapshot,
        text: snapshot.text,
        model,
        chain,
        finalSteps,
        env,
        start,
        server: lazy(() => {
            const command = start();
            return command === undefined
                ? undefined
                : serverUse(snapshot.text, command.words, env(), (file) => readServerConfiguration(snapshot, root(), file));
        }),
        sources,
        root,
        packages: lazy(() => (snapshot.paths === undefined ? undefined : installedPackages(snapshot, model, root(), sources()))),
        ignore: lazy(() => readIgnore(snapshot, root())),
    };
}

function readEnv(steps: readonly Step[]): ReadonlyMap<string, string> {
    const env = new Map<string, string>();
    for (const step of steps) {
        if (step.keyword === 'ENV' || step.keyword === 'ARG') {
            for (const { name, value } of step.properties()) {
                if (value !== undefined) {
                    env.set(name, expand(value, env));
                }
            }
        }
    }
    return env;
}

function readIgnore(snapshot: Snapshot, root: string): ReturnType<DockerfileDocument['ignore']> {
    if (snapshot.paths === undefined) {
        return undefined;
    }
    for (const path of [`${snapshot.path}.dockerignore`, joinPath(root, '.dockerignore') ?? '.dockerignore']) {
        const text = snapshot.read(path);
        if (text !== undefined) {
            try {
                return { path, text, rules: parseIgnore(text) };
            } catch {
                return undefined;
            }
        }
    }
    return undefined;
}
