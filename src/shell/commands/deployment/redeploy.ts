import * as vscode from 'vscode';
import { Failure, isCancelled } from '../../../base/failure';
import { pause, type Operation } from '../../../base/operation';
import type { DeployRequest, PreviousDeployment } from '../../../core/deploy/deployRequest';
import type { DeployResult } from '../../../core/deploy/deployResult';
import type { DeployState } from '../../../core/deploy/deployState';
import { withKnownOfGroup } from '../../../core/deploy/neededSettings';
import { planDeploy } from '../../../core/deploy/planDeploy';
import { projectTag } from '../../../core/deploy/tags';
import type { DeployFailure } from '../../../core/failures/deploy';
import type { DeployPorts } from '../../../workflows/deploy/deployPorts';
import { gatherDeploy } from '../../../workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../workflows/deploy/performDeploy';
import { inspectDeployment, type DeploymentState } from '../../../workflows/deployment/inspectDeployment';
import { readPrevious } from '../../../workflows/deployment/readPrevious';
import { AppVariables } from '../../appVariables';
import { rememberLive, windowSnapshots, type ChosenDeployment } from '../../deployments';
import { noEngine, windowContexts } from '../../engine';
import { seen } from '../../present';
import type { Shell } from '../../shell';
import { answerQuestions, askValues } from '../deploy/answerQuestions';
import type { Replan } from '../deploy/deployRun';
import { runOf, throwIfUnderWay } from '../deploy/runs';
import { stepProgress } from '../deploy/stepProgress';

export type FoundDeployment = Extract<DeploymentState, { kind: 'found' }>;

/** Reads a deployment's state; throws 'deploy/gone' when it is no longer there. */
export async function inspected(op: Operation, { opened, address, name }: ChosenDeployment): Promise<FoundDeployment> {
    const state = await inspectDeployment(op, opened.azure, address);
    if (state.kind === 'gone') {
        throw new Failure<DeployFailure>('deploy/gone', { name });
    }
    return state;
}

/**
 * Deploys an image that the registry has, with what `change` asks for, and verifies it like any deploy; nothing is built or pushed. The folder's run panel
 * shows the steps, and the folder remembers the result.
 */
export async function redeploy(
    shell: Shell,
    op: Operation,
    chosen: ChosenDeployment,
    state: FoundDeployment,
    change: (base: DeployRequest) => DeployRequest,
): Promise<DeployResult> {
    // While the user chose what to do here, a deploy may have begun.
    throwIfUnderWay(shell);
    const { folder, name, address } = chosen;
    shell.statusBar.preparing({ name: folder?.name ?? name, folder, resourceId: address.resourceId });
    try {
        return await prepareAndPerform(shell, op, chosen, state, change);
    } finally {
        shell.statusBar.settle();
        shell.projects.refresh('forget');
    }
}

async function prepareAndPerform(...[shell, op, chosen, state, change]: Parameters<typeof redeploy>): Promise<DeployResult> {
    const { opened, folder, remembered, name } = chosen;
    const previous = remembered?.previous ?? (await readPrevious(op, opened.azure, chosen.address, state));
    const ports: DeployPorts = {
        engine: noEngine(),
        contexts: windowContexts(),
        azure: opened.azure,
        registry: opened.registries,
        http: opened.http,
        clock: { nowMs: () => Date.now(), pause },
        snapshots: windowSnapshots(shell.context),
        confirmContext: () => Promise.resolve('stop'),
        writeFiles: () => Promise.resolve(),
    };
    let found: DeployState | undefined;
    const replan: Replan = async (request, look) => {
        found = look === 'known' && found !== undefined ? found : await gatherDeploy(op, ports, request);
        return planDeploy(withKnownOfGroup(request, found.found), found);
    };
    const knownEnv =
        folder === undefined || state.target !== 'containerInstances'
            ? {}
            : await new AppVariables(shell.context.secrets, folder.uri, ['', shell.memory.profiles(folder.uri).active ?? '']).read();
    let plan = await answerQuestions(op, await replan(change({ ...baseRequest(chosen, state, previous), knownEnv })), replan);
    const missing = plan.questions.find((question) => question.kind === 'settings');
    if (missing !== undefined) {
        // There is no plan to look at here, whose fields would ask for them.
        const values = await askValues(op, { name, settings: missing.names });
        plan = await replan({ ...plan.request, env: { ...plan.request.env, ...values } });
    }
    const run = folder === undefined ? undefined : runOf(shell, folder);
    const stopper = new AbortController();
    const stoppable = { ...op, signal: AbortSignal.any([op.signal, stopper.signal]), report: () => undefined };
    run?.planned(plan, undefined);
    run?.started(() => stopper.abort());
    const shown = run ?? { step: () => undefined, finished: () => undefined, stepFailed: () => undefined, log: () => undefined };
    try {
        const result = await performDeploy(stoppable, ports, plan, stepProgress(op, plan, shown));
        const page = await opened.pageOf(op, result.url);
        if (folder !== undefined) {
            await rememberLive(shell, folder, opened, result, page);
        }
        run?.succeeded(page, vscode.l10n.t('{0} runs {1}.', result.name, result.digest.slice(0, 19)));
        return result;
    } catch (error) {
        if (!isCancelled(error)) {
            run?.show();
        }
        if (run?.failed(error) === 'seen') {
            seen(error);
        }
        throw error;
    }
}

function baseRequest({ folder }: ChosenDeployment, state: FoundDeployment, previous: PreviousDeployment): DeployRequest {
    return {
        target: state.target,
        folder: folder?.uri.fsPath ?? '',
        projectName: state.tags[projectTag] ?? folder?.name ?? state.name,
        source: { kind: 'digest', digest: state.digest ?? previous.digest },
        port: state.history[0]?.port ?? previous.rehearsed?.port ?? 8000,
        healthPath: '/',
        env: {},
        rehearse: 'skip',
        previous,
    };
}
