import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import type { Blueprint } from '../core/dockerfile/blueprint';
import { buildEnvFiles } from '../core/dockerfile/buildEnvFiles';
import { renderCautiousDockerignore, renderDockerignore } from '../core/dockerfile/dockerignore';
import { openedIgnore } from '../core/dockerfile/openedIgnore';
import { defaultRecipeOptions } from '../core/dockerfile/recipeOptions';
import type { RecipeOptions } from '../core/dockerfile/recipeOptions';
import { renderBlueprint } from '../core/dockerfile/renderBlueprint';
import { composeFiles, renderCompose } from '../core/dockerfile/renderCompose';
import { renderTemplate } from '../core/dockerfile/renderTemplate';
import { reviewDockerfile } from '../core/dockerfile/reviewDockerfile';
import { startedInside } from '../core/dockerfile/startedInside';
import { contextOf, inContext } from '../core/project/contextOf';
import { detectProjects } from '../core/project/detectProjects';
import type { DetectedProject } from '../core/project/detectProjects';
import { settableFacts, type Overrides } from '../core/project/factSheet';
import type { FileSource } from '../core/project/fileSource';
import { overridesIn, projectFile, readProjectFile, type StatedFacts } from '../core/project/projectFile';
import type { Containerization, Profile, ProjectFinding, ProposedFile } from '../core/project/profile';

export interface ContainerizeOptions {
    /** Facts that the user set; they win over whatever is read. */
    readonly overrides?: Overrides;
    /** The same for each project of the folder, by its path; '' is the folder itself. */
    readonly overridesOf?: (folder: string) => Overrides;
    readonly recipe?: Partial<RecipeOptions>;
    /** Also a `compose.yaml` for the developer's machine. */
    readonly compose?: 'compose' | 'none';
}

/** Where a project keeps Dockerfiles of its own making for Slipway to fill in: `<stack>.Dockerfile`, such as `python.Dockerfile`. */
export function templatePath(stack: Blueprint['stack']): string {
    return `.slipway/templates/${stack}.Dockerfile`;
}

/** With which recipe each project's Dockerfile is made, by the project's folder: the name of a template. */
export interface Containerized extends Containerization {
    readonly stacks: ReadonlyMap<string, Blueprint['stack']>;
}

/** Looks at a folder and proposes the files that make it a container. Reads only; writing is `writeProposedFiles`, after a consent. */
export async function containerize(op: Operation, files: FileSource, options: ContainerizeOptions = {}): Promise<Containerized> {
    op.report('Reading the project');
    const projects = await detectStated(files, options);
    throwIfCancelled(op);
    const proposed: ProposedFile[] = [];
    const profiles: Profile[] = [];
    const stacks = new Map<string, Blueprint['stack']>();
    for (const found of projects) {
        const project = await asItsDockerfileIsBuilt(files, found);
        const recipe = { ...defaultRecipeOptions, ...options.recipe };
        const { files: made, findings } = await proposeFiles(files, project, recipe);
        for (const file of made) {
            const at = proposed.findIndex(({ path }) => path === file.path);
            const other = proposed[at];
            if (other === undefined) {
                proposed.push(file);
            } else if (file.action === 'create') {
                // Members of one workspace share the ignore file of its root, and each keeps what its own build reads.
                proposed[at] = { ...other, content: withKept(other.content, file.content) };
            }
        }
        profiles.push({ ...project.profile, findings: [...project.profile.findings, ...findings] });
        if (project.detection.blueprint !== undefined) {
            stacks.set(project.profile.folder, project.detection.blueprint.stack);
        }
    }
    if (options.compose === 'compose' && profiles.some((profile) => profile.kind === 'web')) {
        const own = await firstThere(files, composeFiles);
        const made = renderCompose(profiles, { ...defaultRecipeOptions, ...options.recipe });
        proposed.push(await propose(files, own ?? composeFiles[0], made, 'Starts everything on your own machine.'));
    }
    return { projects: profiles, files: proposed, stacks };
}

/** What the user set wins over what the folder's own file states, and that over what is read. */
async function detectStated(files: FileSource, { overrides, overridesOf }: ContainerizeOptions): Promise<readonly DetectedProject[]> {
    const text = await files.read(projectFile);
    const stated = text === undefined ? new Map<string, StatedFacts>() : readProjectFile(text);
    const users = (folder: string): Overrides => (overrides === undefined ? (overridesOf?.(folder) ?? {}) : folder === '' ? overrides : {});
    const projects = await detectProjects(files, (folder) => ({ ...overridesIn(stated.get(folder) ?? {}), ...users(folder) }));
    return projects.map((project) => {
        const { profile } = project;
        const facts = stated.get(profile.folder);
        const own = users(profile.folder);
        if (facts === undefined) {
            return project;
        }
        const evidence = profile.evidence.map((entry) => {
            const fact = settableFacts.find((known) => known === entry.fact && !(known in own));
            const place = fact === undefined ? undefined : facts[fact];
            return place === undefined || entry.file !== '' ? entry : { ...entry, file: projectFile, line: place.line };
        });
        return { ...project, profile: { ...profile, evidence } };
    });
}

/** An ignore file with the exceptions of another one, too. */
function withKept(content: string, other: string): string {
    const lines = content.split('\n');
    const more = other.split('\n').filter((line) => line.startsWith('!') && !lines.includes(line));
    return more.length === 0 ? content : `${content.replace(/\n+$/, '')}\n${more.join('\n')}\n`;
}

interface Proposal {
    readonly files: readonly ProposedFile[];
    readonly findings: readonly ProjectFinding[];
}

async function proposeFiles(files: FileSource, { profile, detection }: DetectedProject, options: RecipeOptions): Promise<Proposal> {
    const { blueprint } = detection;
    const inFolder = (name: string) => (profile.folder === '' ? name : `${profile.folder}/${name}`);
    if (blueprint === undefined) {
        // Nothing but its own Dockerfile makes it a web app.
        const own = profile.kind === 'web' ? await files.read(inFolder('Dockerfile')) : undefined;
        if (own === undefined) {
            return { files: [], findings: [] };
        }
        const context = contextOf(profile);
        const ignore = await propose(
            files,
            context === '' ? '.dockerignore' : `${context}/.dockerignore`,
            renderCautiousDockerignore(own),
            'Keeps secrets and version control out of the image.',
        );
        return { files: [kept(inFolder('Dockerfile'), own), ignore], findings: [] };
    }
    const context = contextOf(profile);
    const dockerfile = await proposeDockerfile(files, inFolder('Dockerfile'), profile, blueprint, options);
    const env = await buildEnvFiles(files, profile.folder, blueprint);
    const ignorePath = context === '' ? '.dockerignore' : `${context}/.dockerignore`;
    const rendered = renderDockerignore(
        blueprint.stack,
        env.kept.map((file) => inContext(profile, file)),
        belowContext(files.environments?.() ?? [], context),
        await files.read(inFolder('Dockerfile')),
    );
    const proposed = await propose(files, ignorePath, rendered, 'Keeps secrets, environments and caches out of the image.');
    const made = dockerfile.files.find(({ action }) => action === 'create');
    const opened =
        proposed.action === 'keep' && made !== undefined
            ? openedIgnore(proposed.content, made.content, rendered, await inContextOnly(files, context))
            : undefined;
    const dockerignore: ProposedFile =
        opened === undefined
            ? proposed
            : { path: ignorePath, content: opened, action: 'edit', reason: 'It leaves out what the image is built from.' };
    return { files: [...dockerfile.files, dockerignore, ...detection.edits], findings: [...dockerfile.findings, ...env.findings] };
}

/** The listed files of a context, by their paths in it. */
async function inContextOnly(files: FileSource, context: string): Promise<ReadonlySet<string>> {
    return new Set(belowContext(await files.list(), context));
}

function belowContext(paths: readonly string[], context: string): string[] {
    const prefix = context === '' ? '' : `${context}/`;
    return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}

/**
 * Where an own Dockerfile of a folder inside is built from: the whole when it copies by the folder's path from there, else its folder, as `docker build`
 * there would. Without one nothing changes.
 */
async function asItsDockerfileIsBuilt(files: FileSource, project: DetectedProject): Promise<DetectedProject> {
    const { context, ...profile } = project.profile;
    const own = profile.folder === '' ? undefined : await files.read(`${profile.folder}/Dockerfile`);
    if (own === undefined) {
        return project;
    }
    const whole = context ?? '';
    const inner = inContext({ folder: profile.folder, context: whole }, '');
    const fromWhole = context === undefined ? own.split('\n').some((line) => copiesFrom(line, profile.folder)) : own.includes(inner);
    return { ...project, profile: fromWhole ? { ...profile, context: whole } : profile };
}

/** True for a COPY or ADD of something in a folder of the context. */
function copiesFrom(line: string, folder: string): boolean {
    const [instruction = '', ...words] = line.trim().split(/[\s",[\]]+/);
    return (
        /^(copy|add)$/i.test(instruction) &&
        !words.some((word) => word.startsWith('--from')) &&
        words.slice(0, -1).some((word) => word.replace(/^\.?\//, '').startsWith(`${folder}/`))
    );
}

/** An existing Dockerfile is kept, or edited where it could not serve; else the project's own template is filled in, else a recipe makes one. */
async function proposeDockerfile(
    files: FileSource,
    path: string,
    profile: Profile,
    blueprint: Blueprint,
    options: RecipeOptions,
): Promise<Proposal> {
    const existing = await files.read(path);
    if (existing !== undefined) {
        const { findings, edited, reason } = reviewDockerfile(
            existing,
            path,
            startedInside(existing, profile, blueprint),
            await scripts(files, profile),
        );
        return {
            files: [
                edited === undefined
                    ? kept(path, existing)
                    : { path, content: edited, action: 'edit', ...(reason !== undefined && { reason }) },
            ],
            findings,
        };
    }
    const from = templatePath(blueprint.stack);
    const template = await files.read(from);
    if (template !== undefined) {
        const { content, findings } = renderTemplate(template, from, profile);
        return { files: [{ path, content, action: 'create', reason: `Made from ${from}.` }], findings };
    }
    return {
        files: [{ path, content: renderBlueprint(blueprint, options), action: 'create', reason: 'Builds and starts the app.' }],
        findings: [],
    };
}

/** The Python files that evidence names, by their path in the project: what a CMD may start. */
async function scripts(files: FileSource, profile: Profile): Promise<ReadonlyMap<string, string>> {
    const prefix = profile.folder === '' ? '' : `${profile.folder}/`;
    const paths = new Set(profile.evidence.map(({ file }) => file).filter((file) => file.endsWith('.py') && file.startsWith(prefix)));
    const texts = await Promise.all([...paths].map(async (path) => [path.slice(prefix.length), await files.read(path)] as const));
    return new Map(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

async function firstThere(files: FileSource, names: readonly string[]): Promise<string | undefined> {
    for (const name of names) {
        if (await files.exists(name)) {
            return name;
        }
    }
    return undefined;
}

async function propose(files: FileSource, path: string, content: string, reason: string): Promise<ProposedFile> {
    const existing = await files.read(path);
    return existing === undefined ? { path, content, action: 'create', reason } : kept(path, existing);
}

function kept(path: string, content: string): ProposedFile {
    return { path, content, action: 'keep', reason: 'It is there already; Slipway does not overwrite it.' };
}
