import { agoWords } from './agoWords';
import type { RememberedDeployment } from './rememberedDeployment';

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
    readonly command?: { readonly id: string; readonly title: string; readonly args: readonly unknown[] };
}

/** What is known of one workspace folder without asking anybody. */
export interface KnownProject {
    readonly folderUri: string;
    readonly name: string;
    readonly deployment?: RememberedDeployment;
    readonly image?: KnownImage;
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
    | { readonly kind: 'stopped' }
    | { readonly kind: 'starting' }
    | { readonly kind: 'failed'; readonly why: string }
    | { readonly kind: 'gone' }
    | { readonly kind: 'unknown'; readonly why: string };

export function projectRow(project: KnownProject): Row {
    const deployment = project.deployment;
    const state = deployment === undefined ? 'not deployed' : deployment.state === 'live' ? 'live' : 'failed';
    return {
        id: project.folderUri,
        label: project.name,
        description: state,
        tooltip: deployment === undefined ? 'Not deployed yet.' : `${deployment.name}: ${state}`,
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
            tooltip: `Image ${image.reference}\nBuilt ${agoWords(nowMs - image.builtMs)}`,
            icon: 'package',
            context: 'image',
            expandable: 'leaf',
        });
    }
    if (deployment === undefined) {
        rows.push({
            id: `${project.folderUri}#deploy`,
            label: 'Deploy to Azure…',
            tooltip: 'Containerize, build, push, deploy and verify.',
            icon: 'rocket',
            context: 'action',
            expandable: 'leaf',
            command: { id: 'slipway.deploy', title: 'Deploy', args: [{ folderUri: project.folderUri }] },
        });
        return rows;
    }
    const [server, repository] = splitImage(deployment.image);
    rows.push({
        id: `${project.folderUri}#registry`,
        label: server,
        description: `${repository} · ${shortDigest(deployment.digest)}`,
        tooltip: `Registry ${server}\n${repository}@${deployment.digest}`,
        icon: 'archive',
        context: 'registry',
        expandable: 'leaf',
    });
    rows.push(deploymentRow(project, deployment, live, nowMs));
    return rows;
}

function deploymentRow(project: KnownProject, deployment: RememberedDeployment, live: LiveState | undefined, nowMs: number): Row {
    const look = liveLook(deployment, live, nowMs);
    return {
        id: `${project.folderUri}#deployment`,
        label: deployment.name,
        description: `${look.words} · ${deployment.url}`,
        tooltip: [`App Service ${deployment.name}`, deployment.url, look.words, look.why].filter((line) => line !== undefined).join('\n'),
        icon: look.icon,
        ...(look.color === undefined ? {} : { color: look.color }),
        context: 'deployment',
        expandable: 'leaf',
        command: { id: 'slipway.deployment.open', title: 'Open Deployment', args: [{ folderUri: project.folderUri }] },
    };
}

interface Look {
    readonly words: string;
    readonly icon: string;
    readonly color?: string;
    readonly why?: string;
}

function liveLook(deployment: RememberedDeployment, live: LiveState | undefined, nowMs: number): Look {
    const green = 'testing.iconPassed';
    const red = 'testing.iconFailed';
    if (live === undefined) {
        const age = agoWords(nowMs - deployment.atMs);
        return deployment.state === 'live'
            ? { words: `live ${age}`, icon: 'pass-filled', color: green }
            : { words: `failed ${age}`, icon: 'error', color: red, ...(deployment.cause === undefined ? {} : { why: deployment.cause }) };
    }
    switch (live.kind) {
        case 'asking':
            return { words: 'asking Azure…', icon: 'loading~spin' };
        case 'running':
            return { words: `running, ${live.instances} instance${live.instances === 1 ? '' : 's'}`, icon: 'pass-filled', color: green };
        case 'starting':
            return { words: 'starting', icon: 'sync' };
        case 'stopped':
            return { words: 'stopped', icon: 'debug-stop' };
        case 'failed':
            return { words: 'failed', icon: 'error', color: red, why: live.why };
        case 'gone':
            return { words: 'no longer in Azure', icon: 'circle-slash' };
        case 'unknown':
            return { words: 'state unknown', icon: 'question', why: live.why };
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

/** Decimal megabytes as Docker shows them; kilobytes below one. */
export function sizeWords(bytes: number): string {
    if (bytes < 1_000_000) {
        return `${Math.max(1, Math.round(bytes / 1000))} kB`;
    }
    return bytes < 1_000_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
