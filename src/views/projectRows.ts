import { sizeWords } from '../base/sizeWords';
import { agoWords } from './agoWords';
import type { Subscription } from '../core/deploy/resources';
import { isJob, targetOf, targets } from '../core/deploy/target';
import type { McpPlace } from './mcpPlace';
import type { RememberedDeployment } from './rememberedDeployment';
import { say } from './say';

/** A row of the tree as plain data; the shell copies its fields into a TreeItem. */
export interface Row {
    /** Stable across refreshes. */
    readonly id: string;
    readonly label: string;
    readonly description?: string;
    readonly tooltip?: string;
    /** A codicon's name. */
    readonly icon: string;
    /** A theme colour that repeats what the icon's shape says. */
    readonly color?: string;
    /** Words that `when` clauses of menus look for. */
    readonly context: string;
    readonly expandable: 'expanded' | 'collapsed' | 'leaf';
    /** The rows below it. */
    readonly children?: readonly Row[];
    /** What Copy puts on the clipboard; the label where it is absent. */
    readonly copy?: string;
    readonly command?: { readonly id: string; readonly title: string; readonly args: readonly unknown[] };
    /** The deployment that the row stands for, where no folder of the window does. */
    readonly address?: { readonly name: string; readonly resourceId: string; readonly subscription: Subscription };
    /** Set on rows of MCP servers. */
    readonly mcp?: McpPlace;
}

/** What is known of one workspace folder without asking anybody. */
export interface KnownProject {
    readonly folderUri: string;
    readonly name: string;
    readonly deployment?: RememberedDeployment;
    readonly image?: KnownImage;
    /** Absent for the default profile, which has no name. */
    readonly profile?: string;
    /** Where the next deploy goes. */
    readonly cloud?: 'azure' | 'local';
    readonly trust?: 'missing';
    readonly setup?: Setup;
}

/** What is known of this machine without asking a person. */
export interface Setup {
    readonly engine: 'answers' | 'silent';
    /** Whether VS Code knows an account for Azure. */
    readonly account: 'known' | 'none';
}

export interface KnownImage {
    readonly reference: string;
    readonly sizeBytes: number;
    readonly builtMs: number;
}

/** State of the deployment as Azure tells it now; `asking` while the answer is under way. */
export type LiveState =
    | { readonly kind: 'asking' }
    | { readonly kind: 'running'; readonly instances: number }
    /** Scaled to zero. */
    | { readonly kind: 'asleep' }
    /** A job between its runs; `lastRun` is Azure's word for the last one, '' before the first. */
    | { readonly kind: 'idle'; readonly lastRun: string }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'starting' }
    | { readonly kind: 'failed'; readonly why: string }
    | { readonly kind: 'gone' }
    | { readonly kind: 'unknown'; readonly why: string };

export function projectRow(project: KnownProject): Row {
    const deployment = project.deployment;
    const state = deployment === undefined ? say('not deployed') : deployment.state === 'live' ? say('live') : say('failed');
    const where = deployment?.cloud === 'local' ? say('local Azure') : undefined;
    return {
        id: project.folderUri,
        label: project.name,
        description: [project.profile, state, where].filter((part) => part !== undefined).join(' · '),
        tooltip: [
            deployment === undefined
                ? say('Not deployed yet.')
                : `${deployment.name}: ${[state, where].filter((part) => part !== undefined).join(', ')}`,
            ...(project.profile === undefined ? [] : [say('Profile: {0}', project.profile)]),
        ].join('\n'),
        icon: 'folder',
        context: deployment === undefined ? 'project' : 'project deployed',
        expandable: 'expanded',
    };
}

/** Image, registry and deployment of a project, in the order in which they come about. */
export function childRows(project: KnownProject, live: LiveState | undefined, nowMs: number): readonly Row[] {
    const rows: Row[] = [];
    const { deployment, image } = project;
    if (image !== undefined) {
        rows.push({
            id: `${project.folderUri}#image`,
            label: image.reference,
            description: `${sizeWords(image.sizeBytes)} · ${agoWords(nowMs - image.builtMs)}`,
            tooltip: `${say('Image {0}', image.reference)}\n${say('Built {0}', agoWords(nowMs - image.builtMs))}`,
            icon: 'package',
            context: 'image',
            expandable: 'leaf',
        });
    }
    if (deployment === undefined) {
        return [...rows, ...nextRows(project)];
    }
    // The first deploy failed before it was known which image would run.
    const isComplete = deployment.image !== '';
    if (!isComplete && live?.kind === 'gone') {
        return [...rows, ...remedyRows(project, deployment), ...nextRows(project)];
    }
    if (!isComplete) {
        return [...rows, deploymentRow(project, deployment, live, nowMs), ...remedyRows(project, deployment)];
    }
    const [server, repository] = splitImage(deployment.image);
    rows.push({
        id: `${project.folderUri}#registry`,
        label: server,
        description: `${repository} · ${shortDigest(deployment.digest)}`,
        tooltip: `${say('Registry {0}', server)}\n${repository}@${deployment.digest}`,
        icon: 'archive',
        context: 'registry',
        expandable: 'leaf',
        copy: deployment.image,
    });
    rows.push(deploymentRow(project, deployment, live, nowMs), ...remedyRows(project, deployment));
    return rows;
}

function deploymentRow(project: KnownProject, deployment: RememberedDeployment, live: LiveState | undefined, nowMs: number): Row {
    const look = live === undefined ? rememberedLook(deployment, nowMs) : liveLook(live);
    const target = targetOf(deployment.resourceId) ?? 'appService';
    return {
        id: `${project.folderUri}#deployment`,
        label: deployment.name,
        description: [look.words, ...(deployment.cloud === 'local' ? [say('local Azure')] : []), deployment.url]
            .filter((part) => part !== '')
            .join(' · '),
        tooltip: [
            `${targets[target].title} ${deployment.name}`,
            ...(deployment.cloud === 'local' ? [say('In the local Azure on this machine')] : []),
            deployment.url,
            look.words,
            look.why,
        ]
            .filter((line) => line !== undefined && line !== '')
            .join('\n'),
        icon: look.icon,
        ...(look.color === undefined ? {} : { color: look.color }),
        context: ['deployment', ...deploymentContext(deployment.resourceId, live)].join(' '),
        copy: deployment.url,
        // What the app offers, an MCP server's tools among it, is looked for when it is unfolded.
        expandable: 'collapsed',
        command: { id: 'slipway.deployment.open', title: say('Open Deployment'), args: [{ folderUri: project.folderUri }] },
    };
}

/** What helps against the failure that the deployment ended with: its first buttons, as rows. */
function remedyRows({ folderUri }: KnownProject, deployment: RememberedDeployment): readonly Row[] {
    const { state, cause, remedies = [] } = deployment;
    return (state === 'failed' ? remedies.slice(0, 2) : []).map((remedy, index) => ({
        id: `${folderUri}#remedy${index}`,
        label: remedy.title,
        tooltip: cause ?? remedy.title,
        icon: 'lightbulb',
        context: 'action',
        expandable: 'leaf',
        command: { id: 'slipway.remedy.perform', title: remedy.title, args: [remedy, { folderUri }] },
    }));
}

/** What a person can do next where nothing was deployed yet: the first row is the one that leads on. */
function nextRows(project: KnownProject): readonly Row[] {
    const { cloud, setup, trust } = project;
    const row = (id: string, label: string, tooltip: string, icon: string, command: string, args: readonly unknown[] = []): Row => ({
        id: `${project.folderUri}#${id}`,
        label,
        tooltip,
        icon,
        context: 'action',
        expandable: 'leaf',
        command: { id: command, title: label, args },
    });
    const here = [{ folderUri: project.folderUri }];
    if (trust === 'missing') {
        return [
            row('trust', say('Trust this folder…'), say('Nothing is built or deployed without trust.'), 'shield', 'workbench.trust.manage'),
        ];
    }
    const deploy =
        cloud === 'local'
            ? row(
                  'deploy',
                  say('Deploy to the local Azure…'),
                  say('Everything runs on this machine; no account is needed.'),
                  'rocket',
                  'slipway.deploy',
                  here,
              )
            : row(
                  'deploy',
                  say('Deploy to Azure…'),
                  say('Containerize, build, push, deploy and verify.'),
                  'rocket',
                  'slipway.deploy',
                  here,
              );
    const check = row('setup', say('Check My Setup'), say('What building on this machine needs.'), 'pulse', 'slipway.engine.checkSetup');
    if (setup === undefined) {
        return [deploy, check];
    }
    if (setup.engine === 'silent') {
        const silent = row(
            'setup',
            say('No Docker engine answers'),
            say('See why, and how to mend it.'),
            'warning',
            'slipway.engine.checkSetup',
        );
        return [{ ...silent, description: say('check my setup'), color: 'list.warningForeground' }, deploy];
    }
    const rehearse = row(
        'rehearse',
        say('Rehearse on this machine…'),
        say("Build the image and run it under Azure's rules."),
        'play',
        'slipway.image.rehearse',
        here,
    );
    if (cloud === 'local' || setup.account === 'known') {
        return [deploy, rehearse];
    }
    const attempt = row(
        'local',
        say('Try with a local Azure…'),
        say('No Azure account is needed: the whole job runs on this machine.'),
        'beaker',
        'slipway.localAzure.start',
    );
    const signIn = row(
        'signIn',
        say('Sign in to Azure…'),
        say('With the Microsoft account of VS Code, or that of the Azure CLI.'),
        'account',
        'slipway.azure.signIn',
    );
    return [deploy, attempt, rehearse, signIn];
}

/** What menus ask of a deployment: where it is, whether it is a job, which is run rather than restarted, and whether it was stopped. */
export function deploymentContext(resourceId: string, live: LiveState | undefined): readonly string[] {
    return [targetOf(resourceId) ?? 'appService', ...(isJob(resourceId) ? ['job'] : []), ...(live?.kind === 'stopped' ? ['stopped'] : [])];
}

/** How a deployment's state is shown. */
export interface Look {
    readonly words: string;
    readonly icon: string;
    readonly color?: string;
    readonly why?: string;
}

const green = 'testing.iconPassed';
const red = 'testing.iconFailed';

/** The last that was seen, where Azure is not asked. */
function rememberedLook(deployment: RememberedDeployment, nowMs: number): Look {
    const age = agoWords(nowMs - deployment.atMs);
    return deployment.state === 'live'
        ? { words: say('live, {0}', age), icon: 'pass-filled', color: green }
        : {
              words: say('failed, {0}', age),
              icon: 'error',
              color: red,
              ...(deployment.cause === undefined ? {} : { why: deployment.cause }),
          };
}

/** How a state looks in the tree. */
export function liveLook(live: LiveState): Look {
    switch (live.kind) {
        case 'asking':
            return { words: say('asking Azure…'), icon: 'loading~spin' };
        case 'running':
            return {
                words: live.instances === 1 ? say('running, 1 instance') : say('running, {0} instances', live.instances.toString()),
                icon: 'pass-filled',
                color: green,
            };
        case 'asleep':
            return { words: say('asleep until somebody asks'), icon: 'circle-filled', color: green };
        case 'idle':
            return idleLook(live.lastRun);
        case 'starting':
            return { words: say('starting'), icon: 'sync' };
        case 'stopped':
            return { words: say('stopped'), icon: 'debug-stop' };
        case 'failed':
            return { words: say('failed'), icon: 'error', color: red, why: live.why };
        case 'gone':
            return { words: say('no longer in Azure'), icon: 'circle-slash' };
        case 'unknown':
            return { words: say('state unknown'), icon: 'question', why: live.why };
    }
}

function idleLook(lastRun: string): Look {
    switch (lastRun) {
        case 'Succeeded':
            return { words: say('its last run ended well'), icon: 'pass-filled', color: green };
        case '':
            return { words: say('not run yet'), icon: 'circle-outline' };
        default:
            return { words: say('its last run was stopped'), icon: 'debug-stop' };
    }
}

/** `server/repository@digest` in two. */
function splitImage(image: string): readonly [server: string, repository: string] {
    const slash = image.indexOf('/');
    return [image.slice(0, slash), image.slice(slash + 1).replace(/[@:][^/]*$/, '')];
}

/** The first twelve hex digits, as Docker shows them. */
export function shortDigest(digest: string): string {
    return digest.replace(/^sha256:/, '').slice(0, 12);
}
