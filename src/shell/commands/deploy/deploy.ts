import * as vscode from 'vscode';
import { Cancelled, isCancelled } from '../../../base/failure';
import { aside, pause, type Operation } from '../../../base/operation';
import { contextOf } from '../../../core/project/contextOf';
import { appIdOf } from '../../../core/deploy/appIdOf';
import type { DeployPlan } from '../../../core/deploy/deployPlan';
import type { DeployRequest, PreviousDeployment } from '../../../core/deploy/deployRequest';
import type { DeployState } from '../../../core/deploy/deployState';
import { missingSettings } from '../../../core/deploy/neededSettings';
import type { DeployResult } from '../../../core/deploy/deployResult';
import { planDeploy } from '../../../core/deploy/planDeploy';
import { sameId } from '../../../core/deploy/resourceId';
import { isTargetName, type TargetName } from '../../../core/deploy/target';
import { failureSentence, failureText } from '../../../views/failureText';
import type { RememberedDeployment } from '../../../views/rememberedDeployment';
import type { DeployPorts } from '../../../workflows/deploy/deployPorts';
import { gatherDeploy } from '../../../workflows/deploy/gatherDeploy';
import { deployWhereBuilt } from '../../../workflows/deploy/deployWhereBuilt';
import { AppVariables } from '../../appVariables';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import { windowSnapshots } from '../../deployments';
import { buildPlace, type BuildPlace } from '../../buildPlace';
import { windowContexts } from '../../engine';
import { chooseFolder, uriOf } from '../../folderArgument';
import { chooseProject, inspectFolder, type Inspected } from '../../inspectFolder';
import { openPage, refreshPage } from '../../openPage';
import { seen } from '../../present';
import { writeFiles } from '../../proposedFiles';
import { words } from '../../sentenceWords';
import { buildSettings } from '../../buildSettings';
import { agreed } from '../../confirmContext';
import type { Shell } from '../../shell';
import { answerQuestions } from './answerQuestions';
import type { Replan } from './deployRun';
import { runOf, runUnderWay, throwIfUnderWay } from './runs';
import { stepProgress } from './stepProgress';

/** Containerize, build, push, deploy and verify as one plan. The first deploy shows it and waits for consent; the next ones just run. */
export async function run(shell: Shell, outer: Operation, argument: unknown): Promise<void> {
    // A roll back or a scaling is another command, but a deploy of the same kind.
    if (reveal(shell, argument) === 'shown') {
        shell.output.line('A deploy, a roll back or a scaling is already running');
        throw new Cancelled();
    }
    const folder = await chooseFolder(outer, argument);
    throwIfUnderWay(shell);
    const wish = readWish(argument);
    shell.output.heading(`Deploy ${folder.name}`);
    const run = runOf(shell, folder);
    const stopper = new AbortController();
    const op: Operation = { ...outer, signal: AbortSignal.any([outer.signal, stopper.signal]) };
    let plan: DeployPlan | undefined;
    let opened: OpenedCloud | undefined;
    shell.statusBar.preparing({ name: folder.name, folder });
    try {
        const project = await chooseProject(op, await inspectFolder(shell, op, folder), folder);
        op.report(vscode.l10n.t('Looking for the Docker engine'));
        const { engine, engineIs, buildIn } = await buildPlace(shell, op, folder);
        op.report(vscode.l10n.t('Signing in'));
        opened = await openCloud(shell, op);
        const ports: DeployPorts & Pick<BuildPlace, 'engineIs'> = {
            engine,
            engineIs,
            contexts: windowContexts(),
            azure: opened.azure,
            registry: opened.registries,
            http: opened.http,
            clock: { nowMs: () => Date.now(), pause },
            snapshots: windowSnapshots(shell.context),
            confirmContext: async (_op, question) => ((await agreed(question)) ? 'send' : 'stop'),
            writeFiles: (_op, files) => writeFiles(folder.uri, files),
        };
        let state: DeployState | undefined;
        const replan: Replan = async (request, look) => {
            state = look === 'known' && state !== undefined ? state : await gatherDeploy(op, ports, request);
            return planDeploy(request, state);
        };
        const variables = new AppVariables(shell.context.secrets, folder.uri, [
            project.profile.folder,
            shell.memory.profiles(folder.uri).active ?? '',
        ]);
        const request: DeployRequest = {
            ...firstRequest(shell, folder, project, opened, wish),
            knownEnv: await variables.read(),
            ...(buildIn === undefined ? {} : { buildIn }),
        };
        plan = await agreedBefore(shell, folder, await answerQuestions(op, await replan(request), replan), replan);
        run.planned(plan, project.profile);
        if (plan.questions.length > 0 || plan.problems.length > 0 || asksForPlan(argument)) {
            // A name that was typed into the plan may be that of an app that somebody else made.
            shell.statusBar.reviewing();
            plan = await aside(op, async () => await answerQuestions(op, await run.consent(op, replan), replan));
            shell.statusBar.preparing({ name: folder.name, folder });
        }
        await variables.keep({ ...plan.request.knownEnv, ...plan.request.env });
        await shell.memory.set(
            `without:${folder.uri.toString()}`,
            missingSettings(plan.settings).map(({ name }) => name),
        );
        await rememberForgone(shell, folder, plan);
        await shell.memory.set(targetKey(folder), plan.target);
        run.started(() => stopper.abort());
        const result = await deployWhereBuilt({ ...op, report: () => undefined }, ports, plan, replan, (made) => {
            if (made !== plan) {
                plan = made;
                run.planned(made, project.profile);
                run.started(() => stopper.abort());
            }
            return stepProgress(op, made, run);
        });
        const image = engineIs === 'absent' ? undefined : await engine.image(op, result.image);
        if (image !== undefined) {
            await shell.memory.set(`image:${folder.uri.toString()}`, {
                reference: shownReference(image.tags, result.image),
                sizeBytes: image.sizeBytes,
                builtMs: image.createdMs,
            });
        }
        await (plan.request.slot === undefined
            ? live(shell, op, folder, opened, result, run)
            : slotLive(op, folder, opened, result, run, plan.request.slot));
    } catch (error) {
        const thrown = stopper.signal.aborted ? new Cancelled() : error;
        if (run.failed(thrown) === 'seen') {
            seen(thrown);
        }
        if (plan?.request.slot === undefined && plan !== undefined && opened !== undefined && !isCancelled(thrown)) {
            await rememberFailure(shell, folder, opened, plan, thrown);
        }
        throw thrown;
    } finally {
        shell.statusBar.settle();
    }
}

/** Shows the deploy that waits or runs; says so where it is not the one that was asked for. */
export function reveal(_shell: Shell, argument?: unknown): 'shown' | 'nothing' {
    const run = runUnderWay();
    const plan = run?.underWay();
    if (run === undefined || plan === undefined || run.show() === 'nothing') {
        return 'nothing';
    }
    const uri = uriOf(argument);
    const folder = uri === undefined ? run.folder : vscode.workspace.getWorkspaceFolder(uri);
    const { target = plan.target, slot = plan.request.slot } = readWish(argument);
    if (folder !== run.folder || target !== plan.target || slot !== plan.request.slot) {
        void vscode.window.showInformationMessage(
            vscode.l10n.t('One deploy at a time: finish or cancel this deploy of {0} first.', run.folder.name),
        );
    }
    return 'shown';
}

/** The button “Change the Plan” beside a failure: the plan is shown although nothing in it is a question. */
function asksForPlan(argument: unknown): boolean {
    return typeof argument === 'object' && argument !== null && 'plan' in argument && argument.plan === 'show';
}

/** What a button or another command asks for beyond the folder: data of whoever calls, read at the door. */
interface Wish {
    readonly target?: TargetName;
    readonly port?: number;
    readonly check?: 'everything';
    readonly slot?: string;
    readonly wayBack?: 'forgone';
}

function readWish(argument: unknown): Wish {
    if (typeof argument !== 'object' || argument === null) {
        return {};
    }
    const { target, port, check, slot, wayBack } = argument as Readonly<Record<string, unknown>>;
    return {
        ...(isTargetName(target) ? { target } : {}),
        ...(typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}),
        ...(check === 'everything' ? { check } : {}),
        ...(typeof slot === 'string' ? { slot } : {}),
        ...(wayBack === 'forgone' ? { wayBack } : {}),
    };
}

function targetKey(folder: vscode.WorkspaceFolder): string {
    return `target:${folder.uri.toString()}`;
}

/** A port that a failure's button names counts from now on as if a rehearsal had found it. */
function withPort(
    previous: PreviousDeployment | undefined,
    requestedPort: number,
    port: number | undefined,
): PreviousDeployment | undefined {
    return previous === undefined || port === undefined ? previous : { ...previous, rehearsed: { requestedPort, port } };
}

/** What a deploy of the folder asks for before anybody is asked anything. */
export function firstRequest(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    { profile, files }: Inspected,
    opened: OpenedCloud,
    wish: Wish = {},
): DeployRequest {
    const settings = vscode.workspace.getConfiguration('slipway', folder.uri);
    const context = contextOf(profile);
    const prefix = context === '' ? '' : `${context}/`;
    const dockerfile = profile.folder === '' ? 'Dockerfile' : `${profile.folder}/Dockerfile`;
    const name = profile.folder === '' ? folder.name : (profile.folder.split('/').at(-1) ?? folder.name);
    const { active } = shell.memory.profiles(folder.uri);
    const last = shell.memory.deployment(folder.uri)?.previous?.target;
    const chosen =
        wish.target ??
        last ??
        shell.memory.get(targetKey(folder), (value) => (isTargetName(value) ? value : undefined)) ??
        settings.get('deploy.target');
    const target = isTargetName(chosen) ? chosen : 'appService';
    const remembered = shell.memory.deployment(folder.uri, target);
    const port = profile.port ?? 8000;
    const previous = withPort(remembered?.cloud === opened.name ? remembered.previous : undefined, port, wish.port);
    const region = settings.get<string>('deploy.region', '');
    return {
        target,
        folder: folder.uri.fsPath,
        // Each profile has resources of its own, told apart by their names.
        projectName: active === undefined ? name : `${name}-${active}`,
        source: {
            kind: 'build',
            context: context === '' ? folder.uri.fsPath : vscode.Uri.joinPath(folder.uri, context).fsPath,
            dockerfile: dockerfile.slice(prefix.length),
            files,
            buildArgs: buildSettings(shell, folder).args,
        },
        port: previous === undefined ? (wish.port ?? port) : port,
        healthPath: profile.healthPath ?? '/',
        ...(profile.framework === 'Azure Functions' ? { appKind: 'functionapp' } : {}),
        env: {},
        needs: profile.needs,
        ...(previous === undefined
            ? { ...(region === '' ? {} : { region }), sku: settings.get<string>('deploy.sku', 'B1') }
            : { previous }),
        // After a failure nothing is taken for settled: the role that was missing is given again. A slot is beside what was settled.
        ...(wish.slot === undefined && (wish.check !== undefined || remembered?.state === 'failed')
            ? { check: 'everything' as const }
            : {}),
        ...(settings.get<boolean>('deploy.rehearse', true) ? {} : { rehearse: 'skip' as const }),
        ...(wish.slot === undefined ? {} : { slot: wish.slot }),
        ...(wish.wayBack === undefined ? {} : { wayBack: wish.wayBack }),
    };
}

/** Settings that the user has deployed without before are not asked for again, nor a way back to the app. */
async function agreedBefore(shell: Shell, folder: vscode.WorkspaceFolder, first: DeployPlan, replan: Replan): Promise<DeployPlan> {
    const forgone = shell.memory.get(forgoneKey(folder), readNames) ?? [];
    const id = configuredApp(first);
    const plan =
        id !== undefined && forgone.includes(id) && first.request.wayBack === undefined
            ? await replan({ ...first.request, wayBack: 'forgone' }, 'known')
            : first;
    const missing = plan.questions.find((question) => question.kind === 'settings');
    const known = shell.memory.get(`without:${folder.uri.toString()}`, readNames) ?? [];
    return missing?.names.every((name) => known.includes(name)) === true
        ? await replan({ ...plan.request, missingSettings: 'agreed' }, 'known')
        : plan;
}

/** The apps of a folder that its user deploys to without a way back. */
function forgoneKey(folder: vscode.WorkspaceFolder): string {
    return `wayBack:${folder.uri.toString()}`;
}

async function rememberForgone(shell: Shell, folder: vscode.WorkspaceFolder, plan: DeployPlan): Promise<void> {
    const known = shell.memory.get(forgoneKey(folder), readNames) ?? [];
    const id = configuredApp(plan);
    if (plan.request.wayBack === 'forgone' && id !== undefined && !known.includes(id)) {
        await shell.memory.set(forgoneKey(folder), [...known, id]);
    }
}

/** The id, in lower case, of the web app that a plan updates. */
function configuredApp({ steps }: DeployPlan): string | undefined {
    return steps.find((step) => step.kind === 'configure')?.site.id.toLowerCase();
}

function readNames(value: unknown): readonly string[] | undefined {
    return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : undefined;
}

async function live(
    shell: Shell,
    op: Operation,
    folder: vscode.WorkspaceFolder,
    opened: OpenedCloud,
    result: DeployResult,
    run: ReturnType<typeof runOf>,
): Promise<void> {
    const page = await opened.pageOf(op, result.url);
    const known = shell.memory.deployment(folder.uri);
    await shell.memory.remember(folder.uri, {
        cloud: opened.name,
        name: result.name,
        resourceId: result.resourceId,
        url: page,
        image: result.image,
        digest: result.digest,
        state: 'live',
        atMs: Date.now(),
        previous: result.previous,
    });
    const seconds = (result.durationMs / 1000).toFixed(0);
    const isJob = result.evidence === 'execution';
    const said = [
        isJob
            ? vscode.l10n.t('{0} ran once and ended well, after {1} s.', result.name, seconds)
            : vscode.l10n.t('{0} is live: it answered {1} after {2} s.', result.name, String(result.status), seconds),
        ...result.notes.map(words),
    ].join(' ');
    shell.output.heading(`${said} ${page}`.trim());
    run.succeeded(page, said);
    // A job has no page but the portal's, and in a local Azure none at all.
    const openNow = !isJob && vscode.workspace.getConfiguration('slipway').get<boolean>('deploy.openWhenLive', true) && known?.url !== page;
    if (openNow) {
        await openPage(page);
    } else {
        await refreshPage(page);
    }
    const open = vscode.l10n.t('Open');
    const logs = vscode.l10n.t('Show Logs');
    void vscode.window.showInformationMessage(said, ...(page === '' ? [] : [open]), logs).then((choice) => {
        if (choice === open) {
            return openPage(page);
        }
        return choice === logs
            ? vscode.commands.executeCommand('slipway.deployment.showLogs', { folderUri: folder.uri.toString() })
            : undefined;
    });
}

/** What visitors see is as before, and is what stays remembered. */
async function slotLive(
    op: Operation,
    folder: vscode.WorkspaceFolder,
    opened: OpenedCloud,
    result: DeployResult,
    run: ReturnType<typeof runOf>,
    slot: string,
): Promise<void> {
    const page = await opened.pageOf(op, result.url);
    const said = vscode.l10n.t('The slot {0} answered {1}. Visitors see nothing of it before you swap.', slot, String(result.status));
    op.log(`${said} ${page}`);
    run.succeeded(page, said);
    const open = vscode.l10n.t('Open');
    const swap = vscode.l10n.t('Swap Slots');
    void vscode.window.showInformationMessage(said, open, swap).then((choice) => {
        if (choice === open) {
            return openPage(page);
        }
        return choice === swap
            ? vscode.commands.executeCommand('slipway.deployment.swapSlots', { folderUri: folder.uri.toString() })
            : undefined;
    });
}

/** An app that was live stays remembered for the next try; only its state and the cause change. */
async function rememberFailure(
    shell: Shell,
    folder: vscode.WorkspaceFolder,
    opened: OpenedCloud,
    plan: DeployPlan,
    error: unknown,
): Promise<void> {
    const known = shell.memory.deployment(folder.uri, plan.target);
    const step = plan.steps.find((one) => ['site', 'configure', 'containerApp', 'containerGroup'].includes(one.kind));
    const resourceId = appIdOf(plan.steps);
    if (resourceId === undefined) {
        return;
    }
    const fresh: Omit<RememberedDeployment, 'state' | 'atMs'> = {
        cloud: opened.name,
        name: step?.resource?.name ?? plan.request.projectName,
        resourceId,
        url: '',
        image: '',
        digest: '',
    };
    const same = known?.cloud === opened.name && sameId(known.resourceId, resourceId);
    const text = failureText(error, (sentence) => vscode.l10n.t(sentence));
    await shell.memory.remember(folder.uri, {
        ...(same ? known : fresh),
        state: 'failed',
        cause: failureSentence(text),
        remedies: text.remedies,
        atMs: Date.now(),
    });
}

/** The tag that says most: one that was pushed has the time in it, the digest says nothing to a person. */
function shownReference(tags: readonly string[], fallback: string): string {
    return tags.find((tag) => !/^[^/]+:\d+\//.test(tag)) ?? tags[0] ?? fallback;
}
