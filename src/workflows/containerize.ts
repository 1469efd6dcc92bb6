import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import { renderDockerignore } from '../core/dockerfile/dockerignore';
import { defaultRecipeOptions } from '../core/dockerfile/recipeOptions';
import type { RecipeOptions } from '../core/dockerfile/recipeOptions';
import { renderBlueprint } from '../core/dockerfile/renderBlueprint';
import { detectProjects } from '../core/project/detectProjects';
import type { DetectedProject } from '../core/project/detectProjects';
import type { Overrides } from '../core/project/factSheet';
import type { FileSource } from '../core/project/fileSource';
import type { Containerization, ProposedFile } from '../core/project/profile';

export interface ContainerizeOptions {
    /** Facts that the user set; they win over whatever is read. */
    readonly overrides?: Overrides;
    readonly recipe?: Partial<RecipeOptions>;
}

/** Looks at a folder and proposes the files that make it a container. Reads only; writing is `writeProposedFiles`, after a consent. */
export async function containerize(op: Operation, files: FileSource, options: ContainerizeOptions = {}): Promise<Containerization> {
    op.report('Reading the project');
    const projects = await detectProjects(files, options.overrides ?? {});
    throwIfCancelled(op);
    const proposed: ProposedFile[] = [];
    for (const project of projects) {
        proposed.push(...(await proposeFiles(files, project, { ...defaultRecipeOptions, ...options.recipe })));
    }
    return { projects: projects.map((project) => project.profile), files: proposed };
}

async function proposeFiles(files: FileSource, { profile, detection }: DetectedProject, options: RecipeOptions): Promise<ProposedFile[]> {
    const { blueprint } = detection;
    if (blueprint === undefined) {
        return [];
    }
    const inFolder = (path: string) => (profile.folder === '' ? path : `${profile.folder}/${path}`);
    const propose = async (name: string, content: string, reason: string): Promise<ProposedFile> => {
        const path = inFolder(name);
        const existing = await files.read(path);
        return existing === undefined
            ? { path, content, action: 'create', reason }
            : { path, content: existing, action: 'keep', reason: 'It is there already; Slipway does not overwrite it.' };
    };
    return [
        await propose('Dockerfile', renderBlueprint(blueprint, options), 'Builds and starts the app.'),
        await propose('.dockerignore', renderDockerignore(blueprint.stack), 'Keeps secrets, environments and caches out of the image.'),
        ...detection.edits,
    ];
}
